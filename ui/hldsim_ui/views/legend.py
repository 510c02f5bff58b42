"""Rows of a legend: a sample of what is drawn, its name, and a number or a line of detail."""

from __future__ import annotations

from html import escape

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hldsim_ui.letters import BEFORE_LINK
from hldsim_ui.theme import LIGHT, Palette

SAMPLE = 16
DETAIL = 0.85
"""Size of the type in lines of detail, of the size of the text."""

_LINKS = (
    Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
)


def symbol_path(shape: str) -> QPainterPath:
    """Return the outline of a role's symbol; all cover the area of a disc of diameter 1."""
    size = {"o": 1.0, "s": 0.886, "t1": 1.19, "d": 1.18}.get(shape, 1.0)
    path = QPainterPath()
    if shape == "o":
        path.addEllipse(QRectF(-0.5, -0.5, 1.0, 1.0))
    elif shape == "t1":
        corners = [(-0.57, 0.42), (0.57, 0.42), (0.0, -0.66)]
        path.addPolygon([QPointF(x * size * 0.97, y * size * 0.97) for x, y in corners])
        path.closeSubpath()
    elif shape == "d":
        path.addPolygon([QPointF(x, y) for x, y in ((0, -0.63), (0.63, 0), (0, 0.63), (-0.63, 0))])
        path.closeSubpath()
    elif shape == "s":
        path.addRect(QRectF(-size / 2.0, -size / 2.0, size, size))
    else:
        path = pg.graphicsItems.ScatterPlotItem.Symbols[shape]
    return path


def symbol_sample(shape: str, fill: QColor, pen: QPen, size: float = 11.0) -> QPixmap:
    """Draw one symbol."""
    return _sample(lambda painter: _draw_symbol(painter, shape, fill, pen, size))


def line_sample(pen: QPen) -> QPixmap:
    """Draw a piece of a line."""

    def draw(painter: QPainter) -> None:
        painter.setPen(pen)
        painter.drawLine(QPointF(0.5, SAMPLE / 2.0), QPointF(1.5 * SAMPLE - 0.5, SAMPLE / 2.0))

    return _sample(draw, width=int(1.5 * SAMPLE))


class Legend(QWidget):
    """A column of titled groups of rows. ``picked`` carries the proposal of a row clicked."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._groups: list[QWidget] = []

    def clear(self) -> None:
        """Take all groups away."""
        for group in self._groups:
            self._column.removeWidget(group)
            group.setParent(None)
            group.deleteLater()
        self._groups = []

    def add_group(self, title: str, palette: Palette) -> LegendGroup:
        """Add a group and return it."""
        group = LegendGroup(title, palette)
        group.picked.connect(self.picked)
        self._groups.append(group)
        self._column.addWidget(group)
        group.show()
        return group


class LegendGroup(QWidget):
    """A heading and its rows; the number of a row may change, the rows stay."""

    picked = Signal(int)

    def __init__(self, title: str, palette: Palette) -> None:
        super().__init__()
        self._palette, self._grown = palette, palette.points / LIGHT.points
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 6)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.values: list[QLabel] = []
        self.details: list[QLabel] = []
        heading = QLabel(title)
        heading.setObjectName("heading")
        heading.setStyleSheet(f"color: {palette.muted.name()}; font-weight: 600;")
        self._grid.addWidget(heading, 0, 0, 1, 3)
        heading.show()

    def add_row(
        self, sample: QPixmap, name: str, value: str = "", tip: str = "", proposal: int = -1
    ) -> None:
        """Add a row: sample, name, number, and under it room for a line of detail.

        With a proposal the name can be clicked, or reached by Tab and chosen with Enter.
        """
        row = self._grid.rowCount()
        picture, label, number, detail = QLabel(), QLabel(name), QLabel(value), QLabel()
        picture.setPixmap(sample)
        picture.setScaledContents(True)
        picture.setFixedSize((sample.deviceIndependentSize() * self._grown).toSize())
        if proposal >= 0:
            style = f"color:{self._palette.text.name()}; text-decoration:none"
            link = f'<a href="{proposal}" style="{style}">{escape(name)}</a>'
            label.setText(BEFORE_LINK + link)
            label.setTextInteractionFlags(_LINKS)
            label.setAccessibleName(name)
            label.linkActivated.connect(self._follow)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number.setFixedWidth(number.fontMetrics().horizontalAdvance("100 %"))
        detail.setWordWrap(True)
        size = DETAIL * self._palette.points
        detail.setStyleSheet(f"color: {self._palette.muted.name()}; font-size: {size:.2f}pt;")
        detail.hide()
        for widget in (picture, label, number, detail):
            widget.setToolTip(tip)
        self._grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, 1)
        self._grid.addWidget(number, row, 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(detail, row + 1, 1, 1, 2)
        for widget in (picture, label, number):
            widget.show()  # now, not when the event loop comes by: a picture may be taken before
        self.values.append(number)
        self.details.append(detail)

    def _follow(self, link: str) -> None:
        self.picked.emit(int(link))

    def set_value(self, row: int, value: str, detail: str = "") -> None:
        """Change the number and the detail of a row."""
        if self.values[row].text() != value:
            self.values[row].setText(value)
        if self.details[row].text() != detail:
            self.details[row].setText(detail)
            self.details[row].setVisible(bool(detail))


def _draw_symbol(painter: QPainter, shape: str, fill: QColor, pen: QPen, size: float) -> None:
    painter.translate(SAMPLE / 2.0, SAMPLE / 2.0)
    painter.scale(size, size)
    pen = QPen(pen)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawPath(symbol_path(shape))


def _sample(draw: object, width: int = SAMPLE) -> QPixmap:
    image = QPixmap(width * 2, SAMPLE * 2)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)  # type: ignore[operator]
    painter.end()
    return image
