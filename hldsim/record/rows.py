"""The rows a run file is made of, as frozen nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hldsim.domain.events import Event, Scalar
from hldsim.table.state import State


@dataclass(frozen=True)
class Head:
    """What a run starts from; with it and the acts everything can be computed again.

    Attributes
    ----------
    version : str
        hldsim that wrote the run.
    created : str
        When, in UTC, ISO 8601.
    scenario_json : str
        The whole scenario, canonical JSON; ``scenario_hash`` is its name.
    """

    seed: int
    conditioned: bool
    version: str
    created: str
    scenario_hash: str
    scenario_json: str


@dataclass(frozen=True)
class Branch:
    """One future of the tree.

    Attributes
    ----------
    parent : int or None
        Branch it left; None for branch 0, the first.
    forked_at : int
        Last round it shares with its parent; -1 for branch 0.
    """

    id: int
    parent: int | None
    forked_at: int
    label: str = ""


@dataclass(frozen=True)
class ActRow:
    """Something a person did, in force in round ``k``; ``seq`` counts within its branch, from 0."""

    branch: int
    seq: int
    k: int
    kind: str
    body: Mapping[str, Scalar] = field(default_factory=dict)
    author: str = "user"

    @property
    def digested(self) -> dict[str, object]:
        """What the digest of round ``k`` says of it: who did it is left out."""
        return {"kind": self.kind, "body": dict(self.body)}

    @property
    def text(self) -> str:
        """It in words, e.g. ``"rules.coalitions.beta = 4"`` or ``"MEX: back un_embedded"``."""
        if self.kind == "set":
            return f"{self.body.get('path')} = {self.body.get('value')}"
        said = ", ".join(
            f"{key} {value}" for key, value in sorted(self.body.items()) if key != "party"
        )
        return f"{self.body.get('party', self.kind)}: {said}"


def sealed(act: ActRow) -> ActRow:
    """Return an act without the ballots in it, which nobody may read before they are counted.

    Examples
    --------
    >>> sealed(ActRow(0, 0, 19, "act", {"party": "BEL", "ballot.un_embedded": "no"})).text
    'BEL: ballots sealed'
    """
    body = {key: value for key, value in act.body.items() if not key.startswith("ballot.")}
    if len(body) == len(act.body):
        return act
    return replace(act, body={**body, "ballots": "sealed"})


@dataclass(frozen=True)
class RoundRow:
    """A finished round. ``state`` is None where a large state was not kept."""

    branch: int
    k: int
    phase: str
    state: State | None
    digest: str
    events: tuple[Event, ...] = ()
