"""Every error hldsim raises on purpose, as one tree.

::

    HldsimError
    ├── ScenarioError (ValueError)    a scenario is broken; ``faults`` lists every one
    ├── PathError (ValueError)        a path such as "parties[MEX].salience.venue" leads nowhere
    ├── EditError (ValueError)        an edit of a scenario is not possible; nothing has changed
    ├── UnknownNameError (KeyError)   a catalogue has no entry of that name
    ├── InterventionError (ValueError) an intervention is not possible here and now
    ├── RunFileError (ValueError)     a run file cannot be read, or is of a newer version
    └── StorageError (OSError)        a place cannot be written (disk full, no permission)

A message names the place, the value found there and what is allowed, because that is what a
person needs to mend it. The command line turns any of these into one line and exit code 2.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a scenario.

    Attributes
    ----------
    check : str
        Id of the check that found it, e.g. ``"proposal.level"``; see ``hldsim check --rules``.
    place : str
        File and key path, or file, row and column, e.g. ``"parties.csv row 12, role"``.
    value : str
        The value found, as text.
    allowed : str
        What is allowed there, as text.
    path : tuple of str and int
        The same place in the document, keys and positions; empty where it is a file's. The
        fifth row's role is ``("parties", 4, "role")``.
    """

    check: str
    place: str
    value: str
    allowed: str
    path: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.value}; allowed: {self.allowed} [{self.check}]"


class HldsimError(Exception):
    """Root of every error hldsim raises on purpose."""


class ScenarioError(HldsimError, ValueError):
    """A scenario cannot be used. ``faults`` holds every fault found, not only the first."""

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        lines = [message, *(f"  {fault}" for fault in self.faults)]
        super().__init__("\n".join(lines))


class PathError(HldsimError, ValueError):
    """A path does not lead to a value of the scenario."""


class EditError(HldsimError, ValueError):
    """An edit of a scenario is not possible: an id that is taken, a name nobody has."""


class UnknownNameError(HldsimError, KeyError):
    """A name is not in its catalogue; the text lists those that are, nearest first."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = difflib.get_close_matches(name, names, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        self.text = f"no {kind} named {name!r}; known: {', '.join(names) or 'none'}.{hint}"
        super().__init__(self.text)

    def __str__(self) -> str:  # KeyError would print the repr
        return self.text


class InterventionError(HldsimError, ValueError):
    """An intervention is not possible here and now."""


class RunFileError(HldsimError, ValueError):
    """A run file cannot be read: cut off, not a run file, or written by a newer hldsim."""


class StorageError(HldsimError, OSError):
    """A file cannot be written; nothing held in memory is lost."""
