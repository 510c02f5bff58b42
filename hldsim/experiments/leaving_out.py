"""Leaving out: what happened in a run, one thing at a time, and the run played again without it.

The luck stays the same: chance has names, so what is left out shifts no draw of anybody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from hldsim.domain.parties import NONCOMMITTAL
from hldsim.engine.advance import advance, finished
from hldsim.engine.setup import Setup, phase_of
from hldsim.record.rounds import Base, lay
from hldsim.record.rows import ActRow
from hldsim.record.run import RunRecord
from hldsim.rules.coalitions.base import CoalitionRule
from hldsim.rules.protocols.base import BargainingProtocol, Turn
from hldsim.scenario.check import build_checked
from hldsim.scenario.schema import Scenario
from hldsim.table.moves import Act, Acts, Change
from hldsim.table.state import SILENT, State

KINDS = ("act", "seat", "host", "phase", "merged", "revised", "party", "joined", "objected")
"""What can be left out, in the order in which it is tried:

``act``
    one thing that somebody did: a value set, or what one party was made to do in one round. A party
    that a person plays then holds still in that round.
``seat``
    everything that people did for one party: the model plays it throughout.
``host``
    an offer to host.
``phase``
    a phase of the agenda: its rounds pass and nothing happens in them.
``merged``, ``revised``
    a bargain; a change of a text.
``party``
    what one party backed: it names no design and backs none, but speaks, answers and votes.
``joined``
    one move of one party: it stays in that round where it was.
``objected``
    the objections of one party to one design: it says no from then on, and no more.
"""

UNCOMMITTED = "uncommitted"
OF_SEATS = ("act", "seat")
"""Kinds of rows that say what people do for a party."""
_WRITTEN = ("consultations", "chairs_text")


@dataclass(frozen=True)
class Without:
    """One thing that happened in a run.

    Attributes
    ----------
    kind : str
        One of ``KINDS``.
    k : int
        First round that is played otherwise.
    party : int
        Index of the party it is about, or -1.
    proposal, other : str
        Proposal it is about, and the second one of a bargain or the one a party came from.
    phase : str
        Id of the phase left out.
    act : ActRow or None
        What was done, for ``act``.
    """

    kind: str
    k: int
    party: int = -1
    proposal: str = ""
    other: str = ""
    phase: str = ""
    act: ActRow | None = None


def possible(run: RunRecord) -> list[Without]:
    """List everything of a run that can be left out, by kind, then by weight or round."""
    found = [
        *_acts(run),
        *(Without("host", 1, run.scenario.party_index[one.party]) for one in run.scenario.hosts),
        *_phases(run),
        *_changes(run),
        *_parties(run),
        *_moves(run),
        *_objections(run),
    ]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def play_without(run: RunRecord, without: Without) -> State:
    """Play a run again without one thing, as far as it was played; return how it ends.

    Raises
    ------
    HldsimError
        If the rest of what was done is not possible without it.
    """
    history = run.history
    setup, state = history.setup(without.k - 1), history[without.k - 1].state
    if without.kind == "host":
        setup, state = _without_host(run, without)
    while state.k < history.last and not finished(setup, state):
        k = state.k + 1
        table = lay(
            setup, state, [row for row in run.acts if row.k == k and _kept(run, row, without)]
        )
        setup = table.setup
        if _skipped(setup.scenario, k, without):
            state = replace(table.state, k=k)
            continue
        acts = _instead(run, without, k, table.acts)
        state, _ = advance(_ruled(setup, without, k), table.state, acts, told=False)
    return state


# ---------------------------------------------------------------- what there is


def _acts(run: RunRecord) -> Iterator[Without]:
    """Interventions one by one, then seats: of a seat more than one act, or the taking of it."""
    seats: dict[int, list[ActRow]] = {}
    for act in run.acts:
        if act.k > run.history.last:
            continue
        party = run.scenario.party_index.get(str(act.body.get("party")), -1)
        if act.kind in OF_SEATS and party >= 0:
            seats.setdefault(party, []).append(act)
        if act.kind != "seat":
            yield Without("act", act.k, party if act.kind == "act" else -1, act=act)
    for party, done in seats.items():
        if len(done) > 1 or done[0].kind == "seat":
            yield Without("seat", min(act.k for act in done), party)


def _phases(run: RunRecord) -> Iterator[Without]:
    """Every phase that was begun, but for the adoption: without it there is no outcome at all."""
    k = 1
    for spec in run.scenario.agenda:
        if k <= run.history.last and spec.phase != "adoption":
            yield Without("phase", k, phase=spec.id)
        k += spec.rounds


def _changes(run: RunRecord) -> Iterator[Without]:
    for snapshot in run.history:
        merged = {}
        for event in snapshot.events:
            proposal = str(event.fields.get("proposal"))
            if event.kind == "merged":
                merged[proposal] = str(event.fields.get("other"))
                yield Without("merged", snapshot.k, proposal=proposal, other=merged[proposal])
        revised = [e.fields.get("proposal") for e in snapshot.events if e.kind == "revised"]
        for proposal in dict.fromkeys(map(str, revised)):
            if proposal not in merged:
                yield Without("revised", snapshot.k, proposal=proposal)


def _parties(run: RunRecord) -> list[Without]:
    backed_kp = run.history.origin_kp()
    first = {
        int(p): int(np.flatnonzero(backed_kp[:, p] >= 0)[0])
        for p in np.flatnonzero((backed_kp >= 0).any(axis=0))
    }
    return _by_weight(run, [Without("party", max(k, 1), p) for p, k in first.items()])


def _moves(run: RunRecord) -> list[Without]:
    """Moves that nobody was made to make, by round."""
    own = {(row.k, str(row.body.get("party"))) for row in run.acts if row.kind == "act"}
    return [
        Without(
            "joined", e.k, e.party, str(e.fields.get("proposal")), str(e.fields.get("from") or "")
        )
        for e in run.history.events()
        if e.kind == "joined" and (e.k, run.scenario.parties[e.party].id) not in own
    ]


def _objections(run: RunRecord) -> list[Without]:
    first: dict[tuple[int, str], int] = {}
    for event in run.history.events():
        if event.kind == "objected":
            first.setdefault((event.party, str(event.fields.get("proposal"))), event.k)
    found = [Without("objected", k, party, proposal) for (party, proposal), k in first.items()]
    return _by_weight(run, found)


def _by_weight(run: RunRecord, found: list[Without]) -> list[Without]:
    capability_p = run.history.inputs.capability_p
    return sorted(found, key=lambda one: (-float(capability_p[one.party]), one.party))


# ---------------------------------------------------------------- how it is left out


def _kept(run: RunRecord, row: ActRow, without: Without) -> bool:
    if without.kind == "act":
        return row is not without.act
    own = row.kind in OF_SEATS and row.body.get("party") == run.scenario.parties[without.party].id
    return not (without.kind == "seat" and own)


def _skipped(scenario: Scenario, k: int, without: Without) -> bool:
    return without.kind == "phase" and phase_of(scenario, k)[0].id == without.phase


def _without_host(run: RunRecord, without: Without) -> tuple[Setup, State]:
    """The start of the same run, had the offer not been made."""
    document = run.scenario.document
    party = run.scenario.parties[without.party].id
    hosts = [one for one in document.get("hosts", []) if one["id"] != party]
    changed = build_checked({**document, "hosts": hosts, "facts": []})
    base = Base.of(changed, run.seed, run.conditioned)
    return base.setup, base.state


def _instead(run: RunRecord, without: Without, k: int, acts: Acts) -> Acts:
    """What is done in round ``k``, with what a party does instead."""
    own = acts.get(without.party, Act())
    if without.kind == "objected" and k == without.k:
        answer = {**own.answer, without.proposal: "no"}
        return {**acts, without.party: replace(own, answer=answer)}
    if not (without.kind == "party" or (without.kind == "joined" and k == without.k)):
        return acts
    phase = phase_of(run.scenario, k)[0].phase
    if phase == "plenary":
        before, after = (run.history[n].state.stated_p[without.party] for n in (k - 1, k))
        if before == SILENT and after != SILENT:
            return {**acts, without.party: replace(own, state=NONCOMMITTAL)}
    elif phase in _WRITTEN:
        return {**acts, without.party: replace(own, back=without.other or UNCOMMITTED)}
    return acts


def _ruled(setup: Setup, without: Without, k: int) -> Setup:
    """Rules that leave one change of a text out, in its round."""
    if without.kind not in ("merged", "revised") or k != without.k:
        return setup
    proposals = setup.scenario.proposals

    def kept(change: Change, origin_c: Sequence[int]) -> bool:
        same = proposals[int(origin_c[change.coalition])].id == without.proposal
        return not (same and change.kind == ("merge" if without.kind == "merged" else "revise"))

    rules = setup.rules
    return replace(
        setup,
        rules=replace(
            rules,
            coalitions=cast(CoalitionRule, _Picky(rules.coalitions, "changes", kept)),
            protocol=cast(BargainingProtocol, _Picky(rules.protocol, "turn", kept)),
        ),
    )


class _Picky:
    """A rule of which some changes are not made; everything else is as the rule has it."""

    def __init__(self, rule: Any, name: str, kept: Callable[[Change, Sequence[int]], bool]) -> None:
        self._rule, self._name, self._kept = rule, name, kept

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._rule, name)
        return self._picked(found) if name == self._name else found

    def _picked(self, rule: Callable[..., Any]) -> Callable[..., Any]:
        def picked(view: Any, *rest: Any, **named: Any) -> Any:
            made, origin_c = rule(view, *rest, **named), view.state.origin_c
            if isinstance(made, Turn):
                return replace(made, changes=self._of(made.changes, origin_c))
            return self._of(made, origin_c)

        return picked

    def _of(self, changes: Sequence[Change], origin_c: Sequence[int]) -> tuple[Change, ...]:
        return tuple(change for change in changes if self._kept(change, origin_c))
