"""The shape of a design file as a JSON schema; a ``description`` says what is allowed."""

from __future__ import annotations

from typing import Any

SIZES = {"latin": 2, "sobol": 2, "morris": 2}
"""Kinds of sample that need a size, and the least."""

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "description": "a text"}
_FREE: dict[str, Any] = {"type": "string", "description": "a text"}
_NUMBER: dict[str, Any] = {"type": "number", "description": "a number"}
_SWITCH: dict[str, Any] = {"type": "boolean", "description": "true or false"}
_SETTINGS: dict[str, Any] = {"type": "object", "description": '"path" = value, one a line'}


def _whole(least: int, most: int = 2**53 - 1) -> dict[str, Any]:
    return {
        "type": "integer",
        "minimum": least,
        "maximum": most,
        "description": f"a whole number from {least} to {most}",
    }


def _table(properties: dict[str, Any], required: list[str], what: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "description": what,
    }


_FACTOR = _table(
    {
        "path": _TEXT,
        "label": _FREE,
        "values": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": ["number", "string", "boolean"],
                "description": "a number, a text, true or false",
            },
            "description": "a list of values, at least one",
        },
        "from": _NUMBER,
        "to": _NUMBER,
        "steps": _whole(2, 100_000),
        "scale": {"enum": ["linear", "log"]},
        "whole": _SWITCH,
        "quantiles": _SWITCH,
    },
    ["path"],
    "a table: path, and values or from and to",
)

_CONDITION = _table(
    {
        "id": {
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]+$",
            "description": "letters, digits, _ and -",
        },
        "scenario": _TEXT,
        "label": _FREE,
        "settings": _SETTINGS,
    },
    ["id", "scenario"],
    "a table: id and scenario",
)

_SAMPLE = _table(
    {
        "kind": {"enum": ["grid", "latin", "sobol", "morris"]},
        "size": _whole(2, 10_000_000),
        "levels": {
            "type": "integer",
            "minimum": 2,
            "maximum": 64,
            "multipleOf": 2,
            "description": "an even number from 2 to 64",
        },
    },
    [],
    "a table: kind, size",
)

SHAPE: dict[str, Any] = _table(
    {
        "title": _TEXT,
        "question": _FREE,
        "scenario": _TEXT,
        "conditions": {
            "type": "array",
            "minItems": 1,
            "items": _CONDITION,
            "description": "a list of conditions",
        },
        "seed": _whole(0),
        "replicates": _whole(1, 10_000_000),
        "common_random_numbers": _SWITCH,
        "conditioned": _SWITCH,
        "measures": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": _TEXT,
            "description": "a list of measures, at least one, each once; hldsim list measures",
        },
        "settings": _SETTINGS,
        "sample": _SAMPLE,
        "factors": {"type": "array", "items": _FACTOR, "description": "a list of factors"},
    },
    ["title", "replicates", "measures"],
    "a design",
)
"""What a design file may hold."""
