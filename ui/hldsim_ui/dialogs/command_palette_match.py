"""What was meant by a few letters: lines of the command palette, best first. No Qt.

Every word typed must be found in a line, whole, as a beginning, as letters in order, or, for one
that is found in no line at all, as a slip of the keys (difflib: a few hundred words take 2 ms, so
a compiled library would only make the installation larger).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from hldsim_ui.letters import plain

WHOLE, BEGINS, INSIDE, IN_ORDER, SLIP = 0.0, 1.0, 2.5, 3.0, 4.0
"""What a typed word costs, by how it is found."""
ALIAS = 0.5
"""What it costs more to be found in another name, or in where a command stands in the menus."""
CLOSE = 0.7
"""Least likeness of a slip of the keys, 0 to 1."""


@dataclass(frozen=True)
class Entry:
    """One line of the palette.

    Attributes
    ----------
    key : str
        What it is, also in another session: ``action:run``, ``state:MEX``, ``round:12``.
    words : str
        What it is called.
    kind : str
        Where it stands in the menus, or what it is: ``"Run"``, ``"State"``, ``"Round"``.
    keys : str
        Its keys, if it has any.
    also : tuple of str
        Other names it is found by.
    live : bool
        Whether it can be done now.
    """

    key: str
    words: str
    kind: str
    keys: str = ""
    also: tuple[str, ...] = ()
    live: bool = True
    named: tuple[str, ...] = field(init=False, repr=False, compare=False)
    other: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the words apart once, not at every key."""
        other = plain(" ".join((self.kind, *self.also)))
        object.__setattr__(self, "named", tuple(plain(self.words).split()))
        object.__setattr__(self, "other", tuple(other.split()))


def ranked(entries: Sequence[Entry], typed: str, recent: Sequence[str] = ()) -> list[Entry]:
    """Return the entries that match, best first; all of them, recent ones first, for no letters.

    Ties go to what was used most recently, then to what can be done now, then to the given order.

    Parameters
    ----------
    recent : sequence of str
        Keys of what was done last, newest first.
    """
    wanted = plain(typed).split()
    place = {key: n for n, key in enumerate(recent)}
    costs = [_costs(word, entries) for word in wanted]
    found = []
    for n, entry in enumerate(entries):
        cost = sum(_least(cost, entry) for cost in costs)
        if cost < _NO:
            whole = plain(entry.words)
            straight = 0 if whole == " ".join(wanted) else 1 if _begins(whole, wanted) else 2
            used = place.get(entry.key, len(place))
            found.append(((not entry.live, straight, cost, used, n), entry))
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


_NO = 1e9


def _begins(whole: str, wanted: list[str]) -> bool:
    return bool(wanted) and whole.startswith(" ".join(wanted))


def _costs(typed: str, entries: Iterable[Entry]) -> dict[str, float]:
    """What a typed word costs in each word of the entries that it is found in."""
    vocabulary = {word for entry in entries for word in (*entry.named, *entry.other)}
    found = {word: cost for word in vocabulary if (cost := _cost(typed, word)) < _NO}
    if found:
        return found
    return dict.fromkeys(get_close_matches(typed, vocabulary, n=8, cutoff=CLOSE), SLIP)


def _cost(typed: str, word: str) -> float:
    if word == typed:
        return WHOLE
    if word.startswith(typed):
        return BEGINS
    if len(typed) < 3 or word[0] != typed[0] and typed not in word:
        return _NO
    if typed in word:
        return INSIDE
    letters = iter(word)
    return IN_ORDER if all(letter in letters for letter in typed) else _NO


def _least(cost: dict[str, float], entry: Entry) -> float:
    named = min((cost.get(word, _NO) for word in entry.named), default=_NO)
    other = min((cost.get(word, _NO) for word in entry.other), default=_NO)
    return min(named, other + ALIAS)
