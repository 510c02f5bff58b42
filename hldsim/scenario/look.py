"""How the checks of sense look at a document: tolerantly, since its shape may be wrong as well.

Whatever is not of the right kind is passed over here: the check of shape has reported it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hldsim.errors import Fault
from hldsim.scenario.rows import allowed_names
from hldsim.scenario.shape import Placer, Step, shorten


@dataclass
class Look:
    """A document under examination: what it says, where it says it, what is wrong so far."""

    document: Mapping[str, Any]
    place: Placer
    faults: list[Fault] = field(default_factory=list)

    def report(self, check: str, path: tuple[Step, ...], value: object, allowed: str) -> None:
        """Add a fault."""
        self.faults.append(Fault(check, self.place(*path), shorten(value), allowed, path))

    def refer(
        self, check: str, path: tuple[Step, ...], name: object, known: Collection[str]
    ) -> bool:
        """Report a name that is not known; whether it is. What is no text is passed over."""
        if not isinstance(name, str):
            return False
        if name not in known:
            self.report(check, path, name, allowed_names(name, known))
            return False
        return True

    def tables(self, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the tables of a list with their positions."""
        yield from tables_of(self.document, key)

    def ids(self, key: str) -> list[str]:
        """Return the ids of a list, in order."""
        return [name for _, table in self.tables(key) if (name := text_of(table, "id"))]

    @cached_property
    def levels(self) -> dict[str, list[str]]:
        """The level ids of each issue."""
        return {
            name: [level for _, x in tables_of(table, "levels") if (level := text_of(x, "id"))]
            for _, table in self.tables("issues")
            if (name := text_of(table, "id"))
        }

    @cached_property
    def status_quo(self) -> dict[str, str | None]:
        """The status quo of each issue."""
        return {
            name: text_of(table, "status_quo")
            for _, table in self.tables("issues")
            if (name := text_of(table, "id"))
        }


def tables_of(table: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the tables of a list inside a table, with their positions."""
    entries = table.get(key)
    if isinstance(entries, list | tuple):
        for n, entry in enumerate(entries):
            if isinstance(entry, Mapping):
                yield n, entry


def table_of(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a table inside a table, an empty one where there is none."""
    entry = table.get(key)
    return entry if isinstance(entry, Mapping) else {}


def text_of(table: Mapping[str, Any], key: str) -> str | None:
    """Return a text inside a table, None where there is none."""
    entry = table.get(key)
    return entry if isinstance(entry, str) else None


def number_of(table: Mapping[str, Any], key: str) -> float | None:
    """Return a number inside a table, None where there is none."""
    entry = table.get(key)
    if isinstance(entry, bool) or not isinstance(entry, int | float):
        return None
    try:
        return float(entry)
    except OverflowError:
        return None
