"""What a choice is: what may be said of one thing in the next round, and why the rest may not.

No prose: reasons are ids that read as words; the sentences are in ``resources/texts``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.phases.base import Moment
from hldsim.registry import Catalogue
from hldsim.table.view import View

I8 = NDArray[np.int64]


@dataclass(frozen=True)
class Meaning:
    """What a design means to a party. Utilities are in [0, 1].

    Attributes
    ----------
    utility : float
        Of the design to the party.
    gain : float
        Utility less that of the status quo, as the party sees it now.
    margin : float
        Utility less the party's line of acceptance: below 0 it would not take part.
    viability : float or None
        Public belief that the design passes the rule it needs; None where there is none.
    """

    utility: float
    gain: float
    margin: float
    viability: float | None = None


@dataclass(frozen=True)
class Option:
    """One thing that may be said.

    Attributes
    ----------
    value : str
        The word for it, as an act has it.
    why_not : str
        Id of the reason why it cannot be said now; empty if it can.
    meaning : Meaning or None
        Of the design it leads to, where it leads to one.
    """

    value: str
    why_not: str = ""
    meaning: Meaning | None = None


@dataclass(frozen=True)
class Choice:
    """What may be said under one key of an act.

    Attributes
    ----------
    key : str
        Key of the act's body, e.g. ``"back"`` or ``"answer.un_embedded"``.
    why_not : str
        Id of the reason why nothing can be said under it now; empty if something can.
    now : str
        What holds if nothing is said; empty if there is no such thing.
    about : Mapping[str, str]
        What is asked about, e.g. the design drafted in a bargain, by issue.
    """

    key: str
    options: tuple[Option, ...]
    why_not: str = ""
    now: str = ""
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> tuple[str, ...]:
        """Values that may be said now."""
        return () if self.why_not else tuple(o.value for o in self.options if not o.why_not)

    def refusal(self, value: str) -> str:
        """Id of the reason why a value may not be said now; empty if it may."""
        if self.why_not:
            return self.why_not
        known = {option.value: option.why_not for option in self.options}
        return known.get(value, "no_such_choice")

    def shut(self, why_not: str) -> Choice:
        """Return the same with nothing that may be said."""
        return replace(self, why_not=why_not)


class ActKind(Protocol):
    """One kind of act: when it is possible, and what the model would do."""

    phases: ClassVar[tuple[str, ...]]
    """Phases in which it comes to something; empty if in any."""

    def choices(self, moment: Moment, party: int) -> Sequence[Choice]:
        """What a party may say of it in a round, assuming that the phase is one for it."""
        ...

    def advised(self, moment: Moment, party: int) -> Mapping[str, str]:
        """What the model would say for the party, by key; empty if nothing."""
        ...


CHOICES: Catalogue[type[ActKind]] = Catalogue("kind of act", "hldsim.engine.choices")

PHASES_KNOWN = (
    "hearings", "plenary", "round_tables", "consultations", "chairs_text", "adoption",
)  # fmt: skip
"""Phases it is known of what fits; one that an extension adds may take any act."""


def meaning(view: View, party: int, design_i: I8, viability: float | None = None) -> Meaning:
    """What a design means to a party now."""
    utility = float(view.utility_pd(np.asarray(design_i)[None, :])[party, 0])
    return Meaning(
        utility,
        utility - float(view.reservation_p[party]),
        utility - float(view.aspiration_p[party]),
        viability,
    )


def meaning_of_text(view: View, party: int, c: int) -> Meaning:
    """What the text of a coalition means to a party now."""
    return meaning(view, party, view.state.platform_ci[c], float(view.state.viability_c[c]))


def coalition_of(moment: Moment, proposal: str) -> int:
    """Coalition that gathered around a proposal, or -1."""
    d = moment.setup.scenario.proposal_index[proposal]
    found = np.flatnonzero(moment.view.state.origin_c == d)
    return int(found[0]) if len(found) else -1
