"""Pictures of the window and of every view in three themes and two sizes; and what is wrong there.

Writes PNG files to docs/shots (or the folder given), the README's beside it, and fails, listing
them, on clipped text, siblings that overlap, a view of fewer than three colours, or text one cannot
read.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from hldsim_ui import app as application
from hldsim_ui.dialogs.about import About
from hldsim_ui.dialogs.choose import ChooseScenario
from hldsim_ui.dialogs.help import HelpWindow
from hldsim_ui.dialogs.plain import keys_html, text_dialog
from hldsim_ui.main_window import MainWindow
from hldsim_ui.main_window.diagnose import show_diagnostics
from hldsim_ui.panels.toolbar import ElidedLabel
from hldsim_ui.quiet import without_noise
from hldsim_ui.theme import DARK, LIGHT, PROJECTOR, Palette, contrast_ratio
from hldsim_ui.theme.apply import qt_palette
from hldsim_ui.theme.contrast import SHAPE, TEXT
from hldsim_ui.theme.stylesheet import TEXT_PAIRS, named_colours

SIZES = ((1280, 720), (1920, 1080))
SCENARIO, SEED, PARTY = "hld_2006", 1, "MEX"
FRONT_SEED, FRONT_ROUND, FRONT_PARTY = 3, 26, "BGD"
"""What the picture at the head of the README shows."""
PLACE, FORK = 0.7, 0.35
"""Shares of the agenda after which pictures are taken, and a second future begins."""
PATIENCE = 60.0
SLACK = 1
"""Pixels of clipping or overlap that nobody sees."""


def main() -> int:
    """Write the pictures, list the faults; 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/shots"))
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    faults = [fault for p in (LIGHT, DARK, PROJECTOR) for fault in contrast_faults(p)]
    with tempfile.TemporaryDirectory() as place:
        for kind in ("DATA", "STATE", "CONFIG"):
            os.environ[f"XDG_{kind}_HOME"] = place
        app = application.application()
        with without_noise():
            for theme in ("light", "dark", "projector"):
                faults += shoot_theme(app, theme, folder, Path(place))
            shoot_front(app, folder.parent / "window.png", Path(place))
    for fault in faults:
        print(fault)
    pictures = sorted(folder.glob("*.png"))
    size = sum(file.stat().st_size for file in pictures) / 1000
    print(f"{len(pictures)} pictures ({size:.0f} kB) in {folder}, {len(faults)} faults")
    return 1 if faults else 0


def shoot_front(app: QApplication, file: Path, place: Path) -> None:
    """Take the picture that the README begins with: a state that has just moved, and why."""
    window = open_window(app, "light", place, FRONT_SEED)
    window.conductor.look_at(FRONT_ROUND)
    window.board.select(window.board.shown.scenario.party_index[FRONT_PARTY])
    wait(app, lambda: True)
    save(window.grab().toImage(), file)
    window.close()
    wait(app, lambda: True)


def open_window(app: QApplication, theme: str, place: Path, seed: int) -> MainWindow:
    """Open the window in one theme and play a run to its end."""
    memory = QSettings(str(place / f"{theme}{seed}.ini"), QSettings.Format.IniFormat)
    memory.setValue("look/theme", theme)
    window: MainWindow = application.make_window(app, memory)
    window.resize(*SIZES[0])
    window.layout_keeper.arrange("meeting")
    application.open_in(window, SCENARIO, play=False, seed=seed)
    window.show()
    shown = window.board
    wait(app, lambda: shown.shown.history is not None and window.find_box is not None)
    speed = window.conductor.speed
    window.conductor.set_speed(float("inf"))
    window.conductor.play()
    wait(app, lambda: shown.shown.finished and not window.conductor.running)
    window.conductor.set_speed(speed)
    return window


def shoot_theme(app: QApplication, theme: str, folder: Path, place: Path) -> list[str]:
    """Show the window in one theme, in every size, and take its pictures."""
    window = open_window(app, theme, place, SEED)
    shown = window.board
    fork(app, window)
    window.conductor.look_at(round(PLACE * shown.shown.last))
    shown.select(shown.shown.scenario.party_index[PARTY])
    faults: list[str] = []
    for size in SIZES:
        faults += shoot_size(app, window, theme, size, folder)
    faults += shoot_dialogs(app, window, theme, folder)
    window.close()
    wait(app, lambda: True)
    return faults


def fork(app: QApplication, window: MainWindow) -> None:
    """Play a second future, in which nobody objects for good to the UN, to its end."""
    shown, conductor = window.board, window.conductor
    conductor.look_at(round(FORK * shown.shown.last))
    conductor.set_value("adoption[un].kappa", 0.0)
    wait(app, lambda: not conductor.running)
    speed = conductor.speed
    conductor.set_speed(float("inf"))
    conductor.play()
    wait(app, lambda: shown.shown.finished and not conductor.running)
    conductor.set_speed(speed)


def shoot_size(
    app: QApplication, window: MainWindow, theme: str, size: tuple[int, int], folder: Path
) -> list[str]:
    """Take pictures of the window and of each view in one size."""
    tail = f"{theme}-{size[0]}x{size[1]}"
    window.resize(*size)
    window.layout_keeper.arrange("meeting")
    wait(app, lambda: True)
    save(window.grab().toImage(), folder / f"window-{tail}.png")
    faults = [*layout_faults(window, tail)]
    for name, host in window.hosts.items():
        window.layout_keeper.show(name)
        wait(app, lambda host=host: host.view is not None or host.fault is not None)
        image = host.grab().toImage()
        save(image, folder / f"{name}-{tail}.png")
        if host.fault is not None:
            faults.append(f"{tail}: {name} is not drawn: {host.fault}")
        if len(colours(image)) < 3:
            faults.append(f"{tail}: {name} has fewer than three colours")
        faults += layout_faults(host, f"{tail} {name}")
    return faults


def shoot_dialogs(app: QApplication, window: MainWindow, theme: str, folder: Path) -> list[str]:
    """Take pictures of dialogs."""
    scenario = window.board.shown.scenario
    dialogs: dict[str, QDialog] = {
        "choose": ChooseScenario(window),
        "about": About(scenario, window),
        "help": HelpWindow(window.settings, window),
        "diagnostics": show_diagnostics(window),
        "keys": text_dialog(window, "Keyboard", keys_html(list(window.actions_by_name.values()))),
    }
    faults = []
    for name, dialog in dialogs.items():
        if isinstance(dialog, HelpWindow):
            dialog.show_page("views/power")
        dialog.show()
        wait(app, lambda: True)
        save(dialog.grab().toImage(), folder / f"dialog-{name}-{theme}.png")
        faults += layout_faults(dialog, f"{theme} dialog {name}")
        dialog.close()
    return faults


# -------------------------------------------------------------------- what is looked for


def layout_faults(root: QWidget, where: str) -> Iterator[str]:
    """Yield clipped text and overlapping siblings below a widget."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        fault = clipped(widget)
        if fault:
            yield f"{where}: {fault}"
    for parent in (root, *root.findChildren(QWidget)):
        if parent.isVisible():
            yield from (f"{where}: {fault}" for fault in overlaps(parent))


def clipped(widget: QWidget) -> str:
    """Say which text of a widget does not fit, or nothing."""
    wide, high = widget.width() + SLACK, widget.height() + SLACK
    if isinstance(widget, ElidedLabel):
        return ""  # shortens itself and says the whole in its tooltip
    if isinstance(widget, QLabel) and widget.text():
        hint = widget.sizeHint()
        if widget.wordWrap():
            need = widget.heightForWidth(widget.width())
            return _clip(widget, widget.text(), f"{need} high in {high}") if need > high else ""
        if hint.width() > wide or hint.height() > high:
            return _clip(widget, widget.text(), f"{hint.width()}x{hint.height()} in {wide}x{high}")
    if isinstance(widget, (QPushButton, QToolButton, QCheckBox)) and widget.text():
        shows = not isinstance(widget, QToolButton) or widget.toolButtonStyle().value != 0
        hint = widget.sizeHint()
        if shows and hint.width() > wide + 2 * SLACK:
            return _clip(widget, widget.text(), f"{hint.width()} wide in {wide}")
    if isinstance(widget, QLineEdit) and widget.placeholderText():
        need = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        if need > widget.width() - 18:
            return _clip(widget, widget.placeholderText(), f"{need} wide in {widget.width()}")
    if isinstance(widget, QTabBar):
        for n in range(widget.count()):
            need = widget.fontMetrics().horizontalAdvance(widget.tabText(n))
            if need > widget.tabRect(n).width():
                return _clip(widget, widget.tabText(n), f"{need} wide")
    if isinstance(widget, QHeaderView):
        for n in range(widget.count()):
            whole = widget.model().headerData(n, widget.orientation(), Qt.ItemDataRole.ToolTipRole)
            if whole:
                continue  # shortens itself and says the whole in its tooltip
            if widget.sectionSizeHint(n) > widget.sectionSize(n) + SLACK:
                return _clip(widget, f"section {n}", "elided")
    return ""


def _clip(widget: QWidget, text: str, how: str) -> str:
    return f"clipped: {type(widget).__name__} {text[:50]!r} ({how})"


def overlaps(parent: QWidget) -> Iterator[str]:
    """Yield siblings with a text or a control that lie on each other."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QTabBar)
    children = [
        child
        for child in parent.children()
        if isinstance(child, kinds) and child.isVisible() and child.width() > 0
    ]
    for n, one in enumerate(children):
        for other in children[n + 1 :]:
            common: QRect = one.geometry().intersected(other.geometry())
            if common.width() > SLACK and common.height() > SLACK and _inked(one, other):
                yield f"overlap: {_name(one)} and {_name(other)}"


def _inked(*widgets: QWidget) -> bool:
    return all(not isinstance(w, QLabel) or w.text() or not w.pixmap().isNull() for w in widgets)


def _name(widget: QWidget) -> str:
    if isinstance(widget, QTabBar):
        return f"QTabBar {[widget.tabText(n) for n in range(widget.count())]}"
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} {text[:30]!r} at {widget.geometry().getRect()}"


def contrast_faults(palette: Palette) -> Iterator[str]:
    """Yield pairs of text and ground that cannot be read, and coalitions that do not stand out."""
    named = named_colours(palette)
    pairs = [(f"{a} on {b}", named[a], named[b], TEXT) for a, b in TEXT_PAIRS]
    role, dressed = QPalette.ColorRole, qt_palette(palette)
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.PlaceholderText, role.Base),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
    ):
        pairs.append((f"{text} on {ground}", dressed.color(text), dressed.color(ground), TEXT))
    for d in range(-1, 8):
        surface = palette.surface
        pairs.append((f"name of coalition {d}", palette.coalition_text(d), surface, TEXT))
        pairs.append((f"border of coalition {d}", palette.coalition_border(d), surface, SHAPE))
    for what, one, other, least in pairs:
        ratio = contrast_ratio(one, other)
        if ratio < least:
            yield f"{palette.name}: contrast of {what} is {ratio:.2f}, least {least}"


def colours(image: QImage) -> set[int]:
    """Colours of an image, looked for on every second pixel."""
    return {
        image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    }


# -------------------------------------------------------------------- how


def save(image: QImage, file: Path) -> None:
    """Write a small PNG of 256 colours, a twelfth of the whole."""
    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    few = whole.convertToFormat(QImage.Format.Format_Indexed8, colour_table(whole), plain)
    few.save(str(file), "PNG", 0)


def colour_table(image: QImage) -> list[int]:
    """Choose 256 colours: of each cell of 16 levels a channel its commonest; vivid ones first."""
    found, counts = np.unique(np.frombuffer(image.constBits(), dtype=np.uint32), return_counts=True)
    channels = np.stack([(found >> shift) & 0xFF for shift in (16, 8, 0)]).astype(int)
    order = np.argsort(-counts, kind="stable")
    _, first = np.unique((channels[:, order] // 16 * [[256], [16], [1]]).sum(0), return_index=True)
    best = order[first]
    vivid = np.ptp(channels[:, best], axis=0) / 255.0
    rank = np.argsort(-counts[best] * (1.0 + 30.0 * vivid), kind="stable")
    flat = [int(colour) for colour in found[order[:64]]]  # grounds and text stay exact
    return list(dict.fromkeys([*flat, *(int(colour) for colour in found[best[rank]])]))[:256]


def wait(app: QApplication, until: Callable[[], bool]) -> None:
    """Let the window work until a condition holds, and then a little longer."""
    end = time.monotonic() + PATIENCE
    while not until():
        app.processEvents()
        time.sleep(0.002)
        if time.monotonic() > end:
            raise SystemExit("the window did not get ready in time")
    for _ in range(20):
        app.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    sys.exit(main())
