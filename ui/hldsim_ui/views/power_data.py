"""What the view of power shows, as plain numbers and boxes; no Qt.

A bloc here is whoever backs one proposal's coalition. Where a design is decided by votes, blocs
are taken to vote as one and the uncommitted each for itself; where it needs consensus, whoever has
an objector can stop it; where states opt in, what counts is who would take part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.record.asked import Acceptance, Majority
from hldsim.record.history import History
from hldsim.report.majorities import weigh_ballots
from hldsim.table.inputs import Inputs
from hldsim_ui.views.designs import competing, letter
from hldsim_ui.views.grid import in_columns
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pieces import Piece, by_proposal, kinds
from hldsim_ui.views.power_games import Indices, game_of, weight_of
from hldsim_ui.views.support_data import (
    CONSENSUS_RULES,
    OPT_IN_RULES,
    Standing,
    standings,
)

B1 = NDArray[np.bool_]

NOBODY = -1
HEAD, TITLE, WORDS = 18.0, 17.0, 15.0
"""Heights of the line above all, of a bloc's name, and of the words below its bars, in pixels."""
TALLEST = 118.0
"""Height of a bloc beyond which room is left free."""
LOWEST, NARROWEST = 48.0, 240.0
"""Height under which blocs are laid in columns, and how narrow those may be, in pixels."""
WORDY = 40.0
"""Height of a bloc under which its words are left to its tip, in pixels."""
VETO_RULES = (*CONSENSUS_RULES, "treaty")
"""Rules under which one sustained objection is enough to stop a design."""


@dataclass(frozen=True)
class BlocRow:
    """One coalition, or (``d`` = -1) the uncommitted.

    Attributes
    ----------
    members : int
        Member states in it; ``backers`` are the same by look.
    weight : float
        Their share of all voting weight, in [0, 1]; ``upper`` is that piece by piece.
    rule, kind : str
        Rule its design needs; ``"votes"``, ``"veto"``, ``"taking_part"``, or ``""`` (unknown, or
        no design).
    needed, base : int or None, int
        Members needed: to vote yes, or to take part; and of how many.
    lower : tuple of Piece
        By whom they back: members that would vote yes, that would take part, or (veto) that have
        been seen to object; ``counted`` is what share each is of what the rule counts: members,
        or what the majority furthest from its quota weighs.
    mark : float or None
        Share of that which is needed, in [0, 1].
    count : int or None
        How many those are; None where nobody can be asked.
    power : Indices or None
        Under the rule its design needs; for the uncommitted, all together, under ``ruled_by``.
    ruled_by : int
        Proposal whose rule ``power`` is under; -1 where no vote decides.
    majorities : tuple of Majority
        What a rule that weighs ballots asks for, each with its share in favour, the one furthest
        from its quota first; else none.
    uncounted : bool
        Whether votes decide (for the uncommitted: on any design) but power would take too long to
        count.
    without : tuple of int
        Proposals without whose backers the design would fall short, if it does not as it is.
    host : str or None
        Name of the host; "" where one is needed and missing, None where none is needed.
    """

    d: int
    letter: str
    label: str
    members: int
    backers: tuple[Piece, ...]
    weight: float
    upper: tuple[tuple[Piece, float], ...] = ()
    rule: str = ""
    kind: str = ""
    needed: int | None = None
    base: int = 0
    lower: tuple[Piece, ...] = ()
    counted: tuple[tuple[Piece, float], ...] = ()
    mark: float | None = None
    count: int | None = None
    power: Indices | None = None
    ruled_by: int = -1
    without: tuple[int, ...] = ()
    host: str | None = None
    majorities: tuple[Majority, ...] = ()
    uncounted: bool = False

    @property
    def short(self) -> int:
        """Members missing: to the quorum or the quota; 0 where enough, or not known."""
        if self.needed is None or self.count is None or self.kind == "veto":
            return 0
        return max(self.needed - self.count, 0)


@dataclass(frozen=True)
class PowerPicture:
    """All blocs in one round.

    Attributes
    ----------
    votes : float
        All voting weight.
    games : dict
        By design that votes decide on: the power of each bloc (-1 the uncommitted) under its rule.
    own_d : int or None
        What the selected party backs; None where nobody is selected.
    """

    rows: tuple[BlocRow, ...]
    members: int
    votes: float
    games: dict[int, dict[int, Indices]]
    selected: int = NOBODY
    name: str = ""
    own_d: int | None = None


def kind_of(standing: Standing) -> str:
    """What decides under a rule: votes, a veto, or taking part; nothing where it is not known."""
    if standing.rule in VETO_RULES:
        return "veto"
    if standing.rule in OPT_IN_RULES:
        return "taking_part"
    return "votes" if standing.quota is not None or standing.majorities else ""


def power_picture(
    history: History, k: int, selected: int = NOBODY, kept_p: B1 | None = None
) -> PowerPicture:
    """Work out the power of every bloc after round ``k``."""
    scenario, inputs, state = history.scenario, history.inputs, history[k].state
    sorted_, said = kinds(history, state, kept_p), history.acceptance(k)
    member = inputs.member_p
    column = {int(d): c for c, d in enumerate(state.origin_c)}
    asked_for: dict[int, tuple[Majority, ...]] = {}
    backed = np.array([piece.d for piece in sorted_.pieces])[sorted_.kind_p]
    rows = []
    for (d, proposal), standing in zip(competing(scenario), standings(history, k), strict=True):
        if d not in column:
            continue
        kind = kind_of(standing)
        counted = _counted(history, k, column[d], kind, said)
        lower = () if counted is None else sorted_.of(counted)
        count = None if counted is None else sum(piece.count for piece in lower)
        weighed: tuple[Majority, ...] = ()
        if weigh_ballots(standing.majorities):
            weighed = tuple(sorted(standing.majorities, key=lambda one: one.share - one.quota))
        needed = None if weighed else _needed(standing, int(member.sum()))
        weight_p = weight_of(inputs, weighed[0].weighs if weighed else "members")
        mark = weighed[0].quota * weighed[0].base if weighed else _share_of(needed, inputs)
        row = BlocRow(
            d=d,
            letter=letter(d),
            label=proposal.label,
            members=int((member & (backed == d)).sum()),
            backers=sorted_.of(member & (backed == d)),
            weight=_share(inputs.voting_weight_p, backed == d),
            upper=sorted_.weighed(member & (backed == d), inputs.voting_weight_p),
            rule=standing.rule,
            kind=kind,
            needed=needed,
            base=standing.base,
            lower=lower,
            counted=() if counted is None else sorted_.weighed(counted, weight_p),
            mark=mark,
            count=count,
            without=_without(lower, count, needed) if kind != "veto" else (),
            host=_host(history, standing),
            majorities=weighed,
        )
        rows.append(row)
        if kind == "votes":
            asked_for[d] = standing.majorities or _by_heads(standing)
    none = backed == -1
    rows.append(
        BlocRow(
            d=-1,
            letter="",
            label="",
            members=int((member & none).sum()),
            backers=sorted_.of(member & none),
            weight=_share(inputs.voting_weight_p, none),
            upper=sorted_.weighed(member & none, inputs.voting_weight_p),
        )
    )
    blocs = [row.d for row in rows if row.d >= 0 and row.members]
    games = {
        d: game
        for d, majorities in asked_for.items()
        if (game := game_of(blocs, majorities, inputs, backed)) is not None
    }
    chosen = 0 <= selected < len(scenario.parties)
    return PowerPicture(
        rows=tuple(
            replace(_with_power(row, rows, games), uncounted=_uncounted(row, asked_for, games))
            for row in rows
        ),
        members=int(member.sum()),
        votes=float(inputs.voting_weight_p.sum()),
        games=games,
        selected=selected if chosen else NOBODY,
        name=scenario.parties[selected].name if chosen else "",
        own_d=int(backed[selected]) if chosen else None,
    )


def _counted(history: History, k: int, c: int, kind: str, said: Acceptance | None) -> B1 | None:
    """Members that matter to a design under its rule, (p,); None where nobody can be asked."""
    member, state = history.inputs.member_p, history[k].state
    if kind == "veto":
        return np.asarray(member & state.objected_pc[:, c])
    if said is None or not kind:
        return None
    answers = said.willing_pc if kind == "taking_part" else said.yes_pc
    return np.asarray(member & answers[:, c])


def _share_of(needed: int | None, inputs: Inputs) -> float | None:
    return None if needed is None else needed / max(inputs.votes, 1)


def _needed(standing: Standing, members: int) -> int | None:
    """Members needed, as the record says or, for a quota the scenario fixes, counted here."""
    if standing.needed is not None:
        return int(standing.needed)
    if standing.quota is None:
        return None
    share = standing.quota * members
    strict = kind_of(standing) == "votes"  # a majority is more than its quota
    return floor(share + 1e-9) + 1 if strict else ceil(share - 1e-9)


def _without(lower: tuple[Piece, ...], count: int | None, needed: int | None) -> tuple[int, ...]:
    """Blocs whose members are needed: without them too few are left."""
    if count is None or needed is None or count < needed:
        return ()
    parts = by_proposal(lower)
    return tuple(d for d, part in parts.items() if d >= 0 and count - part < needed)


def _by_heads(standing: Standing) -> tuple[Majority, ...]:
    """The majority of members that a scenario fixes, where nobody was asked."""
    return (Majority("members", float(standing.quota or 0.0), True, 0.0),)


def _uncounted(row: BlocRow, asked_for: dict[int, Any], games: dict[int, Any]) -> bool:
    """Whether votes decide on its design (the uncommitted: on any) and power was not counted."""
    if row.d < 0:
        return bool(asked_for) and not games
    return row.d in asked_for and row.d not in games


def _with_power(row: BlocRow, rows: list[BlocRow], games: dict[int, dict[int, Indices]]) -> BlocRow:
    """The row with its power: under its own rule, or, of the uncommitted, the most backed one."""
    ruled_by = row.d
    if row.d < 0:
        voted = [other for other in rows if other.d in games]
        ruled_by = max(voted, key=lambda other: other.members).d if voted else -1
    game = games.get(ruled_by)
    if game is None:
        return row
    return replace(row, power=game.get(row.d, Indices(0.0, 0.0)), ruled_by=ruled_by)


def _share(weight_p: NDArray[np.float64], who_p: B1) -> float:
    total = float(weight_p.sum())
    return float(weight_p[who_p].sum()) / total if total > 0.0 else 0.0


def _host(history: History, standing: Standing) -> str | None:
    if standing.host is None:
        return None
    n = history.scenario.party_index.get(standing.host)
    return "" if n is None else history.scenario.parties[n].name


@dataclass(frozen=True)
class Places:
    """Where one bloc is drawn, in pixels."""

    title: Box
    upper: Box
    lower: Box
    words: Box


def places(picture: PowerPicture, width: float, height: float) -> list[Places]:
    """Divide the picture among the blocs, in columns where it is low; in pixels."""
    most = HEAD + TALLEST * len(picture.rows)
    room = Box(0.0, HEAD, width, min(height, most) - HEAD)
    rows = in_columns(len(picture.rows), room, LOWEST, NARROWEST)
    return [_place(box, row.d >= 0) for box, row in zip(rows, picture.rows, strict=True)]


def _place(box: Box, design: bool) -> Places:
    """Who backs no design has no lower bar; where it is too low there are no words."""
    line = WORDS if box.height >= WORDY else 0.0
    bars = max(box.height - TITLE - line - (8.0 if line else 3.0), 6.0)
    thin = max(bars * 0.42 - 2.0, 2.0)
    upper = Box(box.x, box.y + TITLE, box.width, bars - thin - 2.0)
    end = upper.y + upper.height + 2.0
    lower = Box(box.x, end, box.width, thin if design else 0.0)
    words = Box(box.x, end + lower.height + (2.0 if design else 0.0), box.width, line)
    return Places(Box(box.x, box.y, box.width, TITLE), upper, lower, words)
