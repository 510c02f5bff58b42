"""Memory of a sweep of 100,000 short runs: flat. Draws docs/figures/sweep_memory.svg.

    python scripts/sweep_memory.py --runs 100000 --workers 2

The parent's resident memory is noted as runs finish; so are the journal's waiting rows, whose ups
and downs are what little moves. Prints the growth over the second half.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import psutil

from hldsim.experiments.sweep.executors import processes
from hldsim.experiments.sweep.figures import STYLE
from hldsim.experiments.sweep.orders import prepare_design
from hldsim.experiments.sweep.reading import design_of
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.running import Progress, run_sweep

ROOT = Path(__file__).resolve().parent.parent


def design(runs: int) -> dict[str, object]:
    """A hundred points of a small table with a short agenda."""
    return {
        "title": "memory",
        "scenario": "classroom_small",
        "replicates": runs // 100,
        "measures": ["no_agreement", "backing_share[un_embedded]"],
        "settings": {"agenda[consultations].rounds": 1, "agenda[chairs_text].rounds": 1},
        "factors": [
            {"path": "adoption[hosted].follow_through", "from": 0, "to": 1, "steps": 10},
            {"path": "blocs[G77].discipline", "from": 0, "to": 0.2, "steps": 10},
        ],
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=100_000)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "figures" / "sweep_memory.svg")
    told = asked.parse_args()
    prepared = prepare_design(design_of(design(told.runs)))
    own, seen = psutil.Process(), []

    def note(progress: Progress) -> None:
        if progress.done - (seen[-1][0] if seen else 0) >= told.runs // 400:
            seen.append((progress.done, own.memory_info().rss / 1e6))

    started = time.monotonic()
    with tempfile.TemporaryDirectory() as place, processes(told.workers) as pool:
        folder = Path(place) / "results"
        outcome = run_sweep(prepared, folder, pool, told.workers, progress=note)
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        asked_at = time.monotonic()
        with Results(folder) as results:
            frame = results.ask("SELECT agreement, count(*) AS n FROM run GROUP BY 1")
        answer = time.monotonic() - asked_at
    half = [(n, mb) for n, mb in seen if n >= outcome.done / 2]
    late = [mb for n, mb in half if n >= 3 * outcome.done / 4]
    early = [mb for n, mb in half if n < 3 * outcome.done / 4]
    print(
        f"{outcome.done:,} runs in {asked_at - started:.0f} s, {disk:.1f} MB on disk; memory "
        f"{min(mb for _, mb in seen):.0f} to {max(mb for _, mb in seen):.0f} MB, third to last "
        f"quarter {max(early):.0f} to {max(late):.0f} MB at most; a GROUP BY over all: "
        f"{1000 * answer:.0f} ms, {len(frame)} rows"
    )
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        picture = Figure(figsize=(5.2, 2.6))
        axes = picture.add_subplot()
        axes.plot([n / 1000 for n, _ in seen], [mb for _, mb in seen], color="#0072B2")
        axes.set_ylim(0, 1.3 * max(mb for _, mb in seen))
        axes.set_xlabel("runs finished (thousands)")
        axes.set_ylabel("memory of the parent (MB)")
        picture.savefig(told.out, metadata={"Date": None})


if __name__ == "__main__":
    main()
