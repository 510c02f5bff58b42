"""Checking a document again after each edit, at the cost of what has changed.

Documents share what they have in common, so a value that was found sound once is known again by
being the very same object. The verdict is that of ``check_document``, fault by fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hldsim.errors import Fault
from hldsim.scenario.check import KnownParameters, KnownRules, sense_faults
from hldsim.scenario.plain_rows import is_plain
from hldsim.scenario.shape import Finding, Placer, departures, in_order, schema

MOST = 4096
"""Values remembered; a table of parties has one a row."""


class Checker:
    """Checks documents, and remembers the shape of what it has seen.

    Parameters
    ----------
    known_rules, known_parameters : callable, optional
        Return what ``check_scenario`` is given by these names; called when first needed.
    fit : callable, optional
        Looks at a document in which nothing else was found and returns what is still wrong, such
        as a rule that asks for something the scenario does not have.

    Not for two threads at once.
    """

    def __init__(
        self,
        known_rules: Callable[[], KnownRules] | None = None,
        known_parameters: Callable[[], KnownParameters] | None = None,
        fit: Callable[[Mapping[str, Any]], Iterable[Fault]] | None = None,
    ) -> None:
        self._known_rules, self._known_parameters = known_rules, known_parameters
        self._fit = fit
        # By identity; the value is held so that its identity is not given to another.
        self._seen: dict[tuple[int, str], tuple[Any, tuple[Finding, ...]]] = {}
        self._last: tuple[Any, tuple[Fault, ...]] = (None, ())

    def faults(self, document: Mapping[str, Any]) -> tuple[Fault, ...]:
        """Return every fault of a document, as ``check_document`` does, then those of ``fit``."""
        if self._last[0] is document:
            return self._last[1]
        place = Placer(document, (), False)
        found = [finding.fault(place) for finding in in_order(self._shape(document))]
        rules = None if self._known_rules is None else self._known_rules()
        parameters = None if self._known_parameters is None else self._known_parameters()
        found += sense_faults(document, place, rules, parameters)
        if not found and self._fit is not None:
            found = list(self._fit(document))
        self._last = (document, tuple(found))
        return self._last[1]

    def _shape(self, document: Mapping[str, Any]) -> list[Finding]:
        """What departs from the schema, key by key and row by row."""
        if len(self._seen) > MOST:
            self._seen.clear()
        stand_ins = {key: _stand_in(key, value) for key, value in document.items()}
        found = [f for f in departures(stand_ins) if not f.order]  # keys, not what they hold
        for key, value in document.items():
            if key not in schema_keys():
                continue
            if key == "parties" and isinstance(value, list) and value:
                for n, row in enumerate(value):
                    if not is_plain(row):
                        found += [f.under(key, n) for f in self._of(row, "$defs", "party")]
            else:
                found += [f.under(key) for f in self._of(value, "properties", key)]
        return found

    def _of(self, value: object, *path: str) -> tuple[Finding, ...]:
        key = (id(value), path[-1])
        known = self._seen.get(key)
        if known is None or known[0] is not value:
            known = (value, tuple(departures(value, path)))
            self._seen[key] = known
        return known[1]


def schema_keys() -> Mapping[str, Any]:
    """Return the keys a document may have."""
    keys: Mapping[str, Any] = schema()["properties"]
    return keys


def _stand_in(key: str, value: object) -> object:
    """What stands for a value when only the keys of a document are looked at."""
    return value if key not in schema_keys() else None
