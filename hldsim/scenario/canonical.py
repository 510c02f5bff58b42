"""A document as canonical JSON, and the hash that names a scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from hldsim.errors import Fault, ScenarioError
from hldsim.scenario.schema import Scenario


def to_json(document: Mapping[str, Any]) -> str:
    """Write a document as canonical JSON: keys sorted, no spaces, 2 for 2.0.

    Equal documents give equal text, on every machine; lists keep their order, because the order
    of parties and issues is part of the scenario.

    Raises
    ------
    ValueError
        If a number is infinite or not a number (a checked document has none).

    Examples
    --------
    >>> to_json({"b": 2.0, "a": [1, "é"]})
    '{"a":[1,"é"],"b":2}'
    """
    return json.dumps(
        _canonical(document),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )


def from_json(text: str) -> dict[str, Any]:
    """Read a document that ``to_json`` wrote.

    Raises
    ------
    ScenarioError
        If the text is not JSON, or holds no table.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        fault = Fault("json.syntax", "the document", str(error), "JSON")
        raise ScenarioError("this is no scenario:", [fault]) from error
    if not isinstance(document, dict):
        fault = Fault("value.type", "the document", type(document).__name__, "a table")
        raise ScenarioError("this is no scenario:", [fault])
    return document


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of a scenario's canonical JSON, in hexadecimal."""
    return hashlib.sha256(to_json(scenario.document).encode("utf-8")).hexdigest()


def _canonical(value: Any) -> Any:
    """Write whole floats as integers, so that 2 and 2.0 make one scenario, not two."""
    if isinstance(value, Mapping):
        return {str(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value
