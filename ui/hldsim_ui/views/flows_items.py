"""What the flows are drawn with: ribbons, blocks, the line of one state, and their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen, QPolygonF

from hldsim.report.texts import text
from hldsim_ui.views.flows_data import Block, Ribbon
from hldsim_ui.views.flows_layout import BAR, Layout, spread
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pixels import FAINT, SMALL, Sketch

F8 = NDArray[np.float64]

STAY, MOVE = 0.22, 0.6
"""How strongly ribbons are drawn that end where they began, and that do not."""


def small_metrics(font: QFont) -> QFontMetricsF:
    """Measures of the small semi-bold type that blocks are named in."""
    small = QFont(font)
    small.setPointSizeF(max(7.0, font.pointSizeF() * SMALL))
    small.setWeight(QFont.Weight.DemiBold)
    return QFontMetricsF(small)


def draw_flows(
    sketch: Sketch,
    layout: Layout,
    names: Mapping[int, str],
    phases: Sequence[str],
    selected: int,
    width: float,
) -> None:
    """Draw ribbons, blocks, the line of the selected party, and words, from the ground up.

    Parameters
    ----------
    names : mapping
        What each proposal is called beside the last column; -1 is uncommitted.
    phases : sequence of str
        What happened between two columns.
    """
    _draw_phases(sketch, layout, phases)
    for ribbon in sorted(layout.flows.ribbons, key=lambda r: (r.moves, -r.count)):
        _draw_ribbon(sketch, layout, ribbon)
    for block in layout.flows.blocks:
        if block.count:
            _draw_block(sketch, layout, block)
    _draw_path(sketch, layout, selected)
    taken = _write_counts(sketch, layout, names, width)
    _write_moves(sketch, layout, taken)
    if len(layout.x) == 1:
        box = Box(0.25 * width, layout.top, 0.75 * width, layout.bottom - layout.top)
        sketch.words(box, text("flows.nothing"), sketch.palette.muted, align="centre")


def _draw_phases(sketch: Sketch, layout: Layout, phases: Sequence[str]) -> None:
    """Names of phases above the gaps, rounds below the columns."""
    palette, line = sketch.palette, small_metrics(sketch.font).height()
    for gap, name in enumerate(phases):
        left, right = layout.x[gap], layout.x[gap + 1]
        if gap % 2 == 0:
            sketch.fill(Box(left, 0.0, right - left, layout.bottom), palette.muted, 0.06)
        spot = Box(left + 2.0, 1.0, right - left - 4.0, line)
        sketch.words(spot, name, palette.muted, align="centre", small=True)
    free = np.inf
    for n, k in reversed(list(enumerate(layout.flows.rounds))):  # the round shown comes first
        words = text("words.round", k=k) if n == len(layout.x) - 1 else str(k)
        wide = sketch.width(words, small=True) + 2.0
        x = max(layout.x[n] - wide / 2.0, 0.0)
        if x + wide <= free:
            free = x - 3.0
            spot = Box(x, layout.bottom + 3.0, wide, line)
            sketch.words(spot, words, palette.muted, align="centre", small=True)


def _draw_ribbon(sketch: Sketch, layout: Layout, ribbon: Ribbon) -> None:
    strength = MOVE if ribbon.moves else STAY
    faint = (ribbon.kept, ribbon.count, strength * FAINT)
    for first, last, alpha in (faint, (0, ribbon.kept, strength)):
        if last > first:
            fill = sketch.palette.coalition(ribbon.source)
            fill.setAlphaF(alpha)
            edge = QColor(sketch.palette.coalition_border(ribbon.source))
            edge.setAlphaF(alpha if ribbon.moves else 0.0)
            sketch.painter.setBrush(fill)
            sketch.painter.setPen(QPen(edge, 0.8))
            sketch.painter.drawPolygon(_polygon(layout.outline(ribbon, first, last)))


def _draw_block(sketch: Sketch, layout: Layout, block: Block) -> None:
    box, palette = layout.block(block), sketch.palette
    kept = Box(box.x, box.y, box.width, block.kept * layout.scale)
    sketch.fill(box, palette.surface)
    sketch.fill(box, palette.coalition(block.d), FAINT)
    sketch.fill(kept, palette.coalition(block.d))
    right, end = box.x + BAR, box.y + box.height
    sketch.line((right, box.y), (right, end), palette.coalition_border(block.d), 1.0)


def _draw_path(sketch: Sketch, layout: Layout, selected: int) -> None:
    """The selected party's line through the columns."""
    pieces = [
        layout.edge(step.gap, layout.y(step.place, step.above), layout.y(step.after, step.beneath))
        for step in layout.flows.path_of(selected)
    ]
    if not pieces:
        return
    line, painter, palette = _polygon(np.concatenate(pieces)), sketch.painter, sketch.palette
    for colour, wide in ((palette.surface, 4.5), (palette.accent, 2.0)):
        painter.setPen(QPen(colour, wide))
        painter.drawPolyline(line)
    painter.setPen(QPen(palette.surface, 1.5))
    painter.setBrush(palette.accent)
    for spot in (line.first(), line.last()):
        painter.drawEllipse(spot, 4.0, 4.0)


def _write_moves(sketch: Sketch, layout: Layout, taken: list[Box]) -> None:
    """Counts on ribbons that end elsewhere, where there is room; the largest first."""
    line = small_metrics(sketch.font).height()
    movers = [ribbon for ribbon in layout.flows.ribbons if ribbon.moves]
    for ribbon in sorted(movers, key=lambda r: -r.count):
        words = str(ribbon.count)
        x, y = layout.middle(ribbon)
        wide = sketch.width(words, small=True) + 8.0
        box = Box(x - wide / 2.0, y - line / 2.0, wide, line)
        high = ribbon.count * layout.scale >= 0.6 * line
        if high and not any(box.meets(other) for other in taken):
            taken.append(box)
            sketch.words(box, words, align="centre", small=True)


def _write_counts(
    sketch: Sketch, layout: Layout, names: Mapping[int, str], width: float
) -> list[Box]:
    """The states of every block beside it, and the names of the last column's; return where."""
    taken = []
    seen, palette = layout.flows, sketch.palette
    line, last = small_metrics(sketch.font).height(), len(layout.x) - 1
    step = layout.x[1] - layout.x[0] if last else width
    for column, x in enumerate(layout.x):
        blocks = [b for b in seen.blocks if b.column == column and b.count]
        boxes = [layout.block(block) for block in blocks]
        wanted = [box.y + box.height / 2.0 for box in boxes]
        heights = spread(wanted, line * 0.94, layout.top - 2.0, layout.bottom + 2.0)
        left = x + BAR / 2.0 + 3.0
        room = width - left if column == last else step - BAR - 6.0
        for block, y in zip(blocks, heights, strict=True):
            words = f"{block.count} {names[block.d]}" if column == last else str(block.count)
            wide = min(sketch.width(words, bold=True, small=True), room)
            ground = Box(left - 1.0, y - line / 2.0 + 1.0, wide + 2.0, line - 2.0)
            sketch.fill(ground, palette.surface, 0.7)
            ink = palette.coalition_text(block.d) if block.d >= 0 else palette.text
            box = Box(left, y - line / 2.0, room, line)
            sketch.words(box, words, ink, bold=True, small=True)
            taken.append(ground)
    return taken


def _polygon(points: F8) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])
