"""What the issue board shows, as plain data and boxes; no Qt.

Axes: p parties, i issues, l levels of all issues, c coalitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import PreferenceProfile
from hldsim.record.history import History
from hldsim.table.inputs import Inputs
from hldsim.table.state import State
from hldsim_ui.views.designs import competing, letter
from hldsim_ui.views.grid import in_columns
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pieces import Piece, kinds

I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

NOBODY = -1
HEAD = 19.0
"""Height of the line that says which text is on the table, in pixels."""
TITLE = 14.0
"""Height of an issue's own line."""
TALL = 64.0
"""Height of a strip from which plates stand inside cells and not beside the issue's name."""
LOWEST, NARROWEST = 36.0, 220.0
"""Height under which strips are laid in columns, and how narrow those may be, in pixels."""


@dataclass(frozen=True)
class Mark:
    """A design that has a level. ``kind``: where it stands now, as tabled, or put afterwards.

    ``kind`` is ``"platform"``, ``"tabled"`` (its coalition has moved on) or ``"further"``.
    """

    d: int
    letter: str
    label: str
    kind: str


@dataclass(frozen=True)
class Cell:
    """One level of one issue.

    Attributes
    ----------
    wanted : int
        Members whose ideal level it is; ``pieces`` are the same by coalition.
    on_table : bool
        Whether the text on the table has this level.
    value : float or None
        Value of the level to the selected party, in [0, 1].
    """

    name: str
    wanted: int
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    status_quo: bool
    on_table: bool
    value: float | None = None


@dataclass(frozen=True)
class Strip:
    """One issue: its levels, and its salience to the selected party or on average, in [0, 1]."""

    name: str
    cells: tuple[Cell, ...]
    salience: float


@dataclass(frozen=True)
class Refusal:
    """A member to which a text is worth less than its line of acceptance.

    ``short`` is what the text lacks, in units of utility (0 to 1); ``seen`` whether the member has
    been seen to object.
    """

    party: int
    name: str
    short: float
    seen: bool


@dataclass(frozen=True)
class BoardPicture:
    """The whole board in one round.

    Attributes
    ----------
    text_c, text_d : int
        The text on the table: its coalition and proposal of origin; -1 where there is none.
    stage : str
        What is done with it: ``"leading"``, ``"chair"``, ``"put"``, ``"adopted"`` or ``""``.
    refusals : tuple or None
        Who could not live with it, those most short first; None where nobody can be asked.
    """

    strips: tuple[Strip, ...]
    members: int
    text_c: int
    text_d: int
    label: str
    stage: str
    refusals: tuple[Refusal, ...] | None
    selected: int = NOBODY
    name: str = ""


def ideal_pi(profile: PreferenceProfile, inputs: Inputs) -> I8:
    """Level of each issue that each party values most, the first where several tie; (p, i)."""
    space = inputs.space
    bounds = zip(space.offset_i.tolist(), space.count_i.tolist(), strict=True)
    columns = [profile.value_pl[:, at : at + n].argmax(axis=1) for at, n in bounds]
    return np.stack(columns, axis=1) if columns else np.zeros((len(profile.value_pl), 0), int)


def on_the_table(history: History, k: int) -> tuple[int, str]:
    """Which coalition's text is on the table after round ``k``, and what is done with it.

    The text adopted or put last; else the one that leads in backing x viability, as the chair
    counts; (-1, "") where nobody backs any.
    """
    state, events = history[k].state, history[k].events
    if state.adopted >= 0:
        return int(state.adopted), "adopted"
    put = [event.coalition for event in events if event.kind == "put" and event.coalition >= 0]
    if put:
        return put[-1], "put"
    member = history.inputs.member_p
    backing = np.bincount(
        state.membership_p[member & (state.membership_p >= 0)], minlength=state.n_coalitions
    )
    if not backing.any():
        return -1, ""
    kinds = {phase.id: phase.phase for phase in history.scenario.agenda}
    stage = "chair" if kinds.get(history[k].phase) == "chairs_text" else "leading"
    share = backing / max(int(member.sum()), 1)
    return int(np.round(share * state.viability_c, 9).argmax()), stage


def refusals(history: History, k: int, c: int) -> tuple[Refusal, ...] | None:
    """Members that could not live with coalition ``c``'s text, those most short first."""
    said = history.acceptance(k)
    if said is None or c < 0:
        return None
    short = said.line_p - said.utility_pc[:, c]
    below = np.flatnonzero(history.inputs.member_p & (short > 0.0))
    parties, seen = history.scenario.parties, history[k].state.objected_pc[:, c]
    return tuple(
        Refusal(int(p), parties[p].name, float(short[p]), bool(seen[p]))
        for p in below[np.argsort(-short[below], kind="stable")]
    )


def pieces_l(
    history: History, state: State, ideal_pi: I8, kept_p: B1 | None
) -> list[tuple[Piece, ...]]:
    """Members by the level they want most, in the order of levels; by coalition within it."""
    inputs, sorted_ = history.inputs, kinds(history, state, kept_p)
    many, levels = len(sorted_.pieces), inputs.space.n_levels
    level_pi = ideal_pi + inputs.space.offset_i
    code = (level_pi * many + sorted_.kind_p[:, None])[inputs.member_p]
    counts = np.bincount(code.ravel(), minlength=levels * many).reshape(levels, many)
    return [sorted_.counted(row) for row in counts]


def marks(history: History, state: State) -> dict[tuple[int, int], tuple[Mark, ...]]:
    """Designs by issue and level: platforms first, then what was tabled, then what is put after."""
    at: dict[tuple[int, int], list[Mark]] = {}
    platforms = dict(zip(state.origin_c.tolist(), state.platform_ci.tolist(), strict=True))

    def add(design: Sequence[int], d: int, kind: str) -> None:
        label = history.scenario.proposals[d].label
        for issue, level in enumerate(design):
            if kind != "tabled" or d not in platforms or platforms[d][issue] != level:
                at.setdefault((issue, int(level)), []).append(Mark(d, letter(d), label, kind))

    for d, platform in sorted(platforms.items()):
        add(platform, d, "platform")
    for d, proposal in competing(history.scenario):
        add(proposal.design, d, "tabled")
    for d, proposal in enumerate(history.scenario.proposals):
        if proposal.kind != "forum":
            add(proposal.design, d, "further")
    return {key: tuple(found) for key, found in at.items()}


def board_picture(
    history: History, k: int, selected: int = NOBODY, kept_p: B1 | None = None
) -> BoardPicture:
    """Work out the board after round ``k``."""
    scenario, inputs, state = history.scenario, history.inputs, history[k].state
    profile, space = state.profile, inputs.space
    chosen = 0 <= selected < len(scenario.parties)
    salience = (
        profile.salience_pi[selected]
        if chosen
        else profile.salience_pi[inputs.member_p].mean(axis=0)
    )
    c, stage = on_the_table(history, k)
    platform = state.platform_ci[c] if c >= 0 else None
    wanted = pieces_l(history, state, ideal_pi(profile, inputs), kept_p)
    stand = marks(history, state)
    strips = []
    for i, issue in enumerate(space.issues):
        first = int(space.offset_i[i])
        cells = tuple(
            Cell(
                name=level.name,
                wanted=sum(piece.count for piece in wanted[first + n]),
                pieces=wanted[first + n],
                marks=stand.get((i, n), ()),
                status_quo=level.id == issue.status_quo,
                on_table=platform is not None and int(platform[i]) == n,
                value=float(profile.value_pl[selected, first + n]) if chosen else None,
            )
            for n, level in enumerate(issue.levels)
        )
        strips.append(Strip(issue.name, cells, float(salience[i])))
    d = int(state.origin_c[c]) if c >= 0 else -1
    return BoardPicture(
        strips=tuple(strips),
        members=int(inputs.member_p.sum()),
        text_c=c,
        text_d=d,
        label=scenario.proposals[d].label if d >= 0 else "",
        stage=stage,
        refusals=refusals(history, k, c),
        selected=selected if chosen else NOBODY,
        name=scenario.parties[selected].name if chosen else "",
    )


def strips(picture: BoardPicture, width: float, height: float) -> list[Box]:
    """Where each issue is drawn with its name, in pixels; in columns where the board is low."""
    room = Box(0.0, HEAD, width, height - HEAD)
    return in_columns(len(picture.strips), room, LOWEST, NARROWEST)


def is_tall(strip: Box) -> bool:
    """Whether plates stand inside cells, and not beside the issue's name."""
    return strip.height >= TALL


def gap(strip: Box) -> float:
    """Space between cells, in pixels; small in a low strip."""
    return 5.0 if is_tall(strip) else 2.0


def cell_boxes(picture: BoardPicture, width: float, height: float) -> list[list[Box]]:
    """Where each level of each issue is drawn, below the issue's name; in pixels."""
    rows = []
    for strip, place in zip(picture.strips, strips(picture, width, height), strict=True):
        space = gap(place)
        wide = (place.width + space) / max(len(strip.cells), 1)
        y, high = place.y + TITLE, place.height - TITLE - space
        rows.append(
            [Box(place.x + n * wide, y, wide - space, high) for n in range(len(strip.cells))]
        )
    return rows
