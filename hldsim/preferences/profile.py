"""The preference profile: what every party wants, as arrays.

Axes: p parties, i issues, l levels of all issues laid end to end, h themes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.issues import OutcomeSpace
from hldsim.errors import PathError

F8 = NDArray[np.float64]

TRAITS = ("reluctance", "principle", "stubbornness", "resolve", "talk")
"""Preferences that are one number a party."""


@dataclass(frozen=True)
class PreferenceProfile:
    """All parties' preferences at one moment.

    Attributes
    ----------
    salience_pi : (p, i) floats
        Weight of each issue, >= 0, each row sums to 1.
    value_pl : (p, l) floats
        Value of each level, in [0, 1].
    issue_l : (l,) ints
        Issue each level belongs to (the axis l, not a preference).
    reluctance_p : (p,) floats
        How much of what a party credits to going on as before is fear of something new, in
        utility units on [0, 1]: tone and round tables can talk away that much and no more.
    stance_ph : (p, h) floats
        Stance on each theme, in [0, 1].
    emphasis_ph : (p, h) floats
        How much each theme matters to it, each row sums to 1.
    stubbornness_p : (p,) floats
        How much of the stance at the start is kept in round tables, in [0, 1].
    principle_p : (p,) floats
        lambda: how far a party backs a design whatever its odds, in [0, 1].
    resolve_p : (p,) floats
        How readily an objection is sustained; multiplies objections, >= 0.
    talk_p : (p,) floats
        Chance to take the floor in the plenary, in [0, 1].
    """

    salience_pi: F8
    value_pl: F8
    issue_l: NDArray[np.int64]
    reluctance_p: F8
    stance_ph: F8
    emphasis_ph: F8
    stubbornness_p: F8
    principle_p: F8
    resolve_p: F8
    talk_p: F8

    @cached_property
    def partworth_pl(self) -> F8:
        """Salience times value of each level, (p, l): an additive utility is a sum of these."""
        return self.salience_pi[:, self.issue_l] * self.value_pl


def freeze(*arrays: NDArray[np.generic]) -> None:
    """Make arrays read-only, so that a later write is an error and not a surprise."""
    for array in arrays:
        array.flags.writeable = False


def declare(
    profile: PreferenceProfile,
    space: OutcomeSpace,
    themes: Sequence[str],
    party: int,
    key: str,
    value: float,
) -> PreferenceProfile:
    """Return the profile with one declared preference of one party in place.

    Parameters
    ----------
    key : str
        ``salience.ISSUE`` or ``emphasis.THEME`` (the party's other weights shrink or grow in
        proportion, so that they still sum to 1), ``value.ISSUE.LEVEL``, ``ideal.ISSUE``
        (single-peaked at that point of the line, 0 first level, 1 last), ``stance.THEME``, or one
        of ``reluctance``, ``principle``, ``stubbornness``, ``resolve``, ``talk``.
    value : float
        In [0, 1]; ``resolve`` may exceed 1.

    Raises
    ------
    PathError
        If the key names nothing, or the value is out of range.
    """
    head, _, rest = key.partition(".")
    top = math.inf if head == "resolve" else 1.0
    if not 0.0 <= value <= top:
        raise PathError(f"{key}: {value}; allowed: a number from 0 to {top:g}")
    try:
        if head == "salience":
            rows = _reweigh(profile.salience_pi, party, space.issue_index(rest), value)
            return replace(profile, salience_pi=rows)
        if head == "value":
            issue, _, level = rest.partition(".")
            n = space.issue_index(issue)
            column = int(space.offset_i[n]) + space.issues[n].index(level)
            return replace(profile, value_pl=_put(profile.value_pl, (party, column), value))
        if head == "ideal":
            n = space.issue_index(rest)
            lo, count = int(space.offset_i[n]), int(space.count_i[n])
            row = single_peaked(np.array([value]), count)[0]
            values = _put(profile.value_pl, (party, slice(lo, lo + count)), row)
            return replace(profile, value_pl=values)
        if head == "emphasis":
            rows = _reweigh(profile.emphasis_ph, party, _theme(themes, rest), value)
            return replace(profile, emphasis_ph=rows)
        if head == "stance":
            stances = _put(profile.stance_ph, (party, _theme(themes, rest)), value)
            return replace(profile, stance_ph=stances)
    except KeyError as error:
        raise PathError(f"{key}: {error.args[0]}") from None
    if head in TRAITS and not rest:
        name = f"{head}_p"
        return replace(profile, **{name: _put(getattr(profile, name), party, value)})  # type: ignore[arg-type]
    raise PathError(
        f"{key!r} is no preference; allowed: salience.ISSUE, value.ISSUE.LEVEL, ideal.ISSUE, "
        f"stance.THEME, emphasis.THEME, {', '.join(TRAITS)}"
    )


def declare_all(
    profile: PreferenceProfile,
    space: OutcomeSpace,
    themes: Sequence[str],
    party: int,
    declared: Mapping[str, float],
) -> PreferenceProfile:
    """Put all declared preferences of one party in place, whatever their order.

    Declared weights are taken as they are and the party's other weights share what is left, in
    proportion; if what is declared exceeds 1, or is all there is, it is scaled to sum to 1.
    """
    for name, ids, rows in (
        ("salience", [issue.id for issue in space.issues], "salience_pi"),
        ("emphasis", list(themes), "emphasis_ph"),
    ):
        said = {key: value for key, value in declared.items() if key.startswith(f"{name}.")}
        if said:
            for key, value in said.items():  # names and ranges are checked where one is declared
                declare(profile, space, themes, party, key, value)
            weights = {ids.index(key.partition(".")[2]): value for key, value in said.items()}
            row = shared(getattr(profile, rows)[party], weights)
            profile = replace(profile, **{rows: _put(getattr(profile, rows), party, row)})  # type: ignore[arg-type]
    for key in sorted(declared):
        if not key.startswith(("salience.", "emphasis.")):
            profile = declare(profile, space, themes, party, key, declared[key])
    return profile


def shared(row: F8, weights: Mapping[int, float]) -> F8:
    """Return a row of weights with some of them given, summing to 1: see ``declare_all``."""
    given = sum(weights[n] for n in sorted(weights))
    others = [n for n in range(len(row)) if n not in weights]
    rest, left = float(row[others].sum()), max(1.0 - given, 0.0)
    new = row * (left / rest) if rest > 1e-300 else np.full(len(row), left / max(len(others), 1))
    for n, value in weights.items():
        new[n] = value
    total = float(new.sum())
    return new / total if total > 0 else np.full(len(row), 1.0 / len(row))


def single_peaked(ideal_p: F8, count: int) -> F8:
    """Values of ``count`` evenly spaced levels for ideal points on [0, 1], shape (p, count).

    v(l) = 1 - |l / (count - 1) - ideal|, so 1 at the ideal point and never below 0.
    """
    line = np.linspace(0.0, 1.0, count)
    return np.asarray(1.0 - np.abs(line[None, :] - ideal_p[:, None]))


def _theme(themes: Sequence[str], name: str) -> int:
    if name not in themes:
        raise KeyError(f"no theme {name!r}; themes: {list(themes)}")
    return list(themes).index(name)


def _put(array: F8, where: Any, value: Any) -> F8:
    changed = array.copy()
    changed[where] = value
    freeze(changed)
    return changed


def _reweigh(rows: F8, party: int, column: int, value: float) -> F8:
    row = rows[party].copy()
    others = row.sum() - row[column]
    if others > 0:
        row *= (1.0 - value) / others
    else:
        row[:] = (1.0 - value) / max(len(row) - 1, 1)
    row[column] = value if len(row) > 1 else 1.0
    return _put(rows, party, row)
