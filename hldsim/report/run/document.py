"""The report of a run as one document."""

from __future__ import annotations

from hldsim import __version__
from hldsim.report.blocks import Block, Document, Facts, Section, Text
from hldsim.report.futures import future_name
from hldsim.report.run.again import again
from hldsim.report.run.agreement import agreement
from hldsim.report.run.course import course
from hldsim.report.run.done import done
from hldsim.report.run.known import known
from hldsim.report.run.material import Material
from hldsim.report.run.phrases import first_up
from hldsim.report.run.reasons import reasons
from hldsim.report.run.short import short
from hldsim.report.run.turning import turning
from hldsim.report.run.who import who
from hldsim.report.texts import meaning, text, word

WORDS = ("backing", "uncommitted", "viability", "line", "known", "imputed")
"""Words that are explained whatever the run."""
VIEWS = (
    *("issue_board", "ballots", "support", "flows"),
    *("coalition_map", "world_map"),
)
"""Live views that a report shows."""


def report(material: Material) -> Document:
    """Put the report of a run together."""
    scenario = material.scenario
    sections = (
        Section("short", material.say("short.title"), short(material)),
        agreement(material),
        course(material),
        who(material),
        turning(material),
        known(material),
        done(material),
        again(material),
        _words(material),
    )
    future = _future(material)
    return Document(
        title=scenario.title,
        subtitle=material.say("subtitle"),
        lang=material.lang,
        running=material.say(
            "running", title=scenario.title, seed=material.run.seed, future=future
        ),
        foot=material.say("foot", version=__version__, digest=material.run.fingerprint[:12]),
        date=material.date,
        opening=_opening(material, future),
        sections=sections,
        contents=material.say("contents"),
        page=text("report.page", material.lang),
        author=material.say("author", version=__version__),
        keywords=tuple(one.strip() for one in material.say("keywords").split(",")),
    )


def _future(material: Material) -> str:
    tree = material.kept.futures
    return future_name(tree.future(tree.shown), tree, material.scenario, material.lang)


def _opening(material: Material, future: str) -> tuple[Block, ...]:
    scenario = material.scenario
    rows = [
        ("scenario", scenario.summary.strip()),
        ("date", scenario.date),
        ("seed", str(material.run.seed)),
        ("future", first_up(future)),
        ("rounds", _rounds(material)),
        ("made", material.say("head.made_on", date=material.date, version=__version__)),
    ]
    facts = Facts(tuple((material.say(f"head.{key}"), value) for key, value in rows if value))
    if material.pictures or not material.no_pictures:
        return (facts,)
    return (facts, Text(material.say("pictures.none", reason=material.no_pictures), "quiet"))


def _rounds(material: Material) -> str:
    last, rounds = material.last, material.scenario.rounds
    if last == 0:
        return material.say("head.not_begun", rounds=rounds)
    if last >= rounds:
        return material.say("head.rounds_of", last=last, rounds=rounds)
    phase = material.history[last].phase
    labels = {spec.id: spec.label for spec in material.scenario.agenda}
    return material.say("head.stops", last=last, rounds=rounds, phase=labels.get(phase, phase))


def _words(material: Material) -> Section:
    """What the words of the report mean, the terms of worth that occur in it among them."""
    rows = [
        (material.say(f"words.{key}"), first_up(material.say(f"words.{key}_note")) + ".")
        for key in WORDS
    ]
    used = {reason.term for reason in reasons(material.run)}
    for term in sorted(used):
        about = meaning("term", term, material.lang)
        if not about:
            continue
        rows.append((first_up(word("term", term, material.lang)), f"{first_up(about)}."))
    return Section("words", material.say("words.title"), (Facts(tuple(rows)),))
