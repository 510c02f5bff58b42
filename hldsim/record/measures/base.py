"""The catalogue of measures, what a measure is shown, and how its name is read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.parties import Role
from hldsim.engine.setup import Setup
from hldsim.errors import HldsimError
from hldsim.preferences.utility import UTILITIES
from hldsim.registry import Catalogue
from hldsim.scenario.schema import Scenario
from hldsim.table.inputs import Inputs
from hldsim.table.state import SILENT, UNSAID, State, backed_proposal

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


class MeasureError(HldsimError, ValueError):
    """A measure is asked for with arguments that this scenario has not."""


@dataclass(frozen=True)
class RunView:
    """What a measure sees of one run. Axes: p parties, d proposals, k rounds.

    Attributes
    ----------
    start, end : State
        The table before anybody spoke, and at the close.
    viability_kd : (k, d) floats or None
        Viability by proposal of origin after each round (NaN: no coalition), where it was
        watched; only measures of speed need it.
    setup : Setup or None
        The replicate's rules and chance; only measures that put a design to the room anew need it.
    """

    scenario: Scenario
    inputs: Inputs
    start: State
    end: State
    viability_kd: F8 | None = None
    setup: Setup | None = None

    @cached_property
    def member_p(self) -> B1:
        """States that are members, (p,)."""
        return self.inputs.member_p

    @cached_property
    def speaker_p(self) -> B1:
        """Members that took the floor, (p,)."""
        return np.asarray(self.member_p & (self.end.stated_p > SILENT))

    @cached_property
    def noncommittal_p(self) -> B1:
        """Members that spoke and named no design, (p,)."""
        return np.asarray(self.member_p & (self.end.stated_p == UNSAID))

    @cached_property
    def committed_p(self) -> B1:
        """Members that named a design, (p,)."""
        return np.asarray(self.member_p & (self.end.stated_p >= 0))

    @cached_property
    def rival_d(self) -> B1:
        """Proposals that compete, rather than being put after the others, (d,)."""
        return np.array([p.kind == "forum" for p in self.scenario.proposals], dtype=np.bool_)

    @cached_property
    def backed_p(self) -> I8:
        """Proposal each party backs at the close, -1 uncommitted, (p,)."""
        return backed_proposal(self.end)

    @cached_property
    def wanted_pd(self) -> F8:
        """Utility of each proposal as tabled before anybody spoke, (p, d)."""
        return self._first[:, :-1]

    @cached_property
    def reservation_p(self) -> F8:
        """Utility of the status quo before anybody spoke, (p,)."""
        return np.asarray(self._first[:, -1] - self.start.relief_p)

    @cached_property
    def tabled_pd(self) -> F8:
        """Utility of each proposal as tabled at the close, (p, d)."""
        return self._utility(self.end)[:, :-1]

    @cached_property
    def _first(self) -> F8:
        return self._utility(self.start)

    def _utility(self, state: State) -> F8:
        spec = self.scenario.rules.get("utility")
        kind = UTILITIES["additive" if spec is None else spec.name]
        rows = np.vstack([self.inputs.design_di, self.inputs.status_quo_i])
        return kind().of(state.profile, rows + self.inputs.space.offset_i)

    def proposal(self, name: str) -> int:
        """Index of a proposal id."""
        return _find(self.scenario.proposal_index, "proposal", name)

    def party(self, name: str) -> int:
        """Index of a party id."""
        return _find(self.scenario.party_index, "party", name)

    def bloc(self, name: str) -> B1:
        """Who belongs to a bloc, (p,)."""
        index = _find(self.scenario.bloc_index, "bloc", name)
        return np.asarray(self.inputs.bloc_pb[:, index], dtype=np.bool_)

    def role(self, name: str) -> B1:
        """Who has a role, (p,)."""
        index = _find({role.value: n for n, role in enumerate(Role)}, "role", name)
        return np.asarray(self.inputs.role_pr[:, index], dtype=np.bool_)

    @cached_property
    def role_p(self) -> I8:
        """Role of each party as its place in ``Role``, (p,)."""
        return np.asarray(self.inputs.role_pr.argmax(axis=1), dtype=np.int64)


Compute = Callable[..., float | None]


@dataclass(frozen=True)
class Measure:
    """One measure: what it is called, its unit, what it means, and how it is computed.

    ``watched`` says that it needs ``viability_kd``, so that somebody has to watch the rounds.
    """

    name: str
    unit: str
    meaning: str
    arguments: tuple[str, ...]
    compute: Compute
    watched: bool = False

    @property
    def signature(self) -> str:
        """The name with its arguments, e.g. ``stated_share[PROPOSAL]``."""
        return f"{self.name}[{'; '.join(self.arguments)}]" if self.arguments else self.name


MEASURES: Catalogue[Measure] = Catalogue("measure", "hldsim.record.measures")
"""Measures of a run, in groups of one file."""


def define(
    name: str, unit: str, meaning: str, *arguments: str, watched: bool = False
) -> Callable[[Compute], Compute]:
    """Register a function of (view, *arguments) as a measure."""

    def join(compute: Compute) -> Compute:
        MEASURES.register(name)(Measure(name, unit, meaning, arguments, compute, watched))
        return compute

    return join


def parse(text: str) -> tuple[Measure, tuple[str, ...]]:
    """Read ``name`` or ``name[argument; argument]``.

    Raises
    ------
    UnknownNameError
        If there is no such measure.
    MeasureError
        If the number of arguments is wrong.

    Examples
    --------
    >>> kind, arguments = parse("split_share[source; informal_hosted; un_embedded]")
    >>> kind.unit, arguments
    ('1', ('source', 'informal_hosted', 'un_embedded'))
    """
    name, bracket, rest = text.strip().partition("[")
    kind = MEASURES[name.strip()]
    if bracket and not rest.endswith("]"):
        raise MeasureError(f"measure {text!r} ends without ']'; allowed: {kind.signature}")
    given = tuple(part.strip() for part in rest[:-1].split(";")) if bracket else ()
    if len(given) != len(kind.arguments):
        raise MeasureError(
            f"measure {text!r} has {len(given)} arguments; allowed: {kind.signature}"
        )
    return kind, given


def measure(text: str, view: RunView) -> float | None:
    """Compute a measure given by its name and arguments; None where there is nothing to measure."""
    kind, given = parse(text)
    value = kind.compute(view, *given)
    return None if value is None or math.isnan(value) else float(value)


def share(part_p: B1, whole_p: B1) -> float | None:
    """Share of those in ``whole_p`` who are in ``part_p`` too; None if there are none."""
    base = int(whole_p.sum())
    return int((part_p & whole_p).sum()) / base if base else None


def _find(known: dict[str, int], kind: str, name: str) -> int:
    if name not in known:
        raise MeasureError(f"no {kind} {name!r}; known: {', '.join(known)}")
    return known[name]
