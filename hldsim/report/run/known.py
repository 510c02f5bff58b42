"""What is sourced and what is drawn: counts, known positions with their surprise, sources."""

from __future__ import annotations

from collections import Counter

from hldsim.domain.parties import NONCOMMITTAL, Provenance
from hldsim.report.blocks import Block, Cell, Col, Grid, Group, Row, Section, Text, row
from hldsim.report.run.material import Material
from hldsim.report.texts import joined, meaning, text, word


def known(material: Material) -> Section:
    """Tell where everything said of the parties comes from."""
    blocks: list[Block] = [Text(material.say("known.lead")), _counts(material)]
    blocks.append(_positions(material) or Text(material.say("known.positions_none")))
    lines = [
        material.say("known.line", bloc=bloc.name, proposal=material.label(bloc.line))
        for bloc in material.scenario.blocs
        if bloc.line
    ]
    if lines:
        blocks.append(Text(material.say("known.lines", lines=joined(lines, material.lang))))
    if material.scenario.sources:
        blocks.append(_sources(material))
    return Section("known", material.say("known.title"), tuple(blocks))


def _counts(material: Material) -> Grid:
    parties = material.scenario.parties
    found = Counter(one.provenance for p, one in enumerate(parties) if material.is_known(p))
    rows = [
        row(
            material.say(
                "known.position", provenance=word("provenance", provenance, material.lang)
            ),
            str(found[provenance]),
            meaning("provenance", provenance, material.lang),
        )
        for provenance in Provenance
        if found[provenance]
    ]
    edited = sum(one.provenance is Provenance.USER for one in parties)
    if edited:
        words = material.say("known.edited"), material.say("known.edited_note")
        rows.append(row(words[0], str(edited), words[1]))
    declared = sum(bool(one.declared) and one.provenance is not Provenance.USER for one in parties)
    if declared:
        words = material.say("known.declared"), material.say("known.declared_note")
        rows.append(row(words[0], str(declared), words[1]))
    rule = material.scenario.imputation.name
    if rule != "declared":
        key = "preferences_note" if material.run.conditioned else "preferences_free"
        note = material.say(f"known.{key}", rule=rule)
        title = Cell(material.say("known.preferences"), quiet=True)
        rows.append(row(title, str(len(parties) - declared - edited), note))
    changed = {
        str(act.body.get("path")).partition("]")[0]
        for act in material.run.acts
        if act.kind == "set" and str(act.body.get("path")).startswith("parties[")
    }
    if changed:
        note = material.say("known.changed_note")
        rows.append(row(material.say("known.changed"), str(len(changed)), note))
    columns = (
        Col(material.say("known.what"), 2.0),
        Col(material.say("known.count"), 0.8, right=True),
        Col(material.say("known.means"), 4.6),
    )
    return Grid(material.say("known.caption"), columns, (Group(tuple(rows)),))


def _positions(material: Material) -> Grid | None:
    """Known positions, with how likely the rule alone makes each."""
    alone = {one.party: one for one in material.likely}
    inputs = material.history.inputs
    rows: list[Row] = []
    for p, party in enumerate(material.scenario.parties):
        if party.position is None:
            continue
        one = alone.get(p)
        share = Cell(material.say("dash"))
        if one is not None:
            low, high = (f"{100 * x:.0f}" for x in (one.low, one.high))
            words = material.say(
                "known.share", share=material.share(one.probability), low=low, high=high
            )
            share = Cell(words, bar=(one.low, one.probability, one.high))
        key = "missed" if inputs.missed_p[p] else "imposed"
        here = material.say(f"known.{key if inputs.conditioned_p[p] else 'free'}")
        rows.append(
            row(
                Cell(party.name, strong=True),
                _position(party.position, material),
                party.source or word("provenance", party.provenance, material.lang),
                share,
                here,
            )
        )
    if not rows:
        return None
    columns = (
        Col(material.say("known.party"), 1.4),
        Col(material.say("known.said"), 1.6),
        Col(material.say("known.source"), 3.4),
        Col(material.say("known.alone"), 1.6, right=True),
        Col(material.say("known.here"), 1.0),
    )
    note = material.say("known.positions_note", draws=material.draws) if alone else ""
    return Grid(material.say("known.positions"), columns, (Group(tuple(rows)),), note)


def _position(position: str, material: Material) -> str:
    if position == NONCOMMITTAL:
        return text("words.noncommittal", material.lang)
    return material.label(position)


def _sources(material: Material) -> Grid:
    rows = tuple(row(one.title, one.date, one.licence) for one in material.scenario.sources)
    columns = (
        Col(material.say("known.title_of"), 4.6),
        Col(material.say("known.date"), 1.1),
        Col(material.say("known.licence"), 1.8),
    )
    return Grid(material.say("known.figures"), columns, (Group(rows),))
