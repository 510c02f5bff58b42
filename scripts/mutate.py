"""Break each rule and formula once and see that the tests of its room notice.

Usage: .venv/bin/python scripts/mutate.py [WORD ...]

Reads tests/mutants/*.toml; with words only the mutants whose name holds one of them. Each is put
into a temporary copy of the project (never in place), the tests it names are run there, and the
copy is mended. Prints killed n of n; exit code 1 if one lived, 2 if the list itself is wrong.
"""

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "mutants"
COPIED = ("hldsim", "tests", "scenarios", "resources", "docs", "pyproject.toml")
PARALLEL = 2
LONGEST, FIRST = 120.0, 900.0
"""Seconds that the tests of one mutant may take, and all of them together before any."""
FAILED = 1  # pytest's exit code where tests ran and some failed


@dataclass(frozen=True)
class Mutant:
    """One change: ``before`` becomes ``after`` in ``file``, and ``tests`` are to notice."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


def mutants() -> list[Mutant]:
    """All mutants, room by room, in the order of their files."""
    found = []
    for place in sorted(LIST.glob("*.toml")):
        told = tomllib.loads(place.read_text(encoding="utf-8"))
        for one in told["mutant"]:
            tests = tuple(one.get("tests", told["tests"]))
            name = f"{place.stem}/{one['name']}"
            file = one.get("file", told.get("file"))
            found.append(Mutant(name, file, one["before"], one["after"], tests))
    return found


def faults(mutant: Mutant) -> list[str]:
    """What is wrong with an entry of the list."""
    place = ROOT / mutant.file
    if not place.is_file():
        return [f"{mutant.name}: no file {mutant.file}"]
    count = place.read_text(encoding="utf-8").count(mutant.before)
    wrong = [] if count == 1 else [f"{mutant.name}: {count} times in {mutant.file}; allowed: once"]
    if mutant.before == mutant.after:
        wrong.append(f"{mutant.name}: before and after are the same")
    missing = [test for test in mutant.tests if not (ROOT / test.partition("::")[0]).exists()]
    return wrong + [f"{mutant.name}: no test {test}" for test in missing]


class Bench:
    """A copy of the project in which one mutant after the other lives and dies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tick = 0
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                ignore = shutil.ignore_patterns("__pycache__", "*.new.json")
                shutil.copytree(source, folder / name, ignore=ignore)
            elif source.exists():
                shutil.copy2(source, folder / name)

    def run(self, tests: tuple[str, ...], longest: float = LONGEST) -> tuple[int, str]:
        """Exit code of the tests here, stopping at the first failure, and their last words."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        try:
            done = subprocess.run(
                [*command, "--hypothesis-seed=0", *tests],
                cwd=self.folder,
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(self.folder)},
                capture_output=True,
                text=True,
                timeout=longest,
            )
        except subprocess.TimeoutExpired:
            return FAILED, f"not done after {longest:.0f} s"
        return done.returncode, done.stdout[-1500:] + done.stderr[-500:]

    def _write(self, place: Path, text: str) -> None:
        """Write with a time of its own, so that no compiled file is taken for this one."""
        place.write_text(text, encoding="utf-8")
        self._tick += 10
        stamp = 1_000_000_000 + self._tick
        os.utime(place, (stamp, stamp))

    def try_out(self, mutant: Mutant) -> tuple[int, str]:
        """Put the mutant in, run its tests, mend the copy."""
        place = self.folder / mutant.file
        whole = place.read_text(encoding="utf-8")
        self._write(place, whole.replace(mutant.before, mutant.after))
        try:
            return self.run(mutant.tests)
        finally:
            self._write(place, whole)


def main(words: list[str]) -> int:
    """Try all mutants and say how many were killed."""
    chosen = [m for m in mutants() if not words or any(word in m.name for word in words)]
    wrong = [fault for mutant in chosen for fault in faults(mutant)]
    if wrong or not chosen:
        print("\n".join(wrong or ["no such mutant"]))
        return 2
    started = time.monotonic()
    todo: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
    for mutant in chosen:
        todo.put(mutant)
    lived: list[str] = []
    broken: list[str] = []

    def work(folder: Path, first: tuple[str, ...]) -> None:
        bench = Bench(folder)
        if first:
            code, words_ = bench.run(first, FIRST)
            if code != 0:
                broken.append(f"the tests fail without any mutant:\n{words_}")
                return
        while not broken:
            try:
                mutant = todo.get_nowait()
            except queue.Empty:
                return
            code, words_ = bench.try_out(mutant)
            if code == 0:
                lived.append(mutant.name)
                print(f"LIVED   {mutant.name}", flush=True)
            elif code != FAILED:
                broken.append(f"{mutant.name}: pytest ended with {code}:\n{words_}")

    every = tuple(dict.fromkeys(test for mutant in chosen for test in mutant.tests))
    with tempfile.TemporaryDirectory(prefix="hldsim-mutants-") as folder:
        crew = [
            threading.Thread(target=work, args=(Path(folder, str(n)), () if n else every))
            for n in range(PARALLEL)
        ]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
    if broken:
        print("\n".join(broken))
        return 2
    spent = time.monotonic() - started
    print(f"killed {len(chosen) - len(lived)} of {len(chosen)} ({spent:.0f} s)")
    return 1 if lived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
