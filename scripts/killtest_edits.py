"""Kill an editor at random moments and see whether every edit it acknowledged is still there.

    python scripts/killtest_edits.py --kills 100

A child edits a scenario: cells, many cells at once, parties added, removed and moved, undo, redo;
and says each edit that was acknowledged. The parent kills it (SIGKILL) a random time after a random
line. Then the journal must be offered, and hold the scenario as the last edit acknowledged, or a
later one, left it; it is edited on to the end, which must give what an undisturbed editor gives.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from hldsim.scenario.canonical import to_json
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Add, Cell, Move, Remove, SetCells, SetValue
from hldsim.scenario.load import load_scenario
from hldsim.scenario.schema import Scenario
from hldsim_ui.care import journal as journals
from hldsim_ui.care.journal import Journal, left_behind, read_journal

STEPS = 120
PAUSE = 0.004
"""Longest time, in seconds, from the last line listened to until the kill: several edits."""
Say = Callable[[str], None]


def states(scenario: Scenario) -> Iterator[Draft]:
    """Yield a draft after each of the edits, which are the same every time."""
    draft = Draft.of(scenario)
    ids = [party.id for party in scenario.parties]
    for n in range(STEPS):
        row, value = (7 * n) % len(ids), round(0.01 + 0.9 * ((37 * n) % 100) / 100, 3)
        match n % 8:
            case 0:
                draft = draft.edit(SetValue(f"parties[{ids[row]}].reluctance", value))
            case 1:
                cells = [Cell(r, "principle", value) for r in range(len(ids))]
                draft = draft.edit(SetCells(tuple(cells)))
            case 2:
                entry = {"id": f"X{n}", "name": f"Ünew {n}", "seat": "member"}
                draft = draft.edit(Add("parties", entry, at=row))
            case 3:
                draft = draft.undo()
            case 4:
                draft = draft.redo()
            case 5:
                draft = draft.edit(Remove((f"parties[X{n - 3}]",)))
            case 6:
                draft = draft.edit(Move(f"agenda[{scenario.agenda[0].id}]", n % 3))
            case _:
                draft = draft.edit(SetValue("summary", f"as edited {n} times\nand more"))
        yield draft


def mark(document: object) -> str:
    """Tell documents apart."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()  # type: ignore[arg-type]


def child(scenario: Scenario, folder: Path, pipe: int) -> None:
    """Edit to the end, until killed."""

    def say(line: str) -> None:
        os.write(pipe, f"{line}\n".encode())

    journal = Journal.begin(folder, scenario.document)
    say("begun")
    for n, draft in enumerate(states(scenario), 1):
        journal.note(draft.document, str(n))
        say(f"edit {n}")
    say("end")


def kill_once(scenario: Scenario, folder: Path, lines: int, pause: float) -> list[str]:
    """Edit in a child, kill it ``pause`` seconds after so many lines; return all it said."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(reading)
            child(scenario, folder, writing)
            time.sleep(60)  # an editor that has finished waits too, until it is killed
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "r") as pipe:
        heard = [pipe.readline().strip() for _ in range(lines)]
        time.sleep(pause)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        heard += pipe.read().splitlines()
    return heard


def examine(folder: Path, heard: list[str], wanted: list[str], last: object) -> str:
    """Say what is wrong with what a killed editor left; '' if nothing."""
    said = max((int(line.split()[1]) for line in heard if line.startswith("edit")), default=0)
    offered = left_behind(folder)
    if not offered:
        return "" if "begun" not in heard else "no journal is offered"
    kept = read_journal(offered[0])
    reached = int(kept.words or 0)
    if reached < said:
        return f"{said} edits acknowledged, {reached} found"
    if mark(kept.document) != wanted[reached]:
        return f"after edit {reached} the scenario is not as it was"
    journal, again = Journal.resume(offered[0])
    if again.document != kept.document:
        return "taken up, it is another scenario"
    journal.note(last, str(STEPS))  # type: ignore[arg-type]
    journal.close()
    if mark(read_journal(offered[0]).document) != wanted[STEPS]:
        return "edited on, it came to another end"
    journal, _ = Journal.resume(offered[0])
    journal.remove()
    beside = sorted(place.name for place in folder.iterdir() if not place.name.endswith(".part"))
    return f"removed, it left {beside}" if beside else ""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--scenario", default="hld_2006")
    parser.add_argument("--seed", type=int, default=None, help="of the times of killing")
    given = parser.parse_args(arguments)
    scenario = load_scenario(given.scenario)
    drafts = list(states(scenario))
    wanted = [mark(scenario.document), *(mark(draft.document) for draft in drafts)]
    journals.MOST_BYTES = 2 * len(to_json(scenario.document))  # so that it is written anew at times
    chance = np.random.default_rng(given.seed)
    counts, wrong, finished = [], 0, 0
    for n in range(given.kills):
        with tempfile.TemporaryDirectory() as room:
            lines = int(chance.integers(0, STEPS + 2))
            heard = kill_once(scenario, Path(room), lines, float(chance.uniform(0.0, PAUSE)))
            fault = examine(Path(room), heard, wanted, drafts[-1].document)
        counts.append(sum(line.startswith("edit") for line in heard))
        finished += "end" in heard
        if fault:
            wrong += 1
            print(f"kill {n + 1}: {fault}", file=sys.stderr)
    counts.sort()
    print(
        f"{given.kills} kills of {STEPS} edits; edits acknowledged when killed: {counts[0]} to "
        f"{counts[-1]}, median {counts[len(counts) // 2]}; {finished} had finished; wrong: {wrong}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
