"""What the sections of the inspector are made of: headings, words that wrap, pairs of facts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hldsim_ui.letters import BEFORE_LINK
from hldsim_ui.theme import LIGHT, Palette


def scaled(pixels: int, palette: Palette) -> int:
    """Pixels where text has its usual size, as many as the size of the text asks for now."""
    return round(pixels * palette.points / LIGHT.points)


def title_style(palette: Palette, size: float = 1.4) -> str:
    """Style of a name that heads a page, ``size`` times the size of the text."""
    return f"font-size: {size * palette.points:.1f}pt; font-weight: 600;"


def words(palette: Palette | None = None) -> QLabel:
    """Return a label that wraps and can be copied from; with a palette it stands back."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if palette is not None:
        label.setStyleSheet(f"color: {palette.muted.name()};")
    return label


def button(text: str, tip: str, palette: Palette) -> QToolButton:
    """Return a small button that looks like one."""
    made = QToolButton()
    made.setText(text)
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    edge, ground = palette.border.name(), palette.raised.name()
    made.setStyleSheet(
        f"QToolButton {{ border: 1px solid {edge}; background: {ground}; padding: 2px 8px; }}"
        f"QToolButton:focus {{ border: 2px solid {palette.accent.name()}; padding: 1px 7px; }}"
        f"QToolButton:checked {{ background: {palette.accent.name()};"
        f" color: {palette.accent_text.name()}; }}"
        f"QToolButton:checked:focus {{ border-color: {palette.text.name()}; }}"
    )
    return made


class Section(QWidget):
    """A heading that folds what stands below it.

    ``unfolded`` says that what is inside can be seen again, so that it is brought up to date.
    """

    unfolded = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.heading = QToolButton()
        self.heading.setText(name)
        self.heading.setAccessibleName(name)
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setToolTip("Fold or unfold")
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setArrowType(Qt.ArrowType.DownArrow)
        self.heading.setStyleSheet(
            "QToolButton { font-weight: 600; padding: 1px 4px 1px 0; background: transparent; }"
        )
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.toggled.connect(self._fold)
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(3)
        whole.addWidget(self.heading)
        whole.addWidget(self._inside)

    @property
    def open(self) -> bool:
        """Whether what is inside is unfolded."""
        return self.heading.isChecked()

    def _fold(self, open_: bool) -> None:
        self.heading.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self._inside.setVisible(open_)
        if open_:
            self.unfolded.emit()


class Facts(QWidget):
    """Pairs of a name and a value; a pair without a value is hidden.

    ``followed`` carries the row whose value was clicked, where it was put as a link.
    """

    followed = Signal(int)

    def __init__(self, names: tuple[str, ...], palette: Palette, wide: bool = False) -> None:
        super().__init__()
        self._palette = palette
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0 if wide else 1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._colours: list[str] = []
        for n, name in enumerate(names):
            label, value = QLabel(name), words()
            label.setStyleSheet(f"color: {palette.muted.name()};")
            label.setWordWrap(wide)
            value.linkActivated.connect(lambda _, n=n: self.followed.emit(n))
            if wide:
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                value.setMinimumWidth(110)
                value.setMaximumWidth(170)
            grid.addWidget(label, n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, n, 1, Qt.AlignmentFlag.AlignTop)
            self._rows.append((label, value))
            self._colours.append("")

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, row: int, value: str, colour: str = "", link: bool = False) -> None:
        """Change a value; ``link`` lets it be clicked."""
        label, text_of = self._rows[row]
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        if link:
            shade = colour or self._palette.accent.name()
            value = f'{BEFORE_LINK}<a href="#" style="color:{shade}">{value}</a>'
            flags = Qt.TextInteractionFlag.TextBrowserInteraction
        text_of.setTextInteractionFlags(flags)
        text_of.setText(value)
        if colour != self._colours[row]:
            self._colours[row] = colour
            text_of.setStyleSheet(f"color: {colour}; font-weight: 600;" if colour else "")
        label.setVisible(bool(value))
        text_of.setVisible(bool(value))

    def value(self, row: int) -> str:
        """Return the value on show."""
        return self._rows[row][1].text()

    def tip(self, row: int, words_: str) -> None:
        """Say more about a row to who hovers over it."""
        for label in self._rows[row]:
            label.setToolTip(words_)
