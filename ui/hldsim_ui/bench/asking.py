"""Asking: what the page shows of a folder of results, computed away from the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hldsim.experiments.sweep import answers
from hldsim.experiments.sweep.columns import quoted
from hldsim.experiments.sweep.results import Results
from hldsim.report.tables import Column, Table

AGREEMENT = ""
"""Asked for instead of a measure: the most frequent agreement."""


@dataclass(frozen=True)
class Asked:
    """What is looked at.

    Attributes
    ----------
    measure : str
        A measure of the design, or ``AGREEMENT``.
    across, up : str
        Factors along the two sides; "" for none.
    cell : tuple or None
        Values (across, up) of the cell whose runs are listed.
    """

    folder: Path
    condition: str
    measure: str = AGREEMENT
    across: str = ""
    up: str = ""
    cell: tuple[Any, Any] | None = None


@dataclass(frozen=True)
class Cell:
    """One cell: what is written in it, its tooltip, its strength in [0, 1] and kind (agreement)."""

    text: str
    told: str
    strength: float
    kind: str = ""


@dataclass(frozen=True)
class Seen:
    """What there is to show: a grid of cells by (across, up), and the runs of one."""

    asked: Asked
    done: int
    runs: int
    across: tuple[Any, ...]
    up: tuple[Any, ...]
    cells: dict[tuple[Any, Any], Cell]
    kinds: tuple[str, ...]
    sentence: str
    table: Table
    replicates: Table


def look(asked: Asked) -> Seen:
    """Ask the results.

    Raises
    ------
    ResultError
        If the folder holds none, or not what is asked.
    """
    with Results(asked.folder) as results:
        rows = _rows(results, asked)
        across = tuple(dict.fromkeys(row[0] for row in rows))
        up = tuple(dict.fromkeys(row[1] for row in rows))
        kinds = tuple(sorted({row[2].kind for row in rows} - {""}))
        return Seen(
            asked=asked,
            done=len(results),
            runs=results.manifest.runs,
            across=tuple(sorted(across, key=_order)),
            up=tuple(sorted(up, key=_order)),
            cells={(row[0], row[1]): row[2] for row in rows},
            kinds=kinds,
            sentence=_sentence(results, asked),
            table=_table(asked, rows),
            replicates=_replicates(results, asked),
        )


def _order(value: Any) -> tuple[bool, Any]:
    return (isinstance(value, str), value)


def _rows(results: Results, asked: Asked) -> list[tuple[Any, Any, Cell]]:
    sides = [_side(asked.across), _side(asked.up)]
    value = "agreement" if asked.measure == AGREEMENT else asked.measure
    frame = results.ask(
        f"SELECT {sides[0]} AS x, {sides[1]} AS y, list({quoted(value)}) AS v FROM run "
        "WHERE condition = ? GROUP BY x, y ORDER BY x, y",
        [asked.condition],
    )
    make = _agreed if asked.measure == AGREEMENT else _measured
    independent = answers.independent_runs(results)
    return [
        (_plain(row.x), _plain(row.y), make(list(row.v), independent))
        for row in frame.itertuples(index=False)
    ]


def _side(factor: str) -> str:
    return quoted(factor) if factor else "''"


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _agreed(values: list[str], independent: int) -> Cell:
    """The most frequent agreement, its share and Wilson interval."""
    from hldsim.experiments.sweep.statistics import share_of

    counts = {kind: values.count(kind) for kind in sorted(set(values))}
    kind = max(counts, key=lambda name: counts[name])
    found = share_of(counts[kind], len(values), independent)
    rest = "".join(
        f"\n{name}: {100 * n / len(values):.0f} %" for name, n in counts.items() if name != kind
    )
    told = (
        f"{kind}: {100 * found.mean:.0f} % of {len(values)} runs "
        f"(95 % interval {100 * found.low:.0f}-{100 * found.high:.0f} %){rest}"
    )
    return Cell(f"{100 * found.mean:.0f} %", told, found.mean, kind)


def _measured(values: list[float | None], independent: int) -> Cell:
    from hldsim.experiments.sweep.statistics import estimate

    known = [value for value in values if value is not None and value == value]
    found = estimate(known)
    if not found.runs:
        return Cell("–", f"none of {len(values)} runs has a value", 0.0)
    told = (
        f"mean {found.mean:.4g} of {found.runs} runs "
        f"(95 % interval {found.low:.4g} to {found.high:.4g})"
    )
    return Cell(f"{found.mean:.3g}", told, found.mean)


def _sentence(results: Results, asked: Asked) -> str:
    what = "Most frequent agreement" if asked.measure == AGREEMENT else f"Mean of {asked.measure}"
    sides = " and ".join(name for name in (asked.across, asked.up) if name)
    known = results.manifest
    return (
        f"{what}{f' by {sides}' if sides else ''} under {asked.condition}: {len(results):,} of "
        f"{known.runs:,} runs, seed {known.seed}, design {known.design[:12]}. "
        "Shares of runs of a model, no forecast."
    )


def _table(asked: Asked, rows: list[tuple[Any, Any, Cell]]) -> Table:
    columns = [Column(name) for name in (asked.across, asked.up) if name]
    columns += [Column("agreement")] if asked.measure == AGREEMENT else []
    columns += [Column("share of runs" if asked.measure == AGREEMENT else asked.measure)]
    columns += [Column("with interval")]
    sides = " and ".join(name for name in (asked.across, asked.up) if name)
    return Table(
        f"Results by {sides}" if sides else "Results",
        tuple(columns),
        tuple(
            (
                *([x] if asked.across else []),
                *([y] if asked.up else []),
                *([cell.kind] if asked.measure == AGREEMENT else []),
                cell.text,
                cell.told.splitlines()[0],
            )
            for x, y, cell in rows
        ),
    )


def _replicates(results: Results, asked: Asked) -> Table:
    """Runs of the chosen cell: what leads back to each, then its agreement and measures."""
    factors = [column for column in results.columns if column.role == "factor"]
    measures = [column for column in results.columns if column.role == "measure"]
    shown = ["point", "replicate", "seed", "agreement"]
    names = [*shown, *(one.name for one in factors), *(one.name for one in measures)]
    columns = tuple(Column(name) for name in names)
    if asked.cell is None:
        return Table("Runs of the cell", columns)
    where, values = "condition = ?", [asked.condition]
    for factor, value in zip((asked.across, asked.up), asked.cell, strict=True):
        if factor:
            where += f" AND {quoted(factor)} = ?"
            values.append(value)
    frame = results.ask(
        f"SELECT {', '.join(map(quoted, names))} FROM run WHERE {where} "
        "ORDER BY point, replicate LIMIT 2000",
        values,
    )
    rows = tuple(
        tuple(None if cell is None or cell != cell else _plain(cell) for cell in row)
        for row in frame.itertuples(index=False, name=None)
    )
    return Table("Runs of the cell", columns, rows)


def run_settings(folder: Path, condition: str, point: int, replicate: int) -> tuple[Any, int, bool]:
    """The scenario of one run as it was played, its seed, and whether positions were imposed.

    Raises
    ------
    ResultError
        If there is no such run.
    """
    from hldsim.experiments.sweep.stored import stored
    from hldsim.scenario.paths import with_settings

    prepared = stored(folder)
    with Results(folder) as results:
        names = [column.name for column in results.columns]
        row = results.run(condition, point, replicate)
    settings = dict(prepared.settings(condition, point))
    scenario = prepared.scenarios[condition]
    if settings:
        scenario = with_settings(scenario, settings)
    return scenario, int(row[names.index("seed")]), prepared.design.conditioned
