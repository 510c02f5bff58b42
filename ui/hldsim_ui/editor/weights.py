"""Weights that share a whole, as sliders move them: which are stated, and as what. No Qt.

What is stated of a party stays; what is not shares the rest in proportion, as at the start of a
run (``hldsim.preferences.profile.declare_all``). Moving one slider states that weight, and those
that were stated give way with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import shared
from hldsim_ui.panels.preferences_editor import reweigh

F8 = NDArray[np.float64]
DIGITS = 4
"""Decimals of a weight that a slider states."""


def in_force(names: Sequence[str], stated: Mapping[str, float], imputed: F8 | None) -> F8:
    """Return the weights a party has: what is stated, and the rest shared as it is imputed.

    Parameters
    ----------
    names : sequence of str
        Of the issues, or the themes.
    stated : Mapping[str, float]
        Weights by name, each in [0, 1].
    imputed : array or None
        What the party would have if nothing were stated; equal weights where nobody knows.

    Examples
    --------
    >>> in_force(["a", "b", "c"], {"a": 0.5}, None).round(3).tolist()
    [0.5, 0.25, 0.25]
    """
    base = np.full(len(names), 1.0 / max(len(names), 1)) if imputed is None else imputed
    if not stated:
        return np.asarray(base, dtype=float)
    places = {n: float(stated[name]) for n, name in enumerate(names) if name in stated}
    return shared(np.asarray(base, dtype=float), places)


def moved(
    names: Sequence[str], stated: Mapping[str, float], imputed: F8 | None, column: int, value: float
) -> dict[str, float]:
    """Return what is stated once one weight is set to a value: together never more than 1.

    Examples
    --------
    >>> moved(["a", "b", "c"], {"a": 0.5, "b": 0.3}, None, 0, 0.75)
    {'a': 0.75, 'b': 0.15}
    >>> moved(["a", "b"], {"a": 0.5, "b": 0.5}, None, 0, 0.7)
    {'a': 0.7, 'b': 0.3}
    """
    now = reweigh(in_force(names, stated, imputed), column, min(max(value, 0.0), 1.0))
    said = [n for n, name in enumerate(names) if name in stated or n == column]
    new = {names[n]: round(float(now[n]), DIGITS) for n in said}
    others = [names[n] for n in said if n != column]
    if len(said) == len(names) and others:  # rounding must not lose the whole
        last = max(others, key=lambda name: new[name])
        rest = sum(value for name, value in new.items() if name != last)
        new[last] = round(max(1.0 - rest, 0.0), DIGITS)
    return new
