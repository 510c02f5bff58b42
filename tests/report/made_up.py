"""A made-up history: hand-made states over a real scenario, so that views need no engine."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hldsim.domain.events import Event
from hldsim.engine.assemble import assemble
from hldsim.record.history import History, Snapshot
from hldsim.scenario.schema import Scenario
from hldsim.table.inputs import Inputs
from hldsim.table.state import SILENT, UNCOMMITTED, UNSAID, State


def made_up_inputs(scenario: Scenario) -> Inputs:
    """Inputs as the engine assembles them: the only thing here that is not made up."""
    return assemble(scenario, 1)[0].inputs


def made_up_history(scenario: Scenario, rounds: int | None = None, seed: int = 7) -> History:
    """A history that looks like a run: parties speak, join, move and object."""
    chance = np.random.default_rng(seed)
    setup, opening = assemble(scenario, 1)
    inputs = setup.inputs
    history = History(scenario, inputs, seed)
    state = _opening(scenario, opening)
    history.append(Snapshot(0, "", state, (), "0"))
    k = 0
    for phase in scenario.agenda:
        for n in range(phase.rounds):
            if rounds is not None and k >= rounds:
                return history
            k += 1
            state, events = _next(scenario, inputs, state, k, phase.phase, chance)
            if n == 0:
                fields = {"phase": phase.id, "label": phase.label}
                events = [Event("phase", k, fields=fields), *events]
            history.append(Snapshot(k, phase.id, state, tuple(events), f"{seed}-{k}"))
    return history


def _opening(scenario: Scenario, state: State) -> State:
    """The table before anybody spoke, with one coalition a proposal."""
    p, d = len(scenario.parties), len(scenario.forum_proposals)
    return replace(
        state,
        stated_p=np.full(p, SILENT),
        membership_p=np.full(p, UNCOMMITTED),
        objected_pc=np.zeros((p, d), dtype=bool),
        origin_c=np.arange(d),
        platform_ci=np.array([x.design for x in scenario.forum_proposals]),
        viability_c=np.full(d, 0.3),
    )


def _next(scenario, inputs, state, k, phase, chance):
    p, d = len(scenario.parties), len(scenario.forum_proposals)
    events: list[Event] = []
    stated, member = state.stated_p.copy(), state.membership_p.copy()
    objected = state.objected_pc.copy()
    pull = np.array([0.3, 0.45, 0.25, *([0.1] * d)])[:d]
    pull = pull / pull.sum()
    ids = [x.id for x in scenario.forum_proposals]
    if phase == "plenary":
        for party in np.flatnonzero((inputs.floor_p == k - 1) & (chance.random(p) < 0.7)):
            said = int(chance.choice(d, p=pull)) if chance.random() < 0.6 else UNSAID
            stated[party] = said
            words = ids[said] if said >= 0 else "noncommittal"
            themes = ",".join(x.id for x in scenario.themes[:2])
            fields = {"stated": words, "themes": themes}
            events.append(Event("statement", k, int(party), fields=fields))
            if said >= 0:
                member[party] = said
                events.append(
                    Event("joined", k, int(party), said, {"proposal": ids[said], "from": None})
                )
    else:
        for party in np.flatnonzero(inputs.active_p & (chance.random(p) < 0.08)):
            old, new = int(member[party]), int(chance.choice(d, p=pull))
            if new == old:
                continue
            member[party] = new
            before = ids[old] if old >= 0 else None
            fields = {"proposal": ids[new], "from": before}
            events.append(Event("joined", k, int(party), new, fields))
        if chance.random() < 0.4:
            party = int(chance.integers(p))
            objected[party, 0] = True
            events.append(Event("objected", k, party, 0, {"proposal": ids[0]}))
    if k == scenario.rounds:
        fields = {"proposal": ids[-1], "rule": "opt_in", "share": 0.61, "quota": 0.5}
        events.append(Event("adopted", k, -1, d - 1, fields))
    after = replace(
        state,
        k=k,
        stated_p=stated,
        membership_p=member,
        objected_pc=objected,
        viability_c=np.clip(state.viability_c + chance.normal(0, 0.03, d), 0, 1),
    )
    return after, events


@dataclass(frozen=True)
class MadeUpExplanation:
    """The shape of what ``session.explain`` returns."""

    party: int
    k: int
    options: tuple[str, ...]
    terms: dict[str, np.ndarray]
    worth: np.ndarray
    choice: int
    acted: bool
    phase: str = "consultations"


def made_up_explanation(scenario: Scenario, party: int, k: int = 1) -> MadeUpExplanation:
    """Terms that add up to the worth, with the first proposal on top."""
    options = (*(x.id for x in scenario.forum_proposals), "uncommitted")
    chance = np.random.default_rng(party + 100 * k)
    names = ("gain", "odds", "principle", "bloc", "inertia", "trouble", "waiting", "chance")
    terms = {name: chance.normal(0.02, 0.05, len(options)) for name in names}
    worth = sum(terms.values())
    return MadeUpExplanation(party, k, options, terms, worth, int(np.argmax(worth)), k % 3 > 0)
