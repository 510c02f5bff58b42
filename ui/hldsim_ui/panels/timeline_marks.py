"""Marks on the timeline: what decided or changed the run, rounds with a note, and what tips say."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from hldsim.report.happened import happened
from hldsim.report.texts import text
from hldsim_ui.board import Shown
from hldsim_ui.theme.palette import Palette

MARKED = {"intervened": "accent", "no_agreement": "danger", "adopted": "good"}
"""Events that leave a mark, and its colour; where two fall into one round, the later of these."""


def marks_of(shown: Shown) -> dict[int, str]:
    """Return the kind of event that marks a round, by round."""
    if shown.history is None:
        return {}
    rank = list(MARKED)
    found: dict[int, str] = {}
    for k in range(len(shown.history)):
        kinds = {event.kind for event in shown.history[k].events} & set(rank)
        if kinds:
            found[k] = max(kinds, key=rank.index)
    return found


def tip(shown: Shown, k: int, phase: str) -> str:
    """Say what happened in a round, with the note on it, as rich text."""
    head = " · ".join(part for part in (text("words.round", k=k), phase) if part)
    if k <= 0:
        head = text("words.start")
    lines = [f"<b>{escape(head)}</b>"]
    if shown.history is None or shown.scenario is None or k > shown.last:
        return f"{lines[0]}<br>{escape(text('happened.later'))}"
    if 0 < k <= shown.history.last:
        said = happened(shown.history[k], shown.scenario) or (text("happened.nothing"),)
        lines += [escape(line) for line in said]
    note = "" if shown.futures is None else shown.futures.notes.get(k, "")
    if note:
        lines.append(f"<i>{escape(text('happened.note', note=note))}</i>")
    return "<br>".join(lines)


def draw_mark(painter: QPainter, kind: str, at: QPointF, palette: Palette) -> None:
    """Draw what an event leaves: a diamond for a change, a disc for adoption, a cross for none."""
    colour = getattr(palette, MARKED[kind])
    if kind == "no_agreement":
        for pen in (QPen(palette.background, 5.0), QPen(colour, 2.4)):
            painter.setPen(pen)
            for dx, dy in ((4.0, 4.0), (4.0, -4.0)):
                painter.drawLine(at - QPointF(dx, dy), at + QPointF(dx, dy))
        return
    painter.setBrush(colour)
    painter.setPen(QPen(palette.background, 1.5))
    if kind == "intervened":
        corners = [QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
    else:
        painter.drawEllipse(at, 5.0, 5.0)


def draw_note(painter: QPainter, at: QPointF, high: float, palette: Palette) -> None:
    """Draw a pennant that stands on the bar at a point and is so many pixels high."""
    top = at - QPointF(0, high)
    painter.setPen(QPen(palette.text, 1.4))
    painter.drawLine(at, top)
    painter.setBrush(palette.text)
    size = 0.6 * high
    corners = [top, top + QPointF(1.3 * size, 0.5 * size), top + QPointF(0, size)]
    painter.drawPolygon(QPolygonF(corners))
