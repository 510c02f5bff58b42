"""Play: one order, in whatever process it lands; what comes back depends on the order alone."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from hldsim.engine.advance import advance, finished
from hldsim.engine.assemble import assemble, prepare
from hldsim.engine.lay_out import Plan
from hldsim.errors import HldsimError
from hldsim.experiments.ensemble import class_of
from hldsim.experiments.sweep.orders import Order
from hldsim.record.digest import START, round_digest
from hldsim.record.measures import RunView, parse
from hldsim.scenario.build import build
from hldsim.scenario.canonical import from_json
from hldsim.scenario.grammar import set_path

Cell = float | int | str | None


@dataclass(frozen=True)
class Answer:
    """What came of an order.

    Attributes
    ----------
    rows : tuple of tuple
        A row a replicate: seed, fingerprint, class of the agreement, level of each issue agreed
        (None where nothing was), each measure (None where a run has nothing to measure).
    """

    condition: str
    point: int
    first: int
    stop: int
    rows: tuple[tuple[Cell, ...], ...]


class PlayError(HldsimError, ValueError):
    """A run of a sweep cannot be played; the text says which."""


def play(order: Order) -> Answer:
    """Play the replicates of an order.

    Raises
    ------
    PlayError
        If the point makes no scenario that can be run.
    """
    try:
        plan = _plan(order.document, order.settings)
        rows = tuple(_row(plan, order, seed) for seed in order.seeds)
    except HldsimError as error:
        where = ", ".join(f"{path} = {value!r}" for path, value in order.settings)
        raise PlayError(f"{order.condition}, point {order.point} ({where}): {error}") from None
    return Answer(order.condition, order.point, order.first, order.stop, rows)


@lru_cache(maxsize=4)
def _document(packed: bytes) -> dict[str, Any]:
    return from_json(zlib.decompress(packed).decode())


@lru_cache(maxsize=4)
def _plan(packed: bytes, settings: tuple[tuple[str, Any], ...]) -> Plan:
    """Lay a point out; its values were checked where the design was read."""
    document = _document(packed)
    for path, value in sorted(settings, key=lambda one: not one[0].endswith(RULE_ENDS)):
        document = set_path(document, path, value)
    return prepare(build(document))


RULE_ENDS = (".rule", ".name", ".phase")
"""Settings made first, since a rule that goes takes its parameters along."""


def _row(plan: Plan, order: Order, seed: int) -> tuple[Cell, ...]:
    scenario = plan.scenario
    parsed = [parse(name) for name in order.measures]
    watched = any(kind.watched for kind, _ in parsed)
    setup, start = assemble(plan, seed, conditioned=order.conditioned)
    state, digest, trace = start, round_digest(START, start), []
    while True:
        if watched:
            row = np.full(len(scenario.proposals), np.nan)
            row[state.origin_c] = state.viability_c
            trace.append(row)
        if finished(setup, state):
            break
        state, _ = advance(setup, state, told=False)
        digest = round_digest(digest, state)
    view = RunView(
        scenario, setup.inputs, start, state, np.array(trace) if watched else None, setup
    )
    agreed = state.platform_ci[state.adopted] if state.adopted >= 0 else ()
    levels = scenario.space.decode(tuple(int(x) for x in agreed)) if len(agreed) else {}
    return (
        seed,
        digest,
        class_of(scenario, tuple(int(x) for x in agreed)),
        *(levels.get(issue.id) for issue in scenario.space.issues),
        *(_number(kind.compute(view, *given)) for kind, given in parsed),
    )


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
