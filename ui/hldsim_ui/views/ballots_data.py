"""The roll call: who votes how on which design, and what its rule makes of it; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Ballot
from hldsim.record.history import History
from hldsim.record.verdicts import Verdict
from hldsim.report.decided import decided_by
from hldsim.report.tables import Column, Table
from hldsim.report.texts import text, word
from hldsim.scenario.schema import PhaseSpec, Scenario
from hldsim.table.state import NOT_ASKED
from hldsim_ui.letters import plain

I8 = NDArray[np.int64]

ORDER = (Ballot.YES, Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT)
"""Ballots in the order in which totals are given."""
PHASE = "adoption"
"""Kind of phase in which ballots are asked."""


def closing(scenario: Scenario) -> tuple[int, PhaseSpec] | None:
    """Round in which ballots are asked, and its phase; None if the agenda has none."""
    first = 1
    for spec in scenario.agenda:
        if spec.phase == PHASE and spec.rounds > 0:
            return first, spec
        first += spec.rounds
    return None


def roll(scenario: Scenario) -> list[int]:
    """Members in alphabetical order, as they are called: letters with accents among the others."""
    members = [n for n, party in enumerate(scenario.parties) if party.votes]
    return sorted(members, key=lambda n: (plain(scenario.parties[n].name), n))


def ballots(history: History, k: int) -> I8 | None:
    """Ballots on each proposal as tabled, (p, d), as known after round ``k``; None before."""
    asked = history[k].state.ballot_pd
    return asked if (asked != NOT_ASKED).any() else None


def totals(ballot_p: I8, called: list[int]) -> dict[Ballot, int]:
    """Members by ballot."""
    given = ballot_p[called]
    return {ballot: int((given == ballot).sum()) for ballot in ORDER}


@dataclass(frozen=True)
class Close:
    """What the close has to say of one design.

    Attributes
    ----------
    total : dict of Ballot to int
        Members by ballot.
    verdict : Verdict or None
        What its rule makes of it; None where the run was kept without its rules.
    """

    total: dict[Ballot, int]
    verdict: Verdict | None


class Closes:
    """The close of one history, worked out once: a verdict asks everybody about every design."""

    def __init__(self) -> None:
        self._key: tuple[History, str] | None = None
        self._verdicts: dict[str, Verdict] = {}

    def of(self, history: History, k: int, d: int) -> Close | None:
        """What the close says of proposal ``d`` if it has come by round ``k``, else None."""
        asked_at = history.ballots_at(k)
        if asked_at is None:
            return None
        key = (history, history[asked_at].digest)
        if self._key is None or self._key[0] is not history or self._key[1] != key[1]:
            self._key = key
            self._verdicts = {v.proposal: v for v in history.verdicts(asked_at)}
        scenario = history.scenario
        ballot_p = history[asked_at].state.ballot_pd[:, d]
        verdict = self._verdicts.get(scenario.proposals[d].id)
        return Close(totals(ballot_p, roll(scenario)), verdict)

    def forget(self) -> None:
        """Hold no history any longer."""
        self._key = None


def verdict_words(verdict: Verdict) -> str:
    """Say whether a design passes, and what that was decided by."""
    rule = word("rule", verdict.rule)
    head = text("ballots.passes" if verdict.passes else "ballots.fails", rule=rule)
    return text("ballots.verdict", head=head, why=decided_by(verdict))


def waiting(scenario: Scenario, k: int) -> str:
    """Say when ballots come."""
    found = closing(scenario)
    if found is None:
        return text("ballots.no_phase")
    return text("ballots.later", close=found[0], phase=found[1].label, k=k)


def hypothetical(scenario: Scenario) -> str:
    """Say that these ballots are no record of a vote."""
    year = scenario.date[:4]
    return text("ballots.hypothetical_in" if year else "ballots.hypothetical", year=year)


def outcome(history: History, k: int) -> str:
    """Say which design this run adopted; nothing before the close."""
    asked_at = history.ballots_at(k)
    if asked_at is None:
        return ""
    state = history[asked_at].state
    if state.adopted < 0:
        return text("ballots.none_adopted")
    d = int(state.origin_c[state.adopted])
    as_tabled = np.array_equal(state.platform_ci[state.adopted], history.inputs.design_di[d])
    key = "ballots.adopted" if as_tabled else "ballots.adopted_revised"
    return text(key, proposal=history.scenario.proposals[d].label)


def sentence(history: History, k: int, d: int, close: Close | None) -> str:
    """Totals and verdict on proposal ``d``, or when they come."""
    if close is None:
        return waiting(history.scenario, k)
    counts = {ballot.name.lower(): count for ballot, count in close.total.items()}
    said = text(
        "view.ballots",
        proposal=history.scenario.proposals[d].label,
        members=sum(close.total.values()),
        **counts,
    )
    return said if close.verdict is None else f"{said} {verdict_words(close.verdict)}"


def table(title: str, history: History, k: int) -> Table:
    """One row a member: its ballot on every design (blank before the close)."""
    scenario, asked = history.scenario, ballots(history, k)
    columns = (
        Column("state"),
        Column("id"),
        *(Column(proposal.label, text("ballots.unit")) for proposal in scenario.proposals),
        Column("position"),
    )
    rows = tuple(
        (
            scenario.parties[n].name,
            scenario.parties[n].id,
            *(
                None if asked is None else ballot_word(int(asked[n, d]))
                for d in range(len(scenario.proposals))
            ),
            word("provenance", scenario.parties[n].provenance),
        )
        for n in roll(scenario)
    )
    return Table(f"{title} ({text('ballots.unit')}), round {k}", columns, rows)


def ballot_word(ballot: int) -> str:
    """The word for a ballot."""
    return word("ballot", Ballot(ballot).name.lower())
