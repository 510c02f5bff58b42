"""Write docs/parameters.md: every rule, its formula and its numbers, from the rules themselves.

Usage: .venv/bin/python scripts/odd.py [--check]

With --check nothing is written; exit code 1 if the page is not what the code says.
"""

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hldsim.cli.known import catalogues
from hldsim.engine import belief, conditioning
from hldsim.engine.phases import plenary, round_tables
from hldsim.engine.setup import BeliefParameters
from hldsim.experiments.parameters import DISCIPLINE
from hldsim.preferences.imputation import country_figures
from hldsim.preferences.utilities import geometric
from hldsim.registry import UNITS, ParameterInfo, describe_parameters, told
from hldsim.rules.coalitions import base as coalitions
from hldsim.rules.coalitions import worth
from hldsim.rules.decision import base as decision
from hldsim.scenario import capability
from hldsim.scenario.load import load_scenario
from hldsim.scenario.schema import Prior, RuleSpec, Scenario
from hldsim.table import drafting

PAGE = Path(__file__).resolve().parent.parent / "docs" / "parameters.md"
SCENARIO = "hld_2006"

HEAD = f"""# Parameters

Written from the code by `make docs`; do not edit. A test compares this page with the rules.

Every rule by family, with its formula and sources as its docstring has them (in full in the code;
how they work together in [ODD](odd.md)), and every number it lets one set. *dial*: chosen by us, no
evidence for its value; *evidence*: rests on its source. *live*: may be changed in mid-run. The
column **{SCENARIO}** holds what the scenario says; where it says nothing the default holds.
`normal(a, b)`: mean and standard deviation, `lognormal(a, b)`: median and standard deviation of the
log; a prior is drawn once per run and cut at its bounds. A symbol stands for one name, wherever it
appears; units are explained at the end. Which of them were chosen to fit is in [limits](limits.md),
which matter most in [sensitivity](sensitivity.md).
"""

COLUMNS = (
    "name", "symbol", "meaning", "unit", "range", "default", SCENARIO, "source", "kind", "live",
)  # fmt: skip

CONSTANTS = (
    ("SLOPE", decision.SLOPE, "width of the doubt about a count in every outlook"),
    ("PRIOR_VOICES", belief.PRIOR_VOICES, "voices, half of them yes, before anybody has spoken"),
    ("FLOOR (drafting)", drafting.FLOOR, "added to a gain before its logarithm"),
    ("FLOOR (geometric)", geometric.FLOOR, "least value of a level in a geometric utility"),
    (
        "LEAST_EMPHASIS",
        worth.LEAST_EMPHASIS,
        "least relative emphasis on governance that the trouble of coming out is divided by",
    ),
    ("DIGITS", coalitions.DIGITS, "decimals to which worths are rounded before the best is taken"),
    ("CAPABILITY_POWER", capability.CAPABILITY_POWER, "power of GDP that capability is"),
    ("CANDIDATES", conditioning.CANDIDATES, "redraws tried, batch by batch, for a known position"),
    (
        "WISH",
        plenary.WISH,
        "least gain that makes a noncommittal party name a condition (told only)",
    ),
    ("TELLING", round_tables.TELLING, "least shift of a role's stance that is told (told only)"),
    (
        "OUTLETS",
        country_figures.OUTLETS,
        "regional processes from which on an outlet is full; no figure counts as none",
    ),
    ("EMPHASIS_BY_BALANCE", country_figures.EMPHASIS_BY_BALANCE, "how emphasis tilts by balance"),
    ("EMPHASIS_MEAN", country_figures.EMPHASIS_MEAN, "relative weight of each theme"),
)
"""Numbers that no scenario can change: name, value, meaning."""


def number(x: float) -> str:
    """A number as people write it."""
    return ("-" if x < 0 else "") + "inf" if math.isinf(x) else f"{x:g}"


def setting(value: Any) -> str:
    """What a scenario says of a parameter."""
    if not isinstance(value, Prior):
        return number(float(value))
    bounds = [
        f"{sign} {number(x)}"
        for sign, x in ((">=", value.low), ("<=", value.high))
        if not math.isinf(x)
    ]
    return ", ".join([f"{value.kind}({number(value.a)}, {number(value.b)})", *bounds])


def row(info: ParameterInfo, said: str) -> str:
    """One parameter as a row of a table."""
    cells = [
        f"`{info.name}`",
        info.symbol,
        info.meaning,
        info.unit,
        f"{number(info.low)} to {number(info.high)}",
        number(info.default),
        said,
        info.source if info.source == "ours" else f"[{info.source}]",
        info.evidence,
        "yes" if info.live else "no",
    ]
    return "| " + " | ".join(cells) + " |"


def specs(scenario: Scenario, family: str, name: str) -> Iterator[tuple[str, Any]]:
    """Label and settings of each place where the scenario uses this rule."""
    if family == "imputation" and scenario.imputation.name == name:
        yield "", scenario.imputation.parameters
    if family == "decision":
        yield from ((f"{s.id}: ", s.parameters) for s in scenario.adoption if s.rule == name)
    if family == "phase":
        yield from ((f"{s.id}: ", s.parameters) for s in scenario.agenda if s.phase == name)
    spec: RuleSpec | None = scenario.rules.get(family)
    if spec is not None and spec.name == name:
        yield "", spec.parameters


def table(kind: type, used: list[tuple[str, Any]]) -> list[str]:
    """All parameters of a rule."""
    lines = [f"| {' | '.join(COLUMNS)} |", "| --- " * len(COLUMNS) + "|"]
    for info in describe_parameters(kind):
        said: dict[str, list[str]] = {}
        for label, parameters in used:
            if info.name in parameters:
                said.setdefault(setting(parameters[info.name]), []).append(label)
        alike = len(said) == 1 and len(next(iter(said.values()))) == len(used)
        texts = [
            text if alike else f"{''.join(labels).rstrip(': ').replace(': ', ', ')}: {text}"
            for text, labels in said.items()
        ]
        lines.append(row(info, "; ".join(text.removeprefix(": ") for text in texts)))
    return lines


def sections(scenario: Scenario) -> Iterator[str]:
    """The page, section by section."""
    yield HEAD
    families: dict[str, Any] = {
        family: {name: getattr(catalogue[name], "Parameters", None) for name in catalogue}
        for family, catalogue in catalogues().items()
    }
    families["belief"] = {"public": BeliefParameters}
    kinds = {family: catalogue.kind for family, catalogue in catalogues().items()}
    kinds["belief"] = "public belief"
    for family, rules in families.items():
        yield f"## {kinds[family].capitalize()}\n"
        for name, kind in rules.items():
            used = list(specs(scenario, family, name))
            mark = f" (in {SCENARIO})" if used else ""
            heading = [f"### `{name}`{mark}\n", *saying(family, name)]
            if kind is None or not describe_parameters(kind):
                yield "\n".join([*heading, "No parameters."]) + "\n"
            else:
                yield "\n".join([*heading, *table(kind, used)]) + "\n"
    yield discipline(scenario)
    yield constants() + "\n"
    yield units()


def saying(family: str, name: str) -> list[str]:
    """What a rule says of itself: in a sentence, as a formula, from where."""
    if family not in catalogues():
        return []
    said = told(catalogues()[family][name])
    lines = [f"{said.summary.replace('``', '`')}\n"]
    if said.formula:
        lines += ["```", *said.formula, "```\n"]
    if said.sources:
        lines.append(f"Sources: {', '.join(f'[{key}]' for key in said.sources)}.\n")
    return lines


def discipline(scenario: Scenario) -> str:
    """What blocs that declared for a proposal add to it."""
    info = DISCIPLINE
    lines = [
        "## Blocs with a line\n",
        f"`discipline` ({info.symbol}, {info.unit}, {number(info.low)} to {number(info.high)}): "
        f"{info.meaning}.\n",
        "| bloc | line | discipline |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| {bloc.id} | {bloc.line} | {number(bloc.discipline)} |"
        for bloc in scenario.blocs
        if bloc.line is not None
    ]
    return "\n".join(lines) + "\n"


def constants() -> str:
    """Numbers in the code that are no parameters."""
    lines = ["## Constants of the code\n", "Not to be set from a scenario.\n"]
    lines += ["| name | value | meaning |", "| --- | --- | --- |"]
    for name, value, meaning in CONSTANTS:
        if isinstance(value, dict):
            text = ", ".join(f"{key} {number(x)}" for key, x in value.items())
        elif isinstance(value, tuple):
            text = ", ".join(map(number, value))
        else:
            text = number(value)
        lines.append(f"| {name} | {text} | {meaning} |")
    return "\n".join(lines)


def units() -> str:
    """What the words in the column ``unit`` mean."""
    lines = ["## Units\n", "*a / b*: a for each b.\n", "| unit | meaning |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {unit} | {meaning} |" for unit, meaning in UNITS.items())])


def page() -> str:
    """The page as the code would have it."""
    return "\n".join(sections(load_scenario(SCENARIO))) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    fresh = page()
    if arguments == ["--check"]:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == fresh
        print("docs/parameters.md " + ("says what the code says" if same else "is out of date"))
        return 0 if same else 1
    if arguments:
        raise SystemExit(__doc__)
    PAGE.write_text(fresh, encoding="utf-8")
    print(f"docs/parameters.md: {fresh.count(chr(10))} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
