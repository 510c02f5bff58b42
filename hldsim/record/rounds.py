"""One round as it is recorded: what was decided before it, and the snapshot after it.

Shared by live sessions, replays and re-reading, so that all three fold acts in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from hldsim import __version__
from hldsim.domain.events import Event
from hldsim.engine.assemble import assemble
from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.engine.seats import FREE, seats_of
from hldsim.engine.setup import Setup, phase_of
from hldsim.engine.turn import possible, refusal, said
from hldsim.errors import InterventionError
from hldsim.record.digest import START, round_digest
from hldsim.record.history import Snapshot
from hldsim.record.rows import ActRow, Head
from hldsim.scenario.canonical import scenario_hash, to_json
from hldsim.scenario.schema import Scenario
from hldsim.table.moves import NO_ACTS, Act, Acts, act_from_body
from hldsim.table.state import State


@dataclass(frozen=True)
class Base:
    """Where a run starts: everything follows from it and the acts."""

    scenario: Scenario
    seed: int
    conditioned: bool
    setup: Setup
    state: State

    @classmethod
    def of(cls, scenario: Scenario, seed: int, conditioned: bool = True) -> Base:
        """Assemble the start of a run."""
        setup, state = assemble(scenario, seed, conditioned=conditioned)
        return cls(scenario, seed, conditioned, setup, state)

    def snapshot(self) -> Snapshot:
        """Round 0: the table before anybody spoke."""
        return opening(self.state)

    def head(self) -> Head:
        """What the run file of a run that begins now starts with."""
        return Head(
            seed=self.seed,
            conditioned=self.conditioned,
            version=__version__,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            scenario_hash=scenario_hash(self.scenario),
            scenario_json=to_json(self.scenario.document),
        )


@dataclass(frozen=True)
class Table:
    """The table just before a round, with what was decided for it in place.

    ``events`` say what was decided; ``acts`` are those given for parties in this round.
    """

    setup: Setup
    state: State
    events: tuple[Event, ...] = ()
    acts: Acts = field(default_factory=lambda: NO_ACTS)


def lay(setup: Setup, state: State, rows: Sequence[ActRow]) -> Table:
    """Put what was decided for the next round in place, in order."""
    table = Table(setup, state)
    for row in rows:
        table = decide(table, row)
    return table


def decide(table: Table, row: ActRow) -> Table:
    """Put one more decision in place.

    Raises
    ------
    InterventionError, PathError
        If it is not possible here and now.
    """
    if row.kind == "act":
        return _act(table, row)
    intervention = Intervention(row.kind, dict(row.body), row.author)
    setup, state, events = intervene(table.setup, table.state, intervention)
    return replace(table, setup=setup, state=state, events=(*table.events, *events))


def record_round(
    scenario: Scenario,
    previous: str,
    state: State,
    events: Sequence[Event],
    rows: Sequence[ActRow] = (),
) -> Snapshot:
    """Return the snapshot of the round that led to ``state``; ``previous`` is the digest before."""
    digest = round_digest(previous, state, [row.digested for row in rows])
    dated = tuple(e if e.k == state.k else replace(e, k=state.k) for e in events)
    return Snapshot(state.k, phase_of(scenario, state.k)[0].id, state, dated, digest)


def opening(state: State) -> Snapshot:
    """Return round 0: the table before anybody spoke."""
    return Snapshot(0, "", state, (), round_digest(START, state))


Folded = dict[tuple[tuple[int, int], ...], Setup]
"""Setups already computed, by the (branch, seq) of every act that made them."""


def setups(
    base: Base, line: Sequence[Snapshot], acts: Sequence[ActRow], known: Folded | None = None
) -> list[Setup]:
    """Setup in force in each round of a line, 0 first.

    Parameters
    ----------
    known : dict, optional
        Looked up and added to: checking a changed scenario takes longer than a round.
    """
    folded: Folded = {} if known is None else known
    found = [base.setup]
    made: tuple[tuple[int, int], ...] = ()
    for before, snapshot in zip(line, line[1:], strict=False):
        rows = [act for act in acts if act.k == snapshot.k and act.kind != "act"]
        made += tuple((act.branch, act.seq) for act in rows)
        if rows and made not in folded:
            folded[made] = lay(found[-1], before.state, rows).setup
        found.append(folded[made] if rows else found[-1])
    return found


def _act(table: Table, row: ActRow) -> Table:
    scenario = table.setup.scenario
    name = str(row.body.get("party"))
    party = scenario.party_index.get(name)
    if party is None:
        raise InterventionError(f"act: no party {name!r} in {scenario.name}")
    act = act_from_body(row.body)
    _check_proposals(scenario, act)
    acts = {**table.acts, party: _merge(table.acts.get(party, Act()), act)}
    words = [f"{key}={value}" for key, value in sorted(row.body.items()) if key != "party"]
    fields = {"party": name, "value": ", ".join(words)}
    event = Event("intervened", table.state.k + 1, party, fields=fields)
    seated = int(seats_of(table.state)[party]) != FREE  # what it does from there is told by itself
    return replace(table, acts=acts, events=table.events if seated else (*table.events, event))


_WORDS = {"state": ("noncommittal", "silent"), "back": ("uncommitted",)}
"""What one may state or back besides a proposal that competes."""


def check_act(table: Table, row: ActRow) -> None:
    """See that what is done for a party may be done, and comes to something, in the next round.

    Asked before an act is kept; what is kept already is played as it was.

    Raises
    ------
    InterventionError
        If nothing is done, a proposal does not compete, or it cannot be done in the next round; the
        reason, and what can be done, in one line.
    """
    if row.kind != "act":
        return
    act, name = act_from_body(row.body), row.body.get("party")
    setup, state = table.setup, table.state
    party = setup.scenario.party_index[str(name)]
    allowed = ", ".join(possible(setup, state))
    if not said(act):
        raise InterventionError(f"act: {name} does nothing; allowed: {allowed}")
    for key, words in _WORDS.items():
        value = getattr(act, key)
        known = [*(proposal.id for proposal in setup.scenario.forum_proposals), *words]
        if value is not None and value not in known:
            raise InterventionError(f"act: {key} = {value!r}; allowed: {', '.join(known)}")
    key, why_not, choice = refusal(setup, state, party, act)
    if why_not == "not_in_this_phase":
        phase, what = phase_of(setup.scenario, state.k + 1)[0], key.partition(".")[0]
        raise InterventionError(
            f"act: {what} in round {state.k + 1} ({phase.label}) comes to nothing; "
            f"allowed there: {allowed}"
        )
    if why_not:
        can = ", ".join(choice.open) if choice is not None and choice.open else allowed
        reason = why_not.replace("_", " ")
        raise InterventionError(
            f"act: {key} = {said(act)[key]!r} cannot be done by {name} in round {state.k + 1}: "
            f"{reason}; allowed: {can}"
        )


def _check_proposals(scenario: Scenario, act: Act) -> None:
    named = [
        (f"{head}.", name) for head in ("answer", "ballot", "amend") for name in getattr(act, head)
    ]
    for key, value in (("state", act.state), ("back", act.back)):
        if value is not None and value not in _WORDS[key]:
            named.append((f"{key} = ", value))
    for place, name in named:
        if name not in scenario.proposal_index:
            known = ", ".join(scenario.proposal_index)
            raise InterventionError(f"act: {place}{name}: no such proposal; allowed: {known}")


def _merge(first: Act, second: Act) -> Act:
    """One party's acts of one round: what is said later stands."""
    return Act(
        state=first.state if second.state is None else second.state,
        back=first.back if second.back is None else second.back,
        answer={**first.answer, **second.answer},
        ballot={**first.ballot, **second.ballot},
        amend={**first.amend, **second.amend},
        bargain=first.bargain if second.bargain is None else second.bargain,
        play=first.play if second.play is None else second.play,
    )
