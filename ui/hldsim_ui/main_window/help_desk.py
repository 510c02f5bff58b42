"""F1: the page about whatever has the keyboard, in the window and in every dialog."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hldsim_ui.main_window.parts import VIEW_NAMES
from hldsim_ui.pages import page
from hldsim_ui.panels.dock import Dock

if TYPE_CHECKING:
    from hldsim_ui.dialogs.help import HelpWindow

TOPIC = "help"
"""Property of a widget that names its page, where its class does not."""
_SHORTCUT = "helpShortcut"
_OWN = "HelpWindow"


class HelpDesk(QObject):
    """Opens pages for one window and the dialogs above it. Methods have names of actions.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        QApplication.instance().focusChanged.connect(self._look_at_dialog)

    def help(self) -> None:
        """Show the page about what has the keyboard."""
        self.about(QApplication.focusWidget() or self._window)

    def contents(self) -> None:
        """Show the first page."""
        self.open()

    def about(self, widget: QWidget) -> None:
        """Show the page about a widget."""
        self.open(*topics(widget))

    def open(self, *names: str) -> HelpWindow:
        """Show the first page of several that there is, in the help window that can be used now."""
        from hldsim_ui.dialogs.help import HelpWindow

        dialog = QApplication.activeModalWidget()
        above = dialog if dialog is not None else self._window  # what is modal locks all else out
        shown = next((w for w in above.findChildren(HelpWindow) if w.isVisible()), None)
        if shown is None:
            shown = HelpWindow(self._window.settings, above)
        shown.show_page(*names)
        shown.show()
        shown.raise_()
        shown.activateWindow()
        shown.page.setFocus()
        return shown

    def _look_at_dialog(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Give a dialog of ours the key F1 when it is used first."""
        dialog = None if now is None else now.window()
        if not isinstance(dialog, QDialog) or type(dialog).__name__ == _OWN:
            return
        if dialog.findChild(QShortcut, _SHORTCUT) or _owner(dialog) is not self._window:
            return
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), dialog)
        key.setObjectName(_SHORTCUT)
        key.activated.connect(lambda: self.about(QApplication.focusWidget() or dialog))


def _owner(dialog: QWidget) -> QWidget:
    """The window that a dialog belongs to, perhaps by way of another dialog."""
    above = dialog.parentWidget()
    return dialog if above is None else _owner(above.window())


def topics(widget: QWidget | None) -> Iterator[str]:
    """Names of the pages that may be about a widget, nearest first.

    A widget is asked for its property ``help``; a dock is known by its name, and anything else of
    ours by the file its class is written in. What a dialog is the parent of is not about the
    dialog's own parent, so the search ends with the window.
    """
    while widget is not None:
        named = widget.property(TOPIC)
        if isinstance(named, str) and named:
            yield named
        if isinstance(widget, Dock):
            room = "views" if widget.objectName() in VIEW_NAMES else "panels"
            yield f"{room}/{widget.objectName()}"
        package, room, *rest = f"{type(widget).__module__}..".split(".")
        if package == "hldsim_ui" and rest[0]:
            yield f"{'dialogs' if room == 'main_window' else room}/{rest[0]}"
        if widget.isWindow():
            return
        widget = widget.parentWidget()


def topic(widget: QWidget | None) -> str | None:
    """Name of the page about a widget; None if only the first page is left for it."""
    return next((name for name in topics(widget) if page(name) is not None), None)
