"""Events: what happened, as a kind and fields, never as prose.

Sentences are made from events by the templates in ``resources/texts`` (see ``hldsim.report``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Event:
    """One thing that happened in one round.

    Attributes
    ----------
    kind : str
        E.g. ``"statement"``, ``"joined"``, ``"left"``, ``"revised"``, ``"merged"``,
        ``"dissolved"``, ``"objected"``, ``"put"``, ``"adopted"``, ``"refused"``, ``"phase"``,
        ``"intervened"``.
    k : int
        Round in which it happened, from 1.
    party : int
        Party index, or -1.
    coalition : int
        Coalition index in the state *after* the round, or -1.
    fields : Mapping[str, Scalar]
        What the kind's template needs.
    """

    kind: str
    k: int
    party: int = -1
    coalition: int = -1
    fields: Mapping[str, Scalar] = field(default_factory=dict)
