"""The agreement: its text issue by issue, who could not live with it, what each rule made of it."""

from __future__ import annotations

import numpy as np

from hldsim.report.blocks import Block, Cell, Col, Grid, Group, Section, Text, row
from hldsim.report.decided import decided_by
from hldsim.report.run.material import Material
from hldsim.report.run.phrases import first_up, names, pictures
from hldsim.report.texts import word

SHOWN = 12
"""Member states listed one by one among those who could not live with the text."""


def agreement(material: Material) -> Section:
    """Tell of the text adopted, or of the one backed most where nothing is."""
    adopted = material.end.adopted >= 0
    title = material.say("agreement.title" if adopted else "agreement.title_open")
    if material.text_c < 0:
        return Section("agreement", title, (Text(material.say("agreement.nobody")),))
    blocks: list[Block] = []
    label = material.scenario.proposals[int(material.end.origin_c[material.text_c])].label
    if not adopted:
        over = material.last >= material.scenario.rounds
        key = "agreement.none" if over else "agreement.open"
        blocks.append(Text(material.say(key, proposal=label, k=material.last)))
    blocks += [_text(material, label), *pictures(material, "issue_board")]
    inner = [_refused(material), *_rules(material)]
    return Section("agreement", title, tuple(blocks), tuple(inner))


def _text(material: Material, label: str) -> Grid:
    """The text, issue by issue."""
    end, c = material.end, material.text_c
    space, inputs = material.scenario.space, material.history.inputs
    tabled = inputs.design_di[int(end.origin_c[c])]
    rows = []
    for i, issue in enumerate(space.issues):
        level, was, quo = (int(x[i]) for x in (end.platform_ci[c], tabled, inputs.status_quo_i))
        first = int(space.offset_i[i])
        values = end.profile.value_pl[:, first : first + len(issue.levels)]
        wanted = int((values.argmax(axis=1) == level)[material.member_p].sum())
        moved = level != was
        before = issue.levels[was].name if moved else material.say("agreement.same")
        rows.append(
            row(
                Cell(issue.name, strong=True),
                Cell(issue.levels[level].name, strong=moved),
                Cell(before, quiet=not moved),
                issue.levels[quo].name,
                material.counted("states", wanted),
            )
        )
    columns = (
        Col(material.say("agreement.issue"), 1.4),
        Col(material.say("agreement.level"), 2.2),
        Col(material.say("agreement.tabled"), 1.8),
        Col(material.say("agreement.status_quo"), 2.2),
        Col(material.say("agreement.wanted"), 1.1, right=True),
    )
    return Grid(
        material.say("agreement.caption", proposal=label),
        columns,
        (Group(tuple(rows)),),
        material.by_origin("agreement.wanted_note"),
    )


def _refused(material: Material) -> Section:
    """Who finds the text worth less than its line of acceptance."""
    title = material.say("agreement.refused_title")
    told, c = material.acceptance, material.text_c
    if told is None:
        return Section("refused", title)
    short_p = told.line_p - told.utility_pc[:, c]
    found = np.flatnonzero((short_p > 0) & material.member_p)
    found = found[np.argsort(-short_p[found], kind="stable")]
    if not len(found):
        return Section("refused", title, (Text(material.say("agreement.refused_none")),))
    shown, rest = found[:SHOWN], found[SHOWN:]
    whence = {p: material.whence(p) for p in shown.tolist()}
    seen_p = material.end.objected_pc[:, c]
    rows = tuple(
        row(
            Cell(material.scenario.parties[p].name, strong=material.is_known(p)),
            f"{told.utility_pc[p, c]:.2f}",
            f"{told.line_p[p]:.2f}",
            f"{short_p[p]:.3f}",
            material.say("yes" if seen_p[p] else "no"),
            Cell(material.say(f"is_{whence[p]}"), quiet=whence[p] == "imputed"),
        )
        for p in shown.tolist()
    )
    keys = ("party", "worth", "line", "short", "seen", "position")
    widths, right = (2.4, 1, 1, 1, 1.2, 1), (False, True, True, True, False, False)
    grid = Grid(
        material.say("agreement.refused_caption"),
        tuple(
            Col(material.say(f"agreement.{key}"), width, side)
            for key, width, side in zip(keys, widths, right, strict=True)
        ),
        (Group(rows),),
        material.say("agreement.refused_note"),
    )
    key = "agreement.refused" if len(rest) else "agreement.refused_all"
    lead = material.say(key, count=len(found), members=material.members, shown=len(shown))
    blocks: list[Block] = [Text(lead), grid]
    if len(rest):
        parties = material.scenario.parties
        listed = names(sorted(rest.tolist(), key=lambda p: parties[p].name), material)
        blocks.append(Text(material.say("agreement.rest", names=listed), "quiet"))
    return Section("refused", title, tuple(blocks))


def _rules(material: Material) -> list[Section]:
    """What the rule that each design needs makes of the answers at the close."""
    told = material.history.verdicts(material.last)
    if not told:
        return []
    rows = tuple(
        row(
            Cell(material.label(one.proposal), strong=True),
            word("rule", one.rule, material.lang),
            material.say("yes" if one.passes else "no"),
            first_up(decided_by(one, material.lang)),
        )
        for one in told
    )
    columns = (
        Col(material.say("agreement.rules_design"), 2.4),
        Col(material.say("agreement.rule"), 1.2),
        Col(material.say("agreement.verdict"), 1.0),
        Col(material.say("agreement.why"), 3.4),
    )
    grid = Grid(material.say("agreement.rules_caption"), columns, (Group(rows),))
    title = material.say("agreement.rules_title")
    return [Section("rules", title, (*pictures(material, "ballots"), grid))]
