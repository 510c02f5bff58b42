"""Outcomes: what many runs came to, in numbers that a picture or a table is made of.

Everything is counted from the arrays of an ``EnsembleResult``; every share has its Wilson 95 %
interval. Axes: r runs, k rounds, p parties, d proposals, q quantiles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.intervals import wilson
from hldsim.domain.parties import Seat
from hldsim.errors import HldsimError
from hldsim.experiments.ensemble import EnsembleResult, class_of, outcome_text
from hldsim.experiments.replicates import BALLOTS
from hldsim.experiments.traces import NEVER
from hldsim.table.state import SILENT, UNCOMMITTED, UNSAID

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Edges of the bands of a fan: 90 % of runs, half of them, and the median."""


class OutcomeError(HldsimError, ValueError):
    """Something is asked of runs that was not kept of them, or that there is not."""


@dataclass(frozen=True)
class Share:
    """``count`` of ``of`` runs, as a share in [0, 1] with its 95 % interval."""

    count: int
    of: int
    share: float
    low: float
    high: float

    @classmethod
    def at(cls, count: int, of: int) -> Share:
        """The share of a count."""
        return cls(count, of, count / of if of else 0.0, *wilson(count, of))


@dataclass(frozen=True)
class Outcome:
    """One class of agreement, or one full agreement.

    Attributes
    ----------
    name : str
        Of the class.
    levels : Mapping or None
        Issue -> level of a full agreement; None for a class, and where nothing was agreed.
    proposal : int
        That the adopted coalition gathered around most often; -1 where nothing was agreed.
    share : Share
        Of runs.
    numbers : tuple of int
        Runs that ended so.
    """

    name: str
    levels: Mapping[str, str] | None
    proposal: int
    share: Share
    numbers: tuple[int, ...]

    @property
    def text(self) -> str:
        """A full agreement in one line, or the name of a class."""
        return self.name if self.levels is None else outcome_text(self.levels)


@dataclass(frozen=True)
class Fan:
    """How backing spreads over runs, round by round.

    Attributes
    ----------
    proposals : tuple of int
        The competing proposals, then `UNCOMMITTED`: axis d.
    share_kdq : (k, d, q) floats
        Quantiles (`QUANTILES`) of the share of member states behind each, in [0, 1].
    runs, members : int
        Runs, and member states.
    """

    proposals: tuple[int, ...]
    share_kdq: F8
    runs: int
    members: int


@dataclass(frozen=True)
class Arrival:
    """In which round one proposal becomes viable.

    Attributes
    ----------
    count_k : (k,) ints
        Runs in which it first is after each round.
    ever : Share
        Of runs in which it ever is.
    quartiles : tuple of float
        25, 50 and 75 % of the runs in which it is have come so far by then; empty if none is.
    """

    proposal: int
    count_k: I8
    ever: Share
    quartiles: tuple[float, ...]


@dataclass(frozen=True)
class Level:
    """How often agreements have one level of an issue; the share is of agreements."""

    issue: str
    level: str
    share: Share


def class_r(result: EnsembleResult) -> list[str]:
    """Class of agreement of each run, (r,)."""
    texts, at = np.unique(result.summary.agreed_ri, axis=0, return_inverse=True)
    names = [class_of(result.scenario, row) for row in texts.tolist()]
    return [names[n] for n in at.ravel().tolist()]


def agreements(result: EnsembleResult, full: bool = False) -> tuple[Outcome, ...]:
    """Classes of agreement, or full agreements class by class, the most frequent first."""
    summary = result.summary
    of_run = np.array(class_r(result), dtype=object)
    size = {name: int((of_run == name).sum()) for name in dict.fromkeys(of_run.tolist())}
    found = []
    if not full:
        for name in size:
            found.append(_outcome(result, name, None, of_run == name))
    else:
        texts, at = np.unique(summary.agreed_ri, axis=0, return_inverse=True)
        for n, text in enumerate(texts.tolist()):
            who = at.ravel() == n
            levels = None if text[0] < 0 else result.scenario.space.decode(tuple(text))
            found.append(_outcome(result, str(of_run[who][0]), levels, who))
    order = sorted(found, key=lambda one: (-size[one.name], one.name, -one.share.count, one.text))
    return tuple(order)


def fan(result: EnsembleResult) -> Fan:
    """Quantiles of backing over rounds.

    Raises
    ------
    OutcomeError
        If the rounds of these runs were not kept.
    """
    backing_rkd = _kept(result, "backing_rkd")
    rivals = [d for d, one in enumerate(result.scenario.proposals) if one.kind == "forum"]
    columns = [*rivals, backing_rkd.shape[2] - 1]
    sorted_kdr = np.sort(backing_rkd[:, :, columns].transpose(1, 2, 0), axis=-1)
    place = np.array(QUANTILES) * (len(backing_rkd) - 1)
    below, above = np.floor(place).astype(int), np.ceil(place).astype(int)
    low, high = sorted_kdr[:, :, below].astype(float), sorted_kdr[:, :, above].astype(float)
    members = sum(party.seat is Seat.MEMBER for party in result.scenario.parties)
    share_kdq = (low + (high - low) * (place - below)) / max(members, 1)
    return Fan((*rivals, UNCOMMITTED), share_kdq, result.runs, members)


def arrivals(result: EnsembleResult) -> tuple[Arrival, ...]:
    """In which round each competing proposal first is viable.

    Raises
    ------
    OutcomeError
        If the rounds of these runs were not kept.
    """
    viable_rd = _kept(result, "viable_rd")
    found = []
    for d, proposal in enumerate(result.scenario.proposals):
        if proposal.kind != "forum":
            continue
        first = viable_rd[:, d][viable_rd[:, d] != NEVER].astype(np.int64)
        count_k = np.bincount(first, minlength=result.scenario.rounds + 1)
        quarters = np.quantile(first, (0.25, 0.5, 0.75)).tolist() if len(first) else ()
        found.append(Arrival(d, count_k, Share.at(len(first), result.runs), tuple(quarters)))
    return tuple(found)


def levels(result: EnsembleResult) -> tuple[Level, ...]:
    """Levels of every issue in what was agreed, in the order of the scenario."""
    agreed = result.summary.agreed_ri[result.summary.agreed_ri[:, 0] >= 0]
    found = []
    for i, issue in enumerate(result.scenario.space.issues):
        counts = np.bincount(agreed[:, i], minlength=len(issue.levels))
        for level, count in zip(issue.levels, counts.tolist(), strict=True):
            found.append(Level(issue.id, level.id, Share.at(count, len(agreed))))
    return tuple(found)


SAID = {"noncommittal": UNSAID, "silent": SILENT}
"""What a party may state besides a proposal."""

WHATS = ("backs", "states", *(ballot.name.lower() for ballot in BALLOTS), "objects")
"""What can be asked of states: what they back at the close, what they state, their ballots on a
proposal as tabled, asked at the close, and whether they were seen to object to its coalition."""


def state_shares(result: EnsembleResult, what: str, option: str) -> F8:
    """Share of runs in which each party does something about a proposal, (p,) in [0, 1].

    Parameters
    ----------
    what : str
        One of `WHATS`.
    option : str
        A proposal; of ``backs`` also ``uncommitted``, of ``states`` also ``noncommittal`` and
        ``silent``.

    Raises
    ------
    OutcomeError
        If there is no such thing to be asked.
    """
    known = result.scenario.proposal_index
    summary, runs = result.summary, result.runs
    if what == "backs" and option in (*known, "uncommitted"):
        return np.asarray((summary.backed_rp == known.get(option, UNCOMMITTED)).mean(axis=0))
    if what == "states" and option in (*known, *SAID):
        return np.asarray((summary.stated_rp == known.get(option, SAID.get(option))).mean(axis=0))
    if what in WHATS[2:] and option in known:
        if what == "objects":
            return np.asarray(summary.objected_pd[:, known[option]] / runs)
        return np.asarray(summary.ballot_pdb[:, known[option], WHATS.index(what) - 2] / runs)
    raise OutcomeError(
        f"{what!r} of {option!r}; allowed: {', '.join(WHATS)} of {', '.join(known)}, also "
        f"backs of uncommitted, states of {', '.join(SAID)}"
    )


def imposed_p(result: EnsembleResult) -> F8:
    """Share of runs in which each party's known position was imposed, (p,); NaN: none is known."""
    known = np.array([party.position is not None for party in result.scenario.parties])
    share = 1.0 - result.summary.missed_p / result.runs if result.conditioned else 0.0
    return np.where(known, share, np.nan)


def _outcome(
    result: EnsembleResult, name: str, levels: Mapping[str, str] | None, who: NDArray[np.bool_]
) -> Outcome:
    """One outcome, of the runs in a mask."""
    proposals, counts = np.unique(result.summary.adopted_r[who], return_counts=True)
    return Outcome(
        name,
        levels,
        int(proposals[counts.argmax()]),
        Share.at(int(who.sum()), result.runs),
        tuple(result.summary.number_r[who].tolist()),
    )


def _kept(result: EnsembleResult, name: str) -> NDArray[np.int16]:
    """An array that only traced jobs keep."""
    rows: NDArray[np.int16] = getattr(result.summary, name)
    if not rows.size:
        raise OutcomeError("rounds were not kept of these runs; ask for them: traced=True")
    return rows
