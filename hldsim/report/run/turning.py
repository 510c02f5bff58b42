"""Turning points: what would have come out otherwise without one thing that happened."""

from __future__ import annotations

from hldsim.experiments.leaving_out import KINDS
from hldsim.experiments.turning import CHANGES, Turning, TurningPoint
from hldsim.report.blocks import Block, Cell, Col, Grid, Group, Row, Section, Text, row
from hldsim.report.run.material import Material
from hldsim.report.run.phrases import first_up, left_out, then

SHOWN = 12
"""Things listed one by one, those that change most."""


def turning(material: Material) -> Section:
    """Tell what was left out and what came of it, or why nothing was."""
    title = material.say("turning.title")
    found = material.turning
    if found is None or not found.possible:
        return Section("turning", title, (Text(_why_not(material)),))
    said = [Text(material.say("turning.lead")), Text(_verdict(found, material))]
    if found.points:
        said.append(Text(material.counted("turning.usual", found.usual)))
    blocks: list[Block] = list(said)
    shown = [point for point in found.points if point.change != "nothing"][:SHOWN]
    if shown:
        blocks.append(_ranked(shown, material))
    blocks.append(_kinds(found, material))
    if found.tried < found.possible:
        counts = {"tried": found.tried, "possible": found.possible}
        blocks.append(Text(material.say("turning.cut", **counts), "caution"))
    if found.impossible:
        blocks.append(Text(material.say("turning.impossible", count=len(found.impossible))))
    return Section("turning", title, tuple(blocks))


def _why_not(material: Material) -> str:
    if material.differs_from is not None:
        from hldsim import __version__

        return material.say(
            "turning.differs",
            version=__version__,
            k=material.differs_from,
            recorded=material.kept.head.version,
        )
    return material.say("turning.no_rounds" if not material.last else "turning.not_asked")


def _verdict(found: Turning, material: Material) -> str:
    count, decisive = len(found.points), len(found.decisive)
    if material.last < material.scenario.rounds:
        return material.say("turning.open", k=material.last, count=count)
    if not decisive:
        return material.say("turning.none", count=count)
    return material.say(
        "turning.one" if decisive == 1 else "turning.some", count=count, decisive=decisive
    )


def _ranked(points: list[TurningPoint], material: Material) -> Grid:
    rows = tuple(
        row(
            str(n),
            Cell(first_up(left_out(point.without, material)), strong=point.outcome),
            Cell(first_up(then(point, material)), strong=point.outcome),
            str(point.moved),
            Cell(material.share(point.distance), bar=(point.distance,) * 3),
        )
        for n, point in enumerate(points, start=1)
    )
    columns = (
        Col(material.say("turning.rank"), 0.5, right=True),
        Col(material.say("turning.what"), 3.6),
        Col(material.say("turning.then"), 2.8),
        Col(material.say("turning.moved"), 1.1, right=True),
        Col(material.say("turning.distance"), 1.2, right=True),
    )
    note = material.say("turning.note")
    return Grid(material.say("turning.caption"), columns, (Group(rows),), note)


def _kinds(found: Turning, material: Material) -> Grid:
    """How many of each kind were tried, and what came of them."""
    rows = []
    for kind in KINDS:
        points = [point for point in found.points if point.without.kind == kind]
        if points:
            rows.append(_kind(kind, points, material))
    keys = ("kind", "tried", "other", "text", "backing", "nothing", "most")
    columns = tuple(
        Col(material.say(f"turning.{key}"), 2.2 if key == "kind" else 1.0, key != "kind")
        for key in keys
    )
    return Grid(material.say("turning.kinds"), columns, (Group(tuple(rows)),))


def _kind(kind: str, points: list[TurningPoint], material: Material) -> Row:
    counts = [str(sum(point.change == change for point in points)) for change in CHANGES]
    most = str(max(point.moved for point in points))
    return row(material.say(f"kinds.{kind}"), str(len(points)), *counts, most)
