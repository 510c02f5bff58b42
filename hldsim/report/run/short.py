"""In short: what came of the run, in a handful of sentences."""

from __future__ import annotations

from hldsim.domain.events import Event
from hldsim.report.blocks import Block, Text
from hldsim.report.decided import told_apart
from hldsim.report.run.material import Material
from hldsim.report.run.phrases import first_up, left_out, then
from hldsim.report.texts import joined, word


def short(material: Material) -> tuple[Block, ...]:
    """Say how it ended, what mattered, what is known of it, and what it is no evidence of."""
    words = [outcome(material)]
    if material.last > 0:
        words.append(backing(material))
    words.append(_turn(material))
    return (
        Text(" ".join(one for one in words if one), "lead"),
        Text(f"{_done(material)} {_sourced(material)}"),
        Text(material.say("short.caution"), "caution"),
    )


def outcome(material: Material) -> str:
    """Say what was decided, or that nothing is yet."""
    last, rounds = material.last, material.scenario.rounds
    if last == 0:
        return material.say("short.not_begun")
    decided = adoption(material)
    if decided is not None:
        proposal = material.label(str(decided.fields.get("proposal")))
        return material.say("short.adopted", proposal=proposal, k=decided.k, why=_why(material))
    if last < rounds:
        return material.say("short.open", k=last, rounds=rounds)
    return material.say("short.none", k=last)


def adoption(material: Material) -> Event | None:
    """The event of the design adopted; proposals to go further, put after it, do not count."""
    for event in reversed(material.history.events()):
        if event.kind == "adopted" and event.coalition >= 0:
            return event
    return None


def backing(material: Material) -> str:
    """Say what member states back in the end."""
    backs = [
        material.counted(
            "short.backs",
            int(material.backing_d[d]),
            proposal=material.scenario.proposals[d].label,
        )
        for d in material.order
    ]
    uncommitted = material.members - int(material.backing_d.sum())
    return material.say(
        "short.backing",
        backing=joined(backs, material.lang),
        uncommitted=uncommitted,
        members=material.members,
    )


def _why(material: Material) -> str:
    """Say by which rule, and by how much."""
    decided = adoption(material)
    assert decided is not None
    rule, fields = str(decided.fields.get("rule")), decided.fields
    share, quota = fields.get("share"), fields.get("quota")
    if share is None or quota is None:
        return material.say("short.by_rule", rule=word("rule", rule, material.lang))
    told = told_apart(float(share), float(quota))
    return material.say(
        "short.opt_in" if rule == "opt_in" else "short.in_favour",
        rule=word("rule", rule, material.lang),
        share=told[0],
        quota=told[1],
    )


def _turn(material: Material) -> str:
    """Say what mattered most, if it was looked for."""
    found = material.turning
    if found is None or not found.points:
        return ""
    first = found.points[0]
    what = left_out(first.without, material)
    if material.last < material.scenario.rounds:
        return material.say("short.turn_open", what=what, moved=first.moved)
    if found.decisive:
        return material.say("short.turn", what=what, then=then(first, material))
    return first_up(material.say("short.turn_none", count=len(found.points)))


def _done(material: Material) -> str:
    count = sum(act.k <= material.last for act in material.run.acts)
    if not count:
        return material.say("short.nobody")
    return material.counted("short.done", count)


def _sourced(material: Material) -> str:
    parties = len(material.scenario.parties)
    known = sum(material.is_known(p) for p in range(parties))
    if known:
        return material.say("short.sourced", parties=parties, known=known)
    return material.say("short.sourced_declared" if material.declared else "short.sourced_none",
                        parties=parties)  # fmt: skip
