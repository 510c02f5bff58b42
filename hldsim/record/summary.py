"""How a run ended, as plain data: what ``hldsim run --json`` prints. Never a NaN."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim import __version__
from hldsim.engine.setup import Setup
from hldsim.record.history import History
from hldsim.record.measures import MEASURES, RunView, measure
from hldsim.scenario.schema import Scenario
from hldsim.table.state import SILENT, UNCOMMITTED, State

B1 = NDArray[np.bool_]


def summary(scenario: Scenario, seed: int, history: History, setup: Setup) -> dict[str, Any]:
    """Sum up a run that ended under ``setup``.

    Returns
    -------
    dict
        ``scenario`` (name), ``seed``, ``version``, ``fingerprint``, ``rounds`` (played),
        ``adopted`` (proposal the adopted design gathered around, or None), ``agreement`` (issue id
        -> level id of the design adopted, or None), ``coalitions`` (all on the table, those
        without members too; viability in [0, 1]), ``uncommitted``, ``opponents``, ``speakers``
        (party ids) and ``measures`` (name -> number or None; units in their catalogue).
    """
    start, end = history[0].state, history[-1].state
    view = RunView(scenario, history.inputs, start, end, history.viability_kd(), setup)
    adopted = None
    agreement = None
    if end.adopted >= 0:
        adopted = scenario.proposals[int(end.origin_c[end.adopted])].id
        agreement = _design(scenario, end, end.adopted)
    return {
        "scenario": scenario.name,
        "seed": seed,
        "version": __version__,
        "fingerprint": history[-1].digest,
        "rounds": history.last,
        "adopted": adopted,
        "agreement": agreement,
        "coalitions": [_coalition(scenario, end, c) for c in range(end.n_coalitions)],
        "uncommitted": _ids(scenario, history.inputs.active_p & (end.membership_p == UNCOMMITTED)),
        "opponents": _ids(scenario, opponents(view)),
        "speakers": _ids(scenario, end.stated_p > SILENT),
        "measures": measures(view),
    }


def opponents(view: RunView) -> B1:
    """Say who is an opponent of a global forum, shape (p,).

    That is whoever named a design that is not global while liking the status quo better than
    every global one on the table. Nobody is where no design on the table is global.
    """
    global_d = view.inputs.global_d
    if not global_d.any():
        return np.zeros(len(view.end.stated_p), dtype=np.bool_)
    best_p = view.wanted_pd[:, global_d].max(axis=1)
    named_global_p = np.append(global_d, False)[view.end.stated_p.clip(-1)]
    return np.asarray(view.committed_p & ~named_global_p & (view.reservation_p > best_p))


def measures(view: RunView) -> dict[str, float | None]:
    """Every measure without arguments, and those that the scenario's facts name."""
    names = [name for name in MEASURES if not MEASURES[name].arguments]
    names += [fact.measure for fact in view.scenario.facts]
    found = {name: measure(name, view) for name in dict.fromkeys(names)}
    return {name: finite(value) for name, value in found.items()}


def finite(value: float | None) -> float | None:
    """A number, or None where there is none."""
    return None if value is None or not math.isfinite(value) else float(value)


def _coalition(scenario: Scenario, state: State, c: int) -> dict[str, Any]:
    proposal = scenario.proposals[int(state.origin_c[c])]
    return {
        "id": c,
        "origin": proposal.id,
        "label": proposal.label,
        "platform": _design(scenario, state, c),
        "sponsors": list(proposal.sponsors),
        "members": _ids(scenario, state.membership_p == c),
        "viability": finite(float(state.viability_c[c])),
    }


def _design(scenario: Scenario, state: State, c: int) -> dict[str, str]:
    return scenario.space.decode(tuple(int(level) for level in state.platform_ci[c]))


def _ids(scenario: Scenario, who: B1) -> list[str]:
    return [scenario.parties[p].id for p in np.flatnonzero(who)]
