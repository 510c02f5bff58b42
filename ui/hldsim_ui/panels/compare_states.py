"""Two states side by side: the pinned one on the left, the selected one on the right."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from hldsim.record.history import History
from hldsim.report.sentences import Explanation
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels.compare_states_data import Block, Row, compare, differences
from hldsim_ui.panels.inspector_rows import button, title_style, words
from hldsim_ui.theme import Palette

MARK = "≠"


class ComparePage(QWidget):
    """Rows of two entries each; those that differ carry a mark, the others stand back.

    All rows are one text: it is laid out once, where labels that wrap are laid out again and again.
    """

    unpinned = Signal()

    def __init__(self, palette: Palette, scenario: Scenario) -> None:
        super().__init__()
        self._palette, self._scenario = palette, scenario
        self.blocks: list[Block] = []
        self._html = ""
        self.names = (words(), words())
        self.unpin = button("Unpin", "Show the selected state alone again (P)", palette)
        self.unpin.clicked.connect(self.unpinned)
        self.count = words(palette)
        self.rows = QTextBrowser()
        self.rows.setAccessibleName("Two states side by side")
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setOpenLinks(False)
        self.rows.setStyleSheet("QTextBrowser { background: transparent; border: 0; }")
        self.rows.document().setDocumentMargin(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 4, 4)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(8)
        for name in self.names:
            name.setStyleSheet(title_style(palette, 1.2))
            top.addWidget(name, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.unpin, 0, Qt.AlignmentFlag.AlignTop)
        top.setContentsMargins(0, 0, 8, 0)
        column.addLayout(top)
        column.addWidget(self.count)
        column.addWidget(self.rows, 1)

    def draw(
        self,
        history: History,
        k: int,
        pair: tuple[int, int],
        whys: tuple[Explanation | None, Explanation | None],
    ) -> None:
        """Show two parties after round ``k``; one stays where one has scrolled to."""
        small = f"font-size:{0.9 * self._palette.points:.1f}pt; font-weight:400"
        style = f"color:{self._palette.muted.name()}; {small}"
        for name, party, role in zip(self.names, pair, ("pinned", "selected"), strict=True):
            name.setText(
                f"{escape(self._scenario.parties[party].name)}<br>"
                f'<span style="{style}">{role}</span>'
            )
        self.blocks = compare(history, k, pair, whys)
        count = differences(self.blocks)
        self.count.setText(text("compare.count", count=count) if count else text("compare.same"))
        said = "".join(self._block(block) for block in self.blocks) + self._marks()
        if said == self._html:
            return
        self._html = said
        place = self.rows.verticalScrollBar().value()
        self.rows.setHtml(said)
        self.rows.verticalScrollBar().setValue(place)

    def _block(self, block: Block) -> str:
        line = self._stacked if block.stacked else self._in_line
        rows = "".join(line(row) for row in block.rows)
        return (
            f'<p style="font-weight:600; margin:12px 0 2px 0">{escape(block.title)}</p>'
            f'<table width="100%" cellspacing="0" cellpadding="2">{rows}</table>'
        )

    def _marks(self) -> str:
        """What the mark means, below all rows."""
        return f'<p style="color:{self._palette.muted.name()}">{text("compare.marks")}</p>'

    def _in_line(self, row: Row) -> str:
        mark, name, left, right = self._cells(row)
        widths = (("6%", mark), ("36%", name), ("29%", left), ("29%", right))
        return "<tr>" + "".join(f'<td width="{w}">{cell}</td>' for w, cell in widths) + "</tr>"

    def _stacked(self, row: Row) -> str:
        mark, name, left, right = self._cells(row)
        return (
            f'<tr><td width="6%">{mark}</td><td colspan="2">{name}</td></tr>'
            f'<tr><td></td><td width="47%">{left}</td><td width="47%">{right}</td></tr>'
        )

    def _cells(self, row: Row) -> tuple[str, str, str, str]:
        """Mark, name and both entries, coloured."""
        palette = self._palette
        shade = (palette.text if row.differs else palette.muted).name()
        mark = f'<span style="color:{palette.accent.name()}">{MARK if row.differs else ""}</span>'
        name = f'<span style="color:{palette.muted.name()}">{escape(row.name)}</span>'
        left, right = (
            f'<span style="color:{shade}">{escape(entry)}</span>' for entry in (row.left, row.right)
        )
        return mark, name, left, right
