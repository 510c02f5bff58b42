"""What the report of a run is made from, and the questions every section asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.parties import Provenance
from hldsim.experiments.draws import Likely
from hldsim.experiments.turning import Turning
from hldsim.record.asked import Acceptance
from hldsim.record.kept import KeptRun
from hldsim.report.sentences import proposal_label
from hldsim.report.texts import FALLBACK, text
from hldsim.table.state import backed_proposal

if TYPE_CHECKING:
    from hldsim.record.history import History
    from hldsim.record.run import RunRecord
    from hldsim.scenario.schema import Scenario
    from hldsim.table.state import State

I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@dataclass(frozen=True)
class Drawn:
    """A live view drawn off the screen: PNG, its title, and what it shows in one sentence."""

    view: str
    title: str
    sentence: str
    png: bytes = field(repr=False)


@dataclass(frozen=True)
class Material:
    """What a report is made from.

    Attributes
    ----------
    differs_from : int or None
        First round that this hldsim plays otherwise than recorded; None if there is none.
    turning : Turning or None
        Turning points; None where they were not looked for.
    likely : tuple of Likely
        How likely the rule alone makes each known position, over ``draws`` draws.
    pictures : Mapping[str, Drawn]
        Live views at the newest round, by name; empty where there are none, and
        ``no_pictures`` says why.
    colours : Mapping[str, str]
        Colour of each proposal in the pictures, ``"#rrggbb"`` by id.
    date : str
        Day the report is made, ISO 8601.
    options : tuple of str
        What was asked for on the command line besides the file, to make the same report again.
    """

    kept: KeptRun
    date: str
    lang: str = FALLBACK
    differs_from: int | None = None
    turning: Turning | None = None
    likely: tuple[Likely, ...] = ()
    draws: int = 0
    pictures: Mapping[str, Drawn] = field(default_factory=dict)
    no_pictures: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()

    @property
    def run(self) -> RunRecord:
        """The branch reported on."""
        return self.kept.record

    @property
    def scenario(self) -> Scenario:
        """The scenario, as it was at the start."""
        return self.kept.record.scenario

    @property
    def history(self) -> History:
        """Its rounds."""
        return self.kept.record.history

    @property
    def last(self) -> int:
        """Newest round."""
        return self.history.last

    @property
    def end(self) -> State:
        """The table after the newest round."""
        return self.history[self.last].state

    @cached_property
    def backed_p(self) -> I8:
        """Proposal each party backs in the end, -1 uncommitted."""
        return backed_proposal(self.end)

    @cached_property
    def member_p(self) -> B1:
        """Who is a member state."""
        return self.history.inputs.member_p

    @property
    def members(self) -> int:
        """How many member states there are."""
        return int(self.member_p.sum())

    @cached_property
    def backing_d(self) -> I8:
        """Member states backing each proposal in the end, (d,)."""
        n = len(self.scenario.proposals)
        backed = self.backed_p[self.member_p]
        return np.bincount(backed[backed >= 0], minlength=n)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Proposals that compete, most backed in the end first."""
        rivals = [d for d, one in enumerate(self.scenario.proposals) if one.kind == "forum"]
        return tuple(sorted(rivals, key=lambda d: (-int(self.backing_d[d]), d)))

    @cached_property
    def text_c(self) -> int:
        """Coalition whose text is reported on: adopted, else backed most; -1 if nobody backs any.

        Equal backing goes by the order in which coalitions stand on the table.
        """
        if self.end.adopted >= 0:
            return int(self.end.adopted)
        counts = [
            int((self.member_p & (self.end.membership_p == c)).sum())
            for c in range(self.end.n_coalitions)
        ]
        return int(np.argmax(counts)) if any(counts) else -1

    @cached_property
    def acceptance(self) -> Acceptance | None:
        """Who would answer what about each text at the end."""
        return self.history.acceptance(self.last)

    def say(self, key: str, **values: object) -> str:
        """Return one of the report's own texts."""
        return text(f"report.{key}", self.lang, **values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return a text with a count in it: ``KEY_one`` where it is one, else ``KEY``."""
        return self.say(f"{key}_one" if count == 1 else key, count=count, **values)

    def label(self, proposal: str) -> str:
        """What a proposal is called."""
        return proposal_label(proposal, self.scenario)

    def share(self, value: float) -> str:
        """A share in per cent."""
        return text("number.share", self.lang, value=100.0 * value)

    def is_known(self, party: int) -> bool:
        """Whether the party's position is known from a source."""
        one = self.scenario.parties[party]
        return one.position is not None and one.provenance is not Provenance.IMPUTED

    def whence(self, party: int) -> str:
        """Where what is said of a party comes from: ``known``, ``set``, ``declared``, ``imputed``.

        The last is nobody's knowledge: it is drawn.
        """
        one = self.scenario.parties[party]
        if self.is_known(party):
            return "known"
        if one.provenance is Provenance.USER:
            return "set"
        return "declared" if one.declared or self.declared else "imputed"

    @property
    def declared(self) -> bool:
        """Whether the scenario declares what everybody wants, so that nothing is imputed."""
        return self.scenario.imputation.name == "declared"

    def by_origin(self, key: str) -> str:
        """Return a text on preferences: ``KEY_declared`` where none are imputed, else ``KEY``."""
        return self.say(f"{key}_declared" if self.declared else key)
