"""A turn being thought over: what is said so far, and taking it back word by word. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

APART = {"back": "bargain", "bargain": "back"}
"""Who goes elsewhere does not answer the bargain of its coalition, and the reverse."""


class Draft:
    """What a person wants to say in a turn; nothing of it is kept anywhere until it is sent.

    Parameters
    ----------
    turn : Turn
        What may be said (`hldsim.engine.turn.Turn`, as the session hands it out).

    Attributes
    ----------
    said : dict
        Value by key of the act; what only says that nothing changes is left out.
    """

    def __init__(self, turn: Any) -> None:
        self.turn = turn
        self.said: dict[str, str] = {}
        self._before: list[dict[str, str]] = []

    def say(self, key: str, value: str) -> bool:
        """Say something, or with an empty value leave it unsaid; return whether that is news.

        Raises
        ------
        KeyError, ValueError
            If it may not be said in this turn.
        """
        choice = self.turn.choice(key)
        if choice is None:
            raise KeyError(key)
        if value and value not in choice.open:
            raise ValueError(f"{key} = {value}: {choice.refusal(value)}")
        said = {one: word for one, word in self.said.items() if one != key}
        quiet = value == choice.now and not key.startswith("ballot.")
        if value and not quiet:
            said.pop(APART.get(key, ""), None)
            if key.startswith("amend."):  # one motion a turn
                said = {one: word for one, word in said.items() if not one.startswith("amend.")}
            said[key] = value
        if said == self.said:
            return False
        self._before.append(self.said)
        self.said = said
        return True

    def value(self, key: str) -> str:
        """What is said under a key, what holds otherwise if nothing is; empty for nothing."""
        choice = self.turn.choice(key)
        now = "" if choice is None or key.startswith("ballot.") else choice.now
        return self.said.get(key, now)

    @property
    def undoable(self) -> bool:
        """Whether something was said that can be taken back."""
        return bool(self._before)

    def undo(self) -> None:
        """Take the last word back."""
        if self._before:
            self.said = self._before.pop()

    def carry(self, old: Draft) -> None:
        """Take over what was said in the same turn before the table was looked at again."""
        for key, value in old.said.items():
            choice = self.turn.choice(key)
            if choice is not None and value in choice.open:
                self.say(key, value)

    def body(self) -> Mapping[str, str]:
        """The act: what is said, or that the turn passes."""
        return dict(self.said) or {"play": "hold"}
