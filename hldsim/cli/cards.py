"""``hldsim cards``: role cards of a scenario or of a run, as PDF or HTML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hldsim.cli.known import load
from hldsim.cli.reporting import HandoutError, must_be_ready, target, teller, today, write
from hldsim.errors import UnknownNameError

if TYPE_CHECKING:
    from hldsim.scenario.schema import Scenario


def make_cards(
    source: str,
    parties: Sequence[str],
    everybody: bool,
    seed: int | None,
    draws: int,
    out: str | None,
    paper: str,
    lang: str,
    progress: bool,
) -> int:
    """Make role cards; say where they are."""
    from hldsim.export.pdf import why_no_pdf

    if bool(parties) == everybody:
        raise HandoutError("whose cards? allowed: --party ID (repeatable), or --all for everybody")
    stem = f"{Path(source).stem or source}-cards"
    place = target(out, stem, out is None and why_no_pdf() is None)
    must_be_ready(place)
    scenario, own, conditioned = _opened(source, seed)
    chosen = chosen_parties(scenario, parties)

    from hldsim.experiments.draws import wants, wants_of
    from hldsim.report.cards.card import Card, cards
    from hldsim.report.cards.drawn import drawn

    tell = teller(progress, lang)
    tell("likely", 0, 1)
    many = wants(scenario, draws, conditioned=conditioned)
    one = None if own is None else wants_of(scenario, [own], conditioned)
    dealt = [Card(p, drawn(scenario, p, many, one)) for p in chosen]
    tell("write", 0, 1)
    write(cards(scenario, dealt, today().isoformat(), lang), place, paper)
    tell("write", 1, 1)
    click.echo(str(place))
    return 0


def chosen_parties(scenario: Scenario, names: Sequence[str]) -> list[int]:
    """Parties by id, or by name whatever its capitals; all that may act where none is named.

    Raises
    ------
    UnknownNameError
        If there is no such party.
    HandoutError
        If it is one that nobody can play.
    """
    from hldsim.report.cards.card import may_play

    playable = may_play(scenario)
    if not names:
        return list(playable)
    by_name = {one.name.casefold(): p for p, one in enumerate(scenario.parties)}
    found = []
    for name in names:
        party = scenario.party_index.get(name, by_name.get(name.casefold()))
        if party is None:
            party = scenario.party_index.get(name.upper())
        if party is None:
            raise UnknownNameError("party", name, scenario.party_index)
        if party not in playable:
            raise HandoutError(
                f"--party {name}: {scenario.parties[party].name} is an organisation and backs no "
                "design, so nobody plays it; allowed: a state or an observer"
            )
        found.append(party)
    return list(dict.fromkeys(found))


def _opened(source: str, seed: int | None) -> tuple[Scenario, int | None, bool]:
    """The scenario, the seed of the run whose draw is told, whether known positions are imposed."""
    if Path(source).suffix != ".hldrun":
        return load(source), seed, True
    from hldsim.record.kept import kept_run

    if seed is not None:
        raise HandoutError(f"--seed {seed}: {source} has a seed of its own; allowed: none here")
    run = kept_run(source).record
    return run.scenario, run.seed, run.conditioned
