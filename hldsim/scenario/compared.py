"""Two documents compared cell by cell: what one says, what the other, under the one grammar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Absent(Enum):
    """Stands for a value that is not there."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent.ABSENT

ORDER = "order"
"""``Difference.kind`` of entries that stand in another order."""


@dataclass(frozen=True)
class Difference:
    """One value that differs.

    Attributes
    ----------
    path : str
        In the one grammar: ``parties[MEX].salience.venue``; an entry that only one of them has by
        its own path, ``proposals[new]``; a list in another order by the path of the list.
    kind : str
        ``"changed"``, ``"added"``, ``"removed"`` or ``"order"``.
    old, new : object
        The values; ``ABSENT`` where there is none; lists of ids for an order.
    """

    path: str
    kind: str
    old: Any
    new: Any


_LEFT_OUT = ("edited",)


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], *, bookkeeping: bool = False
) -> tuple[Difference, ...]:
    """Return what differs between two documents, in the order of the new one.

    Parameters
    ----------
    old, new : Mapping
        Documents.
    bookkeeping : bool
        Whether to list the cells that only say who set others: the column ``edited``, and a
        ``provenance`` that became ``user``.

    Examples
    --------
    >>> old = {"agenda": [{"id": "plenary", "rounds": 8}]}
    >>> new = {"agenda": [{"id": "plenary", "rounds": 3}]}
    >>> differences(old, new)
    (Difference(path='agenda[plenary].rounds', kind='changed', old=8, new=3),)
    """
    return tuple(one for one in _tables(old, new, "") if bookkeeping or not _is_bookkeeping(one))


def _is_bookkeeping(one: Difference) -> bool:
    if not one.path.startswith("parties[") or "]." not in one.path:
        return False
    column = one.path.partition("].")[2]
    return column in _LEFT_OUT or (column == "provenance" and one.new == "user")


def _values(old: Any, new: Any, path: str) -> Iterator[Difference]:
    if old is new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _tables(old, new, path)
    elif _has_ids(old) and _has_ids(new):
        yield from _lists(old, new, path)
    elif old != new:
        kind = "added" if old is ABSENT else "removed" if new is ABSENT else "changed"
        yield Difference(path, kind, old, new)


def _tables(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Iterator[Difference]:
    for key in dict.fromkeys([*new, *old]):
        inner = f"{path}.{key}" if path else str(key)
        yield from _values(_known(old.get(key, ABSENT)), _known(new.get(key, ABSENT)), inner)


def _known(value: Any) -> Any:
    """An empty list says no more than none does."""
    return ABSENT if isinstance(value, list | tuple) and not value else value


def _has_ids(value: Any) -> bool:
    """Whether a value is a list of tables with ids, each once; no list at all is an empty one."""
    if value is ABSENT:
        return True
    if not isinstance(value, list | tuple) or not value:
        return False
    ids = [entry.get("id") if isinstance(entry, Mapping) else None for entry in value]
    return all(isinstance(name, str) for name in ids) and len(set(ids)) == len(ids)


def _lists(old: Any, new: Any, path: str) -> Iterator[Difference]:
    before = {} if old is ABSENT else {entry["id"]: entry for entry in old}
    after = {} if new is ABSENT else {entry["id"]: entry for entry in new}
    for name, entry in after.items():
        yield from _values(before.get(name, ABSENT), entry, f"{path}[{name}]")
    for name, entry in before.items():
        if name not in after:
            yield Difference(f"{path}[{name}]", "removed", entry, ABSENT)
    both_old = [name for name in before if name in after]
    both_new = [name for name in after if name in before]
    if both_old != both_new:
        yield Difference(path, ORDER, both_old, both_new)
