"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

SEED = click.IntRange(min=0)
SOME = click.IntRange(min=1)


def with_seed(command: F) -> F:
    """Add ``--seed``."""
    return click.option("--seed", type=SEED, default=1, show_default=True, help="Seed of chance.")(
        command
    )


def with_json(command: F) -> F:
    """Add ``--json``."""
    return click.option(
        "--json", "as_json", is_flag=True, help="One JSON object on standard output, nothing else."
    )(command)


def with_settings(command: F) -> F:
    """Add ``--set PATH=VALUE``."""
    return click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="PATH=VALUE",
        help="Change a value of the scenario, e.g. parties[MEX].salience.venue=0.5; repeatable.",
    )(command)


def with_runs(command: F) -> F:
    """Add ``--runs``, ``--seed`` and ``--workers``."""
    runs = click.option("--runs", type=SOME, default=400, show_default=True, help="How many runs.")
    workers = click.option(
        "--workers", type=SOME, default=None, help="Processes; as many as processors by default."
    )
    return runs(with_seed(workers(command)))


def with_lang(command: F) -> F:
    """Add ``--lang``; a language without a file of texts is refused by name."""
    return click.option(
        "--lang",
        default="en",
        show_default=True,
        metavar="CODE",
        callback=_must_be_a_language,
        help="Language of the words.",
    )(command)


def _must_be_a_language(context: click.Context, option: click.Parameter, lang: str) -> str:
    """Return the language if there are texts in it."""
    from hldsim.report.texts import languages

    if lang != "en" and lang not in languages():
        allowed = ", ".join(languages())
        raise click.UsageError(f"--lang {lang}: no such language; allowed: {allowed}", context)
    return lang
