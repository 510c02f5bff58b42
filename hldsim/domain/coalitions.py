"""Coalition structures with canonical labels: equal partitions are equal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class CoalitionStructure:
    """A partition of parties into coalitions, with some uncommitted.

    Examples
    --------
    >>> CoalitionStructure.of([2, 2, -1, 0]) == CoalitionStructure.of([5, 5, -1, 1])
    True
    """

    labels: tuple[int, ...]

    @classmethod
    def of(cls, membership: Iterable[int]) -> CoalitionStructure:
        """Relabel coalitions by first appearance; -1 (uncommitted) stays -1."""
        seen: dict[int, int] = {}
        labels = tuple(-1 if int(m) < 0 else seen.setdefault(int(m), len(seen)) for m in membership)
        return cls(labels)

    def __len__(self) -> int:
        return max(self.labels, default=-1) + 1
