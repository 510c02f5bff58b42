"""Gather what a report is made from: play the run again, leave things out, draw, have it drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hldsim.experiments.draws import Likely, likely
from hldsim.experiments.turning import Turning, first_difference, turning_points
from hldsim.record.history import History
from hldsim.record.kept import KeptRun
from hldsim.report.run.document import VIEWS
from hldsim.report.run.material import Drawn, Material
from hldsim.report.texts import FALLBACK, text

Tell = Callable[[str, int, int], None]
"""Called with a stage (a key under ``report.stage``), what is done of it, and what there is."""
Draw = Callable[[History, Sequence[str]], Iterable[Drawn]]
"""Draws live views at the newest round, one after the other; handed down by whoever can draw."""

STAGES = {"check": 1, "pictures": 25, "likely": 8, "turning": 60, "write": 6}
"""Stages in their order, with the share of the time that each takes, in parts of a hundred."""
DRAWS = 100
"""Draws by which the surprise of known positions is told."""
SECONDS = 60.0
"""How long turning points are looked for at most."""


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Attributes
    ----------
    date : str
        Day to be printed, ISO 8601.
    draw : Draw or None
        None where nothing can or shall be drawn; ``no_pictures`` says why.
    colours : Mapping[str, str]
        Of proposals in the pictures, by id.
    turning : bool
        Whether turning points are looked for, for ``seconds`` at most.
    draws : int
        Draws by which the surprise of known positions is told; 0 for none.
    options : tuple of str
        How all of this is asked for on the command line.
    """

    date: str
    lang: str = FALLBACK
    draw: Draw | None = None
    no_pictures: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    turning: bool = True
    seconds: float = SECONDS
    draws: int = DRAWS
    options: tuple[str, ...] = ()


def gather(kept: KeptRun, wanted: Wanted, tell: Tell | None = None) -> Material:
    """Gather what the report of a kept run is made from."""
    told = tell or (lambda stage, done, total: None)
    told("check", 0, 1)
    differs = first_difference(kept.record)
    found: Turning | None = None
    pictures = _pictures(kept, wanted, told)
    alone: tuple[Likely, ...] = ()
    if wanted.draws:
        alone = likely(
            kept.record.scenario,
            wanted.draws,
            progress=lambda done, total: told("likely", done, total),
        )
    if wanted.turning and differs is None and kept.record.history.last > 0:
        found = turning_points(
            kept.record,
            wanted.seconds,
            lambda done, total, left: told("turning", done, total),
        )
    why_none = wanted.no_pictures or text("report.pictures.not_asked", wanted.lang)
    return Material(
        kept=kept,
        date=wanted.date,
        lang=wanted.lang,
        differs_from=differs,
        turning=found,
        likely=alone,
        draws=wanted.draws,
        pictures=pictures,
        no_pictures="" if pictures else why_none,
        colours=wanted.colours,
        options=wanted.options,
    )


def _pictures(kept: KeptRun, wanted: Wanted, told: Tell) -> dict[str, Drawn]:
    if wanted.draw is None:
        return {}
    found: dict[str, Drawn] = {}
    told("pictures", 0, len(VIEWS))
    for one in wanted.draw(kept.record.history, VIEWS):
        found[one.view] = one
        told("pictures", len(found), len(VIEWS))
    return found


def share_done(stage: str, done: int, total: int) -> float:
    """How far a report has come in all, in [0, 1].

    Examples
    --------
    >>> share_done("check", 0, 1), round(share_done("turning", 1, 2), 2)
    (0.0, 0.64)
    """
    names = list(STAGES)
    before = sum(STAGES[name] for name in names[: names.index(stage)])
    here = STAGES[stage] * (done / total if total else 1.0)
    return (before + here) / sum(STAGES.values())
