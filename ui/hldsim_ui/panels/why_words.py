"""The why in words: what would change a party's mind, and whom it follows; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.report.sentences import UNCOMMITTED_OPTION, proposal_label
from hldsim.report.texts import joined, text
from hldsim.scenario.schema import Scenario

F8 = NDArray[np.float64]


class Flip(Protocol):
    """One number and what it would change, as ``session.flips`` returns it."""

    what: str
    path: str
    unit: str
    start: float
    to: float
    becomes: str
    checked: bool


class Flips(Protocol):
    """What would change a party's choice in one round."""

    party: int
    k: int
    states: bool
    chosen: str
    acted: bool
    by_hand: bool
    rows: Sequence[Flip]


class Tie(Protocol):
    """One factor of affinity, as ``Explanation.follows`` has it."""

    kind: str
    name: str
    pull_o: F8
    others_o: tuple[int, ...]
    most: int


def does(option: str, states: bool, scenario: Scenario) -> str:
    """What a party does that chooses an option, without its subject.

    Examples
    --------
    >>> does("uncommitted", False, None), does("noncommittal", True, None)
    ('stay uncommitted', 'name no design')
    """
    if option in ("uncommitted", "noncommittal"):
        return text(f"does.{option}")
    return text("does.state" if states else "does.back", proposal=proposal_label(option, scenario))


def flip_sentence(flip: Flip, flips: Flips, scenario: Scenario) -> str:
    """What one number would have to be, and what the party would do then."""
    said = text(
        f"flip.{flip.what.partition('.')[0]}",
        what=_what(flip.what, scenario),
        start=amount(flip.start, flip.unit),
        to=amount(flip.to, flip.unit),
        does=does(flip.becomes, flips.states, scenario),
    )
    if flips.acted and not flip.checked:
        said += f" {text('flip.unchecked')}"
    return said


def flips_heading(flips: Flips, scenario: Scenario) -> str:
    """What all of this is about: the choice made, or the one it would have made."""
    if flips.by_hand:
        return text("flip.by_hand")
    key = "flip.chosen" if flips.acted else "flip.idle"
    return text(key, does=does(flips.chosen, flips.states, scenario))


def nothing_sentence(flips: Flips, scenario: Scenario) -> str:
    """Name those numbers of which no value changes the choice; empty if there are none."""
    if flips.by_hand or not flips.rows:
        return ""
    idle = [row for row in flips.rows if not row.becomes]
    if len(idle) == len(flips.rows):
        return text("flip.nothing_at_all")
    kinds: dict[str, list[str]] = {}
    for row in idle:
        kind = row.what.partition(".")[0]
        quoted = "“{}”" if kind in ("value", "viability") else "{}"
        kinds.setdefault(kind, []).append(quoted.format(_what(row.what, scenario)))
    names = [text(f"flip.{kind}_of", what=joined(whats)) for kind, whats in kinds.items()]
    return text("flip.nothing", what="; ".join(names)) if names else ""


def amount(value: float, unit: str) -> str:
    """A number as the sentences write it: per cent, to a tenth, or a value from 0 to 1.

    Examples
    --------
    >>> amount(0.372, "share").split(), amount(0.8, "value")
    (['37.2', '%'], '0.8')
    """
    if unit == "value":
        return f"{round(value, 3):g}"
    return f"{round(100.0 * value, 1):g}\u00a0%"


def follow_sentence(ties: Sequence[Tie], options: Sequence[str], scenario: Scenario) -> str:
    """Say to which design company draws a party most, and by how much."""
    total = drawn_to(ties)
    if total is None:
        return text("follow.none")
    if not total.any() or len(total) < 2:
        return text("follow.nobody")
    best = int(np.argmax(total[:-1]))
    key = "follow.sum" if total[best] > 0 else "follow.push"
    label = proposal_label(options[best], scenario)
    return text(key, proposal=label, pull=f"{total[best]:+.3f}")


def drawn_to(ties: Sequence[Tie]) -> F8 | None:
    """Pull of all ties together on each option, (o,); None where the rule has none."""
    return np.asarray(sum(np.asarray(tie.pull_o) for tie in ties)) if len(ties) else None


def tie_name(tie: Tie, scenario: Scenario) -> str:
    """What a tie is called: the bloc, the region, or the balance."""
    if tie.kind == "bloc" and tie.name in scenario.bloc_index:
        return scenario.blocs[scenario.bloc_index[tie.name]].name
    return tie.name or text("follow.balance")


def tie_note(tie: Tie, options: Sequence[str], scenario: Scenario) -> str:
    """What most of the others of a bloc or region back."""
    if tie.kind == "balance":
        return text("follow.balance_note")
    if tie.most < 0:
        return text("follow.alone")
    counts: dict[str, Any] = {"count": tie.others_o[tie.most], "others": sum(tie.others_o)}
    if options[tie.most] == UNCOMMITTED_OPTION:
        return text("follow.most_uncommitted", **counts)
    return text("follow.most", proposal=proposal_label(options[tie.most], scenario), **counts)


def _what(what: str, scenario: Scenario) -> str:
    """The name of what a number is about: an issue, a level, a theme, a proposal."""
    kind, _, rest = what.partition(".")
    if kind == "viability":
        return proposal_label(rest, scenario)
    if kind == "emphasis":
        n = scenario.theme_index.get(rest)
        return rest if n is None else scenario.themes[n].name.partition(":")[0].lower()
    issue_id, _, level = rest.partition(".")
    issue = scenario.space.issues[scenario.space.issue_index(issue_id)]
    return issue.levels[issue.index(level)].name if level else issue.name.lower()
