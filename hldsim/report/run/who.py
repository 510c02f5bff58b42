"""Who ended where, and why: every party under the design it backs in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from hldsim.domain.parties import Seat
from hldsim.report.blocks import Block, Cell, Col, Grid, Group, Row, Section, Text
from hldsim.report.run.material import Material
from hldsim.report.run.phrases import names, pictures
from hldsim.report.run.reasons import Reason, reason_words, reasons, term_words
from hldsim.report.texts import joined, text, word
from hldsim.table.state import SILENT, UNSAID

TERMS = 4
"""Reasons counted for a group, the most frequent first."""


def who(material: Material) -> Section:
    """Tell who ended where, and why."""
    found = reasons(material.run)
    order = [*material.order, -1]
    groups = [(d, np.flatnonzero(material.backed_p == d).tolist()) for d in order]
    groups = [(d, parties) for d, parties in groups if parties]
    blocks: list[Block] = [Text(material.say("who.lead"))]
    blocks += pictures(material, "coalition_map", "world_map")
    blocks += [Text(_about(d, parties, found, material)) for d, parties in groups]
    blocks.append(_grid(groups, found, material))
    return Section("who", material.say("who.title"), tuple(blocks))


def _about(d: int, parties: Sequence[int], found: Sequence[Reason], material: Material) -> str:
    """A group in a few sentences: how large, what weighed most, whose position is known."""
    said = [f"{_title(d, parties, material)}."]
    terms = Counter(term_words(found[p], material.run, material.lang) for p in parties)
    terms.pop("", None)
    if terms:
        counted = [
            material.say("who.term", term=term, count=count)
            for term, count in terms.most_common(TERMS)
        ]
        said.append(material.say("who.reasons", terms=joined(counted, material.lang)))
    known = [p for p in parties if material.is_known(p)]
    if known:
        said.append(material.say("who.known", names=names(known, material)))
    return " ".join(said)


def _title(d: int, parties: Sequence[int], material: Material) -> str:
    capability = float(material.history.inputs.capability_p[list(parties)].sum())
    return material.say(
        "who.group" if d >= 0 else "who.group_none",
        proposal="" if d < 0 else material.scenario.proposals[d].label,
        count=int(material.member_p[list(parties)].sum()),
        members=material.members,
        capability=material.share(capability),
    )


def _grid(
    groups: Sequence[tuple[int, list[int]]], found: Sequence[Reason], material: Material
) -> Grid:
    made = []
    for d, parties in groups:
        proposal = "" if d < 0 else material.scenario.proposals[d].id
        by_name = sorted(parties, key=lambda p: material.scenario.parties[p].name)
        made.append(
            Group(
                tuple(_row(p, found[p], material) for p in by_name),
                _title(d, parties, material),
                material.colours.get(proposal, ""),
            )
        )
    columns = (
        Col(material.say("who.party"), 1.7),
        Col(material.say("who.said"), 1.35),
        Col(material.say("who.since"), 0.5, right=True),
        Col(material.say("who.why"), 5.5),
    )
    caption = material.say("who.caption", k=material.last)
    return Grid(caption, columns, tuple(made), material.by_origin("who.note"))


def _row(p: int, reason: Reason, material: Material) -> Row:
    party = material.scenario.parties[p]
    name = party.name
    if party.seat is not Seat.MEMBER:
        seat = word("seat", party.seat, material.lang)
        name = material.say("who.other", party=name, seat=seat)
    since = str(reason.since) if reason.since else material.say("who.start")
    return (
        Cell(name, strong=material.is_known(p)),
        Cell(_said(p, material)),
        Cell(since),
        Cell(reason_words(reason, material.run, material.lang)),
    )


def _said(p: int, material: Material) -> str:
    stated = int(material.end.stated_p[p])
    if stated == SILENT:
        return material.say("who.silent")
    if stated == UNSAID:
        return text("words.noncommittal", material.lang)
    return material.scenario.proposals[stated].label
