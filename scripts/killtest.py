"""Kill a run at random moments and see whether everything it acknowledged is still there.

    python scripts/killtest.py --kills 100

A child plays a session with interventions at full speed into a run file and says every round and
act that was acknowledged. The parent kills it (SIGKILL) a random time after a random line. Then
the file must open, hold every acknowledged round and act, and be a prefix of the undisturbed run;
it is played on to the end, which must give the undisturbed run, and closed, which must leave one
file.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hldsim.scenario.load import load_scenario
from hldsim.scenario.schema import Scenario
from hldsim.session import Intervention, Session

SEED = 11
PAUSE = 0.004
"""Longest time, in seconds, from the last line listened to until the kill: several rounds."""
Say = Callable[[str], None]


def intervention(scenario: Scenario, k: int) -> Intervention | None:
    """What is done after round k: something in two rounds of three."""
    party = scenario.parties[(7 * k) % len(scenario.parties)].id
    if k % 3 == 0:
        value = round(0.2 + 0.6 * ((k * 37) % 100) / 100, 3)
        return Intervention("set", {"path": f"parties[{party}].principle", "value": value})
    if k % 3 == 1:
        proposal = scenario.forum_proposals[k % len(scenario.forum_proposals)].id
        return Intervention("act", {"party": party, f"answer.{proposal}": "yes"})
    first = scenario.parties[0].id
    if k == 2:
        return Intervention("seat", {"party": first, "seat": "taken"}, "person: Ana")
    if k % 6 == 5:
        return Intervention("act", {"party": first, "play": "hold"}, "person: Ana")
    return None


def play(session: Session, say: Say = lambda line: None) -> None:
    """Play to the end with interventions; ``say`` hears what was acknowledged."""
    done = {act.k for act in session.interventions()}
    while not session.finished:
        k = session.k
        todo = intervention(session.scenario, k)
        if todo is not None and k + 1 not in done:
            say(f"act {session.apply(todo).k}")
        snapshot = session.advance()
        if snapshot is not None:
            say(f"round {snapshot.k} {snapshot.digest}")


@dataclass(frozen=True)
class Trial:
    """What one kill left: acknowledged acts and rounds, and what is wrong ('' if nothing)."""

    rounds: int
    acts: int
    finished: bool
    wrong: str


def child(scenario: Scenario, path: Path, pipe: int) -> None:
    """Play run after run, each over the last one's ruins, until killed."""

    def say(line: str) -> None:
        os.write(pipe, f"{line}\n".encode())

    say("ready")
    with Session.open(scenario, SEED, path) as session:
        play(session, say)
    say("end")


def kill_once(scenario: Scenario, path: Path, lines: int, pause: float) -> list[str]:
    """Play in a child, kill it ``pause`` seconds after so many lines; return all it said."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(reading)
            child(scenario, path, writing)
            status = 0
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


def examine(path: Path, heard: list[str], wanted: list[str], acts: list[int]) -> Trial:
    """Compare what a killed run left with what it said and with the undisturbed run."""
    said = {int(line.split()[1]): line.split()[2] for line in heard if line.startswith("round")}
    done = [int(line.split()[1]) for line in heard if line.startswith("act")]

    def verdict(wrong: str) -> Trial:
        return Trial(len(said), len(done), "end" in heard, wrong)

    if not path.exists():
        return verdict("" if not said and not done else "no file")
    with Session.open_file(path) as session:
        if session.read_only:
            return verdict(f"opened for reading only: {session.note_on_opening}")
        found = [snapshot.digest for snapshot in session.history]
        kept = [act.k for act in session.interventions()]
        if found != wanted[: len(found)]:
            return verdict("its rounds are not those of the undisturbed run")
        if any(k >= len(found) or found[k] != digest for k, digest in said.items()):
            return verdict(f"{max(said)} rounds acknowledged, {len(found) - 1} found")
        if kept[: len(done)] != done or kept != acts[: len(kept)]:
            return verdict(f"acts {done} acknowledged, {kept} found")
        play(session)
        if [snapshot.digest for snapshot in session.history] != wanted:
            return verdict("played on, it came to another end")
    beside = [place.name for place in path.parent.iterdir()]
    return verdict("" if beside == [path.name] else f"closed, it left {sorted(beside)}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--scenario", default="hld_2006")
    parser.add_argument("--seed", type=int, default=None, help="of the times of killing")
    given = parser.parse_args(arguments)
    scenario = load_scenario(given.scenario)
    with tempfile.TemporaryDirectory() as room:
        for name in ("warm.hldrun", "undisturbed.hldrun"):
            started = time.perf_counter()
            with Session.open(scenario, SEED, Path(room) / name) as session:
                play(session)
            whole = time.perf_counter() - started
    wanted = [snapshot.digest for snapshot in session.history]
    acts = [act.k for act in session.interventions()]
    chance = np.random.default_rng(given.seed)
    trials: list[Trial] = []
    for _ in range(given.kills):
        with tempfile.TemporaryDirectory() as room:
            path = Path(room) / "run.hldrun"
            lines = int(chance.integers(0, len(wanted) + len(acts)))
            heard = kill_once(scenario, path, lines, float(chance.uniform(0.0, PAUSE)))
            trials.append(examine(path, heard, wanted, acts))
            if trials[-1].wrong:
                print(f"kill {len(trials)}: {trials[-1].wrong}", file=sys.stderr)
    wrong = sum(bool(trial.wrong) for trial in trials)
    rounds = sorted(trial.rounds for trial in trials)
    print(
        f"{len(trials)} kills of a run of {len(wanted) - 1} rounds ({1000 * whole:.0f} ms); "
        f"rounds acknowledged when killed: {rounds[0]} to {rounds[-1]}, "
        f"median {rounds[len(rounds) // 2]}; acts: {sum(trial.acts for trial in trials)}; "
        f"{sum(trial.finished for trial in trials)} had finished; wrong: {wrong}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
