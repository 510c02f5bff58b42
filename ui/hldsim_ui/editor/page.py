"""What a page of the editor is: it shows a draft, and says which edits somebody wants."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QWidget

from hldsim.errors import Fault
from hldsim.scenario.draft import Draft
from hldsim_ui.theme.palette import LIGHT, Palette

Place = Sequence[str | int]
"""Keys and positions that lead into a document, as ``Fault.path``."""


class Page(QWidget):
    """One page. Nothing is changed by it.

    ``edited`` carries an edit and what the person holds (see ``Draft.edit``), ``told`` a
    sentence for the foot of the window, ``party_picked`` the id of a party.
    """

    edited = Signal(object, str)
    told = Signal(str)
    party_picked = Signal(str)
    title = ""
    about = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)
        self.colours: Palette = LIGHT
        self.draft: Draft | None = None

    def show_draft(self, draft: Draft) -> None:
        """Show a draft; called only while the page is seen, or is about to be."""
        self.draft = draft

    def show_party(self, party: str) -> None:
        """Show the party that was picked elsewhere, where the page is about parties."""

    def dress(self, palette: Palette) -> None:
        """Take the colours of a theme."""
        self.colours = palette

    def faulty(self, faults: Sequence[Fault]) -> int:
        """How many of the faults of a draft are mended on this page."""
        return sum(self.has(fault.path) for fault in faults)

    def has(self, place: Place) -> bool:
        """Whether a place of the document is shown here."""
        return False

    def go_to(self, place: Place) -> None:
        """Give the keyboard to what is at a place of the document."""


def buttons(entries: Sequence[tuple[str, str, str, object]]) -> dict[str, QToolButton]:
    """Make buttons of (name, words, tooltip, what it does)."""
    made = {}
    for name, words, tip, does in entries:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(f"{words}: {tip}" if tip else words)
        button.clicked.connect(lambda _=False, does=does: does())
        made[name] = button
    return made


def row_of(*widgets: QWidget | int, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QWidget:
    """Put widgets in a row; a number is a stretch."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(*margins)
    row.setSpacing(6)
    for widget in widgets:
        if isinstance(widget, int):
            row.addStretch(widget)
        else:
            row.addWidget(widget)
    return holder


def caption(text: str = "") -> QLabel:
    """Make a line of text that stands back."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    label.setWordWrap(True)
    return label


def heading(text: str = "") -> QLabel:
    """Make a heading inside a page."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def scrolled(inside: QWidget) -> QScrollArea:
    """Put a widget into an area that scrolls down, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
