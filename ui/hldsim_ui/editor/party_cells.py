"""How a cell of the table of parties looks and is typed into."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hldsim.scenario.headings import Column
from hldsim_ui.editor.party_model import MARKS, Look
from hldsim_ui.fence import guarded
from hldsim_ui.theme.contrast import mixed
from hldsim_ui.theme.palette import LIGHT, Palette

Index = QModelIndex | QPersistentModelIndex
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
ROOM = 8
"""Between the text of a cell and its border, in pixels."""
CORNER = 7
"""Size of the mark of a cell that a person has set, in pixels."""


class Marked(QStyledItemDelegate):
    """Paints the marks of cells in any table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette: Palette = LIGHT

    @guarded()
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        marks = index.data(MARKS) or ()
        if "imputed" in marks:
            option.font.setItalic(True)
            option.palette.setColor(option.palette.ColorRole.Text, self.palette.muted)

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        marks = index.data(MARKS) or ()
        painter.save()
        if "fault" in marks:
            painter.fillRect(option.rect, fault_ground(self.palette))
        elif "imputed" in marks:
            painter.fillRect(option.rect, hatch(self.palette))
        painter.restore()
        super().paint(painter, option, index)
        if marks:
            painter.save()
            mark_cell(painter, option.rect, marks, self.palette)
            painter.restore()

    @guarded(QSize(40, 24))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(10, 0)


class Cells(Marked):
    """Cells of the table of parties. ``filled`` carries a text that is meant for all selected.

    A cell is painted in one go, from the model itself: asking it role by role, as Qt does, takes
    six times as long, and a table has hundreds of cells in sight.
    """

    filled = Signal(str)

    def __init__(self, parent: QWidget, look: Callable[[Index], Look]) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self._look = look

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect, colours = self._look(index), option.rect, self.palette
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, colours.accent)
        elif "fault" in look.marks:
            painter.fillRect(rect, fault_ground(colours))
        elif "imputed" in look.marks:
            painter.fillRect(rect, hatch(colours))
        if look.text:
            imputed = "imputed" in look.marks
            if imputed:
                font = painter.font()
                font.setItalic(True)
                painter.setFont(font)
            quiet = colours.muted if imputed else colours.text
            painter.setPen(colours.accent_text if chosen else quiet)
            place = rect.adjusted(ROOM, 0, -ROOM, 0)
            text = look.text
            if painter.fontMetrics().horizontalAdvance(text) > place.width():
                text = option.fontMetrics.elidedText(
                    text, Qt.TextElideMode.ElideRight, place.width()
                )
            painter.drawText(place, RIGHT if look.to_the_right else LEFT, text)
        if look.marks:
            mark_cell(painter, rect, look.marks, colours, look.to_the_right)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.text if chosen else colours.accent, 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    # ---------------------------------------------------------------- typing

    @guarded()
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget | None:
        column = self._column(index)
        field: QWidget
        if column is not None and column.choices and not column.list:
            box = QComboBox(parent)
            box.addItems(["", *column.choices])
            field = box
        else:
            line = QLineEdit(parent)
            line.setFrame(False)
            line.setStyleSheet("QLineEdit { padding: 0 3px; border-radius: 0; }")
            if column is not None and column.number:
                line.setAlignment(Qt.AlignmentFlag.AlignRight)
            field = line
        if column is not None:
            field.setAccessibleName(" ".join(column.heading.split()))
            field.setToolTip(column.allowed)
        return field

    @guarded()
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            if editor.findText(text) < 0:
                editor.addItem(text)
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    @guarded()
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        before = str(index.data(Qt.ItemDataRole.EditRole) or "")
        text = _text(editor)
        if text != before:
            model.setData(index, text)

    @guarded(False)
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter means all that is selected, as it does in spreadsheets."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                text = _text(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
                self.filled.emit(text)
                return True
        return super().eventFilter(editor, event)

    def _column(self, index: Index) -> Column | None:
        return self.columns[index.column()] if index.column() < len(self.columns) else None


def _text(editor: QObject) -> str:
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return editor.text() if isinstance(editor, QLineEdit) else ""


def fault_ground(palette: Palette) -> QColor:
    """Ground of a cell with a fault."""
    return QColor(mixed(palette.surface, palette.danger, 0.16))


def hatch(palette: Palette) -> QBrush:
    """Ground of a cell whose value is imputed."""
    line = mixed(palette.surface, palette.muted, 0.28 if palette.dark else 0.24)
    return QBrush(QColor(line), Qt.BrushStyle.BDiagPattern)


def mark_cell(
    painter: QPainter,
    rect: QRect,
    marks: frozenset[str],
    palette: Palette,
    to_the_right: bool = False,
) -> None:
    """Draw a bar and an exclamation mark for a fault, a corner for what a person has set.

    ``to_the_right`` says on which side the text of the cell stands, so that nothing covers it.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if "fault" in marks:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), palette.danger)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QPen(palette.danger))
        side = Qt.AlignmentFlag.AlignLeft if to_the_right else Qt.AlignmentFlag.AlignRight
        place = rect.adjusted(7, 0, -CORNER - 3, 0)
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, "!")
    if "user" in marks:
        right, top = rect.right() + 1, rect.top()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.accent)
        corner = [QPointF(right - CORNER, top), QPointF(right, top), QPointF(right, top + CORNER)]
        painter.drawPolygon(QPolygonF(corner))
