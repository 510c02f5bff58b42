"""The shape of a document: which keys, which types, which ranges, read from the JSON Schema.

The schema (``resources/schema/scenario.schema.json``) serves editors as well; here its verdicts
become faults that name a place a person can find.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from hldsim.errors import Fault
from hldsim.places import resources_dir
from hldsim.scenario.numerals import Unclear, read_number
from hldsim.scenario.read import PARTY_FILE, SCENARIO_FILE, Reading
from hldsim.scenario.rows import allowed_names

if TYPE_CHECKING:  # read when something is checked: it takes longer than all of hldsim
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Step = str | int

_CHECK_OF = {
    "required": "key.missing",
    "additionalProperties": "key.unknown",
    "type": "value.type",
    "enum": "value.choice",
    "minimum": "value.range",
    "maximum": "value.range",
    "minItems": "list.empty",
    "pattern": "value.text",
    "minLength": "value.text",
    "maxLength": "value.text",
}


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of a document."""
    text = (resources_dir() / "schema" / "scenario.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())


@dataclass(frozen=True)
class Placer:
    """Says where in the files (or in the document) a value stands."""

    document: Mapping[str, Any]
    rows: Sequence[int]
    from_files: bool

    @classmethod
    def of(cls, reading: Reading) -> Placer:
        """Make the placer of a reading."""
        return cls(reading.document, reading.rows, reading.files is not None)

    def __call__(self, *path: Step) -> str:
        """Return the place, e.g. ``parties.csv row 12, role`` or ``scenario.toml, agenda[x]``."""
        if len(path) > 1 and path[0] == "parties" and self.rows and isinstance(path[1], int):
            tail = "".join(f", {step}" for step in path[2:])
            return f"{PARTY_FILE} row {self.rows[path[1]]}{tail}"
        text = self._path(path)
        if not self.from_files:
            return text or "the document"
        file = PARTY_FILE if path[:1] == ("parties",) else SCENARIO_FILE
        return f"{file}, {text}" if text and file == SCENARIO_FILE else file

    def _path(self, path: Sequence[Step]) -> str:
        text = ""
        here: Any = self.document
        for step in path:
            here = _inside(here, step)
            if isinstance(step, int):
                own = here.get("id") if isinstance(here, Mapping) else None
                text += f"[{own}]" if isinstance(own, str) else f"[#{step + 1}]"
            else:
                text += f".{step}" if text else step
        return text


def _inside(here: Any, step: Step) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


@dataclass(frozen=True)
class Finding:
    """Where a value departs from the schema: a fault that does not yet say where it stands.

    ``path`` leads there from the value that was examined; ``order`` is what faults are sorted by.
    """

    check: str
    path: tuple[Step, ...]
    value: str
    allowed: str
    order: tuple[str, ...] = ()

    def under(self, *path: Step) -> Finding:
        """Return the same finding, seen from further up."""
        above = tuple(map(str, path))
        return replace(self, path=(*path, *self.path), order=(*above, *self.order))

    def fault(self, place: Placer) -> Fault:
        """Say where it stands."""
        return Fault(self.check, place(*self.path), self.value, self.allowed, self.path)


def shape_faults(document: Mapping[str, Any], place: Placer) -> list[Fault]:
    """Return a fault for each place where a document departs from the schema."""
    return [finding.fault(place) for finding in in_order(departures(document))]


def departures(value: object, path: Sequence[str] = ()) -> list[Finding]:
    """Find where a value departs from the part of the schema that holds for it.

    Parameters
    ----------
    value : object
        A document, or what stands in one.
    path : sequence of str
        Keys of the schema that lead to its part, e.g. ``("$defs", "party")``; none for all of it.
    """
    part: Any = schema()
    for step in path:
        part = part[step]
    errors = _validator().descend(value, part)
    return [finding for error in errors for finding in _findings_of(error)]


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Sort findings by place."""
    return sorted(findings, key=lambda finding: finding.order)


def _findings_of(error: ValidationError) -> list[Finding]:
    kind = str(error.validator)
    rule: Any = error.schema
    check = _CHECK_OF.get(kind, "value.type")
    path = tuple(error.absolute_path)
    order = tuple(map(str, path))
    if kind == "required":
        key = re.match(r"'(.*)' is a required", error.message)
        name = key.group(1) if key else "?"
        return [Finding(check, (*path, name), "absent", f"{name} must be there", order)]
    if kind == "additionalProperties":
        known = _names_of(rule)
        return [
            Finding(check, (*path, name), name, allowed_names(name, known), order)
            for name in cast(Mapping[str, Any], error.instance)
            if name not in known
        ]
    if "propertyNames" in error.schema_path:
        path = (*path, str(error.instance))
    return [Finding(check, path, shorten(error.instance), _allowed(error), order)]


def _allowed(error: ValidationError) -> str:
    rule: Any = error.validator_value
    schema_here: Any = error.schema
    match error.validator:
        case "type":
            kinds = [rule] if isinstance(rule, str) else list(rule)
            said = " or ".join(_WORDS.get(kind, kind) for kind in kinds)
            return said + _two_readings(error.instance)
        case "enum":
            return ", ".join(map(str, rule))
        case "minimum" | "maximum":
            low = schema_here.get("minimum", "-inf")
            high = schema_here.get("maximum", "inf")
            return f"a number from {low} to {high}"
        case "minItems":
            return f"at least {rule}"
        case "minLength":
            return "a text that is not empty"
        case "maxLength":
            return f"at most {rule} characters"
        case "pattern":
            return _PATTERNS.get(rule, f"a text like {rule}")
    return str(error.message)


def _two_readings(value: object) -> str:
    """What a text may mean that somebody typed as a number, where it may mean two."""
    read = read_number(value) if isinstance(value, str) else None
    if not isinstance(read, Unclear):
        return ""
    return f", {read.with_point} or {read.with_comma}: {value} could be either"


_WORDS = {
    "object": "a table",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
    "number": "a number",
    "integer": "a whole number",
}

_PATTERNS = {
    "^[A-Za-z0-9][A-Za-z0-9_+-]*$": "letters, digits, _ + and -, not beginning with a sign",
    "^[a-z0-9][a-z0-9_]*$": "small letters, digits and _",
    "^[a-z][a-z0-9_]*$": "small letters, digits and _, beginning with a letter",
    "^[A-Z]{3}$": "three capital letters",
}


def shorten(value: object, most: int = 60) -> str:
    """Show a value in a fault, cut where it is long."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text[: most * 2].split())
    return text if len(text) <= most else text[: most - 3] + "..."


def allowed_keys(path: Sequence[Step]) -> tuple[Collection[str], bool]:
    """Return the keys a table at ``path`` may have, and whether it takes others besides.

    Rows of parties answer with the fixed columns only; their open family is the scenario's own.
    """
    here: Mapping[str, Any] = schema()
    for step in path:
        if "$ref" in here:
            here = schema()["$defs"][here["$ref"].rsplit("/", 1)[1]]
        if isinstance(step, int):
            here = here.get("items", {})
        elif step in here.get("properties", {}):
            here = here["properties"][step]
        else:
            extra = here.get("additionalProperties", {})
            here = extra if isinstance(extra, Mapping) else {}
    if "$ref" in here:
        here = schema()["$defs"][here["$ref"].rsplit("/", 1)[1]]
    return _names_of(here), here.get("additionalProperties", True) is not False


def _names_of(table: Any) -> list[str]:
    return list(table.get("properties", {})) if isinstance(table, Mapping) else []
