"""Pairs: two ensembles on common seeds, replicate against replicate.

Replicate r of both has the same seed and so the same luck: the runs whose outcome differs are those
in which what sets the two apart made a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.paired import mcnemar, paired_difference
from hldsim.errors import HldsimError
from hldsim.experiments.ensemble import NO_AGREEMENT, EnsembleResult
from hldsim.experiments.outcomes import agreements, class_r, state_shares

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


class PairError(HldsimError, ValueError):
    """Two ensembles that cannot be compared run by run."""


@dataclass(frozen=True)
class Shift:
    """How the share of one class of agreement differs.

    Attributes
    ----------
    left, right : float
        Its share on either side, in [0, 1].
    gained, lost : int
        Pairs that have it on the right only, and on the left only.
    difference, low, high : float
        Right less left with its 95 % interval (``hldsim.analysis.paired``).
    p : float
        McNemar's test, mid-P; of this class by itself.
    """

    name: str
    left: float
    right: float
    gained: int
    lost: int
    difference: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Pairs:
    """Two ensembles run by run.

    Attributes
    ----------
    number_r : (r,) ints
        Replicates that both have.
    names : tuple of str
        Classes of agreement that came about on either side; frequent ones first, none last.
    of_left_r, of_right_r : (r,) ints
        Class of each on either side, an index into ``names``.
    same_text : int
        Pairs with the very same agreement, or none on both sides.
    """

    left: EnsembleResult
    right: EnsembleResult
    number_r: I8
    names: tuple[str, ...]
    of_left_r: I8
    of_right_r: I8
    same_text: int

    def __len__(self) -> int:
        return len(self.number_r)

    @property
    def count_nn(self) -> I8:
        """Pairs by class on the left (rows) and on the right (columns)."""
        n = len(self.names)
        flat = np.bincount(self.of_left_r * n + self.of_right_r, minlength=n * n)
        return np.asarray(flat.reshape(n, n))

    @property
    def changed(self) -> tuple[int, ...]:
        """Replicates that end in another class."""
        return tuple(self.number_r[self.of_left_r != self.of_right_r].tolist())

    def numbers(self, left: str, right: str) -> tuple[int, ...]:
        """Replicates that end in these classes."""
        found = (self.of_left_r == self.names.index(left)) & (
            self.of_right_r == self.names.index(right)
        )
        return tuple(self.number_r[found].tolist())

    def shifts(self) -> tuple[Shift, ...]:
        """How the share of each class differs, in the order of ``names``."""
        found = []
        runs = len(self)
        for n, name in enumerate(self.names):
            left, right = self.of_left_r == n, self.of_right_r == n
            gained, lost = int((right & ~left).sum()), int((left & ~right).sum())
            spread = paired_difference(gained, lost, runs)
            shares = (float(left.mean()), float(right.mean())) if runs else (0.0, 0.0)
            found.append(Shift(name, *shares, gained, lost, *spread, mcnemar(gained, lost)))
        return tuple(found)

    def state_difference(self, what: str, option: str) -> F8:
        """Right less left of ``outcomes.state_shares``, (p,) in [-1, 1], by the right's parties.

        NaN for a party that the left has not.
        """
        at = self.left.scenario.party_index
        left_p = np.append(state_shares(self.left, what, option), np.nan)
        rows = [at.get(party.id, -1) for party in self.right.scenario.parties]
        return np.asarray(state_shares(self.right, what, option) - left_p[rows])

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "pairs": len(self),
            "changed": list(self.changed),
            "same_text": self.same_text,
            "classes": list(self.names),
            "table": self.count_nn.tolist(),
            "shifts": [
                {
                    "class": one.name,
                    "left": one.left,
                    "right": one.right,
                    "gained": one.gained,
                    "lost": one.lost,
                    "difference": one.difference,
                    "low": one.low,
                    "high": one.high,
                    "p": one.p,
                }
                for one in self.shifts()
            ],
        }


def pairs(left: EnsembleResult, right: EnsembleResult) -> Pairs:
    """Compare two ensembles replicate by replicate, as far as both have come.

    Raises
    ------
    PairError
        If they have not the same seed, or only one of them imposes known positions.
    """
    if left.seed != right.seed:
        raise PairError(f"seeds {left.seed} and {right.seed}; allowed: the same, for common luck")
    if left.conditioned != right.conditioned:
        raise PairError("known positions are imposed on one side only; allowed: on both or neither")
    common, at_left, at_right = np.intersect1d(
        left.summary.number_r, right.summary.number_r, return_indices=True
    )
    names = _names(left, right)
    index = {name: n for n, name in enumerate(names)}
    of_left, of_right = (
        np.array([index[name] for name in class_r(one)], dtype=np.int64)[at]
        for one, at in ((left, at_left), (right, at_right))
    )
    same = _texts(left, at_left) == _texts(right, at_right)
    return Pairs(left, right, common, names, of_left, of_right, int(np.sum(same)))


def _names(left: EnsembleResult, right: EnsembleResult) -> tuple[str, ...]:
    """Classes by how often they come about on the left, then the right; no agreement last."""
    seen = [one.name for side in (left, right) for one in agreements(side)]
    names = [name for name in dict.fromkeys(seen) if name != NO_AGREEMENT]
    return (*names, NO_AGREEMENT) if NO_AGREEMENT in seen else tuple(names)


def _texts(result: EnsembleResult, at: I8) -> NDArray[np.object_]:
    """Agreement of each run by the names of its levels: two scenarios may number them otherwise."""
    space = result.scenario.space
    found = np.empty(len(at), dtype=object)
    rows: Sequence[list[int]] = result.summary.agreed_ri[at].tolist()
    for n, row in enumerate(rows):
        found[n] = "" if row[0] < 0 else repr(space.decode(tuple(row)))
    return found
