"""Reading: a design file, one readable TOML file, with every fault named at once.

::

    title = "How much does Mexico's care for the venue matter?"
    scenario = "hld_2006"          # or several [[conditions]]
    seed = 1
    replicates = 50
    measures = ["adopted[venue=hosted]", "backing_share[un_embedded]"]

    [sample]
    kind = "grid"                  # grid, latin, sobol or morris

    [[factors]]
    path = "parties[MEX].salience.venue"
    values = [0.1, 0.3, 0.5]       # or from = 0.1, to = 0.5, steps = 9
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema

from hldsim.errors import Fault
from hldsim.experiments.sweep.design import Condition, Design, DesignError, Factor, Sample
from hldsim.experiments.sweep.shape import SHAPE, SIZES

ONLY = "base"
"""Id of the condition of a design that names one scenario only."""


def read_design(path: str | Path) -> Design:
    """Read a design file.

    Raises
    ------
    DesignError
        If the file is missing, is no TOML, or says something that cannot be; every fault is listed.
    """
    place = Path(path)
    try:
        text = place.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise DesignError(f"{place}: cannot be read ({why}); allowed: a TOML file") from None
    return parse_design(text, str(place))


def parse_design(text: str, place: str = "design") -> Design:
    """Make a design of TOML text; ``place`` names it in messages."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DesignError(f"{place}: this is no TOML: {error}") from None
    return design_of(document, place)


def design_of(document: Mapping[str, Any], place: str = "design") -> Design:
    """Make a design of plain data.

    Raises
    ------
    DesignError
        As ``read_design``.
    """
    faults = [
        Fault(
            "design.shape",
            f"{place} {_where(error)}".rstrip(),
            _shown(error),
            _allowed(error),
        )
        for error in sorted(
            jsonschema.Draft202012Validator(SHAPE).iter_errors(document),
            key=lambda error: [str(step) for step in error.absolute_path],
        )
    ]
    if not faults:
        faults = _sense(document, place)
    if faults:
        raise DesignError("this design cannot be used:", faults)
    return _build(document)


def _build(document: Mapping[str, Any]) -> Design:
    sample = document.get("sample", {})
    if "scenario" in document:
        conditions: tuple[Condition, ...] = (Condition(ONLY, document["scenario"]),)
    else:
        conditions = tuple(
            Condition(
                one["id"],
                one["scenario"],
                tuple(one.get("settings", {}).items()),
                one.get("label", ""),
            )
            for one in document["conditions"]
        )
    return Design(
        title=document["title"],
        question=document.get("question", ""),
        conditions=conditions,
        factors=tuple(_factor(one) for one in document.get("factors", ())),
        sample=Sample(sample.get("kind", "grid"), sample.get("size", 0), sample.get("levels", 4)),
        measures=tuple(document["measures"]),
        replicates=document["replicates"],
        seed=document.get("seed", 1),
        settings=tuple(document.get("settings", {}).items()),
        common=document.get("common_random_numbers", True),
        conditioned=document.get("conditioned", True),
    )


def _factor(one: Mapping[str, Any]) -> Factor:
    return Factor(
        path=one["path"],
        label=one.get("label", ""),
        values=tuple(one.get("values", ())),
        low=float(one.get("from", 0.0)),
        high=float(one.get("to", 1.0)),
        steps=one.get("steps", 0),
        log=one.get("scale", "linear") == "log",
        whole=one.get("whole", False),
        quantiles=one.get("quantiles", False),
    )


def _sense(document: Mapping[str, Any], place: str) -> list[Fault]:
    """What each part may be, but not together."""
    found: list[Fault] = []

    def fault(where: str, value: object, allowed: str) -> None:
        found.append(Fault("design.sense", f"{place} {where}", str(value), allowed))

    if ("scenario" in document) == ("conditions" in document):
        fault("scenario, conditions", "both or neither", "one of them")
    ids = [one["id"] for one in document.get("conditions", ())]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        fault("conditions", f"{twice!r} twice", "each id once")
    sample, factors = document.get("sample", {}), document.get("factors", ())
    kind, size = sample.get("kind", "grid"), sample.get("size", 0)
    paths = [one["path"] for one in factors]
    for twice in sorted({name for name in paths if paths.count(name) > 1}):
        fault("factors", f"{twice!r} twice", "each path once")
    if kind in SIZES:
        if not factors:
            fault("factors", "none", f"at least one factor for a {kind} sample")
        if size < SIZES[kind]:
            fault("sample.size", size or "absent", f"a whole number >= {SIZES[kind]}")
        if kind == "sobol" and size & (size - 1):
            fault("sample.size", size, "a power of 2, such as 64")
    for n, one in enumerate(factors):
        where = f"factors[{n}] {one['path']}"
        low, high = one.get("from"), one.get("to")
        if ("values" in one) == (low is not None or high is not None):
            if not ("quantiles" in one and "values" not in one):
                fault(where, "values and a range, or neither", "values, or from and to")
            continue
        if "values" in one:
            if len({json.dumps(value) for value in one["values"]}) < len(one["values"]):
                fault(where, one["values"], "each value once")
            continue
        if low is None or high is None or not low < high:
            fault(where, f"from {low} to {high}", "from < to")
        elif one.get("scale") == "log" and low <= 0:
            fault(where, f"from {low} on a log scale", "from > 0")
        elif one.get("quantiles") and not 0 < low < high < 1:
            fault(where, f"quantiles {low} to {high}", "0 < from < to < 1")
        if kind == "grid" and one.get("steps", 0) < 2:
            fault(where, f"steps {one.get('steps', 'absent')}", "steps >= 2 on a grid")
    return found


def _where(error: jsonschema.ValidationError) -> str:
    text = ""
    for step in error.absolute_path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def _shown(error: jsonschema.ValidationError) -> str:
    if error.validator == "required":
        missing = error.message.split("'")[1]
        return f"{missing} is absent"
    if error.validator == "additionalProperties":
        return error.message.split("(")[-1].rstrip(")")
    return repr(error.instance)[:80]


def _allowed(error: jsonschema.ValidationError) -> str:
    rule, schema, value = error.validator, error.schema, error.validator_value
    told = schema if isinstance(schema, dict) else {}
    if rule == "additionalProperties":
        return ", ".join(told["properties"])
    if rule == "required":
        return "it must be there"
    if rule == "enum" and isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(told.get("description", error.message))
