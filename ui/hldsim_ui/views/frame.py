"""The frame of a view: a plot, a legend beside it, and what one may do with the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QPixmap, QResizeEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hldsim.errors import StorageError
from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette

PLOT_LEAST = QSize(160, 110)
PLOT_EDGE = 10
"""Pixels that a plot keeps free above and below its picture, together."""
SCALE = 2
"""Pixels of a saved PNG for each one on the screen."""
UNRINGED = "QGraphicsView:focus { border: 0; }"
"""Style of a plot that has the keyboard and does not show it."""
SIDE_MOST = 0.4
"""Most of a view's width that its legend takes for large text, unless it is wider anyway."""


class Frame(QWidget):
    """A plot with a column for its legend, and the context menu every view has.

    Attributes
    ----------
    plot : PlotWidget
        Without pyqtgraph's own menu and buttons.
    side : QVBoxLayout
        Where the legend goes.
    top : QHBoxLayout
        A row above the plot, for controls; takes no room while it is empty.
    controls : list of QWidget
        What stands among the legend and is no part of a picture.

    Parameters
    ----------
    least : int
        Height that the plot needs for text of the usual size, in pixels; it is scrolled where
        there is less room than larger text asks for. 0: it makes do with what there is.

    Actions added to the frame itself head its context menu.
    """

    def __init__(self, title: str, side_width: int = 190, least: int = 0) -> None:
        super().__init__()
        self.setObjectName("view")
        self.setAccessibleName(title)
        self.title = title
        self.copy_text: Callable[[], str] = str
        self.controls: list[QWidget] = []
        self.roomy = 0
        self._side_width, self._grown = side_width, 1.0
        self.plot = pg.PlotWidget()
        self.plot.setFrameShape(self.plot.Shape.NoFrame)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMinimumSize(PLOT_LEAST)
        self.plot.setAccessibleName(title)
        self.side_widget = QWidget()
        self.side = QVBoxLayout(self.side_widget)
        self.side.setContentsMargins(8, 8, 8, 8)
        self.side.setSpacing(3)
        self.top = QHBoxLayout()
        row = QHBoxLayout()
        self._least = least
        self._plot_area = self._scrolled(self.plot) if least else None
        if least:
            self.plot.viewport().installEventFilter(self)
        row.addWidget(self._plot_area or self.plot, 1)
        self._side_area = self._scrolled(self.side_widget)
        row.addWidget(self._side_area)
        column = QVBoxLayout(self)
        column.addLayout(self.top)
        column.addLayout(row, 1)
        for box in (row, column):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        self._actions = self._make_actions()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _scrolled(self, content: QWidget) -> QScrollArea:
        """Legend, or a plot that needs some height: scrolled where the view is low."""
        area = QScrollArea()
        area.setWidget(content)
        for one in (content, area.viewport()):  # else Qt counts what lies below as not seen
            one.setAutoFillBackground(False)
        area.setWidgetResizable(True)
        area.setMinimumSize(PLOT_LEAST)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side_area.setVisible(event.size().width() >= self.roomy)
        self._fit_side()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls a plot that is higher than its place: a plot keeps it to itself."""
        if event.type() != QEvent.Type.Wheel or self._plot_area is None:
            return super().eventFilter(watched, event)
        bar = self._plot_area.verticalScrollBar()
        return bar.maximum() > 0 and QCoreApplication.sendEvent(bar, event)

    def _fit_side(self) -> None:
        """The legend is as wide as the size of the text asks for, and leaves room for the plot."""
        most = max(self._side_width, round(SIDE_MOST * self.width()))
        self._side_area.setFixedWidth(min(round(self._side_width * self._grown), most))

    def dress(self, palette: Palette) -> None:
        """Take the colours of a theme."""
        self.plot.setBackground(palette.surface)
        self._grown = palette.points / LIGHT.points
        larger = round(self._least * self._grown) + PLOT_EDGE if self._grown > 1.0 else 0
        self.plot.setMinimumHeight(max(PLOT_LEAST.height(), larger))
        self._fit_side()
        side = round(13 * self._grown)
        sheet = f"background: {palette.surface.name()}; color: {palette.text.name()};"
        box = f"width: {side}px; height: {side}px; border: 1px solid {palette.muted.name()};"
        self.side_widget.setStyleSheet(
            f".QWidget {{ {sheet} }} QLabel {{ {sheet} }}"
            f"QCheckBox::indicator {{ {box} border-radius: 3px; }}"
            f"QCheckBox::indicator:checked {{ background: {palette.accent.name()};"
            f" border-color: {palette.accent.name()}; }}"
        )
        self.setStyleSheet(f"#view {{ background: {palette.surface.name()}; }}")

    def picture_actions(self) -> list[QAction]:
        """List what one may do with the picture, for menus elsewhere."""
        return list(self._actions)

    def picture(self, scale: int = SCALE) -> QPixmap:
        """Return the picture with its legend, also where no event loop has laid it out yet."""
        with self._posed():
            image = QPixmap(self.size() * scale)
            image.setDevicePixelRatio(scale)
            image.fill(Qt.GlobalColor.transparent)  # else it is whatever stood in the memory
            self.render(image)
        return image

    def save_picture(self, path: str | Path) -> None:
        """Write the picture as PNG or, if the name ends so, as SVG.

        Raises
        ------
        StorageError
            If the file cannot be written.
        """
        target = Path(path)
        done = self._save_svg(target) if target.suffix.lower() == ".svg" else self._save_png(target)
        if not done or not target.is_file():
            raise StorageError(f"{target}: cannot be written; choose another folder")

    def _save_png(self, target: Path) -> bool:
        return self.picture().save(str(target), "PNG")

    def _save_svg(self, target: Path) -> bool:
        with self._posed():
            device = QSvgGenerator()
            device.setFileName(str(target))
            device.setSize(self.size())
            device.setViewBox(QRect(QPoint(0, 0), self.size()))
            device.setTitle(self.title)
            painter = QPainter()
            if not painter.begin(device):
                return False
            self.render(painter, QPoint(0, 0))
            return painter.end()

    @contextmanager
    def _posed(self) -> Iterator[None]:
        """As a picture shows it: data and legend, all of them, and neither what one may click nor
        where the keyboard is.
        """
        seen, size = [one for one in self.controls if not one.isHidden()], self.size()
        for control in seen:
            control.hide()
        if self.plot.hasFocus():
            self.plot.setStyleSheet(UNRINGED)
        areas = [one for one in (self._plot_area, self._side_area) if one and not one.isHidden()]
        for area in areas:
            area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._settle()
        lacking = max((_lacking(area) for area in areas), default=0)
        if lacking > 0:
            self.resize(size.width(), size.height() + lacking)
            self._settle()
        try:
            yield
        finally:
            for control in seen:
                control.show()
            for area in areas:
                area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self.plot.setStyleSheet("")
            self.resize(size)
            self._settle()

    def _settle(self) -> None:
        """Lay everything out now, also where no event loop has done it yet."""
        self.layout().activate()
        for _ in range(3):  # a label that wraps needs its width before its height
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _make_actions(self) -> list[QAction]:
        entries = (
            ("Copy &picture", self._copy_picture),
            ("Copy &data", self._copy_data),
            ("&Save picture...", self._ask_and_save),
        )
        actions = []
        for name, slot in entries:
            action = QAction(name, self)
            action.triggered.connect(slot)
            actions.append(action)
        return actions

    def _show_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        menu.addSeparator()
        menu.addActions(self._actions)
        menu.popup(self.mapToGlobal(where))

    def _copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self.picture())

    def _copy_data(self) -> None:
        QGuiApplication.clipboard().setText(self.copy_text())

    def _ask_and_save(self) -> None:
        kinds = "PNG picture (*.png);;SVG drawing (*.svg)"
        path, kind = QFileDialog.getSaveFileName(self, "Save picture", f"{self.title}.png", kinds)
        if not path:
            return
        if not Path(path).suffix:
            path += ".svg" if "svg" in kind else ".png"
        try:
            self.save_picture(path)
        except StorageError as error:
            from PySide6.QtWidgets import QMessageBox

            QMessageBox.warning(self, "Save picture", str(error))


def _lacking(area: QScrollArea) -> int:
    """How much higher a column must be for all of it to be seen, in pixels."""
    content = area.widget()
    wanted = max(content.minimumHeight(), content.minimumSizeHint().height())
    if content.layout() is not None and content.layout().hasHeightForWidth():
        wanted = max(wanted, content.layout().heightForWidth(area.viewport().width()))
    return wanted - area.viewport().height()
