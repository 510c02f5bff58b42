"""The main window: menus, toolbar, docks, and who tells whom."""

from hldsim_ui.main_window.window import MainWindow

__all__ = ["MainWindow"]
