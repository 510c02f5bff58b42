"""``hldsim report``: read a run file, have it told and drawn, write HTML or PDF."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hldsim.cli.output import emit_json, must_be_writable, write_bytes
from hldsim.errors import HldsimError

if TYPE_CHECKING:
    from hldsim.experiments.turning import Turning, TurningPoint
    from hldsim.record.history import History
    from hldsim.record.kept import KeptRun
    from hldsim.report.blocks import Document
    from hldsim.report.run.material import Drawn, Material
    from hldsim.scenario.schema import Scenario

PAGES = (".html", ".htm")
EVERY = 0.1
"""Seconds between two words about progress."""


class HandoutError(HldsimError, ValueError):
    """A page is asked for that cannot be made."""


@dataclass(frozen=True)
class Asked:
    """What is asked for on the command line."""

    file: str
    pdf: bool = False
    out: str | None = None
    branch: int | None = None
    turning: bool = True
    seconds: float = 60.0
    pictures: bool = True
    paper: str = "a4"
    lang: str = "en"
    progress: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The same, as options that make the same report again."""
        found = ["--pdf"] if self.target.suffix.lower() == ".pdf" else []
        if found and self.paper != "a4":
            found += ["--paper", self.paper]
        if self.branch is not None:
            found += ["--branch", str(self.branch)]
        if not self.turning:
            found.append("--no-turning-points")
        elif self.seconds != 60.0:
            found += ["--seconds", f"{self.seconds:g}"]
        if not self.pictures:
            found.append("--no-pictures")
        if self.lang != "en":
            found += ["--lang", self.lang]
        return tuple(found)

    @property
    def target(self) -> Path:
        """Where it goes."""
        return target(self.out, f"{Path(self.file).stem}-report", self.pdf)


def target(out: str | None, stem: str, pdf: bool) -> Path:
    """Where a page goes; its ending says whether it is HTML or PDF.

    Raises
    ------
    HandoutError
        If the ending is neither, or PDF is asked for and the ending says HTML.
    """
    if out is None:
        return Path(f"{stem}.pdf" if pdf else f"{stem}.html")
    suffix = Path(out).suffix.lower()
    if suffix not in (*PAGES, ".pdf"):
        raise HandoutError(f"--out {out}: ends in {suffix or 'nothing'}; allowed: .html, .pdf")
    if pdf and suffix != ".pdf":
        raise HandoutError(f"--out {out}: --pdf asks for PDF; allowed: a name that ends in .pdf")
    return Path(out)


def make_report(asked: Asked, as_json: bool) -> int:
    """Make a report; say where it is."""
    from hldsim.record.kept import kept_run
    from hldsim.report.run.document import report
    from hldsim.report.run.gather import Wanted, gather

    place = asked.target
    must_be_ready(place)
    _must_be_a_run(asked.file)
    kept = kept_run(asked.file, asked.branch)
    draw, why = drawing() if asked.pictures else (None, "")
    wanted = Wanted(
        date=today().isoformat(),
        lang=asked.lang,
        draw=draw,
        no_pictures=why,
        colours={} if draw is None else _colours(kept.record.scenario),
        turning=asked.turning,
        seconds=asked.seconds,
        options=asked.options,
    )
    tell = teller(asked.progress, asked.lang)
    material = gather(kept, wanted, tell)
    tell("write", 0, 1)
    write(report(material), place, asked.paper)
    tell("write", 1, 1)
    if as_json:
        emit_json(_as_json(material, place))
    else:
        click.echo(str(place))
    return 0


def must_be_ready(place: Path) -> None:
    """See, before anything takes its time, that a page can be written.

    Raises
    ------
    HldsimError
        If no PDF can be made, or the place cannot be written.
    """
    must_be_writable(str(place))
    if place.suffix.lower() == ".pdf":
        from hldsim.export.pdf import PdfError, why_no_pdf

        reason = why_no_pdf()
        if reason is not None:
            raise PdfError(f"{place}: {reason}; allowed without it: a name that ends in .html")


def write(document: Document, place: Path, paper: str) -> None:
    """Write a document whole or not at all, as its ending says."""
    if place.suffix.lower() == ".pdf":
        from hldsim.export.pdf import to_pdf

        data = to_pdf(document, paper)
    else:
        from hldsim.export.html import to_html

        data = to_html(document).encode("utf-8")
    write_bytes(str(place), data)


def today() -> date:
    """Day of the report: today, or that of SOURCE_DATE_EPOCH where somebody wants equal bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return date.today()


def drawing() -> tuple[Callable[[History, Sequence[str]], Iterable[Drawn]] | None, str]:
    """Return a function that draws live views where nobody sees it, or None and why there is none.

    Qt aborts where a library is missing, so a child process is asked first.
    """
    from hldsim.cli.window import why_no_drawing

    reason = why_no_drawing()
    if reason is not None:
        return None, reason
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # nobody needs to see a window for this
    try:
        from hldsim_ui.pictures import draw_figures
    except ImportError as error:
        return None, str(error)
    from hldsim.report.run.material import Drawn

    def draw(history: History, views: Sequence[str]) -> Iterable[Drawn]:
        for one in draw_figures(history, views):
            yield Drawn(one.view, one.title, one.sentence, one.png)

    return draw, ""


def _colours(scenario: Scenario) -> Mapping[str, str]:
    from hldsim_ui.pictures import colours

    found = colours(len(scenario.proposals))
    return {one.id: colour for one, colour in zip(scenario.proposals, found, strict=True)}


def teller(lines: bool, lang: str) -> Callable[[str, int, int], None]:
    """Progress on standard error: one line written over on a terminal, or a line each.

    Parameters
    ----------
    lines : bool
        Lines of "progress", share in per cent and words, with tabs between, for whoever started
        this process and shows them.
    """
    from hldsim.report.run.gather import share_done
    from hldsim.report.texts import text

    told = [0.0]
    seen = sys.stderr.isatty()

    def tell(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not (lines or seen) or (0 < done < total and now - told[0] < EVERY):
            return
        told[0] = now
        name = text(f"report.stage.{stage}", lang)
        words = text("report.stage.of", lang, stage=name, done=done, total=total)
        words = name if total <= 1 else words
        if lines:
            share = 100 * share_done(stage, done, total)
            click.echo(f"progress\t{share:.0f}\t{words}", err=True)
        else:
            over = stage == "write" and done == total
            click.echo(f"\r{words:<60}\r{'' if over else words}", err=True, nl=False)

    return tell


def _must_be_a_run(file: str) -> None:
    """Say what to do where a scenario is given instead of a run file."""
    place = Path(file)
    if place.is_file() or place.suffix == ".hldrun":
        return
    name = place.name or file
    raise HandoutError(
        f"{file} is no run file; allowed: a file that ends in .hldrun, such as one made by "
        f"hldsim run {name} --out {name}.hldrun"
    )


def _as_json(material: Material, place: Path) -> dict[str, Any]:
    """What a report says in numbers."""
    summary = material.run.summary()
    return {
        "report": str(place),
        "branch": material.kept.futures.shown,
        "finished": material.kept.finished,
        "differs_from": material.differs_from,
        **{key: summary[key] for key in ("scenario", "seed", "fingerprint", "rounds", "adopted")},
        "turning": None if material.turning is None else _turning(material.turning, material.kept),
        "alone": [
            {**vars(one), "party": material.scenario.parties[one.party].id}
            for one in material.likely
        ],
    }


def _turning(found: Turning, kept: KeptRun) -> dict[str, Any]:
    return {
        "possible": found.possible,
        "tried": found.tried,
        "decisive": len(found.decisive),
        "points": [_point(point, kept) for point in found.points if point.change != "nothing"],
    }


def _point(point: TurningPoint, kept: KeptRun) -> dict[str, Any]:
    without, parties = point.without, kept.record.scenario.parties
    return {
        "kind": without.kind,
        "round": without.k,
        "party": parties[without.party].id if without.party >= 0 else None,
        "proposal": without.proposal or None,
        "other": without.other or None,
        "phase": without.phase or None,
        "done": None if without.act is None else without.act.text,
        "change": point.change,
        "adopted": point.ending.adopted or None,
        "distance": point.distance,
        "moved": point.moved,
    }
