"""What was done: interventions on this future, the other futures of the file, notes."""

from __future__ import annotations

from hldsim.report.blocks import Block, Bullets, Cell, Col, Grid, Group, Section, Text, row
from hldsim.report.done import done_words
from hldsim.report.futures import changes, future_name, outcome
from hldsim.report.run.material import Material
from hldsim.report.run.phrases import first_up


def done(material: Material) -> Section:
    """Tell what people did, and which other futures there are."""
    blocks: list[Block] = [_acts(material)]
    if len(material.kept.futures.futures) > 1:
        blocks.append(_futures(material))
    notes = material.kept.futures.notes
    sections: tuple[Section, ...] = ()
    if notes:
        said = tuple(material.say("done.note", k=k, note=note) for k, note in notes.items())
        sections = (Section("notes", material.say("done.notes"), (Bullets(said),)),)
    return Section("done", material.say("done.title"), tuple(blocks), sections)


def _acts(material: Material) -> Block:
    acts = [act for act in material.run.acts if act.k <= material.last]
    if not acts:
        return Text(material.say("done.none"))
    rows = tuple(
        row(
            str(act.k),
            material.say("done.user") if act.author == "user" else act.author,
            first_up(done_words(act, material.scenario, material.lang)),
        )
        for act in acts
    )
    columns = (
        Col(material.say("done.round"), 0.7, right=True),
        Col(material.say("done.by"), 1.8),
        Col(material.say("done.what"), 5.0),
    )
    return Grid(material.say("done.caption"), columns, (Group(rows),))


def _futures(material: Material) -> Grid:
    tree, scenario, lang = material.kept.futures, material.scenario, material.lang
    rows = []
    for one in tree.futures:
        here = one.branch == tree.shown
        left = "" if one.parent is None else str(one.forked_at)
        rows.append(
            row(
                str(one.branch),
                Cell(future_name(one, tree, scenario, lang), strong=here),
                left,
                changes(one, scenario, lang),
                first_up(outcome(one, scenario, lang)),
            )
        )
    columns = (
        Col(material.say("done.branch"), 0.7, right=True),
        Col(material.say("done.future"), 2.2),
        Col(material.say("done.from_"), 1.0, right=True),
        Col(material.say("done.what"), 2.4),
        Col(material.say("done.outcome"), 2.2),
    )
    return Grid(material.say("done.futures_caption"), columns, (Group(tuple(rows)),))
