"""The foot of the preferences panel: take changes back, and run again with them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget


class WithChanges(QWidget):
    """A panel, and below it buttons to undo, to redo and to run again with all changes."""

    def __init__(
        self, content: QWidget, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        foot = QWidget()
        foot.setObjectName("foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(4)
        self.rerun = self._button(actions["rerun"], "Re-run with changes")
        row.addWidget(self.rerun)
        row.addStretch(1)
        for name in ("undo", "redo"):
            row.addWidget(self._button(actions[name], ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(content, 1)
        column.addWidget(foot)

    def _button(self, action: QAction, text: str) -> QToolButton:
        """A button that triggers an action; with a text of its own, since menus say more."""
        button = QToolButton()
        button.setIcon(action.icon())
        button.setText(text)
        button.setToolTip(f"{action.toolTip()} ({action.shortcut().toString()})")
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if text else style.ToolButtonIconOnly
        )
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            button.setIcon(action.icon())

        action.changed.connect(follow)
        return button
