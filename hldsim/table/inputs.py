"""Inputs: what never changes during a run."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.issues import OutcomeSpace

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@dataclass(frozen=True)
class Inputs:
    """Fixed facts of one replicate. Axes: p parties, f affinity factors, b blocs, d proposals.

    Attributes
    ----------
    capability_p : (p,) floats
        Capability, >= 0, sums to 1.
    voting_weight_p : (p,) floats
        Weight of each vote; 0 for all but members, 1 for members where the scenario gives none.
        Only rules that weigh ballots look at it.
    member_p, active_p : (p,) bools
        Who votes and is counted; who may back designs (all but organisations).
    factor_pf : (p, f) floats
        Affinity factors (blocs, region, balance), each row of length 1.
    bloc_pb, region_pr, role_pr : (p, b), (p, r), (p, 4) bools
        Memberships; ``role_pr`` in the order of ``Role``.
    group_pg : (p, g) floats
        1 where a party belongs to a group it listens to: blocs, regions, roles.
    line_b : (b,) ints
        Proposal each bloc has declared for, or -1.
    discipline_pd : (p, d) floats
        Utility a party credits to a proposal because a bloc of its has declared for it.
    bloc_line_pd : (p, d) bools
        Whether a bloc of the party has declared for the proposal.
    vote_p : (p,) floats
        1 for members, else 0; ``votes`` is their number.
    line_pd, lined_d : (p, d + 1), (d + 1,) floats
        1 where a member's bloc has declared for the proposal, last column for any; and its sum.
    status_quo_i, design_di : (i,), (d, i) ints
        Level of each issue if nothing is agreed, and in each proposal as tabled.
    forum_d : (d,) bools
        Which proposals compete; the others are put after them (``Proposal.kind``).
    global_d : (d,) bools
        Which proposals are for a worldwide forum (some level of scope ``"global"``).
    host_d : (d,) bools
        Which proposals as tabled have an offer to host.
    governance : int
        Theme that says how much a party cares how states cooperate; -1 if there is none.
    temper_p : (p,) floats
        Each party's own draw on [0, 1): where in a strategy's range it stands.
    floor_p : (p,) ints
        Sitting of the plenary (from 0, over all plenaries of the agenda) in which the party takes
        the floor; -1 if it stays silent.
    conditioned_p : (p,) bools
        Whose known position was imposed by redrawing; ``missed_p`` where the cap was reached.
    stated_known_p : (p,) ints
        Known position: proposal index, -1 noncommittal, -9 unknown.
    amendment_mi : (m, 3) ints
        Amendments in the order in which they are put: proposal (-1 any), issue, level.
    population_p : (p,) floats or None
        Persons, 0 for all but members; None where the scenario does not say it of every member.
    """

    space: OutcomeSpace
    capability_p: F8
    voting_weight_p: F8
    member_p: B1
    active_p: B1
    factor_pf: F8
    bloc_pb: B1
    region_pr: B1
    role_pr: B1
    group_pg: F8
    line_b: I8
    discipline_pd: F8
    bloc_line_pd: B1
    vote_p: F8
    votes: int
    line_pd: F8
    lined_d: F8
    status_quo_i: I8
    design_di: I8
    forum_d: B1
    global_d: B1
    host_d: B1
    governance: int
    temper_p: F8
    floor_p: I8
    conditioned_p: B1
    missed_p: B1
    stated_known_p: I8
    population_p: F8 | None = None
    amendment_mi: I8 = field(default_factory=lambda: np.zeros((0, 3), dtype=np.int64))
