"""Whether a row of parties is plainly as the schema wants it, told hundreds of times faster.

Most rows are. What is asked of a cell is taken from the schema itself; a row with a cell that is
not plainly right goes to the validator, which says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from hldsim.scenario.shape import schema

Test = Callable[[Any], bool]


def is_plain(row: object) -> bool:
    """Whether a row holds what the schema wants, beyond doubt.

    Examples
    --------
    >>> is_plain({"id": "MEX", "name": "Mexico", "salience.venue": 0.4, "hdi": 0.75})
    True
    >>> is_plain({"id": "MEX", "name": "Mexico", "salience.venue": 4}), is_plain({"id": "MEX"})
    (False, False)
    """
    if type(row) is not dict:
        return False
    tests, families, needed = _tests()
    for name in needed:
        if name not in row:
            return False
    for name, value in row.items():
        if type(name) is not str:
            return False
        test = tests.get(name)
        if test is None:
            test = families.get(name.partition(".")[0]) if "." in name else None
        if not (_is_number(value) if test is None else test(value)):
            return False
    return True


@cache
def _tests() -> tuple[Mapping[str, Test], Mapping[str, Test], tuple[str, ...]]:
    """Tests by column, by family of columns, and the columns that must be there."""
    party = schema()["$defs"]["party"]
    tests = {name: _test_of(rule) for name, rule in party["properties"].items()}
    families: dict[str, Test] = {}
    for pattern, rule in party["patternProperties"].items():
        found = re.fullmatch(r"\^\(([a-z|]+)\)\\\.", pattern)
        assert found is not None, pattern
        families |= dict.fromkeys(found.group(1).split("|"), _test_of(rule))
    return tests, families, tuple(party["required"])


def _test_of(rule: Mapping[str, Any]) -> Test:
    """A test for one part of the schema; what it does not know is never plain."""
    if "$ref" in rule:
        return _test_of(schema()["$defs"][rule["$ref"].rsplit("/", 1)[1]])
    known = {"type", "minimum", "maximum", "minLength", "maxLength", "pattern", "description"}
    if set(rule) == {"enum"}:
        allowed = frozenset(rule["enum"])
        return lambda value: type(value) is str and value in allowed
    if set(rule) <= known and rule.get("type") == "number":
        low, high = rule.get("minimum", float("-inf")), rule.get("maximum", float("inf"))
        return lambda value: _is_number(value) and low <= value <= high
    if set(rule) <= known and rule.get("type") == "string":
        least, most = rule.get("minLength", 0), rule.get("maxLength", float("inf"))
        pattern = re.compile(rule.get("pattern", ""))
        return lambda value: (
            type(value) is str and least <= len(value) <= most and bool(pattern.search(value))
        )
    return lambda _: False


def _is_number(value: object) -> bool:
    return type(value) is float or type(value) is int
