"""A place for one live view: a view that fails says so here, and the window goes on."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from hldsim.scenario.schema import Scenario
from hldsim_ui.board import Shown
from hldsim_ui.fence import guarded
from hldsim_ui.focus import kept_p
from hldsim_ui.panels.seat_cover import why_covered
from hldsim_ui.theme.palette import Palette

_LOG = logging.getLogger(__name__)


class ViewHost(QWidget):
    """Shows a live view, or a sentence where there is none.

    A hidden view is not drawn, nor one in a window that is minimised; it catches up when it is
    seen again. ``seen`` says that somebody looks at a place in which there is no view yet.
    """

    seen = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, part: str = "") -> None:
        super().__init__(parent)
        self.name, self.part = name, part
        self.setAccessibleName(name)
        self.idle = ""
        self.view: Any = None
        self.fault: Exception | None = None
        self._drawn: tuple[Any, ...] = ()
        self._shown: Shown | None = None
        self._palette: Palette | None = None
        self._loaded: tuple[Any, ...] = ()
        self._words = QLabel("")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        self._words.setProperty("role", "caption")
        self._words.setMargin(24)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._words)

    def adopt(self, view: Any) -> None:
        """Take a view in. Its ``widget`` now lives here."""
        self.view = view
        self._stack.addWidget(view.widget)
        self._loaded = self._drawn = ()
        self.catch_up()

    def say(self, words: str) -> None:
        """Show a sentence instead of the view."""
        self._words.setText(words)
        self._stack.setCurrentWidget(self._words)

    def show_state(self, shown: Shown, palette: Palette) -> None:
        """Show a round; drawn now if anybody can see it, later if not."""
        self._shown, self._palette = shown, palette
        self.catch_up()

    def look_again(self, *_: object) -> None:
        """Draw what should be seen, now or once the docks have moved."""
        self.catch_up()
        QTimer.singleShot(0, self, self.catch_up)

    def catch_up(self) -> None:
        """Draw what should be seen, if it is not drawn yet."""
        shown, palette = self._shown, self._palette
        if self.view is None or shown is None or palette is None or not can_be_seen(self):
            return
        cover = self.cover
        if cover:
            self._put_away(cover)
            return
        try:
            self._load(shown, palette)
            self._draw(shown)
        except Exception as fault:
            if shown.history is not None and shown.k > shown.history.last:
                return  # rounds were taken back while drawing; the next frame knows
            self._failed(fault)

    @property
    def cover(self) -> str:
        """Why what is here may not be seen now; empty if it may."""
        return "" if self._shown is None else why_covered(self.part, self._shown)

    def _put_away(self, words: str) -> None:
        """Show why there is nothing to see, and let the view forget what it showed."""
        if self._loaded:
            self._loaded = self._drawn = ()
            self.view.clear()
            for widget in (self, self.view.widget, getattr(self.view.widget, "plot", None)):
                if widget is not None:
                    widget.setAccessibleDescription("")
        self.say(words)

    def _load(self, shown: Shown, palette: Palette) -> None:
        wanted = (shown.scenario, palette, shown.preview)
        if _same(self._loaded, wanted):
            return
        self._loaded, self._drawn, self.fault = wanted, (), None
        if shown.scenario is None:
            self.view.clear()
            if shown.preview is not None and self._can_preview(shown.preview, palette):
                return
            self.say("Opening …" if shown.title else self.idle)
            return
        missing = self.view.unavailable(shown.scenario)
        if missing is not None:
            self.say(missing)
            return
        self.view.load(shown.scenario, palette)
        self._stack.setCurrentWidget(self.view.widget)

    def _can_preview(self, scenario: Scenario, palette: Palette) -> bool:
        """Show a scenario not yet checked; what is wrong with it is told later."""
        if not hasattr(self.view, "preview"):
            return False
        try:
            self.view.preview(scenario, palette)
        except Exception:
            _LOG.info("%s has no preview", self.name, exc_info=True)
            self.view.clear()
            return False
        self._stack.setCurrentWidget(self.view.widget)
        return True

    def _draw(self, shown: Shown) -> None:
        futures = shown.futures if hasattr(self.view, "show_futures") else None
        known, seen_as = shown.known, shown.seen_as
        wanted = (known, shown.k, shown.selected, shown.revision, shown.focus, futures, seen_as)
        on_top = self._stack.currentWidget() is self.view.widget
        if known is None or shown.k < 0 or not on_top or _same(self._drawn, wanted):
            return
        if shown.k > known.last:
            return
        if shown.scenario is not None and hasattr(self.view, "dim"):
            self.view.dim(kept_p(shown.scenario, shown.focus))
        if futures is not None:
            self.view.show_futures(futures)
        if hasattr(self.view, "see_as"):
            self.view.see_as(seen_as)
        self.view.draw(known, shown.k, shown.selected)
        self._drawn = wanted
        self._describe(shown)

    def _describe(self, shown: Shown) -> None:
        """Say in a sentence what is drawn, to those who hear the window."""
        if not hasattr(self.view, "sentence"):
            return
        words = self.view.sentence(shown.known, shown.k)
        plot = getattr(self.view.widget, "plot", None)
        for widget in (self, self.view.widget, plot):
            if widget is not None:
                widget.setAccessibleDescription(words)

    def _failed(self, fault: Exception) -> None:
        self.fault = fault
        _LOG.error("%s cannot be drawn", self.name, exc_info=fault)
        self.say(
            f"{self.name} cannot be drawn: {fault}.\n"
            "The run is not affected. Details are in the log (Help > Where things are kept)."
        )

    @guarded()
    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.look_again()

    @guarded()
    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self.view is None:
            self.seen.emit()


def can_be_seen(widget: QWidget) -> bool:
    """Whether a widget is shown, in a window that is not minimised, nor is the one it belongs to.

    Qt calls a widget visible also while its window is minimised, or its dock is behind a tab.
    """
    window: QWidget | None = widget.window()
    while window is not None:
        if window.isMinimized():
            return False
        owner = window.parentWidget()
        window = None if owner is None else owner.window()
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(
        a == b if isinstance(a, (int, str)) else a is b for a, b in zip(one, other, strict=True)
    )
