"""Phrases that several sections of the report use."""

from __future__ import annotations

from collections.abc import Sequence

from hldsim.experiments.leaving_out import Without
from hldsim.experiments.turning import TurningPoint
from hldsim.report.blocks import Picture
from hldsim.report.done import done_words
from hldsim.report.run.material import Material
from hldsim.report.texts import joined


def first_up(words: str) -> str:
    """Begin with a capital.

    Examples
    --------
    >>> first_up("the offer"), first_up("")
    ('The offer', '')
    """
    return words[:1].upper() + words[1:]


def left_out(without: Without, material: Material) -> str:
    """Say what is left out, as part of a sentence."""
    scenario = material.scenario
    party = scenario.parties[without.party].name if without.party >= 0 else ""
    first, last, label = _phase(without.phase, material)
    done = "" if without.act is None else done_words(without.act, scenario, material.lang)
    return material.say(
        f"left_out.{without.kind}",
        k=without.k,
        party=party,
        proposal=material.label(without.proposal),
        other=material.label(without.other),
        phase=label,
        first=first,
        last=last,
        done=done,
    )


def then(point: TurningPoint, material: Material) -> str:
    """Say what comes of a run without one thing, as part of a sentence."""
    if material.turning is None:
        return ""
    was, now = material.turning.ending, point.ending
    if point.change == "other":
        if not now.adopted:
            return material.say("then.other_none")
        key = "then.other" if was.adopted else "then.first"
        return material.say(key, proposal=material.label(now.adopted))
    if point.change == "text":
        issues = [
            issue.name.lower()
            for issue, one, other in zip(
                material.scenario.space.issues, was.text, now.text, strict=True
            )
            if one != other
        ]
        return material.say("then.text", issues=joined(issues, material.lang))
    if point.change == "nothing":
        return material.say("then.nothing")
    if material.last < material.scenario.rounds:
        return material.say("then.backing_open")
    return material.say("then.backing" if was.adopted else "then.backing_none")


def names(parties: Sequence[int], material: Material) -> str:
    """Names of parties in a row."""
    return joined([material.scenario.parties[p].name for p in parties], material.lang)


def pictures(material: Material, *views: str) -> tuple[Picture, ...]:
    """Pictures of these views, of those that were drawn."""
    drawn = [material.pictures[view] for view in views if view in material.pictures]
    key = "pictures.whence_declared" if material.declared else "pictures.whence"
    whence = material.say(key, seed=material.run.seed)
    found = []
    for one in drawn:
        said = material.say("pictures.caption", title=one.title, sentence=one.sentence)
        found.append(Picture(one.view, one.png, one.sentence, f"{said} {whence}"))
    return tuple(found)


def _phase(phase: str, material: Material) -> tuple[int, int, str]:
    """First and last round of a phase, and what it is called."""
    first = 1
    for spec in material.scenario.agenda:
        if spec.id == phase:
            return first, first + spec.rounds - 1, spec.label
        first += spec.rounds
    return 0, 0, phase
