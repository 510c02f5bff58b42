"""Setup: one replicate ready to run: scenario, fixed inputs, chance, and rules built by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.proposals import AdoptionSpec, HostOffer
from hldsim.preferences.utility import UtilityFunction
from hldsim.registry import parameter
from hldsim.rules.coalitions.base import CoalitionRule
from hldsim.rules.decision.base import MEMBERS, DecisionRule
from hldsim.rules.influence.base import InfluenceRule
from hldsim.rules.protocols.base import BargainingProtocol
from hldsim.rules.strategies.base import Strategy
from hldsim.scenario.schema import PhaseSpec, Scenario
from hldsim.streams import Streams
from hldsim.table.inputs import Inputs
from hldsim.table.wants import Recall

PLENARY = "plenary"
"""Phase in which delegations take the floor, each in one of its sittings."""

I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@dataclass(frozen=True)
class BeliefParameters:
    """Dials of the public belief (see ``hldsim.engine.belief``)."""

    eta: float = parameter(
        0.12,
        "eta",
        "share of the gap to the evidence closed in a round",
        low=0.0,
        high=1.0,
        unit="share",
    )
    rho: float = parameter(
        0.6,
        "rho",
        "weight of a bloc's declaration in guessing its silent members",
        low=0,
        high=1,
        unit="share",
    )
    show: float = parameter(
        0.12,
        "p_s",
        "chance a round that a member shows its objections",
        low=0.0,
        high=1.0,
        unit="chance",
    )
    start: float = parameter(
        0.5,
        "A_0",
        "viability of every design before anybody speaks",
        low=0,
        high=1,
        unit="chance",
        live=False,
    )


class Needs:
    """Which rule a design needs and whether somebody offers to host it; remembered by design.

    Parameters
    ----------
    adoption : tuple of (AdoptionSpec, DecisionRule)
        The first spec whose every ``when`` entry a design meets is the one in force.

    Attributes
    ----------
    weighs : frozenset of str
        What besides heads any of these rules weighs: votes, population.
    counts_no : bool
        Whether any of them leaves abstentions out of its base.
    """

    def __init__(
        self,
        scenario: Scenario,
        adoption: tuple[tuple[AdoptionSpec, DecisionRule], ...],
    ) -> None:
        space = scenario.space

        def where(issue: str, level: str) -> tuple[int, int]:
            n = space.issue_index(issue)
            return n, space.issues[n].index(level)

        self.adoption = adoption
        self.weighs = frozenset(
            what for _, rule in adoption for what in getattr(rule, "weighs", ()) if what != MEMBERS
        )
        self.counts_no = any(getattr(rule, "counts_no", False) for _, rule in adoption)
        self._when = [[where(i, x) for i, x in spec.when.items()] for spec, _ in adoption]
        self._hosts = [(offer, where(offer.issue, offer.level)) for offer in scenario.hosts]
        self._known: dict[bytes, tuple[int, bool]] = {}
        self._last: tuple[I8, list[tuple[int, bool]]] | None = None

    def of_all(self, platform_ci: I8) -> list[tuple[int, bool]]:
        """Return what each of several designs needs; cheap if asked of the same array again."""
        if self._last is None or self._last[0] is not platform_ci:
            self._last = (platform_ci, [self.of(design) for design in platform_ci])
        return self._last[1]

    def of(self, design: I8) -> tuple[int, bool]:
        """Return (position in ``adoption``, has an offer to host)."""
        key = design.tobytes()
        found = self._known.get(key)
        if found is None:
            found = (self._rule(design), self.host(design) is not None)
            self._known[key] = found
        return found

    def host(self, design: I8) -> HostOffer | None:
        """Return the first offer to host a design like this."""
        for offer, (issue, level) in self._hosts:
            if design[issue] == level:
                return offer
        return None

    def _rule(self, design: I8) -> int:
        for n, conditions in enumerate(self._when):
            if all(design[issue] == level for issue, level in conditions):
                return n
        raise LookupError("no adoption rule meets this design; add one without 'when'")


@dataclass(frozen=True)
class Rules:
    """Every rule of a replicate, built, with its parameters drawn."""

    coalitions: CoalitionRule
    protocol: BargainingProtocol
    influence: InfluenceRule
    strategy: Strategy
    utility: UtilityFunction
    belief: BeliefParameters
    needs: Needs
    agenda: tuple[tuple[PhaseSpec, Any], ...]

    @property
    def adoption(self) -> tuple[tuple[AdoptionSpec, DecisionRule], ...]:
        """Decision rules by the kind of design that needs them."""
        return self.needs.adoption


@dataclass(frozen=True)
class Setup:
    """One replicate. Replaced, never changed, when an intervention moves a parameter."""

    scenario: Scenario
    seed: int
    inputs: Inputs
    streams: Streams
    rules: Rules
    recall: Recall = field(default_factory=Recall, compare=False, repr=False)

    def winning(self, design: I8, member_pk: B1) -> B1:
        """Whether each list of parties can carry a design by itself, (k,)."""
        _, rule = self.rule_for(design)
        return rule.is_winning(member_pk, self.inputs.voting_weight_p, self.inputs.population_p)

    def rule_for(self, design: I8) -> tuple[AdoptionSpec, DecisionRule]:
        """Return the decision rule a design needs."""
        return self.rules.adoption[self.rules.needs.of(design)[0]]


def phase_of(scenario: Scenario, k: int) -> tuple[PhaseSpec, int]:
    """Return the phase that round ``k`` (from 1) belongs to, and the turn within it (from 0)."""
    left = k - 1
    for spec in scenario.agenda:
        if left < spec.rounds:
            return spec, left
        left -= spec.rounds
    raise IndexError(f"round {k}: the agenda has {scenario.rounds} rounds")


def sitting_of(scenario: Scenario, k: int) -> int:
    """How many sittings of the plenary came before round ``k`` (from 1), over the whole agenda."""
    left, count = k - 1, 0
    for spec in scenario.agenda:
        here = min(spec.rounds, left)
        count += here if spec.phase == PLENARY else 0
        left -= here
    return count
