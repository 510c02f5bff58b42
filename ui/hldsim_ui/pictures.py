"""Pictures of a run without a window: the live views drawn off the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from hldsim import __version__
from hldsim.record.history import History
from hldsim_ui.guard import check_qt
from hldsim_ui.quiet import without_noise
from hldsim_ui.theme import LIGHT, Palette, apply_theme

SIZE = (1000, 620)
"""Width and height of a picture, in points; files have twice as many pixels."""
HIGHEST = 1.4
"""How much higher a picture for a page may be, for the sake of its legend."""


def draw_pictures(
    history: History,
    folder: Path,
    *,
    k: int | None = None,
    views: Sequence[str] = (),
    palette: Palette = LIGHT,
) -> list[Path]:
    """Draw live views of a run to PNG files, also where there is no display.

    Parameters
    ----------
    history : History
        The run.
    folder : Path
        Where the files go, NAME.png each; made if it is missing.
    k : int, optional
        Round shown; the newest by default.
    views : sequence of str, optional
        Names of live views; all that can show the scenario by default.

    Returns
    -------
    list of Path
        The files written, in the order of the views' names.
    """
    check_qt()
    app = _application()
    before = (app.palette(), app.styleSheet(), app.font())
    apply_theme(app, palette)
    from hldsim_ui.views.base import LIVE_VIEWS

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in views or tuple(LIVE_VIEWS):
        view = LIVE_VIEWS[name]()
        if view.unavailable(history.scenario) is None:
            file = folder / f"{name}.png"
            with without_noise():
                _draw(view, history, history.last if k is None else k, palette, file)
            written.append(file)
        view.widget.deleteLater()
    app.setPalette(before[0])
    app.setStyleSheet(before[1])
    app.setFont(before[2])
    return written


@dataclass(frozen=True)
class Figure:
    """A live view as a picture for a page: PNG, the view's title and what it says of the round."""

    view: str
    title: str
    sentence: str
    png: bytes = field(repr=False)


def draw_figures(
    history: History,
    views: Sequence[str],
    *,
    k: int | None = None,
    size: tuple[int, int] = SIZE,
    palette: Palette = LIGHT,
) -> Iterator[Figure]:
    """Draw live views for a page, one after the other; the page says which run it is.

    Views that cannot show the scenario are left out. Ask for one at a time: the theme of the
    application is put back when the last one is done, or nobody asks any more.
    """
    check_qt()
    app = _application()
    before = (app.palette(), app.styleSheet(), app.font())
    apply_theme(app, palette)
    from hldsim_ui.views.base import LIVE_VIEWS

    at = history.last if k is None else k
    try:
        for name in views:
            view = LIVE_VIEWS[name]()
            try:
                if view.unavailable(history.scenario) is None:
                    with without_noise():
                        png = _drawn(view, history, at, palette, size)
                    yield Figure(name, view.title, view.sentence(history, at), png)
            finally:
                view.widget.deleteLater()
    finally:
        app.setPalette(before[0])
        app.setStyleSheet(before[1])
        app.setFont(before[2])


def colours(count: int, palette: Palette = LIGHT) -> tuple[str, ...]:
    """Colours of so many proposals, in their order, as pictures have them: ``"#rrggbb"``."""
    return tuple(palette.coalition(d).name() for d in range(count))


def _drawn(
    view: object, history: History, k: int, palette: Palette, size: tuple[int, int]
) -> bytes:
    """A view as PNG, high enough for all of its legend: on paper nobody can scroll."""
    _show(view, history, k, palette, size)
    widget = view.widget  # type: ignore[attr-defined]
    wanted = widget.side_widget.minimumSizeHint().height() + widget.top.sizeHint().height()
    if wanted > size[1]:
        _show(view, history, k, palette, (size[0], min(wanted, round(HIGHEST * size[1]))))
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.picture().save(buffer, "PNG")
    widget.hide()
    return bytes(held.data())


def _show(
    view: object, history: History, k: int, palette: Palette, size: tuple[int, int] = SIZE
) -> None:
    widget = view.widget  # type: ignore[attr-defined]
    widget.resize(*size)
    widget.show()
    QCoreApplication.processEvents()  # the layout settles, and plots learn their size
    view.load(history.scenario, palette)  # type: ignore[attr-defined]
    view.draw(history, k)  # type: ignore[attr-defined]
    QCoreApplication.processEvents()
    for area in widget.findChildren(QAbstractScrollArea):  # nothing scrolls in a picture
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    focus = QApplication.focusWidget()
    if focus is not None and widget.isAncestorOf(focus):  # the frame around it is no part of it
        focus.clearFocus()


def _draw(view: object, history: History, k: int, palette: Palette, file: Path) -> None:
    _show(view, history, k, palette)
    view.widget.save_picture(file)  # type: ignore[attr-defined]
    view.widget.hide()  # type: ignore[attr-defined]
    _sign(file, history, k, palette)


def _sign(file: Path, history: History, k: int, palette: Palette) -> None:
    """Write below a picture which run it shows: a picture travels without its program."""
    picture = QImage(str(file))
    high = picture.height() // 24
    signed = QImage(picture.width(), picture.height() + high, QImage.Format.Format_RGB32)
    signed.fill(palette.background)
    painter = QPainter(signed)
    painter.drawImage(0, 0, picture)
    font = QApplication.font()
    font.setPixelSize(round(high * 0.5))
    painter.setFont(font)
    painter.setPen(palette.muted)
    line = (
        f"{history.scenario.title} · seed {history.seed} · round {k} of {history.scenario.rounds}"
        f" · digest {history[k].digest[:12]} · hldsim {__version__} · positions mostly imputed"
    )
    area = QRect(high // 2, picture.height(), picture.width() - high, high)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), line)
    painter.end()
    signed.save(str(file))


def _application() -> QApplication:
    """The application, on a platform that draws where nobody sees it if it is made here."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    if sys.platform not in ("win32", "darwin") or "QT_QPA_PLATFORM" not in os.environ:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(["hldsim"])
