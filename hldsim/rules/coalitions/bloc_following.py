"""Bloc-following: do as your blocs do, unless your own interest against it is too great."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.coalitions.base import COALITION_RULES, choose, lay_terms, noise_ac
from hldsim.rules.coalitions.platforms import OnPlatforms, PlatformParameters
from hldsim.streams import Chance
from hldsim.table.moves import Moves
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@COALITION_RULES.register("bloc_following")
class BlocFollowing(OnPlatforms):
    """Follow the line of your blocs unless going against it gains more than a bound.

        W_i(c) = u_i(c) - r_i + bound L_i(c) + gamma [already in c] + e
        W_i(uncommitted) = c_0 + e,   with e as in ``Worth``

    L_i(c) is the share of i's blocs whose line is c, among those of its blocs that have one: the
    proposal a bloc has declared for, else what more than half of its members that back anything
    back. So a party of one bloc leaves the line only where its own gain exceeds the line's by more
    than the bound; where blocs pull apart the line counts for less. Negotiating groups as the first
    to be followed: [Sabel2006]; cohesion of groups in the Assembly: [BaileyStrezhnevVoeten2017].
    """

    @dataclass(frozen=True)
    class Parameters(PlatformParameters):
        """Dials of the rule."""

        bound: float = parameter(
            0.1,
            "b_L",
            "own gain against the line of its blocs that a party forgoes",
            low=0.0,
            high=1.0,
            unit="utility",
        )
        gamma: float = parameter(
            0.03, "gamma", "inertia: worth of staying", low=0.0, high=1.0, unit="utility"
        )
        cost: float = parameter(
            0.02, "c_0", "trouble of coming out", low=0.0, high=1.0, unit="utility"
        )
        noise: float = parameter(
            0.005,
            "s_W",
            "standard deviation of the noise on each option",
            low=0.0,
            high=0.5,
            unit="utility",
        )

    def moves(self, view: View, act_a: I8, chance: Chance, terms: bool = False) -> Moves:
        """Choices of those acting."""
        q, n = self.parameters, view.state.n_coalitions
        noise = noise_ac(view, act_a, chance, q.noise)
        gain = (view.utility_pc - view.reservation_p[:, None])[act_a]
        line = q.bound * line_pc(view)[act_a]
        inertia = q.gamma * view.member_pc[act_a]
        worth = noise.copy()
        worth[:, :n] += gain + line + inertia
        worth[:, n] += q.cost
        named: dict[str, F8] = {}
        if terms:
            trouble = np.full(len(act_a), q.cost)
            named = lay_terms(n, gain=gain, line=line, inertia=inertia, trouble=trouble)
            named["chance"] = noise
        return Moves(act_a, choose(worth), worth, named)


def line_pc(view: View) -> F8:
    """Share of each party's blocs with a line whose line each coalition is, in [0, 1], (p, c)."""
    inputs = view.inputs
    bloc_pb = inputs.bloc_pb.astype(np.float64)
    backing_bc = bloc_pb.T @ view.member_pc
    line_bc = backing_bc * 2 > backing_bc.sum(axis=1, keepdims=True)
    declared_b = inputs.line_b >= 0
    line_bc[declared_b] = inputs.line_b[declared_b, None] == view.state.origin_c
    own_pc = bloc_pb @ line_bc
    with_line_p = own_pc.sum(axis=1, keepdims=True)
    return np.asarray(own_pc / np.maximum(with_line_p, 1.0))
