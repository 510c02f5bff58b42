"""Columns: what a row of results holds, in order, with types that every file format has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hldsim.experiments.sweep.design import Design, Factor
from hldsim.scenario.schema import Scenario

KEYS = ("condition", "point", "replicate")
"""What tells rows apart, and their order."""

TEXT, WHOLE, NUMBER = "VARCHAR", "BIGINT", "DOUBLE"
"""Types, as SQL names them."""


@dataclass(frozen=True)
class Column:
    """One column: its name, its SQL type and what kind of thing it is.

    Attributes
    ----------
    role : str
        ``key``, ``seed``, ``factor``, ``fingerprint``, ``agreement``, ``issue`` or ``measure``.
    of : str
        The path, issue id or measure it stands for; else "".
    """

    name: str
    type: str
    role: str
    of: str = ""


def columns_of(design: Design, scenarios: Mapping[str, Scenario]) -> tuple[Column, ...]:
    """Columns of a design's results, issues of all its scenarios in declared order."""
    issues = dict.fromkeys(
        issue.id for scenario in scenarios.values() for issue in scenario.space.issues
    )
    return (
        Column("condition", TEXT, "key"),
        Column("point", WHOLE, "key"),
        Column("replicate", WHOLE, "key"),
        Column("seed", WHOLE, "seed"),
        *(Column(factor.path, _type(factor), "factor", factor.path) for factor in design.factors),
        Column("fingerprint", TEXT, "fingerprint"),
        Column("agreement", TEXT, "agreement"),
        *(Column(f"agreed.{issue}", TEXT, "issue", issue) for issue in issues),
        *(Column(name, NUMBER, "measure", name) for name in design.measures),
    )


def _type(factor: Factor) -> str:
    """Numbers are numbers; a list of texts, or of both, is text."""
    values = factor.values
    return TEXT if any(isinstance(value, str | bool) for value in values) else NUMBER


def quoted(name: str) -> str:
    """A column's name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def listed(columns: Iterable[Column]) -> str:
    """Names of columns for a SELECT."""
    return ", ".join(quoted(column.name) for column in columns)
