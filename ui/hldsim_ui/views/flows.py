"""Flows: which states went from where to where, phase by phase.

Columns stand at the start, at the end of each phase, and at the round shown; a ribbon is as high as
the states it carries, in the colour of where they come from.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QToolTip

from hldsim.record.history import History
from hldsim.report.tables import Column, Table
from hldsim.report.texts import joined, text
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import Palette
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from hldsim_ui.views.boards import NOWHERE, Board, Spot
from hldsim_ui.views.designs import competing, letter
from hldsim_ui.views.flows_data import (
    Block,
    Flows,
    Ribbon,
    flows,
    label_of,
    names_of,
    phase_of,
    said_of,
)
from hldsim_ui.views.flows_items import draw_flows, small_metrics
from hldsim_ui.views.flows_layout import Layout, lay_out
from hldsim_ui.views.legend import LegendGroup
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pixels import Sketch, chip_sample

NAMES = 0.34
"""Most of the width that names beside the last column may take."""


@LIVE_VIEWS.register("flows")
class FlowsView(Board):
    """Member states between coalitions, named by their proposal of origin, and the uncommitted."""

    title = "Flows"
    roomy = 480

    def __init__(self) -> None:
        super().__init__()
        self._group: LegendGroup | None = None
        self._selected = NOBODY
        self.chosen = QLabel()
        self.chosen.setWordWrap(True)
        self.widget.side.addWidget(self.chosen)
        self.widget.side.addStretch(1)

    @property
    def round_picked(self) -> Signal:
        """Signal of the round whose column was clicked."""
        return self._picks.round

    def unavailable(self, scenario: Scenario) -> str | None:
        """Without competing proposals there is nothing to go to."""
        return None if competing(scenario) else text("flows.unavailable")

    def picture(self, history: History, k: int, selected: int) -> Flows:
        """Count who went where."""
        self._selected = selected
        return flows(history, k, self.kept_p)

    def table(self, history: History, k: int) -> Table:
        """One row a ribbon."""
        seen = flows(history, k)
        columns = (
            Column("from round"),
            Column("to round"),
            Column("phase"),
            Column("from"),
            Column("to"),
            Column("member states"),
        )
        rows = tuple(
            (
                seen.rounds[ribbon.gap],
                seen.rounds[ribbon.gap + 1],
                phase_of(seen, ribbon.gap, history.scenario),
                label_of(ribbon.source, history.scenario),
                label_of(ribbon.target, history.scenario),
                ribbon.count,
            )
            for ribbon in seen.ribbons
        )
        return Table(f"{self.title}, to round {k}", columns, rows)

    def told(self, history: History, k: int) -> str:
        """Say where states are, and how many moved in the last phase shown."""
        seen, scenario = flows(history, k), history.scenario
        last = [block for block in seen.blocks if block.column == len(seen.rounds) - 1]
        where = joined(_where(block, scenario) for block in last)
        now = text("flows.now", k=k, where=where)
        if not seen.phases:
            return now
        gap = len(seen.phases) - 1
        said = text(
            "flows.moved",
            phase=phase_of(seen, gap, scenario),
            first=seen.rounds[gap] + 1,
            k=k,
            moved=seen.moved[gap],
            members=seen.members,
        )
        moves = [ribbon for ribbon in seen.ribbons if ribbon.gap == gap and ribbon.moves]
        if moves:
            most = max(moves, key=lambda ribbon: ribbon.count)
            said += " " + text(
                "flows.most",
                count=most.count,
                source=said_of(most.source, scenario),
                target=said_of(most.target, scenario),
            )
        return f"{now} {said}"

    def write_legend(self, scenario: Scenario, palette: Palette) -> None:
        """Colours and letters, with the states now behind each."""
        font = self.widget.font()
        self._group = self.legend.add_group(text("flows.colour"), palette)
        for d, proposal in competing(scenario):
            self._group.add_row(
                chip_sample(palette, font, d, letter(d)), proposal.label, proposal=d
            )
        name = text("words.uncommitted").capitalize()
        self._group.add_row(chip_sample(palette, font, NOBODY, ""), name)
        self.legend.add_group(text("flows.height"), palette)
        self.chosen.setStyleSheet(f"color: {palette.accent.name()};")

    def write_side(self) -> None:
        """How many states are where in the round shown, and whose line is drawn."""
        seen: Flows | None = self.shown
        counts = {} if seen is None else {b.d: b.count for b in seen.blocks[-len(seen.kinds) :]}
        if self._group is not None:
            for row, d in enumerate(counts or [None] * len(self._group.values)):
                self._group.set_value(row, "" if d is None else str(counts[d]))
        words = "" if seen is None else self._chosen_words(seen)
        if self.chosen.text() != words:
            self.chosen.setText(words)

    def sketch(self, sketch: Sketch, width: float, height: float) -> None:
        """Draw ribbons, then blocks, then the line of the selected party, then words."""
        assert self.scenario is not None
        layout = self._layout(width, height)
        names = {d: label_of(d, self.scenario) for d in layout.flows.kinds}
        phases = [phase_of(layout.flows, n, self.scenario) for n in range(len(layout.x) - 1)]
        draw_flows(sketch, layout, names, phases, self._selected, width)

    def spot(self, x: float, y: float, width: float, height: float) -> Spot:
        """Words about the block or ribbon at a point."""
        found = self._found(x, y, width, height)
        if isinstance(found, Block):
            return Spot(self._block_tip(found), _only(found))
        if isinstance(found, Ribbon):
            return Spot(self._ribbon_tip(found), _only(found))
        return NOWHERE

    def _click(self, event: QEvent) -> None:
        """A column tells its round; a single state is picked; of several one sees the names."""
        if event.button() != Qt.MouseButton.LeftButton or self._round is None:
            return
        where = event.scenePos()
        origin = self.scene_point(0.0, 0.0)
        x, y = where.x() - origin.x(), where.y() - origin.y()
        layout = self._layout(*self.size)
        column = layout.column_at(x)
        if column >= 0:
            self._picks.round.emit(layout.flows.rounds[column])
            return
        found = layout.ribbon_at(x, y)
        if found is None or found.count == 1:
            self._picks.party.emit(NOBODY if found is None else _only(found))
            return
        plot = self.widget.plot
        words = self._ribbon_tip(found)
        QToolTip.showText(plot.mapToGlobal(plot.mapFromScene(where)), words, plot)

    # ------------------------------------------------------------------ where things are

    def _layout(self, width: float, height: float) -> Layout:
        seen: Flows = self.shown
        line = small_metrics(self.font).height()
        room = Box(0.0, line + 6.0, width, max(height - 2.0 * line - 12.0, 1.0))
        return lay_out(seen, room, self._names_width(width))

    def _found(self, x: float, y: float, width: float, height: float) -> Block | Ribbon | None:
        layout = self._layout(width, height)
        column = layout.column_at(x)
        block = layout.block_at(column, y) if column >= 0 else None
        return block or layout.ribbon_at(x, y)

    def _names_width(self, width: float) -> float:
        """Room for the names beside the last column: what the widest needs, within a third."""
        assert self.scenario is not None
        seen: Flows = self.shown
        metrics = small_metrics(self.font)
        names = [f"{seen.members} {label_of(d, self.scenario)}" for d in seen.kinds]
        widest = max(metrics.horizontalAdvance(name) for name in names)
        return min(widest + 8.0, NAMES * width)

    # ------------------------------------------------------------------ words

    def _block_tip(self, block: Block) -> str:
        assert self.scenario is not None
        seen: Flows = self.shown
        k = seen.rounds[block.column]
        when = text("flows.after", k=k) if k else text("words.start")
        where = label_of(block.d, self.scenario)
        head = text("flows.block", count=block.count, members=seen.members, where=where)
        return self._tip(block, head, when)

    def _ribbon_tip(self, ribbon: Ribbon) -> str:
        assert self.scenario is not None
        seen: Flows = self.shown
        first, last = seen.rounds[ribbon.gap] + 1, seen.rounds[ribbon.gap + 1]
        head = text(
            "flows.ribbon" if ribbon.moves else "flows.stays",
            count=ribbon.count,
            source=said_of(ribbon.source, self.scenario),
            target=said_of(ribbon.target, self.scenario),
        )
        phase = phase_of(seen, ribbon.gap, self.scenario)
        return self._tip(ribbon, head, text("flows.when", phase=phase, first=first, k=last))

    def _tip(self, group: Block | Ribbon, head: str, when: str) -> str:
        assert self.scenario is not None
        names, more = names_of(group.party_a.tolist(), self.scenario)
        rest = f" {text('flows.more', count=more)}" if more else ""
        lines = [f"<b>{head}</b>", when, ", ".join(names) + rest]
        if group.kept < group.count:
            lines.append(text("flows.focus", kept=group.kept, count=group.count))
        return "<br>".join(line for line in lines if line)

    def _chosen_words(self, seen: Flows) -> str:
        """Whose line is drawn, or why none is."""
        assert self.scenario is not None
        if not 0 <= self._selected < len(self.scenario.parties):
            return ""
        name = self.scenario.parties[self._selected].name
        counted = any(self._selected in block.party_a.tolist() for block in seen.blocks)
        return text("flows.whose" if counted else "flows.not_counted", name=name)


def _only(group: Block | Ribbon) -> int:
    """The one state of a group, or nobody."""
    return int(group.party_a[0]) if group.count == 1 else NOBODY


def _where(block: Block, scenario: Scenario) -> str:
    if block.d < 0:
        return text("flows.uncommitted", count=block.count)
    label = label_of(block.d, scenario)
    return text("view.backing_one", count=block.count, proposal=label)
