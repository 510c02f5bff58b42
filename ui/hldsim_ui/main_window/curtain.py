"""The curtain: between two people at one table nothing of the window is to be seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hldsim_ui.fence import guarded
from hldsim_ui.panels.inspector_rows import title_style
from hldsim_ui.theme.palette import Palette


class Curtain(QWidget):
    """Covers the whole window and keeps the keyboard; ``lifted`` says that somebody sits down."""

    lifted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Curtain")
        self._window = window
        self.whose, self.words = QLabel(), QLabel()
        self.whose.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.button = QPushButton("I am seated")
        self.button.setDefault(True)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.lifted)
        column = QVBoxLayout(self)
        column.addStretch(1)
        for widget in (self.whose, self.words):
            column.addWidget(widget)
        column.addSpacing(16)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self.hide()
        window.installEventFilter(self)

    @property
    def down(self) -> bool:
        """Whether it hides the window."""
        return not self.isHidden()

    def fall(self, whose: str, words: str, palette: Palette) -> None:
        """Hide the window and call for the next person."""
        self.setStyleSheet(f"#curtain {{ background: {palette.background.name()}; }}")
        self.whose.setStyleSheet(title_style(palette, 2.4))
        self.words.setStyleSheet(f"color: {palette.muted.name()};")
        self.whose.setText(whose)
        self.words.setText(words)
        self.button.setAccessibleName(f"{whose}: {self.button.text()}")
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.button.setFocus()

    def rise(self) -> None:
        """Show the window again."""
        self.hide()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.down:
            self.setGeometry(self._window.rect())
        return False

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.button.click()
        event.accept()  # no key goes through to the window

    @guarded(True)
    def focusNextPrevChild(self, forward: bool) -> bool:
        self.button.setFocus()
        return True
