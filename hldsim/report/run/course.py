"""How it came: the meeting phase by phase, and coalitions over the rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from hldsim.domain.events import Event
from hldsim.report.blocks import Block, Cell, Col, Grid, Group, Row, Section, Text, row
from hldsim.report.happened import TOLD
from hldsim.report.run.material import Material
from hldsim.report.run.phrases import pictures
from hldsim.report.sentences import sentence
from hldsim.report.texts import joined
from hldsim.scenario.schema import PhaseSpec
from hldsim.table.state import UNCOMMITTED, backed_proposal

MOST = 10
"""Events of a phase told in full."""
ROWS = 12
"""About how many rounds the table of coalitions shows, ends of phases besides."""
FULL = tuple(kind for kind in TOLD if kind != "shifted") + ("put", "revised", "host_withdrew")
"""Kinds told in full, the weightiest first as far as they are among `TOLD`."""


def course(material: Material) -> Section:
    """Tell how it came."""
    spans = tuple(_spans(material))
    rows = tuple(_phase(material, *span) for span in spans)
    columns = (
        Col(material.say("course.phase"), 1.3),
        Col(material.say("course.rounds"), 0.7),
        Col(material.say("course.happened"), 4.4),
        Col(material.say("course.stood"), 2.3),
    )
    note = material.say("course.counts_note")
    table = Grid(material.say("course.caption"), columns, (Group(rows),), note)
    blocks: list[Block] = [Text(material.say("course.lead", phases=len(spans))), table]
    if material.last > 0:
        blocks += [*pictures(material, "support", "flows"), _coalitions(material, spans)]
    return Section("course", material.say("course.title"), tuple(blocks))


def _spans(material: Material) -> Iterator[tuple[PhaseSpec, int, int]]:
    """Each phase with its first and last round."""
    first = 1
    for spec in material.scenario.agenda:
        if spec.rounds:
            yield spec, first, first + spec.rounds - 1
        first += spec.rounds


def _phase(material: Material, spec: PhaseSpec, first: int, last: int) -> Row:
    span = str(first) if first == last else material.say("course.from_to", first=first, last=last)
    if first > material.last:
        cells = (Cell(material.say("course.not_reached"), quiet=True), Cell(""))
        return (Cell(spec.label, strong=True), Cell(span), *cells)
    stop = min(last, material.last)
    events = [e for k in range(first, stop + 1) for e in material.history[k].events]
    said = list(_happened(events, material)) or [material.say("course.nothing")]
    return row(
        Cell(spec.label, strong=True), span, "\n".join(said), "\n".join(_stood(material, stop))
    )


def _happened(events: Sequence[Event], material: Material) -> Iterator[str]:
    """What happened in a phase, a line each: counts of what is common, then what is rare."""
    counts = Counter(event.kind for event in events)
    if counts["tabled"]:
        yield material.counted("course.tabled", counts["tabled"])
    scenario, lang = material.scenario, material.lang
    for event in events:
        if event.kind == "tone":
            yield sentence(event, scenario, lang)
    if counts["statement"]:
        yield _spoke([e for e in events if e.kind == "statement"], material)
    shifts = [e for e in events if e.kind == "shifted"]
    if shifts:
        most = max(shifts, key=lambda e: abs(float(e.fields.get("by") or 0.0)))
        yield material.say("course.shifts", said=sentence(most, scenario, lang))
    joined_ = counts["joined"] if not counts["statement"] else 0
    if joined_ or counts["left"]:
        yield material.say("course.moves", joined=joined_, left=counts["left"])
    if counts["objected"]:
        yield material.counted("course.objections", counts["objected"])
    if counts["bargain_refused"]:
        yield material.counted("course.refused", counts["bargain_refused"])
    yield from _full(events, material)


def _full(events: Sequence[Event], material: Material) -> Iterator[str]:
    """The rare events of a phase in full, in order; the weightiest where there are many."""
    told = [event for event in events if event.kind in FULL]
    kept = sorted(range(len(told)), key=lambda n: (FULL.index(told[n].kind), n))[:MOST]
    for n in sorted(kept):
        said = sentence(told[n], material.scenario, material.lang)
        alone = events[0].k == events[-1].k
        yield said if alone else material.say("course.event", k=told[n].k, said=said)
    if len(told) > MOST:
        yield material.counted("course.more", len(told) - MOST)


def _spoke(statements: Sequence[Event], material: Material) -> str:
    said = Counter(str(event.fields.get("stated")) for event in statements)
    index = material.scenario.proposal_index
    parts = [
        material.say("course.spoke_for", count=count, proposal=material.label(name))
        for name, count in said.most_common()
        if name in index
    ]
    silent = sum(count for name, count in said.items() if name not in index)
    if silent:
        parts.append(material.counted("course.spoke_none", silent))
    return material.counted("course.spoke", len(statements), said=joined(parts, material.lang))


def _stood(material: Material, k: int) -> Iterator[str]:
    """What member states back after a round, a line each."""
    backed = backed_proposal(material.history[k].state)[material.member_p]
    for d in material.order:
        count = int((backed == d).sum())
        yield material.say(
            "course.backs", proposal=material.scenario.proposals[d].label, count=count
        )
    yield material.say("course.uncommitted", count=int((backed < 0).sum()))


def _coalitions(material: Material, spans: Sequence[tuple[PhaseSpec, int, int]]) -> Grid:
    """States and chances of each coalition over the rounds."""
    ends = {min(last, material.last) for _, first, last in spans if first <= material.last}
    step = max(1, round(material.last / ROWS))
    rounds = sorted({*range(0, material.last + 1, step), *ends})
    viability_kd = material.history.viability_kd()
    rows = []
    for k in rounds:
        state = material.history[k].state
        backed = backed_proposal(state)[material.member_p]
        cells = []
        for d in material.order:
            chance = float(viability_kd[k, d])
            count = int((backed == d).sum())
            shown = material.say("dash") if np.isnan(chance) else material.share(chance)
            cells.append(Cell(material.say("course.cell", count=count, viability=shown)))
        none = Cell(str(int((state.membership_p == UNCOMMITTED)[material.member_p].sum())))
        rows.append((Cell(str(k), strong=k in ends), *cells, none))
    columns = (
        Col(material.say("course.round"), 0.7, right=True),
        *(Col(material.scenario.proposals[d].label, 1.6, right=True) for d in material.order),
        Col(material.say("course.none"), 1.2, right=True),
    )
    return Grid(material.say("course.coalitions"), columns, (Group(tuple(rows)),))
