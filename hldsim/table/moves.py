"""What rules hand back: moves of parties, changes of coalitions, acts of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hldsim.errors import InterventionError

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@dataclass(frozen=True)
class Moves:
    """Choices of those who acted in one round.

    Attributes
    ----------
    party_a : (a,) ints
        Who acted.
    choice_a : (a,) ints
        Coalition chosen, or -1 to stay or become uncommitted.
    worth_ac : (a, c + 1) floats
        Worth of each option; the last column is staying uncommitted. Utility units.
    terms : Mapping[str, (a, c + 1) floats]
        Named terms that add up to ``worth_ac``; empty unless asked for.
    settled : bool
        False where a rule by which parties choose in turn, again and again, gave up before all
        were content.
    """

    party_a: I8
    choice_a: I8
    worth_ac: F8
    terms: Mapping[str, F8] = field(default_factory=dict)
    settled: bool = True


@dataclass(frozen=True)
class Change:
    """Something a coalition or the chair does to what is on the table.

    ``kind`` is ``"revise"`` (platform of ``coalition`` becomes ``design``), ``"merge"``
    (``coalition`` and ``other`` agree on ``design``; the parties in ``movers`` go to
    ``coalition``), ``"refuse"`` (a bargain of the two came to nothing) or ``"dissolve"``.

    ``gain`` says what the change is worth to those who made it (mean log gain of a revision, Nash
    product of a bargain), ``cost`` what it costs ``coalition``'s own backers on average (a
    concession), utility units.
    """

    kind: str
    coalition: int
    design: tuple[int, ...] = ()
    other: int = -1
    movers: tuple[int, ...] = ()
    gain: float = 0.0
    cost: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Act:
    """What a delegation does in one round instead of what the model would have it do.

    Attributes
    ----------
    state : str or None
        In a plenary: a proposal id, ``"noncommittal"`` or ``"silent"``.
    back : str or None
        In consultations: a proposal id (join the coalition of that origin) or ``"uncommitted"``.
    answer : Mapping[str, str]
        Proposal id -> ``"yes"``, ``"no"`` or ``"object"`` to the text its coalition stands for;
        holds until changed, or until ``"open"`` lets the party's preferences answer again.
    ballot : Mapping[str, str]
        At the adoption: proposal id -> ``"yes"``, ``"abstain"``, ``"no"``, ``"absent"``, or
        ``"object"``: a no whose objection is sustained. Who votes yes takes part; nobody else does.
    amend : Mapping[str, str]
        Proposal id -> ``"ISSUE=LEVEL"``: moves to change one issue of the text its coalition stands
        for; see ``hldsim.engine.amending``.
    bargain : str or None
        In consultations: ``"yes"`` or ``"no"`` to a bargain that is struck in this round.
    play : str or None
        Of a taken seat (see ``hldsim.engine.seats``): ``"model"`` leaves this turn to the model,
        ``"hold"`` does nothing in it.
    """

    state: str | None = None
    back: str | None = None
    answer: Mapping[str, str] = field(default_factory=dict)
    ballot: Mapping[str, str] = field(default_factory=dict)
    amend: Mapping[str, str] = field(default_factory=dict)
    bargain: str | None = None
    play: str | None = None


Acts = Mapping[int, Act]
"""Acts of one round by party index; parties left out are played by the model."""

NO_ACTS: Acts = MappingProxyType({})

_WORDS: Mapping[str, tuple[str, ...]] = {
    "answer": ("yes", "no", "object", "open"),
    "ballot": ("yes", "abstain", "no", "absent", "object"),
    "bargain": ("yes", "no"),
    "play": ("model", "hold"),
}
"""What may be said where the words are the same in every scenario."""

KEYS = ("state", "back", "bargain", "play", "answer.PROPOSAL", "ballot.PROPOSAL", "amend.PROPOSAL")
"""Keys of an act's body."""


def act_from_body(body: Mapping[str, object]) -> Act:
    """Read an Act from an intervention's flat body.

    Keys: ``KEYS``; ``party`` is ignored.

    Raises
    ------
    InterventionError
        If a key or a word is not allowed.
    """
    by_proposal: dict[str, dict[str, str]] = {"answer": {}, "ballot": {}, "amend": {}}
    words: dict[str, str | None] = dict.fromkeys(("state", "back", "bargain", "play"))
    for key, value in body.items():
        head, _, proposal = key.partition(".")
        if key == "party":
            continue
        if key in words:
            words[key] = None if value is None else _allowed(key, value)
        elif head in by_proposal and proposal:
            by_proposal[head][proposal] = _allowed(key, value)
        else:
            raise InterventionError(f"act: unknown key {key!r}; allowed: {', '.join(KEYS)}")
    return Act(
        state=words["state"],
        back=words["back"],
        answer=by_proposal["answer"],
        ballot=by_proposal["ballot"],
        amend=by_proposal["amend"],
        bargain=words["bargain"],
        play=words["play"],
    )


def _allowed(key: str, value: object) -> str:
    words = _WORDS.get(key.partition(".")[0])
    if words is not None and value not in words:
        raise InterventionError(f"act: {key} = {value!r}; allowed: {', '.join(words)}")
    return str(value)
