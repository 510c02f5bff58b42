"""A run as tables (pandas). Every column is named with its unit below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hldsim.engine.setup import Setup
from hldsim.record.digest import canonical
from hldsim.record.history import History, Snapshot
from hldsim.record.summary import finite
from hldsim.scenario.schema import Scenario
from hldsim.table.state import SILENT, UNCOMMITTED, UNSAID, State, backed_proposal

if TYPE_CHECKING:
    import pandas as pd


def parties(history: History, setup: Setup) -> pd.DataFrame:
    """One row a party, in the scenario's order, at the close of the run.

    Columns
    -------
    party, name, iso3, seat, region, role, blocs
        As in the scenario; ``blocs`` joined by ``;``.
    provenance
        Where its position or preferences come from: seed, bloc, external, imputed, user.
    conditioned : bool
        Whether its known position was imposed by redrawing; ``missed`` where that failed.
    capability
        Share of all capability, 0 to 1. ``voting_weight`` in votes.
    spoke_in
        Plenary round in which it took the floor, from 1; missing if it stayed silent.
    stated
        Proposal id, ``noncommittal`` or ``silent``.
    backs
        Proposal id its coalition gathered around, or missing if uncommitted.
    reservation
        Utility of the status quo, 0 to 1, after what tone and round tables have taken away.
    utility_PROPOSAL
        Utility of each proposal as tabled, 0 to 1, at the close.
    ballot_PROPOSAL
        yes, abstain, no, absent; missing if not asked.
    """
    import pandas as pd

    scenario, inputs, end = history.scenario, history.inputs, history[-1].state
    rows = np.vstack([inputs.design_di, inputs.status_quo_i])
    utility = setup.rules.utility.of(end.profile, rows + inputs.space.offset_i)
    table: dict[str, Any] = {
        "party": [party.id for party in scenario.parties],
        "name": [party.name for party in scenario.parties],
        "iso3": [party.iso3 for party in scenario.parties],
        "seat": [party.seat.value for party in scenario.parties],
        "region": [party.region for party in scenario.parties],
        "role": [party.role.value for party in scenario.parties],
        "blocs": [";".join(party.blocs) for party in scenario.parties],
        "provenance": [party.provenance.value for party in scenario.parties],
        "conditioned": inputs.conditioned_p,
        "missed": inputs.missed_p,
        "capability": inputs.capability_p,
        "voting_weight": inputs.voting_weight_p,
        "spoke_in": pd.array([_first_word(history, p) for p in _all(scenario)], dtype="Int64"),
        "stated": [_stated(scenario, int(d)) for d in end.stated_p],
        "backs": [_proposal(scenario, int(d)) for d in backed_proposal(end)],
        "reservation": utility[:, -1] - end.relief_p,
    }
    for d, proposal in enumerate(scenario.proposals):
        table[f"utility_{proposal.id}"] = utility[:, d]
    for d, proposal in enumerate(scenario.proposals):
        table[f"ballot_{proposal.id}"] = [_BALLOTS.get(int(b)) for b in end.ballot_pd[:, d]]
    return pd.DataFrame(table)


def rounds(history: History) -> pd.DataFrame:
    """One row a round, 0 (the table before anybody spoke) included.

    Columns
    -------
    k
        Round.
    phase
        Id of the phase of the agenda; empty for round 0.
    speakers, committed, uncommitted
        Parties that have spoken, back a design, and (of those who may) back none.
    coalitions
        Coalitions with at least one member.
    moves, objections
        Parties that joined or left, and objections first seen, in this round.
    adopted
        Proposal of origin of the design adopted, or missing.
    digest
        Digest of the round, hexadecimal.
    backing_PROPOSAL
        Parties backing the coalition that gathered around it.
    viability_PROPOSAL
        Public belief that it would pass the rule it needs, 0 to 1; missing without a coalition.
    """
    import pandas as pd

    scenario = history.scenario
    backed_kp, viability_kd = history.origin_kp(), history.viability_kd()
    table = pd.DataFrame([_round(history, snapshot) for snapshot in history])
    for d, proposal in enumerate(scenario.proposals):
        table[f"backing_{proposal.id}"] = (backed_kp == d).sum(axis=1)
    for d, proposal in enumerate(scenario.proposals):
        table[f"viability_{proposal.id}"] = viability_kd[:, d]
    return table


def coalitions(history: History) -> pd.DataFrame:
    """One row a coalition and round.

    Columns
    -------
    k, coalition
        Round, and index of the coalition in the state after it.
    origin, label
        Id and label of the proposal it gathered around.
    members
        Parties backing it.
    capability
        Share of all capability they hold, 0 to 1.
    objectors
        Parties seen to object to its platform.
    viability
        Public belief that the platform would pass the rule it needs, 0 to 1.
    platform_ISSUE
        Level of each issue in the design it stands for now.
    """
    import pandas as pd

    rows = [
        _coalition(history, snapshot.state, c)
        for snapshot in history
        for c in range(snapshot.state.n_coalitions)
    ]
    return pd.DataFrame(rows)


def events(history: History) -> pd.DataFrame:
    """One row an event, in order.

    Columns
    -------
    k, seq
        Round, and number within it from 0.
    kind
        Kind of event, e.g. ``joined``.
    party
        Party id, or missing.
    coalition
        Proposal id of the coalition's origin, or missing.
    fields
        What the kind's sentence needs, as JSON text; numbers in the units of the kind.
    """
    import pandas as pd

    rows = [
        {
            "k": snapshot.k,
            "seq": seq,
            "kind": event.kind,
            "party": None if event.party < 0 else history.scenario.parties[event.party].id,
            "coalition": _origin(history.scenario, snapshot.state, event.coalition),
            "fields": canonical(dict(event.fields)),
        }
        for snapshot in history
        for seq, event in enumerate(snapshot.events)
    ]
    return pd.DataFrame(rows, columns=["k", "seq", "kind", "party", "coalition", "fields"])


_BALLOTS = {1: "yes", 0: "abstain", -1: "no", -2: "absent"}


def _all(scenario: Scenario) -> range:
    return range(len(scenario.parties))


def _proposal(scenario: Scenario, d: int) -> str | None:
    return None if d < 0 else scenario.proposals[d].id


def _stated(scenario: Scenario, d: int) -> str:
    return {SILENT: "silent", UNSAID: "noncommittal"}.get(d) or scenario.proposals[d].id


def _first_word(history: History, p: int) -> int | None:
    return next((s.k for s in history if s.state.stated_p[p] > SILENT), None)


def _origin(scenario: Scenario, state: State, c: int) -> str | None:
    return scenario.proposals[int(state.origin_c[c])].id if 0 <= c < state.n_coalitions else None


def _round(history: History, snapshot: Snapshot) -> dict[str, Any]:
    state = snapshot.state
    kinds = [event.kind for event in snapshot.events]
    backing = state.membership_p != UNCOMMITTED
    return {
        "k": snapshot.k,
        "phase": snapshot.phase,
        "speakers": int((state.stated_p > SILENT).sum()),
        "committed": int(backing.sum()),
        "uncommitted": int((history.inputs.active_p & ~backing).sum()),
        "coalitions": len(np.unique(state.membership_p[backing])),
        "moves": kinds.count("joined") + kinds.count("left"),
        "objections": kinds.count("objected"),
        "adopted": _origin(history.scenario, state, state.adopted),
        "digest": snapshot.digest,
    }


def _coalition(history: History, state: State, c: int) -> dict[str, Any]:
    scenario = history.scenario
    proposal = scenario.proposals[int(state.origin_c[c])]
    members = state.membership_p == c
    design = scenario.space.decode(tuple(int(level) for level in state.platform_ci[c]))
    return {
        "k": state.k,
        "coalition": c,
        "origin": proposal.id,
        "label": proposal.label,
        "members": int(members.sum()),
        "capability": float(history.inputs.capability_p[members].sum()),
        "objectors": int(state.objected_pc[:, c].sum()),
        "viability": finite(float(state.viability_c[c])),
        **{f"platform_{issue}": level for issue, level in design.items()},
    }
