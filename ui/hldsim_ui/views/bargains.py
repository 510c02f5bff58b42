"""Bargains: who looked for a common design with whom, what came of it, and on which conditions.

Coalitions are discs as large as the states behind them, bargains arcs between them, all up to the
round shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetricsF

from hldsim.domain.events import Event
from hldsim.record.history import History
from hldsim.report.sentences import sentence
from hldsim.report.tables import Cell, Column, Table
from hldsim.report.texts import joined, text, word
from hldsim.scenario.schema import Scenario
from hldsim_ui.views.bargains_data import REASONS, Bargains, Condition, Node, bargains
from hldsim_ui.views.bargains_items import draw_bargains
from hldsim_ui.views.bargains_layout import Line, Places, lay_out
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from hldsim_ui.views.boards import NOWHERE, Board, Spot
from hldsim_ui.views.designs import competing
from hldsim_ui.views.flows_data import NAMED, label_of, names_of
from hldsim_ui.views.pixels import SMALL, Sketch

TOLD = 8
"""How many events a tip tells of, the newest ones."""


@LIVE_VIEWS.register("bargains")
class BargainsView(Board):
    """Bargains between coalitions, changes by the chair, walk-outs, and conditions named."""

    title = "Bargains"
    side_width = 0  # lines carry their words, and the conditions are part of the picture

    def __init__(self) -> None:
        super().__init__()
        self._selected = NOBODY

    @property
    def round_picked(self) -> Signal:
        """Signal of the round in which what was clicked last happened."""
        return self._picks.round

    def unavailable(self, scenario: Scenario) -> str | None:
        """Without competing proposals nobody has anything to bargain over."""
        return None if competing(scenario) else text("bargains.unavailable")

    def picture(self, history: History, k: int, selected: int) -> Bargains:
        """Count what has been tried up to round ``k``."""
        self._selected = selected
        return bargains(history, k, self.kept_p)

    def table(self, history: History, k: int) -> Table:
        """One row a coalition, an event, and a condition."""
        seen, scenario = bargains(history, k), history.scenario
        columns = (
            Column("round"),
            Column("what"),
            Column("design"),
            Column("with"),
            Column("issue"),
            Column("level"),
            Column("states"),
        )
        events = [event for tie in seen.ties for event in tie.events]
        for node in seen.nodes:
            events += [*node.changes, *node.walkouts]
        backing = text("bargains.backing")
        rows: list[tuple[Cell, ...]] = [
            (k, backing, label_of(node.d, scenario), None, None, None, node.count)
            for node in (*seen.nodes, seen.rest)
        ]
        rows += [_row(event, scenario) for event in sorted(events, key=lambda event: event.k)]
        for condition in seen.conditions:
            issue, level = _level(condition, scenario)
            what = text("bargains.condition")
            rows.append((None, what, None, None, issue, level, condition.count))
        return Table(f"{self.title}, to round {k}", columns, tuple(rows))

    def told(self, history: History, k: int) -> str:
        """Say how many bargains were tried and struck, who changed texts, what was asked for."""
        seen, scenario = bargains(history, k), history.scenario
        said = text(
            "bargains.sentence",
            k=k,
            asked=seen.agreed + seen.refused,
            agreed=seen.agreed,
            moved=seen.moved,
            refused=seen.refused,
            changes=sum(seen.changed_by(reason) for reason in REASONS),
            chair=seen.changed_by("chair"),
            walked=seen.walked,
        )
        if not seen.conditions:
            return said
        most = max(seen.conditions, key=lambda condition: condition.count)
        issue, level = _level(most, scenario)
        named = dict(named=seen.named, issue=issue.lower(), level=level, count=most.count)
        return f"{said} {text('bargains.sentence_named', **named)}"

    def sketch(self, sketch: Sketch, width: float, height: float) -> None:
        """Draw the network."""
        assert self.scenario is not None
        seen: Bargains = self.shown
        labels = {node.d: label_of(node.d, self.scenario) for node in (*seen.nodes, seen.rest)}
        places = self._places(width, height)
        issues = self.scenario.space.issues
        draw_bargains(sketch, places, seen, labels, issues, self._selected, self._line())

    def spot(self, x: float, y: float, width: float, height: float) -> Spot:
        """Words about the coalition or line at a point."""
        seen: Bargains = self.shown
        places = self._places(width, height)
        n = places.node_at(x, y)
        if n >= 0:
            return Spot(self._node_tip((*seen.nodes, seen.rest)[n]))
        asked = places.condition_at(x, y)
        if asked is not None:
            return Spot(self._condition_tip(asked))
        found = places.line_at(x, y)
        return NOWHERE if found is None else Spot(self._line_tip(found))

    def _click(self, event: QEvent) -> None:
        """A line tells the round in which it last happened; beside everything nobody is picked."""
        if event.button() != Qt.MouseButton.LeftButton or self._round is None:
            return
        origin, where = self.scene_point(0.0, 0.0), event.scenePos()
        x, y = where.x() - origin.x(), where.y() - origin.y()
        places = self._places(*self.size)
        asked = places.condition_at(x, y)
        if places.node_at(x, y) >= 0 or (asked is not None and asked.count > 1):
            return
        if asked is not None:
            self._picks.party.emit(asked.party_a[0])
            return
        found = places.line_at(x, y)
        if found is None:
            self._picks.party.emit(NOBODY)
        else:
            self._picks.round.emit(self._events(found)[-1].k)

    def _places(self, width: float, height: float) -> Places:
        return lay_out(self.shown, width, height, self._line())

    def _line(self) -> float:
        font = self.font
        font.setPointSizeF(max(7.0, font.pointSizeF() * SMALL))
        return QFontMetricsF(font).height()

    # ------------------------------------------------------------------ words

    def _events(self, line: Line) -> tuple[Event, ...]:
        """What a line stands for, oldest first."""
        seen: Bargains = self.shown
        if line.tie is not None:
            return line.tie.agreed if line.kind == "agreed" else line.tie.refused
        node = seen.nodes[line.node]
        return node.changed_by("chair") if line.kind == "chair" else node.walkouts

    def _line_tip(self, line: Line) -> str:
        assert self.scenario is not None
        events = self._events(line)
        if line.tie is not None:
            a, b = (label_of(d, self.scenario) for d in (line.tie.a, line.tie.b))
            head = text(
                "bargains.tie",
                a=a,
                b=b,
                asked=line.tie.asked,
                agreed=len(line.tie.agreed),
                refused=len(line.tie.refused),
            )
            events = line.tie.events
        else:
            head = text(f"bargains.of_{line.kind}")
        return "<br>".join([f"<b>{head}</b>", *self._told_of(events)])

    def _node_tip(self, node: Node) -> str:
        assert self.scenario is not None
        if node.d < 0:
            head = text("bargains.rest", count=node.count, members=self.shown.members)
        else:
            label = label_of(node.d, self.scenario)
            head = text("view.backing_one", count=node.count, proposal=label)
        names, more = names_of(list(node.party_a), self.scenario)
        rest = f" {text('flows.more', count=more)}" if more else ""
        lines = [f"<b>{head}</b>", ", ".join(names) + rest]
        if node.kept < node.count:
            lines.append(text("flows.focus", kept=node.kept, count=node.count))
        lines += self._told_of(sorted([*node.changes, *node.walkouts], key=lambda e: e.k))
        if node.d < 0:
            lines += [self._condition_words(c) for c in self.shown.conditions[:NAMED]]
        return "<br>".join(line for line in lines if line)

    def _told_of(self, events: Iterable[Event]) -> list[str]:
        """The newest of some events, a line each."""
        assert self.scenario is not None
        newest = list(events)[-TOLD:]
        return [
            f"{text('words.round', k=event.k)}: {sentence(event, self.scenario)}"
            for event in newest
        ]

    def _condition_tip(self, condition: Condition) -> str:
        """Who named a condition, and whether a text has it now."""
        assert self.scenario is not None
        names, more = names_of(list(condition.party_a), self.scenario)
        rest = f" {text('flows.more', count=more)}" if more else ""
        lines = [f"<b>{self._condition_words(condition)}</b>", ", ".join(names) + rest]
        if condition.kept < condition.count:
            lines.append(text("flows.focus", kept=condition.kept, count=condition.count))
        return "<br>".join(lines)

    def _condition_words(self, condition: Condition) -> str:
        """A condition, how many named it, and whether a text has it now."""
        assert self.scenario is not None
        issue, level = _level(condition, self.scenario)
        met = joined(label_of(d, self.scenario) for d in condition.met)
        return text(
            "bargains.named_by",
            issue=issue,
            level=level,
            count=condition.count,
            waiting=condition.waiting,
            state=text("bargains.met", labels=met) if condition.met else text("bargains.unmet"),
        )


def _level(condition: Condition, scenario: Scenario) -> tuple[str, str]:
    issue = scenario.space.issues[condition.issue]
    return issue.name, issue.levels[condition.level].name


def _row(event: Event, scenario: Scenario) -> tuple[Cell, ...]:
    fields, index = event.fields, scenario.proposal_index

    def label(name: str) -> str | None:
        d = index.get(str(fields.get(name)))
        return None if d is None else scenario.proposals[d].label

    issue = level = None
    if fields.get("issue"):
        one = scenario.space.issues[scenario.space.issue_index(str(fields["issue"]))]
        issue, level = one.name, one.levels[one.index(str(fields["level_to"]))].name
    states = fields.get("movers", fields.get("leavers"))
    return (
        event.k,
        word("kind", event.kind),
        label("proposal"),
        label("other"),
        issue,
        level,
        states,
    )
