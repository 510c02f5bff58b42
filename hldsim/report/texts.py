"""The drawer of texts: templates and words by language, read from ``resources/texts``.

A language is one file ``<lang>.toml``. What another language lacks is taken from English, so that
a half-finished translation is usable.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from hldsim.places import resources_dir

FALLBACK = "en"
"""The language that has every key."""


@lru_cache(maxsize=8)
def texts(lang: str = FALLBACK) -> Mapping[str, Any]:
    """Return all texts of a language as nested tables; treat as read-only.

    A language without a file is English.
    """
    base = _read(FALLBACK)
    return base if lang == FALLBACK else _merged(base, _read(lang))


def languages() -> tuple[str, ...]:
    """List the languages there is a file for, by code."""
    return tuple(sorted(path.stem for path in (resources_dir() / "texts").glob("*.toml")))


def text(key: str, lang: str = FALLBACK, **values: object) -> str:
    """Return one text by dotted key, with its fields filled in; the key itself if there is none.

    Examples
    --------
    >>> text("words.round", k=3)
    'Round 3'
    >>> text("words.no_such_thing")
    'words.no_such_thing'
    """
    found: object = texts(lang)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if not isinstance(found, str):
        return key
    return found.format(**values) if values else found


def word(family: str, name: str, lang: str = FALLBACK) -> str:
    """Return the word for an id, e.g. of a role; an id without one is shown in plain words.

    Examples
    --------
    >>> word("role", "source"), word("rule", "two_thirds")
    ('source', 'two thirds')
    """
    entry = texts(lang).get(family, {}).get(name)
    if isinstance(entry, Mapping):
        entry = entry.get("name")
    return str(entry) if entry is not None else name.replace("_", " ")


def meaning(family: str, name: str, lang: str = FALLBACK) -> str:
    """Return the one line that says what an id means, or nothing."""
    entry = texts(lang).get(family, {}).get(name)
    return str(entry.get("meaning", "")) if isinstance(entry, Mapping) else ""


def joined(items: Iterable[str], lang: str = FALLBACK) -> str:
    """Put words in a row as a sentence does.

    Examples
    --------
    >>> joined(["rights", "causes", "governance"])
    'rights, causes and governance'
    """
    words = list(items)
    grammar = texts(lang)["list"]
    if not words:
        return str(grammar["nothing"])
    if len(words) == 1:
        return words[0]
    head = str(grammar["separator"]).join(words[:-1])
    return f"{head}{grammar['last']}{words[-1]}"


def listed(items: Iterable[str], lang: str = FALLBACK) -> str:
    """Put phrases in a row that may hold commas themselves.

    Examples
    --------
    >>> listed(["States, and the IOM", "Once"])
    'States, and the IOM; Once'
    """
    return str(texts(lang)["list"]["long"]).join(items)


def _read(lang: str) -> Mapping[str, Any]:
    path = resources_dir() / "texts" / f"{lang}.toml"
    if not path.is_file():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> Mapping[str, Any]:
    """Lay one nest of tables over another, leaf by leaf."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = _merged(below, value) if both else value  # type: ignore[arg-type]
    return result
