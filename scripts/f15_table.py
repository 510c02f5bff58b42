"""Fact F15: which input moves the answer from regional talks (1997) to a hosted forum (2006).

Eight cells, all on common seeds: does a state offer to host a worldwide meeting; are the texts for
worldwide meetings that of 1997 (hard: a conference, held once, that negotiates a programme of
action) or those of 2006 (soft); are parties and agenda those of 1997 or of 2006. A host of the hard
text offers that conference outside the UN. Two corners are the scenarios as they ship, less what is
put there after the forum is decided; the rest are made from them by settings alone:

    python scripts/f15_table.py --runs 400 --seed 1 --write

writes the tables between the markers of ``docs/scenarios/1997.md``; without ``--write`` they are
printed.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hldsim.analysis.intervals import Z_95, wilson
from hldsim.engine.assemble import prepare
from hldsim.engine.run import Result, run
from hldsim.experiments.judging import ratio_of_means
from hldsim.experiments.replicates import replicate_seed
from hldsim.record.measures.base import RunView, measure
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import Scenario

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scenarios" / "1997.md"
BEGIN, END = "<!-- f15: made by scripts/f15_table.py -->", "<!-- f15: end -->"

SCENARIO = {1997: "un_conference_1997", 2006: "hld_2006"}
UN = {1997: "un_conference", 2006: "un_embedded"}
"""The design for the UN, by the year whose parties are at the table."""
HOSTED = "informal_hosted"
TEXT = {"hard": 1997, "soft": 2006}
ANSWERS = ("regional", "hosted", "un", "none")


@dataclass(frozen=True)
class Cell:
    """One combination of inputs; ``reading`` is (issue, level) of the text for the UN read anew.

    ``both``: the hosted design is read anew in the same way.
    """

    host: bool
    text: str
    parties: int
    reading: tuple[str, str] | None = None
    both: bool = False

    @property
    def label(self) -> str:
        text = f"{self.text}, {self.reading[1]}" if self.reading else self.text
        text += " both" if self.both else ""
        return f"{'yes' if self.host else 'no'} | {text} | {self.parties}"


@dataclass(frozen=True)
class Found:
    """What the runs of one cell came to. Axes: r runs."""

    answer_r: list[str]
    objection_r: list[float]
    fails_r: list[bool]
    put_r: list[bool]

    def share(self, answer: str) -> float:
        return sum(one == answer for one in self.answer_r) / len(self.answer_r)

    @property
    def objection(self) -> float:
        return float(np.mean(self.objection_r))

    @property
    def fails(self) -> float:
        return float(np.mean(self.fails_r))


CELLS = [
    Cell(host, text, parties)
    for parties, host, text in itertools.product((1997, 2006), (False, True), ("hard", "soft"))
]
READINGS = {
    "the conference with binding norms": Cell(False, "hard", 1997, ("authority", "binding_norms")),
    "the conference without non-governmental organisations": Cell(
        False, "hard", 1997, ("participation", "states_ios")
    ),
    "the conference of 1997": Cell(False, "hard", 1997),
}
SOFTER = {
    "the 2006 scenario as it ships": Cell(True, "soft", 2006),
    "its UN design read as a joint programme": Cell(
        True, "soft", 2006, ("authority", "joint_programme")
    ),
    "its UN design read as building on regional processes": Cell(
        True, "soft", 2006, ("basis", "builds_on_regional")
    ),
    "its UN design read as standing": Cell(True, "soft", 2006, ("continuity", "standing")),
    "both its global designs read as standing": Cell(
        True, "soft", 2006, ("continuity", "standing"), both=True
    ),
}
"""The text of each year as we read it, and as it might be read."""


def settings(cell: Cell) -> dict[str, Any]:
    """What is to be changed in the scenario of the cell's parties."""
    documents = {year: load_scenario(name).document for year, name in SCENARIO.items()}
    own = documents[cell.parties]
    tabled = {year: _by_id(document["proposals"]) for year, document in documents.items()}
    text = TEXT[cell.text]
    design = dict(tabled[text][UN[text]]["design"])
    if cell.reading:
        design[cell.reading[0]] = cell.reading[1]
    un = {**tabled[cell.parties][UN[cell.parties]], "design": design}
    hosted = dict(tabled[2006][HOSTED])
    if cell.text == "hard":
        hosted["design"] = {**design, "venue": "hosted"}
    if cell.both and cell.reading:
        hosted["design"] = {**hosted["design"], cell.reading[0]: cell.reading[1]}
    changes: dict[str, Any] = {
        "proposals": [
            un,
            *([hosted] if cell.host else []),
            tabled[cell.parties]["regional_processes"],
        ],
        "hosts": list(documents[2006]["hosts"]) if cell.host else [],
    }
    if "amendments" in own:  # nobody votes on amendments here, and some are to texts not tabled
        changes["amendments"] = []
    if not cell.host:  # nobody can be known to want a design that is not on the table
        changes |= {
            f"parties[{row['id']}].position": ""
            for row in own["parties"]
            if row.get("position") == HOSTED
        }
    return changes


def scenario_of(cell: Cell) -> Scenario:
    """Return the scenario of a cell."""
    return with_settings(load_scenario(SCENARIO[cell.parties]), settings(cell))


def _by_id(entries: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(entry["id"]): entry for entry in entries}


def answer_of(done: Result) -> str:
    """Venue adopted, or ``none``."""
    if done.end.adopted < 0:
        return "none"
    design = done.end.platform_ci[done.end.adopted]
    return done.setup.scenario.space.decode(tuple(int(x) for x in design))["venue"]


def asked(done: Result, proposal: str) -> tuple[float, bool]:
    """Summed objection to a proposal as tabled, at the close, and whether the rule refuses it.

    Objection: sum over members of capability x resolve x max(aspiration - utility, 0), the number
    that kappa multiplies. The rule is asked in every run, with the luck of the run's adoption.
    """
    setup = done.setup
    view = RunView(setup.scenario, setup.inputs, done.start, done.end, setup=setup)
    passes = measure(f"would_pass[{proposal}]", view)
    return float(measure(f"objection[{proposal}]", view) or 0.0), not passes


def play(task: tuple[Cell, int, int]) -> Found:
    """Run one cell; replicate r has the seed it has in ``hldsim ensemble``."""
    cell, runs, seed = task
    plan = prepare(scenario_of(cell))
    found = Found([], [], [], [])
    for r in range(runs):
        put: list[str] = []

        def watch(setup: object, state: object, events: Any, put: list[str] = put) -> None:
            put += [str(event.fields["proposal"]) for event in events if event.kind == "put"]

        done = run(plan, replicate_seed(seed, r), watch=watch)
        objection, fails = asked(done, UN[cell.parties])
        found.answer_r.append(answer_of(done))
        found.objection_r.append(objection)
        found.fails_r.append(fails)
        found.put_r.append(UN[cell.parties] in put)
    return found


def tables(found: Mapping[Cell, Found], command: str) -> str:
    """Write everything as Markdown."""
    runs = len(next(iter(found.values())).answer_r)
    lines = [f"`{command}` ({runs} runs a cell, common seeds):", ""]
    lines += [
        "| host | text | parties and agenda of | " + " | ".join(ANSWERS) + " | summed objection "
        "| consensus refuses | put |",
        "|" + " --- |" * (len(ANSWERS) + 6),
    ]
    for cell, one in found.items():
        shares = " | ".join(f"{100 * one.share(answer):.1f} %" for answer in ANSWERS)
        low, high = wilson(sum(one.fails_r), runs)
        refused = f"{100 * one.fails:.1f} % ({100 * low:.0f}-{100 * high:.0f})"
        put = f"{100 * float(np.mean(one.put_r)):.0f} %"
        objection = f"{1000 * one.objection:.2f}"
        lines.append(f"| {cell.label} | {shares} | {objection} | {refused} | {put} |")
    lines += ["", *_effects(found), "", *_ratios(found)]
    return "\n".join(lines)


def _effects(found: Mapping[Cell, Found]) -> list[str]:
    """How much each input moves the answer, the other two held: mean and range of four pairs."""
    lines = [
        "| input changed | regional, points | hosted, points | UN, points | summed objection |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, old, new in (
        ("host: no -> yes", {"host": False}, {"host": True}),
        ("text: hard -> soft", {"text": "hard"}, {"text": "soft"}),
        ("parties and agenda: 1997 -> 2006", {"parties": 1997}, {"parties": 2006}),
    ):
        pairs = [
            (found[cell], found[Cell(**{**vars(cell), **new})])
            for cell in CELLS
            if all(getattr(cell, key) == value for key, value in old.items())
        ]
        columns = []
        for answer in ("regional", "hosted", "un"):
            moves = [100 * (b.share(answer) - a.share(answer)) for a, b in pairs]
            columns.append(_mean_and_range(moves, "+.1f"))
        ratios = [b.objection / a.objection for a, b in pairs]
        columns.append("x " + _mean_and_range(ratios, ".2f"))
        lines.append(f"| {name} | " + " | ".join(columns) + " |")
    return lines


def _mean_and_range(values: list[float], form: str) -> str:
    return f"{np.mean(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def _ratios(found: Mapping[Cell, Found]) -> list[str]:
    """The bar of F15 on objection, over common seeds; and what other readings would give."""
    lines = ["| summed objection, | divided by that of | is | 95 % |", "| --- | --- | --- | --- |"]
    base, shipped = Cell(False, "hard", 1997), Cell(True, "soft", 2006)
    pairs = [("the conference of 1997", base, says, other) for says, other in SOFTER.items()]
    pairs += [
        ("the conference of 1997", base, says, Cell(False, "soft", year))
        for year, says in (
            (2006, "the 2006 scenario without the hosted design"),
            (1997, "the text of 2006 before the parties of 1997"),
        )
    ]
    pairs += [
        (what, one, "the 2006 scenario as it ships", shipped)
        for what, one in READINGS.items()
        if one != base
    ]
    for what, one, says, other in pairs:
        found_one, found_other = (np.array(found[cell].objection_r) for cell in (one, other))
        ratio = ratio_of_means(found_one, found_other)
        assert ratio is not None
        low, high = ratio[0] - Z_95 * ratio[1], ratio[0] + Z_95 * ratio[1]
        lines.append(f"| {what} | {says} | {ratio[0]:.2f} | {low:.2f}-{high:.2f} |")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="into docs/scenarios/1997.md")
    asked_for = parser.parse_args()
    cells = list(dict.fromkeys([*CELLS, *READINGS.values(), *SOFTER.values()]))
    with ProcessPoolExecutor(asked_for.workers) as pool:
        tasks = [(cell, asked_for.runs, asked_for.seed) for cell in cells]
        found = dict(zip(cells, pool.map(play, tasks), strict=True))
    command = f"python scripts/f15_table.py --runs {asked_for.runs} --seed {asked_for.seed} --write"
    text = tables(found, command)
    if not asked_for.write:
        print(text)
        return 0
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8", newline="\n")
    print(f"wrote {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
