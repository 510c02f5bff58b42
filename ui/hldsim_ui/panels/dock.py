"""Docks with a title bar of our own: same height, own icons, no title where a tab says it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.palette import Palette


class DockTitle(QWidget):
    """Title bar of a dock: its name, float and close."""

    def __init__(self, dock: QDockWidget, title: str) -> None:
        super().__init__(dock)
        self.setObjectName("dockTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.label = QLabel(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(2)
        row.addWidget(self.label)
        row.addStretch(1)
        self.float = self._button("Detach", title)
        self.float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self.close_button = self._button("Close", title)
        self.close_button.clicked.connect(dock.close)
        for button in (self.float, self.close_button):
            row.addWidget(button)

    def _button(self, verb: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("bare")
        button.setToolTip(
            f"{verb} {name} (View > Panels brings it back)"
            if verb == "Close"
            else f"{verb} or attach {name}"
        )
        button.setAccessibleName(f"{verb} {name}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def dress(self, float_icon: QIcon, close_icon: QIcon) -> None:
        """Take icons in the colours of a theme."""
        self.float.setIcon(float_icon)
        self.close_button.setIcon(close_icon)


def dress_docks(docks: Iterable[Dock], palette: Palette) -> None:
    """Recolour the title bars; all of them have the same two icons, which are drawn once."""
    icons = icon("float", palette, "muted"), icon("close", palette, "muted")
    for dock in docks:
        dock.title_bar.dress(*icons)


class Dock(QDockWidget):
    """A dock of the main window; its tab has a short title if there is one."""

    def __init__(
        self, name: str, title: str, content: QWidget, parent: QWidget, short: str = ""
    ) -> None:
        super().__init__(short or title, parent)
        self.title = title
        self.toggleViewAction().setText(title)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.title_bar = DockTitle(self, title)
        self.setTitleBarWidget(self.title_bar)
        self._no_title = QWidget(self)
        self.setWidget(content)

    def settle(self, tabbed: bool) -> None:
        """Leave the title to the tab where there is one."""
        wanted = self._no_title if tabbed and not self.isFloating() else self.title_bar
        if self.titleBarWidget() is not wanted:
            self.setTitleBarWidget(wanted)
            self.title_bar.setVisible(wanted is self.title_bar)  # Qt only lays the old one aside
