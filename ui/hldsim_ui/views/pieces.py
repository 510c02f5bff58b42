"""Pieces of stacked bars: parties counted by whom they back and how well that is known.

No Qt. Axis: p parties.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.record.history import History
from hldsim.table.state import State, backed_proposal
from hldsim_ui.views.designs import competing
from hldsim_ui.views.map_words import position_known

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@dataclass(frozen=True)
class Piece:
    """Parties that back one proposal (-1 none), of one look.

    ``known`` says whether their positions come from a source, ``kept`` whether they are in focus.
    """

    d: int
    count: int
    known: bool = False
    kept: bool = True


@dataclass(frozen=True)
class Kinds:
    """Which kind of piece each party belongs to.

    Attributes
    ----------
    kind_p : (p,) ints
        Index into ``pieces``.
    pieces : tuple of Piece
        Every kind, empty, in the order in which a bar shows them: by proposal, the uncommitted
        last; in focus before faint, known before imputed.
    """

    kind_p: I8
    pieces: tuple[Piece, ...]

    def counted(self, count_n: I8) -> tuple[Piece, ...]:
        """Pieces with these counts, one a kind; empty ones left out."""
        pairs = zip(self.pieces, count_n.tolist(), strict=True)
        return tuple(replace(piece, count=count) for piece, count in pairs if count)

    def of(self, who_p: B1) -> tuple[Piece, ...]:
        """Pieces of some of the parties."""
        return self.counted(np.bincount(self.kind_p[who_p], minlength=len(self.pieces)))

    def weighed(self, who_p: B1, weight_p: F8) -> tuple[tuple[Piece, float], ...]:
        """Pieces of some of the parties, each with its share of all weight; empty ones left out."""
        total = max(float(weight_p.sum()), 1e-12)
        weight_n = np.bincount(self.kind_p[who_p], weight_p[who_p], minlength=len(self.pieces))
        shares = dict(zip(self.pieces, (weight_n / total).tolist(), strict=True))
        return tuple((piece, shares[replace(piece, count=0)]) for piece in self.of(who_p))


def kinds(history: History, state: State, kept_p: B1 | None = None) -> Kinds:
    """Sort all parties by whom they back and by their look."""
    scenario = history.scenario
    order = [*(d for d, _ in competing(scenario)), -1]
    place = {d: n for n, d in enumerate(order)}
    group = np.array([place.get(int(d), place[-1]) for d in backed_proposal(state)], dtype=int)
    known = np.array([position_known(party) for party in scenario.parties], dtype=bool)
    kept = np.ones(len(group), dtype=bool) if kept_p is None else kept_p
    empty = [
        Piece(d, 0, known, kept) for d in order for kept in (True, False) for known in (True, False)
    ]
    return Kinds(4 * group + 2 * ~kept + ~known, tuple(empty))


def by_proposal(pieces: tuple[Piece, ...]) -> dict[int, int]:
    """Parties of some pieces by the proposal they back (-1 none), in order."""
    found: dict[int, int] = {}
    for piece in pieces:
        found[piece.d] = found.get(piece.d, 0) + piece.count
    return found
