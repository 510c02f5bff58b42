"""What one party wants, as a card tells it: a value and the range in which it may lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.experiments.draws import Wants
from hldsim.scenario.schema import Scenario

F8 = NDArray[np.float64]
QUANTILES = (0.05, 0.95)
"""Ends of the range: nine draws in ten lie within."""
SURE = 0.995
"""Share of draws from which on one level alone is told as liked best."""


@dataclass(frozen=True)
class Range:
    """A number: as drawn in a run, or its mean over draws; and the range of nine draws in ten."""

    low: float
    value: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether it is the same in every draw."""
        return self.high - self.low < 1e-9


@dataclass(frozen=True)
class Liked:
    """A level that a party likes best, and in what share of draws it does."""

    level: str
    share: float


@dataclass(frozen=True)
class Drawn:
    """What one party wants.

    Attributes
    ----------
    seed : int or None
        Seed of the run whose draw is told; None where means over all draws are.
    draws : int
        Draws that ranges and shares are taken from.
    salience, worth, emphasis, stance : tuples of Range
        By issue, proposal, theme and theme.
    reservation : Range
        Utility of the status quo.
    liked : tuple of tuple of Liked
        By issue, most often liked first; in a run the level of that run first.
    better : tuple of float
        By proposal: share of draws in which it is worth more than the status quo.
    """

    seed: int | None
    draws: int
    salience: tuple[Range, ...]
    worth: tuple[Range, ...]
    emphasis: tuple[Range, ...]
    stance: tuple[Range, ...]
    reservation: Range
    liked: tuple[tuple[Liked, ...], ...]
    better: tuple[float, ...]

    @property
    def sure(self) -> bool:
        """Whether nothing of it is drawn."""
        return all(one.sure for one in (*self.salience, *self.worth, self.reservation))


def drawn(scenario: Scenario, party: int, many: Wants, one: Wants | None) -> Drawn:
    """Sum up what a party wants.

    Parameters
    ----------
    many : Wants
        Draws that ranges are taken from.
    one : Wants or None
        The draw of one run, if that is to be told.
    """
    value_rl = many.value_rpl[:, party]
    better_rd = many.tabled_rpd[:, party] > many.reservation_rp[:, party, None]

    def ranges(name: str) -> tuple[Range, ...]:
        rows = getattr(many, name)[:, party]
        told = rows.mean(axis=0) if one is None else getattr(one, name)[0, party]
        return _ranges(rows, told)

    reservation = many.reservation_rp[:, party, None]
    own = reservation.mean(axis=0) if one is None else one.reservation_rp[:, party]
    return Drawn(
        seed=None if one is None else one.seeds[0],
        draws=len(many.seeds),
        salience=ranges("salience_rpi"),
        worth=ranges("tabled_rpd"),
        emphasis=ranges("emphasis_rph"),
        stance=ranges("stance_rph"),
        reservation=_ranges(reservation, own)[0],
        liked=tuple(
            _liked(scenario, i, value_rl, None if one is None else one.value_rpl[0, party])
            for i in range(len(scenario.space.issues))
        ),
        better=tuple(float(x) for x in better_rd.mean(axis=0)),
    )


def _ranges(rows: F8, told: F8) -> tuple[Range, ...]:
    low, high = np.quantile(rows, QUANTILES, axis=0)
    return tuple(
        Range(float(a), float(b), float(c)) for a, b, c in zip(low, told, high, strict=True)
    )


def _liked(scenario: Scenario, i: int, value_rl: F8, own_l: F8 | None) -> tuple[Liked, ...]:
    """Levels of an issue that are liked best, and how often."""
    space = scenario.space
    issue, first = space.issues[i], int(space.offset_i[i])
    columns = slice(first, first + len(issue.levels))
    share = np.bincount(value_rl[:, columns].argmax(axis=1), minlength=len(issue.levels))
    share_l = share / len(value_rl)
    order = np.argsort(-share_l, kind="stable").tolist()
    if own_l is not None:
        best = int(np.argmax(own_l[columns]))
        order = [best, *(n for n in order if n != best)]
    return tuple(Liked(issue.levels[n].name, float(share_l[n])) for n in order)
