"""The timeline: which round is shown, in which phase; dragged, clicked or stepped by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from hldsim.scenario.schema import Scenario
from hldsim_ui.board import Shown
from hldsim_ui.fence import guarded
from hldsim_ui.panels.timeline_marks import draw_mark, draw_note, marks_of, tip
from hldsim_ui.panels.timeline_turns import Turns
from hldsim_ui.theme.apply import text_scale
from hldsim_ui.theme.contrast import mixed
from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.palette import LIGHT, Palette

_MARGIN = 9.0
_BAR = 5.0
LEAST_LETTERS = 5
"""A phase whose name would be shorter than this is left without; its tooltip has it."""
TURNS_FROM, WRITTEN_FROM = 860, 1500
"""Widths, in pixels, from which there is room for jumping from turn to turn, and to say to which.
"""


class Scrubber(QSlider):
    """A slider over rounds that shows the phases, how far the run is, and where it was changed."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("Round shown")
        self.setMouseTracking(True)
        self.setMinimumWidth(240)
        self.colours = LIGHT
        self.last, self._hovered = 0, -1
        self.phases: list[tuple[int, int, str]] = []
        self.marks: dict[int, str] = {}
        self.notes: tuple[int, ...] = ()
        self.tip: Callable[[int, str], str] = lambda k, phase: f"Round {k} · {phase}"

    def sizeHint(self) -> QSize:
        return QSize(400, round(44 * text_scale()))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def load(self, scenario: Scenario | None) -> None:
        """Take the agenda of a scenario."""
        self.phases, start = [], 0
        for phase in scenario.agenda if scenario else ():
            self.phases.append((start, start + phase.rounds, phase.label))
            start += phase.rounds
        self.setMaximum(max(start, 1))
        self.update()

    def forget_tip(self) -> None:
        """Work out anew what the tip says: another round or note may be there."""
        self._hovered = -1

    def phase_at(self, k: int) -> str:
        """Label of the phase that round ``k`` belongs to; round 0 is before the first."""
        for start, stop, label in self.phases:
            if start < k <= stop:
                return label
        return "Before the first round" if k <= 0 else ""

    # ------------------------------------------------------------ hands

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(event.position().x())
            event.accept()

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        k = max(0, min(self._round_at(event.position().x()), self.maximum()))
        if k != self._hovered:
            self._hovered = k
            self.setToolTip(self.tip(k, self.phase_at(k)))
        if self.isSliderDown():
            self._go(event.position().x())

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        event.accept()

    @guarded()
    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
            Qt.Key.Key_Home: -self.maximum(),
            Qt.Key.Key_End: self.maximum(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.wanted.emit(max(0, min(self.value() + step, self.last)))

    def _go(self, x: float) -> None:
        self.wanted.emit(max(0, min(self._round_at(x), self.last)))

    def _round_at(self, x: float) -> int:
        width = max(self.width() - 2 * _MARGIN, 1.0)
        return round((x - _MARGIN) / width * self.maximum())

    def x_of(self, k: float) -> float:
        """Where round ``k`` lies, in pixels."""
        return _MARGIN + (self.width() - 2 * _MARGIN) * k / max(self.maximum(), 1)

    # ------------------------------------------------------------ picture

    @guarded()
    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_phases(painter)
        self._paint_bar(painter)
        painter.end()

    def _paint_phases(self, painter: QPainter) -> None:
        c = self.colours
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        high = 20 * text_scale()
        for n, (start, stop, label) in enumerate(self.phases):
            box = QRectF(self.x_of(start) + 1, 3, self.x_of(stop) - self.x_of(start) - 2, high)
            here = start < self.value() <= stop
            ground = mixed(
                c.background, c.accent if here else c.text, 0.16 if here else 0.05 + 0.03 * (n % 2)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 4, 4)
            text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, box.width() - 8)
            if len(text) > LEAST_LETTERS or text == label:
                painter.setPen(c.text if here else c.muted)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_bar(self, painter: QPainter) -> None:
        c, y = self.colours, 34 * text_scale()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.border)
        left, right = self.x_of(0), self.x_of(self.maximum())
        painter.drawRoundedRect(QRectF(left, y - _BAR / 2, right - left, _BAR), 2.5, 2.5)
        painter.setBrush(mixed(c.border, c.accent, 0.45))
        played = self.x_of(max(self.last, 0)) - left
        painter.drawRoundedRect(QRectF(left, y - _BAR / 2, played, _BAR), 2.5, 2.5)
        painter.setBrush(c.accent)
        shown = self.x_of(self.value()) - left
        painter.drawRoundedRect(QRectF(left, y - _BAR / 2, shown, _BAR), 2.5, 2.5)
        for k in self.notes:
            draw_note(painter, QPointF(self.x_of(k), y - 2), 0.3 * y, c)
        for k, kind in self.marks.items():
            draw_mark(painter, kind, QPointF(self.x_of(k), y), c)
        focus = self.hasFocus()
        painter.setPen(QPen(c.text if focus else c.accent, 2.5))
        painter.setBrush(c.accent if focus else c.surface)
        painter.drawEllipse(QPointF(self.x_of(self.value()), y), 7, 7)


class Timeline(QWidget):
    """Scrubber with buttons to step and to jump, and the round in words.

    ``wanted`` carries the round that the user wants to see; ``told`` (role, text) what to say.
    """

    wanted = Signal(int)
    told = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown = Shown()
        self.scrubber = Scrubber(self)
        self.scrubber.wanted.connect(self.wanted)
        self.scrubber.tip = lambda k, phase: tip(self._shown, k, phase)
        self.turns = Turns(self)
        self.turns.wanted.connect(self.wanted)
        self.turns.told.connect(self.told)
        self.turns.hide()  # until there is room
        self.words = QLabel("Round – of –")
        self.words.setProperty("role", "heading")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 12, 5)
        row.setSpacing(2)
        self.buttons: dict[str, QToolButton] = {}
        for name, says in (("first", "First round (Home)"), ("back", "One round back (Left)")):
            row.addWidget(self._button(name, says))
        row.addWidget(self.scrubber, 1)
        for name, says in (("forward", "One round on (Right)"), ("last", "Newest round (End)")):
            row.addWidget(self._button(name, says))
        row.addSpacing(8)
        row.addWidget(self.turns)
        row.addSpacing(8)
        row.addWidget(self.words)

    def _button(self, name: str, says: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(says)
        button.setAccessibleName(says.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False, name=name: self._step(name))
        self.buttons[name] = button
        return button

    def dress(self, palette: Palette) -> None:
        """Recolour icons and scrubber."""
        for name, button in self.buttons.items():
            button.setIcon(icon(name, palette))
            button.setIconSize(QSize(round(16 * text_scale()), round(16 * text_scale())))
        widest = self.words.fontMetrics().horizontalAdvance("Round 0000 of 0000 ")
        self.words.setMinimumWidth(widest)
        self.turns.dress(palette)
        self.scrubber.colours = palette
        self.scrubber.updateGeometry()
        self.scrubber.update()

    def show_state(self, shown: Shown) -> None:
        """Bring everything up to date with the board."""
        old, self._shown = self._shown, shown
        bar = self.scrubber
        if shown.scenario is not old.scenario:
            bar.load(shown.scenario)
        bar.setEnabled(shown.history is not None)
        bar.last = max(shown.last, 0)
        if (shown.last, shown.revision) != (old.last, old.revision):
            bar.marks = marks_of(shown)
        bar.notes = () if shown.futures is None else tuple(shown.futures.notes)
        bar.forget_tip()
        self.turns.show_state(shown)
        bar.setValue(max(shown.k, 0))
        bar.update()
        rounds = shown.scenario.rounds if shown.scenario else 0
        bar.setAccessibleDescription(f"Round {shown.k} of {rounds}, {bar.phase_at(shown.k)}")
        self.words.setText(f"Round {shown.k} of {rounds}" if shown.history else "")
        for name, live in (
            ("first", shown.k > 0),
            ("back", shown.k > 0),
            ("forward", shown.k < shown.last),
            ("last", shown.k < shown.last),
        ):
            self.buttons[name].setEnabled(live)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self.turns.setVisible(width >= TURNS_FROM)
        self.turns.write_kind(width >= WRITTEN_FROM)

    def _step(self, name: str) -> None:
        k, last = self._shown.k, self._shown.last
        self.wanted.emit({"first": 0, "back": k - 1, "forward": k + 1, "last": last}[name])
