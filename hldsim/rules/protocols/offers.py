"""Offers: what protocols of alternating offers have in common; their own files name the tactic.

The spokespersons of the coalitions bargain over the open points of the leading text.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.offers import alternate
from hldsim.registry import parameter
from hldsim.rules.protocols.base import Turn
from hldsim.rules.protocols.room import revision, spokespersons
from hldsim.scenario.schema import Scenario
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

MOST_DESIGNS = 2000
"""Designs bargained over; where there would be more, only those that one text has as a whole."""


@dataclass(frozen=True)
class OffersParameters:
    """Dials of every protocol of alternating offers."""

    rounds: float = parameter(
        20.0,
        "n_R",
        "rounds of offers between one look at the text and the next",
        low=1.0,
        high=1000.0,
        unit="rounds",
    )


class AlternatingOffers:
    """One meeting of the spokespersons: they agree on a design, or the text stays as it is."""

    Parameters: ClassVar[Any] = OffersParameters

    def __init__(self, parameters: Any) -> None:
        self.parameters = parameters

    @classmethod
    def unavailable(cls, scenario: Scenario) -> str | None:
        """Two coalitions are needed for anybody to make an offer to."""
        if len(scenario.forum_proposals) < 2:
            return "needs two competing proposals: there is nobody to make an offer to"
        return None

    def turn(self, view: View, text: int) -> Turn:
        """Let the spokespersons bargain, and write down what they agree on."""
        speakers = spokespersons(view)
        if len(speakers) < 2:
            return Turn(())
        designs = open_designs(view, text)
        agreed = self.agree(view.utility_pd(designs)[speakers], view.reservation_p[speakers])
        if agreed is None:
            return Turn(())
        return Turn(revision(view, text, designs[agreed], "offers"))

    def agree(self, utility_ad: F8, reservation_a: F8) -> int | None:
        """Design that the spokespersons agree on, None if they do not."""
        rounds = max(round(self.parameters.rounds), 1)
        return alternate(utility_ad, reservation_a, self.pace, rounds).agreement

    @property
    def pace(self) -> float:
        """How early spokespersons give way: below 1 late, 1 evenly, above 1 early."""
        raise NotImplementedError


def open_designs(view: View, text: int) -> I8:
    """Designs with the text's core issues and, on each other, a level that some text has, (d, i).

    The text itself comes first.
    """
    platform_ci, issues = view.state.platform_ci, view.inputs.space.issues
    own = platform_ci[text].tolist()
    choices = []
    for n, issue in enumerate(issues):
        levels = [own[n]] if issue.core else dict.fromkeys([own[n], *platform_ci[:, n].tolist()])
        choices.append(list(levels))
    if np.prod([float(len(levels)) for levels in choices]) > MOST_DESIGNS:
        core = np.array([issue.core for issue in issues])
        rows = np.where(core, platform_ci[text], platform_ci)
        return np.array(list(dict.fromkeys(map(tuple, [own, *rows.tolist()]))), dtype=np.int64)
    return np.array(list(itertools.product(*choices)), dtype=np.int64)
