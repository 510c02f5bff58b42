"""Doing: a whole sweep in one call, for scripts and notebooks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from hldsim.experiments.sweep.design import Design
from hldsim.experiments.sweep.orders import prepare_design
from hldsim.experiments.sweep.reading import read_design
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.running import Progress, check_prepared, place_to_run, run_sweep


def sweep(
    design: str | Path | Design,
    folder: str | Path,
    workers: int = 1,
    *,
    resume: bool = False,
    executor: Executor | None = None,
    scheduler: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Results:
    """Run a design of experiments into a folder and return its results, to be asked.

    The table is the same whatever plays it. Where it is stopped, what is done is kept.

    Parameters
    ----------
    design : path or Design
        A design file (see docs/sweeps.md), or one that is read already.
    folder : path
        Where the results go; new, or with ``resume`` one that holds some of them.
    workers : int
        Processes; with 1 the runs are played right here. Of an ``executor``: how many orders it
        plays at once.
    executor : concurrent.futures.Executor, optional
        Plays the runs instead.
    scheduler : str, optional
        Address of a Dask cluster that plays them instead, e.g. ``"tcp://host:8786"``.
    progress : callable, optional
        Told after every few runs.

    Raises
    ------
    DesignError
        If the design cannot be run; every fault is named.
    ResultError
        If the folder holds something else.
    MissingExtraError
        If a library of the bench is not installed; the text is the line to type.
    """
    place = None if isinstance(design, Design) else Path(design).parent
    known = design if isinstance(design, Design) else read_design(design)
    prepared = prepare_design(known, place)
    check_prepared(prepared)
    folder = Path(folder)
    if executor is not None:
        run_sweep(prepared, folder, executor, workers, resume=resume, progress=progress)
    else:
        with place_to_run(workers, scheduler) as (pool, many):
            run_sweep(prepared, folder, pool, many, resume=resume, progress=progress)
    return Results(folder)
