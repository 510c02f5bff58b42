"""What the bargains are drawn with: coalitions as discs, bargains as arcs, and their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from hldsim.domain.issues import Issue
from hldsim.report.texts import text
from hldsim_ui.theme import Palette
from hldsim_ui.views.bargains_data import Bargains, Condition, Node
from hldsim_ui.views.bargains_layout import CHAIR, Line, Places
from hldsim_ui.views.designs import letter
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pixels import FAINT, Sketch

THICK, THICKEST = 1.2, 4.5
"""Width of a line for one time, and the most it grows to, in pixels."""
DASHES: Mapping[str, Sequence[float]] = {"refused": (4.0, 3.0), "walked": (1.0, 2.5)}
"""Dash patterns in widths of the line; a line without one is drawn through."""
ASIDE = 0.5
"""How strongly the bar of a condition is drawn that nobody in focus named."""


def line_pen(palette: Palette, kind: str, times: int = 2) -> QPen:
    """How a kind of line looks: differing by dashes, not only by colour."""
    colours = {"agreed": palette.good, "refused": palette.danger, "chair": palette.text}
    pen = QPen(colours.get(kind, palette.muted), min(THICK + 0.6 * (times - 1), THICKEST))
    if kind in DASHES:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(list(DASHES[kind]))
    return pen


def draw_bargains(
    sketch: Sketch,
    places: Places,
    seen: Bargains,
    labels: Mapping[int, str],
    issues: Sequence[Issue],
    selected: int,
    line: float,
) -> None:
    """Draw lines, then coalitions, then words, then the list of conditions.

    Parameters
    ----------
    labels : mapping
        What each coalition is called; -1 is the uncommitted.
    issues : sequence of Issue
        The scenario's, for the list of conditions.
    selected : int
        Party whose coalition is ringed, and whose condition is framed.
    line : float
        Height of a line of words, in pixels.
    """
    for strand in places.lines:
        sketch.painter.setBrush(Qt.BrushStyle.NoBrush)
        sketch.painter.setPen(line_pen(sketch.palette, strand.kind, times(strand, seen)))
        sketch.painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in strand.points.tolist()]))
    for n, node in enumerate((*seen.nodes, seen.rest)):
        _draw_node(sketch, places, n, node, selected in node.party_a)
    for n, node in enumerate(seen.nodes):
        _name_node(sketch, places, n, node, labels[node.d], line)
    if places.low:
        _name_node(sketch, places, len(seen.nodes), seen.rest, labels[-1], line)
    else:
        _name_rest(sketch, places, seen, labels[-1], line)
        _draw_chair(sketch, places, seen, line)
    _label_lines(sketch, places, seen, line)
    _write_totals(sketch, places, seen, line)
    if places.list is not None:
        _draw_list(sketch, places, places.list, seen, issues, selected, line)


def times(strand: Line, seen: Bargains) -> int:
    """How often what a line stands for has happened; for walk-outs, how many states."""
    if strand.tie is not None:
        return len(strand.tie.agreed if strand.kind == "agreed" else strand.tie.refused)
    node = seen.nodes[strand.node]
    return len(node.changed_by("chair")) if strand.kind == "chair" else node.walked


def _draw_node(sketch: Sketch, places: Places, n: int, node: Node, ringed: bool) -> None:
    """A disc as large as the states behind it; those in focus as a smaller, full one inside."""
    palette, painter = sketch.palette, sketch.painter
    middle, radius = QPointF(*places.centre[n]), places.radius[n]
    painter.setPen(QPen(palette.coalition_border(node.d), 1.4))
    painter.setBrush(palette.surface)
    painter.drawEllipse(middle, radius, radius)
    fill = palette.coalition(node.d)
    faint = QColor(fill)
    faint.setAlphaF(FAINT)
    painter.setBrush(faint)
    painter.drawEllipse(middle, radius, radius)
    if node.count and node.kept:
        inner = radius * (node.kept / node.count) ** 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(middle, inner - 0.7, inner - 0.7)
    if ringed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, wide in ((palette.surface, 4.4), (palette.accent, 2.4)):
            painter.setPen(QPen(ink, wide))
            painter.drawEllipse(middle, radius + 4.5, radius + 4.5)
    if node.d >= 0 and radius >= 9.0:
        full = node.kept == node.count
        ink = palette.on_coalition(node.d) if full else palette.text
        box = Box(middle.x() - radius, middle.y() - 10.0, 2.0 * radius, 20.0)
        sketch.words(box, letter(node.d), ink, align="centre", bold=True)


def _name_node(sketch: Sketch, places: Places, n: int, node: Node, label: str, line: float) -> None:
    """Its states and name, and below how its text has changed."""
    x, y = places.centre[n]
    top = y + places.radius[n] + 5.0
    left, wide = x - places.step / 2.0 + 3.0, places.step - 6.0
    ink = sketch.palette.coalition_text(node.d) if node.d >= 0 else sketch.palette.text
    words = f"{node.count} {label}"
    sketch.words(Box(left, top, wide, line), words, ink, align="centre", bold=True, small=True)
    own = len(node.changes) - (0 if places.low else len(node.changed_by("chair")))
    if own:
        words = text("bargains.changed_once" if own == 1 else "bargains.changed", count=own)
        if sketch.width(words, small=True) > wide:
            words = text("bargains.changed_short", count=own)
        below = Box(left, top + line, wide, line)
        sketch.words(below, words, sketch.palette.muted, align="centre", small=True)


def _name_rest(sketch: Sketch, places: Places, seen: Bargains, label: str, line: float) -> None:
    """The uncommitted, and how many conditions were named."""
    (x, y), radius = places.centre[-1], places.radius[-1]
    left = x + radius + 9.0
    room = places.width - left
    words = f"{seen.rest.count} {label}"
    sketch.words(Box(left, y - line, room, line), words, bold=True, small=True)
    if seen.named:
        key = "bargains.named_once" if seen.named == 1 else "bargains.named"
        words = text(key, count=seen.named)
        sketch.words(Box(left, y, room, line), words, sketch.palette.muted, small=True)


def _draw_chair(sketch: Sketch, places: Places, seen: Bargains, line: float) -> None:
    palette, (x, y) = sketch.palette, places.chair
    box = Box(x - CHAIR, y - CHAIR, 2.0 * CHAIR, 2.0 * CHAIR)
    sketch.fill(box, palette.raised)
    sketch.frame(box, palette.text, 1.4)
    left = x + CHAIR + 6.0
    room = places.centre[-1][0] - places.radius[-1] - 8.0 - left
    count = seen.changed_by("chair")
    sketch.words(Box(left, y - line, room, line), text("bargains.the_chair"), bold=True, small=True)
    key = "bargains.chair_once" if count == 1 else "bargains.chair_changes"
    words = text(key, count=count) if count else text("bargains.chair_none")
    sketch.words(Box(left, y, room, line), words, palette.muted, small=True)


def _label_lines(sketch: Sketch, places: Places, seen: Bargains, line: float) -> None:
    """Counts on lines, framed where it happened in the round shown; none on another's."""
    palette, taken = sketch.palette, list[Box]()
    for strand in places.lines:
        words = _words(strand, seen)
        wide = sketch.width(words, bold=True, small=True) + 10.0
        x = min(max(strand.label[0], wide / 2.0), places.width - wide / 2.0)
        box = Box(x - wide / 2.0, strand.label[1] - line / 2.0, wide, line)
        if any(box.meets(other) for other in taken):
            continue
        taken.append(box)
        sketch.fill(box, palette.surface, 0.92)
        if happened_now(strand, seen):
            sketch.frame(box, palette.accent, 1.6)
        ink = line_pen(palette, strand.kind).color()
        sketch.words(box, words, ink, align="centre", bold=True, small=True)


def _words(strand: Line, seen: Bargains) -> str:
    count = times(strand, seen)
    if strand.kind == "agreed" and strand.tie is not None:
        return text("bargains.agreed", count=count, moved=strand.tie.moved)
    return text(f"bargains.{strand.kind}", count=count)


def happened_now(strand: Line, seen: Bargains) -> bool:
    """Whether what a line stands for happened in the round shown."""
    if strand.tie is not None:
        events = strand.tie.agreed if strand.kind == "agreed" else strand.tie.refused
    else:
        node = seen.nodes[strand.node]
        events = node.changed_by("chair") if strand.kind == "chair" else node.walkouts
    return bool(events) and events[-1].k == seen.now


def _write_totals(sketch: Sketch, places: Places, seen: Bargains, line: float) -> None:
    """All bargains in one line above the network."""
    words = text("bargains.none_yet", k=seen.now)
    if seen.ties:
        asked = seen.agreed + seen.refused
        totals = dict(asked=asked, agreed=seen.agreed, refused=seen.refused)
        words = text("bargains.totals", k=seen.now, **totals)
    sketch.words(Box(2.0, 1.0, places.width - 4.0, line), words, sketch.palette.muted, small=True)


def _draw_list(
    sketch: Sketch,
    places: Places,
    room: Box,
    seen: Bargains,
    issues: Sequence[Issue],
    selected: int,
    line: float,
) -> None:
    """Conditions by issue: how many named each, how many of them still wait, whose text has it."""
    palette = sketch.palette
    corner = (room.x - 8.0, room.y + 4.0)
    end = (corner[0], room.y + room.height - 4.0)
    if room.y > 0.0:
        corner, end = (room.x, room.y - 4.0), (room.x + room.width, room.y - 4.0)
    sketch.line(corner, end, palette.grid, 1.0)
    head = Box(room.x, room.y + 1.0, room.width, line)
    sketch.words(head, text("bargains.list"), palette.muted, bold=True, small=True)
    if not seen.conditions:
        spot = Box(room.x, room.y + 2.0 * line, room.width, line)
        sketch.words(spot, text("bargains.list_none"), palette.muted, small=True)
        return
    longest = max(condition.count for condition in seen.conditions)
    for row in places.rows:
        issue = issues[row.issue]
        if row.condition is None:
            sketch.words(row.box, issue.name, bold=True, small=True)
        else:
            _draw_condition(sketch, row.box, row.condition, issue, longest, selected)
    if places.left_out:
        last = places.rows[-1].box if places.rows else head
        spot = Box(room.x, last.y + last.height, room.width, line)
        words = text("bargains.left_out", count=places.left_out)
        sketch.words(spot, words, palette.muted, small=True)
    foot = Box(room.x, room.y + room.height - line - 2.0, room.width, line)
    sketch.words(foot, text("bargains.keys"), palette.muted, small=True)


def _draw_condition(
    sketch: Sketch, box: Box, condition: Condition, issue: Issue, longest: int, selected: int
) -> None:
    palette, mine = sketch.palette, selected in condition.party_a
    if mine:
        sketch.frame(box, palette.accent, 1.4)
    chips = [letter(d) for d in condition.met]
    bar = Box(box.x + 0.56 * box.width, box.y + 3.0, 0.2 * box.width, box.height - 6.0)
    name = Box(box.x + 6.0, box.y, bar.x - box.x - 10.0, box.height)
    ink = palette.text if condition.kept else palette.muted
    ink = palette.accent if mine else ink
    sketch.words(name, issue.levels[condition.level].name, ink, small=True)
    unit = bar.width / max(longest, 1)
    strength = 1.0 if condition.kept else ASIDE
    all_of = Box(bar.x, bar.y, condition.count * unit, bar.height)
    sketch.fill(all_of, palette.uncommitted, 0.35 * strength)
    waiting = Box(bar.x, bar.y, condition.waiting * unit, bar.height)
    sketch.fill(waiting, palette.uncommitted, strength)
    count = Box(bar.x + bar.width + 4.0, box.y, 24.0, box.height)
    sketch.words(count, str(condition.count), bold=True, small=True)
    x = count.x + count.width
    for mark, d in zip(chips, condition.met, strict=True):
        step = sketch.chip_width(mark) + 2.0
        if x + step <= box.x + box.width + 2.0:
            sketch.chip(Box(x, box.y + 1.0, step - 2.0, box.height - 2.0), d, mark)
        x += step
    if not chips:
        rest = Box(x, box.y, box.x + box.width - x, box.height)
        sketch.words(rest, text("bargains.no_text"), palette.muted, small=True)
