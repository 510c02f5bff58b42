"""A role card: who you are, what you want, what you can do, what winning means. One page.

It holds what its party may know: its own wants and what is public, nothing that others want.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hldsim import __version__
from hldsim.domain.parties import Seat
from hldsim.report.about import (
    bloc_names,
    figures,
    known_position,
    provenance_line,
    source_line,
    who,
)
from hldsim.report.blocks import (
    Block,
    Bullets,
    Cell,
    Col,
    Document,
    Facts,
    Grid,
    Group,
    Row,
    Section,
    Text,
    row,
)
from hldsim.report.cards.drawn import SURE, Drawn, Range
from hldsim.report.texts import FALLBACK, joined, listed, text, texts, word
from hldsim.scenario.schema import Scenario

FIGURES = 6
"""Figures on a card, the first that the scenario announces."""
LIKED = 2
"""Levels told as liked best, where draws differ."""
THEMES = 3
"""Themes on a card, those it speaks of most."""


@dataclass(frozen=True)
class Card:
    """One party and what it wants."""

    party: int
    drawn: Drawn


def cards(scenario: Scenario, dealt: Sequence[Card], date: str, lang: str = FALLBACK) -> Document:
    """Put role cards together, one a sheet."""
    drawn = dealt[0].drawn
    key = "of_scenario" if drawn.sure else "of_draws" if drawn.seed is None else "of_run"
    foot = _say(
        "foot",
        lang,
        scenario=scenario.name,
        drawn=_say(key, lang, seed=drawn.seed, draws=drawn.draws),
        version=__version__,
    )
    return Document(
        title=scenario.title,
        subtitle=_say("title", lang),
        lang=lang,
        running=_say("running", lang, title=scenario.title),
        foot=foot,
        date=date,
        sections=tuple(_card(scenario, one, lang) for one in dealt),
        page="",
        author=text("report.author", lang, version=__version__),
        sheets=True,
    )


def may_play(scenario: Scenario) -> tuple[int, ...]:
    """Parties that somebody can play: all but organisations."""
    return tuple(p for p, one in enumerate(scenario.parties) if one.seat is not Seat.ORGANISATION)


def _card(scenario: Scenario, card: Card, lang: str) -> Section:
    party, drawn = scenario.parties[card.party], card.drawn
    kind = "kind" if scenario.date else "kind_undated"
    opening = (
        Text(_say(kind, lang, title=scenario.title, date=scenario.date), "quiet"),
        Text(_say("you", lang, party=party.name, who=who(party, lang)), "lead"),
        Facts(tuple(_facts(scenario, card, lang))),
    )
    inner = [
        Section(f"{party.id}-wants", _wants_title(drawn, lang), (_wants(scenario, drawn, lang),)),
        Section(f"{party.id}-designs", _say("designs", lang), (_designs(scenario, drawn, lang),)),
    ]
    if scenario.themes:
        said = tuple(_themes(scenario, drawn, lang))
        inner.append(Section(f"{party.id}-themes", _say("themes", lang), (Bullets(said),)))
    can, wins = tuple(_can(scenario, lang)), tuple(_winning(scenario, drawn, lang))
    if can:
        inner.append(Section(f"{party.id}-can", _say("can_title", lang), (Bullets(can),)))
    inner.append(Section(f"{party.id}-winning", _say("winning", lang), (Bullets(wins),)))
    return Section(party.id, party.name, opening, tuple(inner))


def _facts(scenario: Scenario, card: Card, lang: str) -> Iterator[tuple[str, str]]:
    """Blocs, figures, and what is known."""
    party = scenario.parties[card.party]
    if party.blocs:
        yield _say("blocs", lang), bloc_names(party, scenario, lang)
    found = [one for one in figures(party, scenario, lang) if one.value is not None][:FIGURES]
    if found:
        told = [_say("figure", lang, name=one.name, value=one.text) for one in found]
        named = dict.fromkeys(source_line(one.source, scenario)[0] for one in found)
        sources = listed((name for name in named if name), lang)
        cited = f" {_say('sources', lang, sources=sources)}" if sources else ""
        yield _say("figures", lang), f"{listed(told, lang)}.{cited}"
    position = known_position(party, scenario, lang)
    if position:
        whence = provenance_line(party, lang)
        said = [_say("known_text", lang, position=position, whence=whence)]
    else:
        said = [_say("declared_text" if card.drawn.sure else "unknown_text", lang)]
    for bloc in scenario.blocs:
        if bloc.line and bloc.id in party.blocs:
            label = scenario.proposals[scenario.proposal_index[bloc.line]].label
            said.append(_say("line", lang, bloc=bloc.name, proposal=label))
    yield _say("known", lang), " ".join(said)


def _wants_title(drawn: Drawn, lang: str) -> str:
    return _say("wants" if drawn.sure else "wants_imputed", lang)


def _wants(scenario: Scenario, drawn: Drawn, lang: str) -> Block:
    """Weights and what is liked best, the weightiest issue first."""
    order = sorted(range(len(scenario.space.issues)), key=lambda i: (-drawn.salience[i].value, i))
    rows = []
    for i in order:
        issue = scenario.space.issues[i]
        weight = drawn.salience[i]
        quo = issue.levels[issue.index(issue.status_quo)].name
        rows.append(
            row(
                Cell(issue.name, strong=True),
                Cell(_weight(weight, lang), bar=(weight.low, weight.value, weight.high)),
                Cell(_liked(drawn, i, lang)),
                Cell(quo, quiet=True),
            )
        )
    columns = (
        Col(_say("issue", lang), 1.4),
        Col(_say("weight", lang), 1.3, right=True),
        Col(_say("likes", lang), 3.6),
        Col(_say("now", lang), 2.3),
    )
    return Grid(_say("wants_caption", lang), columns, (Group(tuple(rows)),))


def _weight(weight: Range, lang: str) -> str:
    value = text("number.share", lang, value=100 * weight.value)
    if weight.sure:
        return value
    low, high = (f"{100 * x:.0f}" for x in (weight.low, weight.high))
    return _say("spread", lang, value=value, low=low, high=high)


def _liked(drawn: Drawn, i: int, lang: str) -> str:
    """The levels liked best, with the share of draws in which they are."""
    liked = drawn.liked[i]
    if liked[0].share >= SURE:
        return liked[0].level
    told = [
        _say(
            "liked", lang, level=one.level, share=text("number.share", lang, value=100 * one.share)
        )
        for one in liked[:LIKED]
        if one.share > 0 or one is liked[0]
    ]
    return listed(told, lang)


def _designs(scenario: Scenario, drawn: Drawn, lang: str) -> Block:
    """What each design is worth, the best first, and the status quo."""
    order = np.argsort([-one.value for one in drawn.worth], kind="stable").tolist()
    rows: list[Row] = []
    for d in order:
        proposal, worth = scenario.proposals[d], drawn.worth[d]
        share = text("number.share", lang, value=100 * drawn.better[d])
        word_ = text("report.yes" if drawn.better[d] > 0.5 else "report.no", lang)
        better = word_ if drawn.sure else _say("better_share", lang, share=share)
        rows.append(
            row(
                Cell(proposal.label, strong=True),
                _sponsors(scenario, proposal.sponsors, lang),
                Cell(_worth(worth, lang), bar=(worth.low, worth.value, worth.high)),
                better,
            )
        )
    quo = drawn.reservation
    bar = (quo.low, quo.value, quo.high)
    rows.append(row(_say("status_quo", lang), "", Cell(_worth(quo, lang), bar=bar), ""))
    columns = (
        Col(_say("design", lang), 2.6),
        Col(_say("by", lang), 2.0),
        Col(_say("worth", lang), 1.6, right=True),
        Col(_say("better", lang), 1.7),
    )
    key = "note_declared" if drawn.sure else "note_draws" if drawn.seed is None else "note_run"
    note = _say(key, lang, draws=drawn.draws, seed=drawn.seed)
    return Grid(_say("designs_caption", lang), columns, (Group(tuple(rows)),), note)


def _sponsors(scenario: Scenario, sponsors: Sequence[str], lang: str) -> str:
    names = []
    for one in sponsors:
        bloc, party = scenario.bloc_index.get(one), scenario.party_index.get(one)
        if bloc is not None:
            names.append(scenario.blocs[bloc].name)
        else:
            names.append(one if party is None else scenario.parties[party].name)
    return joined(names, lang) if names else _say("nobody", lang)


def _worth(worth: Range, lang: str) -> str:
    if worth.sure:
        return f"{worth.value:.2f}"
    low, value, high = (f"{x:.2f}" for x in (worth.low, worth.value, worth.high))
    return _say("worth_spread", lang, value=value, low=low, high=high)


def _themes(scenario: Scenario, drawn: Drawn, lang: str) -> Iterator[str]:
    order = np.argsort([-one.value for one in drawn.emphasis], kind="stable")[:THEMES]
    for h in order.tolist():
        theme = scenario.themes[h]
        yield _say(
            "theme",
            lang,
            theme=theme.name.partition(":")[0],
            emphasis=text("number.share", lang, value=100 * drawn.emphasis[h].value),
            low=theme.low,
            high=theme.high,
            stance=drawn.stance[h].value,
        )


def _can(scenario: Scenario, lang: str) -> Iterator[str]:
    """What can be done in each phase of the agenda that is known of."""
    known, first = texts(lang)["cards"]["can"], 1
    for spec in scenario.agenda:
        last = first + spec.rounds - 1
        if spec.phase in known and spec.rounds:
            key = "phase_one" if first == last else "phase"
            can = str(known[spec.phase])
            yield _say(key, lang, label=spec.label, first=first, last=last, can=can)
        first = last + 1


def _winning(scenario: Scenario, drawn: Drawn, lang: str) -> Iterator[str]:
    reservation = f"{drawn.reservation.value:.2f}"
    yield _say("measure", lang, reservation=reservation)
    rivals = [d for d, one in enumerate(scenario.proposals) if one.kind == "forum"]
    if not rivals:
        return
    best = max(rivals, key=lambda d: (drawn.worth[d].value, -d))
    levels = [
        _say("level", lang, level=liked[0].level, issue=issue.name.lower())
        for issue, liked in zip(scenario.space.issues, drawn.liked, strict=True)
    ]
    if drawn.worth[best].value > drawn.reservation.value:
        yield _say(
            "best",
            lang,
            proposal=scenario.proposals[best].label,
            worth=f"{drawn.worth[best].value:.2f}",
            levels=listed(levels, lang),
        )
        yield _say("worse", lang, reservation=reservation)
    else:
        yield _say("none_better", lang)
    rules = [
        _say("rule", lang, proposal=scenario.proposals[d].label, rule=_rule(scenario, d, lang))
        for d in rivals
    ]
    yield _say("rules", lang, rules=listed(rules, lang))


def _rule(scenario: Scenario, d: int, lang: str) -> str:
    """The decision rule that a proposal as tabled needs, in words."""
    design = scenario.space.decode(scenario.proposals[d].design)
    for spec in scenario.adoption:
        if all(design.get(issue) == level for issue, level in spec.when.items()):
            needs = texts(lang)["cards"]["needs"].get(spec.rule)
            return str(needs) if needs else word("rule", spec.rule, lang)
    return text("number.unknown", lang)


def _say(key: str, lang: str, **values: object) -> str:
    return text(f"cards.{key}", lang, **values)
