"""What a scenario is, once loaded: frozen data, with names of rules as strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hldsim.domain.issues import OutcomeSpace
from hldsim.domain.parties import Bloc, Party
from hldsim.domain.proposals import AdoptionSpec, Amendment, HostOffer, Proposal

Number = float | int


@dataclass(frozen=True)
class Prior:
    """A number that is drawn once per replicate instead of being known.

    ``kind`` is ``"normal"`` (``a`` mean, ``b`` standard deviation), ``"lognormal"`` (``a`` median,
    ``b`` standard deviation of the log), ``"uniform"`` (``a`` low, ``b`` high) or ``"beta"``
    (``a``, ``b`` shapes). The draw is clipped to [``low``, ``high``].
    """

    kind: str
    a: float
    b: float
    low: float = float("-inf")
    high: float = float("inf")


Setting = Number | str | bool | Prior


@dataclass(frozen=True)
class RuleSpec:
    """A rule by name, with the parameters that differ from its defaults."""

    name: str
    parameters: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class PhaseSpec:
    """One phase of the agenda: which kind, for how many rounds, with which parameters."""

    id: str
    phase: str
    rounds: int
    label: str
    parameters: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Theme:
    """A theme of substance; a stance of 0 is the ``low`` end, 1 the ``high`` end."""

    id: str
    name: str
    low: str
    high: str


@dataclass(frozen=True)
class Against:
    """The measure of another scenario, by name, that a fact is set against."""

    scenario: str
    measure: str


@dataclass(frozen=True)
class FactSpec:
    """A fact the scenario is meant to reproduce, measured by a named measure.

    A run *shows* the fact when ``measure`` (a number per run) compares with ``threshold`` by
    ``op`` (``">="``, ``"<="``, ``">"``, ``"<"``); the fact is met when the share of runs showing
    it compares with ``share`` by ``share_op``. ``conditioned`` says whether known positions are
    conditioned on in those runs; ``settings`` are path=value changes made to the scenario first.

    With ``steps`` (two or more tables of further settings) it is a comparative static: the same
    seeds are run under each, and the fact is met when every change of the mean of ``measure`` from
    one step to the next compares with ``threshold`` by ``op``, one standard error of the paired
    difference granted. ``share`` has no part in it.

    With ``against`` it sets two scenarios side by side: the same seeds are run in both, and the
    mean of ``measure`` divided by the mean of the other's measure compares with ``threshold``.
    """

    id: str
    text: str
    measure: str
    op: str
    threshold: float
    share: float = 0.5
    share_op: str = ">="
    conditioned: bool = True
    kind: str = "fact"
    source: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Mapping[str, Any], ...] = ()
    against: Against | None = None


@dataclass(frozen=True)
class SourceNote:
    """Where figures come from: title, date, licence, link and the file that holds them."""

    id: str
    title: str
    date: str
    licence: str
    link: str
    file: str = ""


@dataclass(frozen=True)
class Scenario:
    """A negotiation ready to be run.

    Attributes
    ----------
    document : Mapping
        The plain nested data everything else was built from: what is saved, hashed and changed
        by paths. Treat as read-only.
    rules : Mapping[str, RuleSpec]
        By catalogue: ``coalitions``, ``protocol``, ``influence``, ``strategy``, ``utility``.
    """

    name: str
    title: str
    summary: str
    date: str
    licence: str
    citation: str
    parties: tuple[Party, ...]
    space: OutcomeSpace
    themes: tuple[Theme, ...]
    blocs: tuple[Bloc, ...]
    proposals: tuple[Proposal, ...]
    hosts: tuple[HostOffer, ...]
    adoption: tuple[AdoptionSpec, ...]
    agenda: tuple[PhaseSpec, ...]
    imputation: RuleSpec
    rules: Mapping[str, RuleSpec]
    facts: tuple[FactSpec, ...]
    sources: tuple[SourceNote, ...]
    document: Mapping[str, Any] = field(compare=False, repr=False)
    amendments: tuple[Amendment, ...] = ()

    @cached_property
    def party_index(self) -> dict[str, int]:
        """Position of each party id."""
        return {party.id: n for n, party in enumerate(self.parties)}

    @cached_property
    def proposal_index(self) -> dict[str, int]:
        """Position of each proposal id."""
        return {proposal.id: n for n, proposal in enumerate(self.proposals)}

    @cached_property
    def bloc_index(self) -> dict[str, int]:
        """Position of each bloc id."""
        return {bloc.id: n for n, bloc in enumerate(self.blocs)}

    @cached_property
    def theme_index(self) -> dict[str, int]:
        """Position of each theme id."""
        return {theme.id: n for n, theme in enumerate(self.themes)}

    @cached_property
    def forum_proposals(self) -> tuple[Proposal, ...]:
        """Proposals that compete; the others are put after them."""
        return tuple(proposal for proposal in self.proposals if proposal.kind == "forum")

    @property
    def rounds(self) -> int:
        """Rounds of the whole agenda."""
        return sum(phase.rounds for phase in self.agenda)
