"""The toolbar: what is being negotiated, run and pause, speed, seed; Reset apart at the end."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from hldsim_ui.board import Shown
from hldsim_ui.fence import guarded
from hldsim_ui.panels.seed_box import SeedBox
from hldsim_ui.theme.apply import text_scale
from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.palette import Palette

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, math.inf)
"""Rounds a second, by position of the slider; the last is as fast as it goes."""
ROOMY, SNUG, TIGHT, BARE = 1500, 1290, 1180, 900
"""Widths of the toolbar, in pixels at the usual size of text: from the first the title need not
take all the room there is; below the others words go that icons and tooltips say too, so that no
control is ever lost."""
TITLE_MOST, TITLE_TWO_LINES, TITLE_LEAST = 520, 290, 120
"""Most room for a title on one line, on two; and the least where it is shown at all."""


def speed_words(speed: float) -> str:
    """Say a speed with its unit."""
    if math.isinf(speed):
        return "full speed"
    return f"{speed:g} round{'' if speed == 1 else 's'}/s"


class ElidedLabel(QLabel):
    """A label that shortens itself with an ellipsis and says all of it in a tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        """Show a text, as much of it as there is room for."""
        self.whole = text
        self.setAccessibleName(text)
        self._fit()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def fit(self) -> None:
        """Shorten the text to the room there is."""
        self._fit()

    def _fit(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.whole, mode, max(self.width() - 2, 0))
        self.setText(text)
        self.setToolTip(self.whole if text != self.whole else "")


class TitleLabel(ElidedLabel):
    """A title on one line if it fits, else on two of about the same width.

    ``fitted`` carries whether it stands on two.
    """

    fitted = Signal(bool)

    def widest(self, lines: int) -> int:
        """Return the width the title needs on so many lines, one or two."""
        parts = [self.whole] if lines == 1 else self._halves()
        return max(self.fontMetrics().horizontalAdvance(part) for part in parts)

    def _halves(self) -> list[str]:
        words = self.whole.split()
        cuts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
        wide = self.fontMetrics().horizontalAdvance
        return list(min(cuts, key=lambda cut: max(map(wide, cut)), default=(self.whole, "")))

    def _fit(self) -> None:
        room = max(self.width() - 2, 0)
        if self.fontMetrics().horizontalAdvance(self.whole) <= room:
            parts = [self.whole]
        else:
            parts = [part for part in self._halves() if part]
        mode = Qt.TextElideMode.ElideRight
        shown = [self.fontMetrics().elidedText(part, mode, room) for part in parts]
        self.setText("\n".join(shown))
        self.fitted.emit(len(shown) > 1)


class Controls(QToolBar):
    """Run controls. Signals carry what the user wants; nothing changes here by itself."""

    speed_wanted = Signal(float)
    seed_wanted = Signal(object)

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__("Run controls", parent)
        self.setObjectName("controls")
        self.setMovable(False)
        self.setFloatable(False)
        self.toggleViewAction().setVisible(False)
        self._actions = actions
        self._sharing = False
        self._add_title()
        self.run = self._add_button("run", "run")
        self.step = self._add_button("step", "step")
        self._dispensable = [self._add_line()]
        self._add_speed()
        self._dispensable.append(self._add_line())
        self._add_seed()
        self._spring = QWidget()
        self._spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(self._spring)
        self.find_place = QHBoxLayout()
        holder = QWidget()
        holder.setLayout(self.find_place)
        self.find_place.setContentsMargins(0, 0, 0, 0)
        self.addWidget(holder)
        self._dispensable.append(self._add_line())
        self.reset = self._add_button("reset", "reset")

    def _put(self, widget: QWidget) -> QAction:
        """Add a widget that may be hidden.

        The action is made here: of one that Qt makes, as ``addWidget`` does, PySide at times holds
        that it were gone although it is there.
        """
        place = QWidgetAction(self)
        place.setDefaultWidget(widget)
        self.addAction(place)
        return place

    def _add_line(self) -> QAction:
        """A line between controls; made here as well."""
        line = QAction(self)
        line.setSeparator(True)
        self.addAction(line)
        return line

    def _add_title(self) -> None:
        self.title, self.subtitle = TitleLabel(), ElidedLabel()
        self.title.setObjectName("title")
        self.title.fitted.connect(lambda two: self.subtitle.setHidden(two))
        self.subtitle.setObjectName("caption")
        box = self._title_box = QWidget()
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(box)
        column.setContentsMargins(2, 0, 10, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        self._title_place = self._put(box)

    def _add_button(self, action: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setDefaultAction(self._actions[action])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(self._actions[action].text().replace("&", ""))
        self.addWidget(button)
        return button

    def _width_of(self, button: QToolButton, *texts: str) -> int:
        return max(button.fontMetrics().horizontalAdvance(text) for text in texts) + 66

    def _add_speed(self) -> None:
        self.speed = QSlider(Qt.Orientation.Horizontal)
        self.speed.setRange(0, len(SPEEDS) - 1)
        self.speed.setValue(SPEEDS.index(2.0))
        self.speed.setPageStep(1)
        self.speed.setAccessibleName("Speed, rounds a second")
        self.speed.setToolTip("Speed in rounds a second, from 0.5 to as fast as it goes")
        self.speed.valueChanged.connect(self._speed_moved)
        self.speed_label = QLabel(speed_words(2.0))
        self.speed_label.setObjectName("caption")
        self._dispensable.append(self._put(QLabel("Speed")))
        self.addWidget(self.speed)
        self._dispensable.append(self._put(self.speed_label))

    def _add_seed(self) -> None:
        self.seed = SeedBox()
        self.seed.setObjectName("seed")
        self.seed.setAccessibleName("Seed of chance")
        self.seed.setToolTip(
            "Seed of chance: the same scenario, seed and changes give the same run. "
            "Enter starts a run with another seed"
        )
        self.seed.setKeyboardTracking(False)
        self.seed.lineEdit().setTextMargins(7, 0, 7, 0)
        self.seed.editingFinished.connect(lambda: self.seed_wanted.emit(self.seed.seed))
        self.addWidget(QLabel("Seed"))
        self.addWidget(self.seed)
        self.new_seed = QToolButton()
        self.new_seed.setDefaultAction(self._actions["new_seed"])
        self.new_seed.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.new_seed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.new_seed.setAccessibleName("New seed")
        self.addWidget(self.new_seed)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._sharing:  # what is shared out resizes the bar again, and again ...
            self._sharing = True
            try:
                self._share_room()
            finally:
                self._sharing = False
        super().resizeEvent(event)

    def _share_room(self) -> None:
        """Where there is room, the title takes what it needs; where not, what there is."""
        scale = text_scale()
        width = self.width() / scale
        roomy, snug, tight = width >= ROOMY, width < SNUG, width < TIGHT
        style = Qt.ToolButtonStyle
        beside, alone = style.ToolButtonTextBesideIcon, style.ToolButtonIconOnly
        self.step.setToolButtonStyle(alone if snug else beside)
        self.reset.setToolButtonStyle(alone if width < BARE else beside)
        for action in self._dispensable:
            action.setVisible(not tight)
        self._title_place.setVisible(width >= BARE)
        self._fit_controls(scale, snug, tight)
        if roomy:
            least = min(self.title.widest(1) + 24, round(TITLE_MOST * scale))
        else:
            least = min(self.title.widest(2) + 24, round(TITLE_TWO_LINES * scale))
        floor = round(TITLE_LEAST * scale)
        self._title_box.setMinimumWidth(max(floor if tight else least, floor))
        self._title_box.setMaximumWidth(round(TITLE_MOST * scale))
        self._spring.setMaximumWidth(16_777_215 if roomy else 0)
        self.title.fit()

    def _fit_controls(self, scale: float, snug: bool, tight: bool) -> None:
        """Give the controls the widths that go with the size of the text."""
        side = round(18 * scale)
        if self.iconSize().width() != side:
            self.setIconSize(QSize(side, side))
        self.run.setMinimumWidth(self._width_of(self.run, "Pause", "Run"))
        self.speed.setFixedWidth(round((72 if snug else 96) * min(scale, 1.5)))
        widest = max(
            map(self.speed_label.fontMetrics().horizontalAdvance, map(speed_words, SPEEDS))
        )
        self.speed_label.setMinimumWidth(widest + 6)
        self.seed.setFixedWidth(round(92 * scale))
        holder = self.find_place.parentWidget()
        holder.setMinimumWidth(min(round(150 * scale), 260))
        holder.setMaximumWidth(round(160 * scale) if tight else 16_777_215)

    def _speed_moved(self, place: int) -> None:
        self.speed_label.setText(speed_words(SPEEDS[place]))
        self.speed_wanted.emit(SPEEDS[place])

    def set_speed(self, speed: float) -> None:
        """Put the slider at the speed nearest to the one given."""
        self.speed.setValue(min(range(len(SPEEDS)), key=lambda n: _apart(SPEEDS[n], speed)))

    def set_seed(self, seed: int) -> None:
        """Show a seed without asking for it."""
        self.seed.blockSignals(True)
        self.seed.setValue(seed)
        self.seed.blockSignals(False)

    def show_state(self, shown: Shown, palette: Palette) -> None:
        """Bring title and Run/Pause up to date."""
        self.title.say(shown.title or "hldsim")
        self.subtitle.say(_about(shown))
        self._title_box.setToolTip("\n".join(x for x in (self.title.whole, _about(shown)) if x))
        self._share_room()
        run = self._actions["run"]
        run.setText("Pause" if shown.playing else "Run")
        run.setIcon(icon("pause" if shown.playing else "run", palette, "accent_text"))
        self.run.setAccessibleName(run.text())


def _apart(one: float, other: float) -> float:
    if math.isinf(one) or math.isinf(other):
        return 0.0 if one == other else math.inf
    return abs(math.log(one / other))


def _about(shown: Shown) -> str:
    if shown.scenario is None:
        return "Opening …" if shown.title else ""
    scenario = shown.scenario
    members = sum(party.votes for party in scenario.parties)
    parts = [f"{members} members", f"{len(scenario.forum_proposals)} designs", scenario.date]
    return " · ".join(part for part in parts if part)
