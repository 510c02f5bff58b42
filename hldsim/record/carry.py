"""Carry: which changes of a scenario a run that is under way can take over, and by which acts.

A change that an intervention can make holds from the next round; any other needs a run of its
own. Which is which is not told from a list: each intervention is tried on the table as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.engine.setup import Setup
from hldsim.errors import HldsimError
from hldsim.preferences.profile import shared
from hldsim.scenario.compared import ABSENT, Difference
from hldsim.scenario.grammar import get_path
from hldsim.scenario.provenance import is_preference
from hldsim.table.state import State

F8 = NDArray[np.float64]

WEIGHTS = {"salience": "issues", "emphasis": "themes"}
"""Families of preferences whose numbers share a whole, and the list that names them."""


@dataclass(frozen=True)
class Carried:
    """What a run can take over of a changed scenario.

    Attributes
    ----------
    settings : tuple of (str, float or str)
        Paths and values to be set one after the other, in force from the next round.
    paths : tuple of str
        The changes that these make.
    refused : tuple of (str, str)
        The changes that need a run of their own, and why.
    """

    settings: tuple[tuple[str, Any], ...]
    paths: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def carry(
    setup: Setup, state: State, changes: Iterable[Difference], document: Mapping[str, Any]
) -> Carried:
    """Say which changes a run can take over now.

    Parameters
    ----------
    setup, state : Setup, State
        The table as it is.
    changes : iterable of Difference
        What differs in the changed document.
    document : Mapping
        The changed document: a weight is one of a whole, so its neighbours matter.
    """
    settings: list[tuple[str, Any]] = []
    paths: list[str] = []
    refused: list[tuple[str, str]] = []
    seen: dict[tuple[str, str], str | None] = {}
    for change in changes:
        party, family = _weight(change.path)
        reason: str | None
        steps: list[tuple[str, Any]]
        if party and (party, family) in seen:
            reason, steps = seen[party, family], []
        elif party and family in WEIGHTS:
            reason, steps = _weights(setup, state, party, family, document)
        else:
            reason, steps = _plain(setup, change)
        if reason is None:
            try:
                setup, state = _set(setup, state, steps)
                settings += steps
            except HldsimError as error:
                reason = _short(str(error), change.path)
        if party:
            seen[party, family] = reason
        if reason is None:
            paths.append(change.path)
        else:
            refused.append((change.path, reason))
    return Carried(tuple(settings), tuple(paths), tuple(refused))


TINY = 1e-6
"""Share of the whole below which weights are too small to measure others against."""

Steps = tuple[str | None, list[tuple[str, Any]]]
"""Why not, or what to set."""


def _set(setup: Setup, state: State, steps: Sequence[tuple[str, Any]]) -> tuple[Setup, State]:
    for path, value in steps:
        body = {"path": path, "value": value}
        setup, state, _ = intervene(setup, state, Intervention("set", body))
    return setup, state


def _plain(setup: Setup, change: Difference) -> Steps:
    if change.new is ABSENT and change.path.startswith("adoption["):
        try:
            get_path(setup.scenario.document, change.path)
        except HldsimError:
            return None, []  # it went with the rule whose parameter it was
    head, dot, column = change.path.partition("].")
    if head.startswith("parties[") and dot and not is_preference(column):
        return "what is no preference is read before the first round", []
    if change.kind == "order":
        return "another order needs a new run", []
    if change.new is ABSENT and "." in change.path.rpartition("]")[2]:
        return "what is taken away needs a new run", []
    if change.new is ABSENT or isinstance(change.new, Mapping | list | tuple):
        what = "a prior is drawn" if _is_prior(change.new) else "who and what there is, is fixed"
        return f"{what} before the first round", []
    return None, [(change.path, change.new)]


def _is_prior(value: object) -> bool:
    return isinstance(value, Mapping) and "kind" in value and "a" in value


def _weight(path: str) -> tuple[str, str]:
    """Party and family of a path to a weight; two empty texts for any other."""
    head, bracket, rest = path.partition("].")
    family = rest.partition(".")[0]
    if bracket and head.startswith("parties[") and family in WEIGHTS:
        return head.removeprefix("parties["), family
    return "", ""


def _weights(
    setup: Setup, state: State, party: str, family: str, document: Mapping[str, Any]
) -> Steps:
    """Acts that bring a party's weights to what its row declares, as at the start of a run."""
    scenario = setup.scenario
    ids = [issue.id for issue in scenario.space.issues]
    rows = state.profile.salience_pi
    if family == "emphasis":
        ids, rows = [theme.id for theme in scenario.themes], state.profile.emphasis_ph
    number = scenario.party_index.get(party)
    row = next((r for r in document.get("parties", ()) if r.get("id") == party), None)
    if number is None or row is None:
        return "who is at the table is fixed before the first round", []
    stated = {
        ids.index(name): value
        for column, value in row.items()
        if column.startswith(f"{family}.") and (name := column.partition(".")[2]) in ids
    }
    if not all(isinstance(value, int | float) and 0 <= value <= 1 for value in stated.values()):
        return "a weight is a number from 0 to 1", []
    if not stated:
        return "what is taken away needs a new run", []
    target = shared(rows[number], stated)
    steps = steps_to(rows[number], target, sorted(stated))
    return None, [(f"parties[{party}].{family}.{ids[n]}", value) for n, value in steps]


def steps_to(row: F8, target: F8, stated: Sequence[int]) -> list[tuple[int, float]]:
    """Settings of single weights, one after the other, that turn one row of weights into another.

    Setting a weight scales the others, so that all keep summing to 1. With u the weights nobody
    sets, w the target and r the row before, the j-th of the weights that are set becomes

        v_j = w_j / (w_u + sum_(i <= j) w_i + w_u / r_u sum_(i > j) r_i)

    Parameters
    ----------
    row, target : array
        Weights >= 0 that sum to 1.
    stated : sequence of int
        Which are to be set; the others keep their proportions from ``row`` to ``target``.

    Examples
    --------
    >>> steps_to(np.array([0.5, 0.3, 0.2]), np.array([0.7, 0.18, 0.12]), [0])
    [(0, 0.7)]
    """
    fixed = [n for n in range(len(row)) if n not in stated]
    first: list[tuple[int, float]] = []
    order = list(stated)
    now = np.array(row, dtype=float)
    if min(float(now[fixed].sum()), float(target[fixed].sum())) < TINY:
        # Nothing to measure the others against: one weight takes the whole at first.
        one = int(np.argmax(target))
        now = np.zeros(len(row))
        now[one] = 1.0
        first = [(one, 1.0)]
        fixed, order = [one], [n for n in range(len(row)) if n != one and target[n] > 0]
    base = float(target[fixed].sum())
    ratio = base / float(now[fixed].sum())
    steps = list(first)
    for j, n in enumerate(order):
        done = float(target[order[: j + 1]].sum())
        later = ratio * float(now[order[j + 1 :]].sum())
        steps.append((n, min(float(target[n]) / (base + done + later), 1.0)))
    return steps


def _short(text: str, path: str) -> str:
    """The reason without the path it is about, in one line."""
    first = text.splitlines()[0] if text else "not possible now"
    return first.removeprefix(f"{path}: ").removesuffix(". Change the scenario instead.")
