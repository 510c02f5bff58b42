"""Codebook: what each column of the results means, in what unit, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from hldsim.experiments.parameters import list_parameters
from hldsim.experiments.sweep.columns import Column
from hldsim.experiments.sweep.design import Design
from hldsim.record.measures import parse
from hldsim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Entry:
    """One column as a reader of the table needs it.

    Attributes
    ----------
    type : str
        ``text``, ``whole number`` or ``number``.
    unit : str
        "" where there is none.
    provenance : str
        ``design`` (set by the experimenter), ``drawn`` (chance) or ``computed``.
    values : str
        What it may be, where that can be listed.
    """

    column: str
    meaning: str
    type: str
    unit: str
    provenance: str
    values: str


_TYPES = {"VARCHAR": "text", "BIGINT": "whole number", "DOUBLE": "number"}


def codebook(
    design: Design, scenarios: Mapping[str, Scenario], columns: Sequence[Column]
) -> tuple[Entry, ...]:
    """Return an entry a column, in the order of the table."""
    known = {
        one.path: (one.info.meaning, one.info.unit)
        for scenario in scenarios.values()
        for one in list_parameters(scenario)
    }
    return tuple(_entry(column, design, scenarios, known) for column in columns)


def _entry(
    column: Column,
    design: Design,
    scenarios: Mapping[str, Scenario],
    known: Mapping[str, tuple[str, str]],
) -> Entry:
    meaning, unit, provenance, values = _KINDS.get(column.role, ("", "", "computed", ""))
    if column.name == "condition":
        meaning, values = "condition: a scenario, perhaps with values set", ", ".join(scenarios)
    elif column.name == "point":
        meaning = "point of the sample, from 0"
    elif column.name == "replicate":
        meaning = "replicate at that point, from 0"
    elif column.role == "factor":
        factor = next(one for one in design.factors if one.path == column.of)
        meaning, unit = known.get(column.of, (f"value set at {column.of}", ""))
        if factor.label:
            meaning = f"{factor.label}: {meaning}"
        values = (
            ", ".join(str(value) for value in factor.values)
            or f"{'quantiles ' if factor.quantiles else ''}{factor.low:g} to {factor.high:g}"
        )
    elif column.role == "issue":
        labels = dict.fromkeys(
            level.id
            for scenario in scenarios.values()
            for issue in scenario.space.issues
            if issue.id == column.of
            for level in issue.levels
        )
        meaning = f"level of {column.of} that was agreed; empty where nothing was"
        values = ", ".join(labels)
    elif column.role == "measure":
        kind, given = parse(column.of)
        meaning, unit = " ".join(kind.meaning.split()), "" if kind.unit == "1" else kind.unit
        if given:
            meaning += f" Here: {'; '.join(str(one) for one in given)}."
    return Entry(column.name, meaning, _TYPES[column.type], unit, provenance, values)


_KINDS = {
    "key": ("", "", "design", ""),
    "seed": ("seed of the run: hldsim run SCENARIO --seed shows that very run", "", "drawn", ""),
    "factor": ("", "", "design", ""),
    "fingerprint": (
        "digest of the whole run; the same for the same run on any machine",
        "",
        "computed",
        "64 hexadecimal digits",
    ),
    "agreement": (
        "class of what was agreed: venue and authority (or the scenario's core issues); none",
        "",
        "computed",
        "",
    ),
}


def codebook_table(entries: Sequence[Entry]) -> pandas.DataFrame:
    """The codebook as a table."""
    import pandas

    return pandas.DataFrame([asdict(entry) for entry in entries])


def codebook_text(entries: Sequence[Entry], title: str) -> str:
    """The codebook as a page in Markdown."""
    lines = [
        f"# Codebook: {title}",
        "",
        "*design*: set by the experimenter; *drawn*: chance, repeatable by the seed; *computed*: "
        "by the model from these. An empty cell: that run has nothing to measure.",
        "",
        "| column | meaning | type | unit | provenance | values |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for entry in entries:
        cells = [f"`{entry.column}`", *list(asdict(entry).values())[1:]]
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
