"""How to reproduce a run: what names it, the commands that give it again, how to cite it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from hldsim import __version__
from hldsim.errors import HldsimError
from hldsim.places import scenarios_dir
from hldsim.report.blocks import Block, Bullets, Code, Facts, Section, Text
from hldsim.report.run.material import Material
from hldsim.report.texts import word
from hldsim.scenario.canonical import scenario_hash
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import Scenario

MOST = 12
"""Changes of a scenario that a command still tells one by one."""
FOLLOWS = ("].provenance", "].edited")
"""Columns of a party that follow from a change of another."""


def again(material: Material) -> Section:
    """Tell what names the run and how to get it again."""
    blocks: list[Block] = [Text(material.say("again.lead")), _names(material)]
    if material.differs_from is None:
        blocks.append(Text(material.say("again.same", rounds=material.last)))
    else:
        blocks.append(Text(material.say("again.differs", k=material.differs_from), "caution"))
    if material.kept.cut:
        blocks.append(Text(material.say("again.cut"), "caution"))
    file = shlex.quote(material.kept.name)
    blocks += [Text(material.say("again.compare")), Code((f"hldsim replay {file}",))]
    blocks += _afresh(material)
    options = " ".join(shlex.quote(one) for one in ("", *material.options)).removeprefix("''")
    blocks += [Text(material.say("again.this")), Code((f"hldsim report {file}{options}",))]
    return Section("again", material.say("again.title"), tuple(blocks), (_cite(material),))


def _names(material: Material) -> Facts:
    kept, run = material.kept, material.run
    shown = kept.futures.shown
    rows = {
        "scenario": f"{run.scenario.title} ({run.scenario.name})",
        "hash": kept.head.scenario_hash,
        "seed": str(run.seed),
        "conditioned": material.say("again.imposed" if run.conditioned else "again.free"),
        "file": kept.name,
        "branch": str(shown),
        "rounds": material.say("head.rounds_of", last=material.last, rounds=run.scenario.rounds),
        "recorded": f"hldsim {kept.head.version}",
        "created": kept.head.created,
        "reported": f"hldsim {__version__}",
        "fingerprint": run.fingerprint,
    }
    if all(party.position is None for party in run.scenario.parties):
        del rows["conditioned"]
    return Facts(tuple((material.say(f"again.{key}"), value) for key, value in rows.items()))


def _afresh(material: Material) -> list[Block]:
    """The command that gives the same run without its file, or why there is none."""
    run = material.run
    if any(act.k <= material.last for act in run.acts):
        return [Text(material.say("again.only_acts"))]
    changes = changes_of(run.scenario)
    if changes is None or not run.conditioned or material.last < run.scenario.rounds:
        return [] if changes is not None else [Text(material.say("again.only_file"))]
    settings = [f" --set {shlex.quote(f'{path}={value}')}" for path, value in changes.items()]
    key = "again.afresh_changed" if changes else "again.afresh"
    command = f"hldsim run {run.scenario.name} --seed {run.seed}{''.join(settings)}"
    return [Text(material.say(key)), Code((command,))]


def changes_of(scenario: Scenario) -> Mapping[str, str] | None:
    """Settings that make a scenario out of the one of its name that comes with hldsim.

    None where there is no such scenario, or no few settings do. Empty where it is that one.
    """
    try:
        shipped = load_scenario(scenarios_dir() / scenario.name)
        if scenario_hash(shipped) == scenario_hash(scenario):
            return {}
        found = dict(_different(shipped.document, scenario.document, ""))
        found = {path: value for path, value in found.items() if not path.endswith(FOLLOWS)}
        plain = all(isinstance(value, str | int | float) for value in found.values())
        if not plain or not 0 < len(found) <= MOST:
            return None
        if scenario_hash(with_settings(shipped, found)) != scenario_hash(scenario):
            return None
    except HldsimError:
        return None
    return {path: _written(value) for path, value in found.items()}


def _different(one: Any, other: Any, path: str) -> list[tuple[str, Any]]:
    """Values that differ, by path."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        found = []
        for key in sorted(other):  # what is gone went with a rule, or no setting brings it about
            below = f"{path}.{key}" if path else str(key)
            found += _different(one.get(key), other[key], below)
        return found
    if _listed(one) and _listed(other) and [x["id"] for x in one] == [x["id"] for x in other]:
        found = []
        for first, second in zip(one, other, strict=True):
            found += _different(first, second, f"{path}[{first['id']}]")
        return found
    return [] if one == other else [(path, other)]


def _listed(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(x, Mapping) and "id" in x for x in value
    )


def _written(value: Any) -> str:
    """A value as ``--set`` reads it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _cite(material: Material) -> Section:
    run, kept = material.run, material.kept
    said = [
        material.say(
            "again.cite_run",
            version=kept.head.version,
            scenario=run.scenario.name,
            hash=kept.head.scenario_hash[:12],
            seed=run.seed,
            digest=run.fingerprint[:12],
        )
    ]
    if run.scenario.citation:
        named = word("citation", run.scenario.citation, material.lang)
        said.append(material.say("again.cite_scenario", citation=named))
    return Section("cite", material.say("again.cite"), (Bullets(tuple(said)),))
