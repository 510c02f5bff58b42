"""Rounds of consultations: the engine against the plain reference loop of the tests.

Both draw their chance anew in every round, from the same streams; neither revises platforms.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

SIZES = ((192, 40, 10.0), (2000, 4, 25.0))
"""Parties, rounds of the reference in one measurement, goal."""

OURS_PER_OTHER = 10
"""Rounds of the engine for each of the reference, so that both take long enough to time."""

STRETCH = 20
"""Rounds played on before starting again from the first of the consultations."""


def rows(pair: Any, limit: Any) -> Iterator[dict[str, Any]]:
    """One comparison a size."""
    for parties, rounds, goal in SIZES:
        yield _compare(pair, parties, rounds, goal)


def _compare(pair: Any, parties: int, rounds: int, goal: float) -> dict[str, Any]:
    import hldsim
    from hldsim.engine.advance import moment_of
    from tests.reference.laid_out import at_consultations, enlarged, laid_out, uniforms
    from tests.reference.loop import play_round

    scenario = enlarged(hldsim.load_scenario("hld_2006"), parties)
    setup, opening = at_consultations(scenario, 1)

    def ours() -> float:
        state = opening
        started = time.perf_counter()
        for n in range(rounds * OURS_PER_OTHER):
            if n % STRETCH == 0:
                state = opening
            moment, phase = moment_of(setup, state, told=False)
            state, _ = phase.reconsider(moment)
        return rounds * OURS_PER_OTHER / (time.perf_counter() - started)

    def other() -> float:
        tables = [laid_out(setup, opening) for _ in range(0, rounds, STRETCH)]
        started = time.perf_counter()
        for n in range(rounds):
            table = tables[n // STRETCH]
            play_round(table, *uniforms(setup, table.k + 1, len(table.platforms) + 1))
        return rounds / (time.perf_counter() - started)

    return pair(
        f"rounds of consultations, {parties:,} parties",
        "rounds/s",
        ours,
        other,
        "plain reference loop",
        goal,
    )
