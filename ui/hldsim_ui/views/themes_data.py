"""What the view of themes shows, as plain numbers and boxes; no Qt.

Axes: p parties, h themes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.parties import Role
from hldsim.record.history import History
from hldsim.scenario.schema import Scenario
from hldsim_ui.views.grid import in_columns
from hldsim_ui.views.map_layout import Box

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]

NOBODY = -1
HEAD, TITLE, ENDS = 18.0, 14.0, 13.0
"""Heights of the line above all, of a theme's name, and of the names of its ends, in pixels."""
GOLDEN = 0.6180339887498949
"""Multiples of it, without their whole parts, lie evenly between 0 and 1."""
LOW = 64.0
"""Height of a theme under which name and ends share one line."""
LOWEST, NARROWEST = 36.0, 220.0
"""Height under which themes are laid in columns, and how narrow those may be, in pixels."""


@dataclass(frozen=True)
class RoleRow:
    """Member states of one role on one theme.

    Attributes
    ----------
    stance, spread : float
        Mean and standard deviation of the stances, in [0, 1].
    emphasis : float
        Mean share of what they speak of, in [0, 1].
    stance_before, emphasis_before : float or None
        The same before the round tables; None where those have not begun.
    count, declared : int
        Members of the role, and how many of their stances the scenario states (others: imputed).
    """

    role: Role
    count: int
    stance: float
    spread: float
    emphasis: float
    declared: int = 0
    stance_before: float | None = None
    emphasis_before: float | None = None


@dataclass(frozen=True)
class Own:
    """The selected party on one theme; ``before`` as in `RoleRow`."""

    role: Role
    stance: float
    emphasis: float
    declared: bool
    stance_before: float | None = None


@dataclass(frozen=True)
class ThemeRow:
    """One theme: the names of both ends, each role, and the selected party."""

    name: str
    low: str
    high: str
    roles: tuple[RoleRow, ...]
    own: Own | None = None


@dataclass(frozen=True)
class ThemesPicture:
    """All themes in one round.

    Attributes
    ----------
    before : int or None
        Round that "before the round tables" means; None where they have not begun.
    tables : tuple of int or None
        First and last round of the round tables; None where the agenda holds none.
    top : float
        End of the scale of emphasis, a whole tenth.
    party_r, stance_r, aside_r, faint_r : list of arrays
        For each role its members, their stances (m, h), how far beside the middle of the lane each
        is drawn so that dots lie apart (m,), -1/2 to 1/2, and who is beside the focus.
    """

    rows: tuple[ThemeRow, ...]
    roles: tuple[Role, ...]
    before: int | None
    tables: tuple[int, int] | None
    top: float
    party_r: list[NDArray[np.int64]]
    stance_r: list[F8]
    aside_r: list[F8]
    faint_r: list[B1]
    selected: int = NOBODY
    name: str = ""


def round_tables(scenario: Scenario) -> tuple[int, int] | None:
    """First and last round of the first phase of round tables; None where there is none."""
    done = 0
    for phase in scenario.agenda:
        if phase.phase == "round_tables" and phase.rounds:
            return done + 1, done + phase.rounds
        done += phase.rounds
    return None


def themes_picture(
    history: History, k: int, selected: int = NOBODY, kept_p: B1 | None = None
) -> ThemesPicture:
    """Work out stances and emphasis by role after round ``k``."""
    scenario, member = history.scenario, history.inputs.member_p
    profile = history[k].state.profile
    tables = round_tables(scenario)
    before = tables[0] - 1 if tables is not None and k >= tables[0] else None
    was = history[before].state.profile if before is not None else None
    role_p = np.array([party.role.value for party in scenario.parties])
    roles = tuple(role for role in Role if (member & (role_p == role.value)).any())
    of_role = [np.flatnonzero(member & (role_p == role.value)) for role in roles]
    chosen = 0 <= selected < len(scenario.parties)
    rows = []
    for h, theme in enumerate(scenario.themes):
        told = f"stance.{theme.id}"
        entries = tuple(
            RoleRow(
                role=role,
                count=len(who),
                stance=float(profile.stance_ph[who, h].mean()),
                spread=float(profile.stance_ph[who, h].std()),
                emphasis=float(profile.emphasis_ph[who, h].mean()),
                declared=sum(told in scenario.parties[p].declared for p in who),
                stance_before=None if was is None else float(was.stance_ph[who, h].mean()),
                emphasis_before=None if was is None else float(was.emphasis_ph[who, h].mean()),
            )
            for role, who in zip(roles, of_role, strict=True)
        )
        own = None
        if chosen:
            own = Own(
                role=scenario.parties[selected].role,
                stance=float(profile.stance_ph[selected, h]),
                emphasis=float(profile.emphasis_ph[selected, h]),
                declared=told in scenario.parties[selected].declared,
                stance_before=None if was is None else float(was.stance_ph[selected, h]),
            )
        rows.append(ThemeRow(theme.name, theme.low, theme.high, entries, own))
    kept = np.ones(len(member), dtype=bool) if kept_p is None else kept_p
    return ThemesPicture(
        rows=tuple(rows),
        roles=roles,
        before=before,
        tables=tables,
        top=_top(rows),
        party_r=of_role,
        stance_r=[profile.stance_ph[who] for who in of_role],
        aside_r=[np.modf(who * GOLDEN)[0] - 0.5 for who in of_role],
        faint_r=[~kept[who] for who in of_role],
        selected=selected if chosen else NOBODY,
        name=scenario.parties[selected].name if chosen else "",
    )


def greatest_shift(picture: ThemesPicture) -> tuple[ThemeRow, RoleRow, float] | None:
    """The role that has moved most on a theme since before the round tables, and how far."""
    moved = [
        (row, role, role.stance - role.stance_before)
        for row in picture.rows
        for role in row.roles
        if role.stance_before is not None
    ]
    return max(moved, key=lambda one: abs(one[2]), default=None)


def _top(rows: list[ThemeRow]) -> float:
    most = [role.emphasis for row in rows for role in row.roles]
    most += [row.own.emphasis for row in rows if row.own is not None]
    return max(float(np.ceil(max(most, default=0.1) * 10.0 - 1e-9)) / 10.0, 0.1)


@dataclass(frozen=True)
class Places:
    """Where one theme is drawn: its name, the axis of stances, its ends, the bars of emphasis.

    In a low row the names of the ends stand to both sides of the theme's own: ``low`` is True.
    """

    title: Box
    axis: Box
    ends: Box
    bars: Box
    own: Box
    low: bool

    def lane(self, n: int, count: int) -> tuple[float, float]:
        """Middle and height of the n-th of some lanes on the axis."""
        high = self.axis.height / max(count, 1)
        return self.axis.y + (n + 0.5) * high, high

    def at(self, stance: float) -> float:
        """Where a stance lies across."""
        return self.axis.x + stance * self.axis.width

    def holds(self, x: float, y: float) -> bool:
        """Whether a point belongs to this theme."""
        end = self.axis if self.low else self.ends
        across = self.ends.x <= x < self.bars.x + self.bars.width
        return across and self.title.y <= y < end.y + end.height


def places(picture: ThemesPicture, width: float, height: float) -> list[Places]:
    """Divide the picture among the themes, in columns where it is low; in pixels."""
    room = Box(0.0, HEAD, width, height - HEAD)
    rows = in_columns(len(picture.rows), room, LOWEST, NARROWEST)
    return [_place(box) for box in rows[: len(picture.rows)]]


def _place(box: Box) -> Places:
    low = box.height < LOW
    right = min(max(box.width * 0.24, 78.0), 220.0)
    left = box.width - right - 14.0
    lanes = max(box.height - TITLE - (2.0 if low else ENDS + 2.0), 6.0)
    name = left + 6.0 if low else box.width * 0.55
    x, y = box.x, box.y
    middle = Box(x + 0.24 * name, y, 0.52 * name, TITLE)  # leaves room for the ends
    return Places(
        title=middle if low else Box(x, y, name, TITLE),
        axis=Box(x + 6.0, y + TITLE, left - 6.0, lanes),
        ends=Box(x, y if low else y + TITLE + lanes, left + 6.0, TITLE if low else ENDS),
        bars=Box(x + left + 14.0, y + TITLE, right, lanes),
        own=Box(x + name + 8.0, y, box.width - name - 8.0, TITLE),
        low=low,
    )
