"""``hldsim check`` and ``hldsim list``: what is wrong with a scenario, and what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from hldsim.cli.output import emit_json, table
from hldsim.errors import Fault, HldsimError


def list_checks(as_json: bool) -> int:
    """Every check a scenario goes through."""
    from hldsim.scenario.checks import CHECKS

    if as_json:
        emit_json({"checks": [{"id": name, "looks_for": text} for name, text in CHECKS.items()]})
    else:
        click.echo(table(["check", "looks for"], list(map(list, CHECKS.items()))))
    return 0


def check_one(name: str, as_json: bool) -> int:
    """Every fault of a scenario; 2 if one keeps it from being used."""
    from hldsim.record.knowledge import known_parameters, known_rules
    from hldsim.scenario.check import NOT_FATAL, check_scenario
    from hldsim.scenario.load import find_scenario

    place = find_scenario(name)
    faults = list(check_scenario(place, known_rules(), known_parameters()))
    said = "" if any(fault.check not in NOT_FATAL for fault in faults) else _sound(place, faults)
    sound = all(fault.check in NOT_FATAL for fault in faults)
    if as_json:
        rows = [dict(vars(fault)) for fault in faults]
        emit_json({"scenario": name, "sound": sound, "faults": rows})
    else:
        count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
        heading = f"{name}: sound; {said}" if sound else f"{name}: {count}"
        click.echo("\n".join([heading, *(f"  {fault}" for fault in faults)]))
    return 0 if sound else 2


def _sound(place: Path, faults: list[Fault]) -> str:
    """Say what is in a sound scenario.

    Its rules are asked what it lacks for them and measures of its facts are tried: that may yet
    fault.
    """
    from hldsim.record.knowledge import unfit
    from hldsim.record.measures import parse
    from hldsim.scenario.load import load_scenario

    scenario = load_scenario(place)
    faults += [replace(f, place=f"scenario.toml, {f.place}") for f in unfit(scenario)]
    for fact in scenario.facts:
        try:
            parse(fact.measure)
        except HldsimError as error:
            where = f"scenario.toml facts[{fact.id}].measure"
            faults.append(Fault("rule.unknown", where, repr(fact.measure), str(error)))
    return (
        f"{len(scenario.parties)} parties, {len(scenario.space.issues)} issues "
        f"({scenario.space.size} outcomes), {len(scenario.proposals)} proposals, "
        f"{scenario.rounds} rounds, {len(scenario.facts)} facts"
    )


def list_all(kinds: Sequence[str], as_json: bool) -> int:
    """List one or several kinds of thing."""
    found = {kind: _entries(kind) for kind in kinds}
    if as_json:
        emit_json(found)
        return 0
    parts = []
    for kind, entries in found.items():
        heading = f"{kind}\n" if len(found) > 1 else ""
        parts.append(heading + "\n".join(_lines(entry, indent=len(found) > 1) for entry in entries))
    click.echo("\n\n".join(parts))
    return 0


def _lines(entry: dict[str, Any], indent: bool) -> str:
    """One entry and its parameters."""
    edge = "  " if indent else ""
    unit = f" [{entry['unit']}]" if entry.get("unit") else ""
    lines = [f"{edge}{entry['name']}{unit}: {entry['summary']}"]
    lines += [f"{edge}        {line}".rstrip() for line in entry.get("formula", ())]
    if entry.get("sources"):
        lines.append(f"{edge}    Source: {', '.join(entry['sources'])}")
    for p in entry.get("parameters", ()):
        unit = "" if p["unit"] == "1" else f", {p['unit']}"
        room = f"{p['low']:g} to {p['high']:g}{unit}"
        lines.append(f"{edge}    {p['name']} = {p['default']:g} ({room}): {p['meaning']}")
    return "\n".join(lines)


def _entries(kind: str) -> list[dict[str, Any]]:
    """Entries of one kind as plain data."""
    if kind == "scenarios":
        return _scenarios()
    if kind == "measures":
        from hldsim.record.measures import MEASURES

        return [
            {"name": m.signature, "unit": m.unit, "summary": m.meaning}
            for m in (MEASURES[name] for name in MEASURES)
        ]
    catalogue = _catalogue(kind)
    return [_entry(name, catalogue[name]) for name in catalogue]


def _catalogue(kind: str) -> Any:
    from hldsim.cli.known import catalogues
    from hldsim.engine.interventions.base import INTERVENTIONS

    families = {
        "decision-rules": "decision",
        "coalition-rules": "coalitions",
        "protocols": "protocol",
        "influence-rules": "influence",
        "strategies": "strategy",
        "phases": "phase",
        "utility-functions": "utility",
        "imputation-rules": "imputation",
    }
    return INTERVENTIONS if kind == "interventions" else catalogues()[families[kind]]


def _entry(name: str, rule: Any) -> dict[str, Any]:
    """A rule: what it does, its formula and its sources, from its docstring; its parameters."""
    from hldsim.registry import describe_parameters, told

    kind = getattr(rule, "Parameters", None)
    infos = () if kind is None else describe_parameters(kind)
    parameters = [
        {
            "name": info.name,
            "symbol": info.symbol,
            "meaning": info.meaning,
            "unit": info.unit,
            "low": _bounded(info.low),
            "high": _bounded(info.high),
            "default": info.default,
            "source": info.source,
            "evidence": info.evidence,
            "live": info.live,
        }
        for info in infos
    ]
    said = told(rule)
    return {
        "name": name,
        "summary": said.summary,
        "formula": list(said.formula),
        "sources": list(said.sources),
        "parameters": parameters,
    }


def _bounded(number: float) -> float:
    """JSON knows no infinity."""
    return max(min(number, 1e300), -1e300)


def _scenarios() -> list[dict[str, Any]]:
    from hldsim.scenario.load import list_scenarios, load_scenario

    entries = []
    for name, path in list_scenarios().items():
        try:
            scenario = load_scenario(path)
            entries.append({"name": name, "summary": scenario.title, "date": scenario.date})
        except HldsimError as error:
            first = str(error).splitlines()[0]
            entries.append({"name": name, "summary": f"cannot be used: {first}", "date": ""})
    return entries
