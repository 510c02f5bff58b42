"""What stands beside the pictures on the projector: who backs what, and the text on the table."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from hldsim.record.history import History
from hldsim.report.texts import text
from hldsim_ui.fence import guarded
from hldsim_ui.main_window.projector_words import (
    NOW,
    SINCE_TABLED,
    Backing,
    Level,
    OnTable,
    backings,
    on_table,
)
from hldsim_ui.theme.lines import line_pen
from hldsim_ui.theme.palette import PROJECTOR, Palette

GAP = 0.2
"""Between two rows, of the height of a line."""


class BackingKey(QWidget):
    """A row a design: its colour and its line, its name, how many back it and their share."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Backing] = []
        self.colours = PROJECTOR
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_round(self, history: History, k: int, palette: Palette) -> None:
        """Show who backs what."""
        self.rows, self.colours = backings(history, k), palette
        said = "; ".join(f"{row.label}: {row.count} ({_percent(row.share)})" for row in self.rows)
        self.setAccessibleName("Who backs what")
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(self._line() * (1.0 + GAP) * max(len(self.rows), 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def _line(self) -> float:
        return QFontMetricsF(self.font()).height()

    def numbers(self, room: float) -> list[str]:
        """Count and share of each row; the share alone where both leave no room for a name."""
        wide = QFontMetricsF(self.font()).horizontalAdvance
        both = [f"{row.count} · {_percent(row.share)}" for row in self.rows]
        if all(
            wide(row.label) + wide(told) <= room for row, told in zip(self.rows, both, strict=True)
        ):
            return both
        return [_percent(row.share) for row in self.rows]

    @guarded()
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        high = self._line()
        sample = 1.4 * high
        numbers = self.numbers(self.width() - sample - 0.8 * high)
        for n, row in enumerate(self.rows):
            y = (n + 0.5) * high * (1.0 + GAP)
            pen = line_pen(self.colours, row.d)
            painter.setPen(pen)
            painter.drawLine(0, round(y), round(sample), round(y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours.coalition(row.d))
            side = 0.5 * high
            painter.drawEllipse(
                round(sample / 2 - side / 2), round(y - side / 2), round(side), round(side)
            )
            number = numbers[n]
            wide = metrics.horizontalAdvance(number)
            painter.setPen(self.colours.text)
            base = y + (metrics.ascent() - metrics.descent()) / 2.0
            painter.drawText(round(self.width() - wide), round(base), number)
            room = self.width() - wide - sample - 0.8 * high
            label = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, room)
            painter.drawText(round(sample + 0.4 * high), round(base), label)
        painter.end()


class TextOnTable(QWidget):
    """The levels of the text on the table in words; changed ones marked and in bold.

    What does not fit is left out from the end, unchanged levels first, and counted: the type is
    never made smaller.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown = OnTable(-1, "")
        self.colours = PROJECTOR
        self.heading, self.body = QLabel(), QLabel()
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.body.setWordWrap(True)
        self.body.setTextFormat(Qt.TextFormat.RichText)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.body, 1)

    def show_round(self, history: History, k: int, palette: Palette) -> None:
        """Show the text on the table."""
        self.shown, self.colours = on_table(history, k), palette
        colour = palette.coalition_text(self.shown.d) if self.shown.d >= 0 else palette.text
        self.heading.setStyleSheet(f"color: {colour.name()}; font-weight: 700;")
        self.heading.setText(self.shown.heading)
        self.setAccessibleName(self.shown.heading)
        self.setAccessibleDescription("; ".join(map(_said, self.shown.levels)))
        self.fit()

    def fit(self) -> None:
        """Write as many levels as there is room for."""
        levels, room = list(self.shown.levels), self.body.height()
        left_out = 0
        while levels and self._height(self._html(levels, left_out)) > room:
            plain = [n for n, level in enumerate(levels) if not level.mark]
            del levels[plain[-1] if plain else -1]
            left_out += 1
        self.body.setText(self._html(levels, left_out) if self.shown.levels else "")

    @guarded()
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self.fit()

    def _height(self, html: str) -> float:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(QFont(self.body.font()))
        document.setTextWidth(max(self.body.width(), 1))
        document.setHtml(html)
        return float(document.size().height())

    def _html(self, levels: list[Level], left_out: int) -> str:
        muted = self.colours.muted.name()
        rows = [_row(level, muted) for level in levels]
        notes = []
        if left_out:
            notes.append(f"and {left_out} more")
        marks = {level.mark for level in levels}
        if SINCE_TABLED in marks:
            notes.append(f"{SINCE_TABLED} not as tabled")
        if NOW in marks:
            notes.append(f"{NOW} changed in this round")
        if notes:
            rows.append(f'<span style="color:{muted}">{" · ".join(notes)}</span>')
        return "".join(f'<p style="margin:0 0 2px 0">{row}</p>' for row in rows)


def _percent(share: float) -> str:
    return text("number.share", value=100.0 * share)


def _row(level: Level, muted: str) -> str:
    name, words = escape(level.issue), escape(level.level)
    if level.mark:
        return f"<b>{level.mark} {name}: {words}</b>"
    return f'<span style="color:{muted}">{name}:</span> {words}'


def _said(level: Level) -> str:
    changed = {NOW: ", changed in this round", SINCE_TABLED: ", not as tabled"}.get(level.mark, "")
    return f"{level.issue}: {level.level}{changed}"
