"""Writing: a design as the file that ``reading`` reads, and as the plain data a form holds."""

from __future__ import annotations

from typing import Any

import tomlkit

from hldsim.experiments.sweep.design import Design, Factor
from hldsim.experiments.sweep.reading import ONLY


def design_document(design: Design) -> dict[str, Any]:
    """Plain data that ``design_of`` makes the design of."""
    document: dict[str, Any] = {"title": design.title}
    if design.question:
        document["question"] = design.question
    (first, *others) = design.conditions
    plain = not others and first.id == ONLY and not first.settings and not first.label
    if plain:
        document["scenario"] = first.scenario
    document |= {
        "seed": design.seed,
        "replicates": design.replicates,
        "common_random_numbers": design.common,
        "conditioned": design.conditioned,
        "measures": list(design.measures),
    }
    if design.settings:
        document["settings"] = dict(design.settings)
    if not plain:
        document["conditions"] = [
            {"id": one.id, "scenario": one.scenario}
            | ({"label": one.label} if one.label else {})
            | ({"settings": dict(one.settings)} if one.settings else {})
            for one in design.conditions
        ]
    sample: dict[str, Any] = {"kind": design.sample.kind}
    if design.sample.kind != "grid":
        sample["size"] = design.sample.size
    if design.sample.kind == "morris":
        sample["levels"] = design.sample.levels
    document["sample"] = sample
    document["factors"] = [_factor(factor) for factor in design.factors]
    return document


def _factor(factor: Factor) -> dict[str, Any]:
    row: dict[str, Any] = {"path": factor.path}
    if factor.label:
        row["label"] = factor.label
    if factor.values:
        return row | {"values": list(factor.values)}
    row |= {"from": factor.low, "to": factor.high}
    if factor.steps:
        row["steps"] = factor.steps
    if factor.log:
        row["scale"] = "log"
    for name, on in (("whole", factor.whole), ("quantiles", factor.quantiles)):
        if on:
            row[name] = True
    return row


def design_text(document: dict[str, Any]) -> str:
    """A design's plain data as TOML.

    Examples
    --------
    >>> print(design_text({"title": "t", "factors": [{"path": "a.b", "values": [1, 2]}]}))
    title = "t"
    <BLANKLINE>
    [[factors]]
    path = "a.b"
    values = [1, 2]
    <BLANKLINE>
    """
    return tomlkit.dumps(document)
