"""Two states side by side, as rows of words and numbers; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hldsim.record.history import History
from hldsim.report.sentences import Explanation
from hldsim.report.texts import word
from hldsim_ui.panels import inspector_words as words

APART = 0.10
"""Weights, values and shares that differ by so much are marked."""
TERM_APART = 0.01
"""Terms of worth that differ by so much are marked, utility units."""
FIGURE_APART = 1.5
"""Figures one of which is so many times the other are marked."""


@dataclass(frozen=True)
class Row:
    """One line: what it is about, each state's entry, and whether they differ to speak of."""

    name: str
    left: str
    right: str
    differs: bool
    tip: str = ""


@dataclass(frozen=True)
class Block:
    """Rows under a heading; where ``stacked`` the name of each stands above its two entries."""

    title: str
    rows: tuple[Row, ...]
    stacked: bool = False


def compare(
    history: History,
    k: int,
    pair: tuple[int, int],
    whys: tuple[Explanation | None, Explanation | None] = (None, None),
) -> list[Block]:
    """Lay two parties beside each other after round ``k``; blocks without rows are left out."""
    blocks = [
        Block("Position", _positions(history, k, pair), stacked=True),
        Block("Terms of worth of what each holds best", _terms(whys)),
        Block("Weights (salience)", _salience(history, k, pair)),
        Block("Level wanted most", _wanted(history, k, pair), stacked=True),
        *_values(history, k, pair),
        Block("Emphasis (and stance)", _themes(history, k, pair), stacked=True),
        Block("Figures", _figures(history, pair), stacked=True),
    ]
    return [block for block in blocks if block.rows]


def differences(blocks: Sequence[Block]) -> int:
    """How many rows differ."""
    return sum(row.differs for block in blocks for row in block.rows)


def _positions(history: History, k: int, pair: tuple[int, int]) -> tuple[Row, ...]:
    scenario = history.scenario
    one, other = (scenario.parties[p] for p in pair)
    rows = [
        _words("Says", pair, lambda p: words.said(history, k, p)),
        _words("Backs", pair, lambda p: words.backs(history, k, p)[1]),
        _words("Objects to", pair, lambda p: words.objects_to(history, k, p) or "–"),
        _words("Role", pair, lambda p: word("role", scenario.parties[p].role)),
        _words("Region", pair, lambda p: scenario.parties[p].region),
        _words("Blocs", pair, lambda p: words.bloc_names(scenario.parties[p], scenario)),
        _words("Provenance", pair, lambda p: word("provenance", scenario.parties[p].provenance)),
    ]
    if one.position or other.position:
        known = lambda p: words.known_position(scenario.parties[p], scenario) or "–"  # noqa: E731
        rows.insert(3, _words("Known position", pair, known))
    return tuple(rows)


def _terms(whys: tuple[Explanation | None, Explanation | None]) -> tuple[Row, ...]:
    one, other = whys
    if one is None or other is None:
        return ()
    rows = []
    for name in dict.fromkeys([*one.terms, *other.terms]):
        left, right = (_term(why, name) for why in (one, other))
        rows.append(_numbers(word("term", name), left, right, "{:+.3f}", TERM_APART))
    left, right = (float(why.worth[why.choice]) for why in (one, other))
    rows.append(_numbers("worth", left, right, "{:+.3f}", TERM_APART))
    return tuple(rows)


def _term(why: Explanation, name: str) -> float:
    return float(np.asarray(why.terms[name])[why.choice]) if name in why.terms else 0.0


def _salience(history: History, k: int, pair: tuple[int, int]) -> tuple[Row, ...]:
    salience = history[k].state.profile.salience_pi
    issues = history.scenario.space.issues
    return tuple(
        _share(issue.name, *(float(salience[p, n]) for p in pair)) for n, issue in enumerate(issues)
    )


def _wanted(history: History, k: int, pair: tuple[int, int]) -> tuple[Row, ...]:
    return tuple(
        _words(issue.name, pair, lambda p, n=n: words.wanted_level(history, k, p, n))
        for n, issue in enumerate(history.scenario.space.issues)
    )


def _values(history: History, k: int, pair: tuple[int, int]) -> list[Block]:
    """Values of the levels of each core issue; of the others the one wanted most tells enough."""
    space, value = history.scenario.space, history[k].state.profile.value_pl
    blocks = []
    for n, issue in enumerate(space.issues):
        if issue.core:
            first = int(space.offset_i[n])
            rows = tuple(
                _numbers(level.name, *(float(value[p, first + x]) for p in pair), "{:.2f}", APART)
                for x, level in enumerate(issue.levels)
            )
            blocks.append(Block(f"{issue.name}: value of each level, 0 to 1", rows, stacked=True))
    return blocks


def _themes(history: History, k: int, pair: tuple[int, int]) -> tuple[Row, ...]:
    profile = history[k].state.profile
    rows = []
    for n, theme in enumerate(history.scenario.themes):
        said = [(float(profile.emphasis_ph[p, n]), float(profile.stance_ph[p, n])) for p in pair]
        cells = [f"{100 * emphasis:.0f} % ({stance:.2f})" for emphasis, stance in said]
        apart = any(abs(a - b) >= APART for a, b in zip(*said, strict=True))
        tip = f"Stance 0: {theme.low}\nStance 1: {theme.high}"
        rows.append(Row(theme.name.partition(":")[0], cells[0], cells[1], apart, tip))
    return tuple(rows)


def _figures(history: History, pair: tuple[int, int]) -> tuple[Row, ...]:
    scenario = history.scenario
    capability = [100.0 * float(history.inputs.capability_p[p]) for p in pair]
    cells = [f"{share:.2g} %" for share in capability]
    rows = [Row("Capability, of the whole", cells[0], cells[1], _far(*capability))]
    both = [words.figures(scenario.parties[p], scenario) for p in pair]
    for left, right in zip(*both, strict=True):
        apart = left.value is not None and right.value is not None
        apart = apart and _far(float(left.value or 0.0), float(right.value or 0.0))
        rows.append(Row(left.name, left.text, right.text, apart, left.source))
    return tuple(rows)


def _far(one: float, other: float) -> bool:
    """Whether two figures are a factor apart; of different signs they always are."""
    if one * other <= 0.0:
        return abs(one - other) > 1e-9
    low, high = sorted((abs(one), abs(other)))
    return high >= FIGURE_APART * low


def _words(name: str, pair: tuple[int, int], say: Callable[[int], str]) -> Row:
    left, right = (say(p) for p in pair)
    return Row(name, left, right, left != right)


def _numbers(name: str, left: float, right: float, shape: str, apart: float) -> Row:
    far = abs(left - right) >= apart - 1e-9
    return Row(name, shape.format(left), shape.format(right), far)


def _share(name: str, left: float, right: float) -> Row:
    far = abs(left - right) >= APART - 1e-9
    return Row(name, f"{100 * left:.0f} %", f"{100 * right:.0f} %", far)
