"""Landscape: parties run downhill to those they get on with, away from those they do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.coalitions.base import COALITION_RULES, noise_ac
from hldsim.rules.coalitions.platforms import OnPlatforms, PlatformParameters
from hldsim.rules.coalitions.sequence import Company, Settled, order_of, settle
from hldsim.streams import Chance
from hldsim.table.moves import Moves
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@COALITION_RULES.register("landscape")
class Landscape(OnPlatforms):
    """Join those you get on with: descent of the energy of the whole alignment.

    With strength s (capability), propensity p_ij of two parties to work together, and d_ij = 0 for
    two that back the same coalition, else 1::

        E = sum over i, j of s_i s_j p_ij d_ij
        W_i(c) = sum over j backing c, j not i, of s_j p_ij + e;   W_i(uncommitted) = e

    Whoever moves to its best option lowers E most. Those who act choose in turn, drawn by lot, each
    on the alignment as it then is, and nobody moves for nothing. A party that backs nothing is
    apart from all others [AxelrodBennett1993].

        p_ij = wants v_i . v_j + (1 - wants) f_i . f_j, each less its mean where ``centre`` is 1

    with f the affinity factors and v the utilities of the platforms, less their mean, to length 1:
    both lie in [-1, 1]. The mean is over pairs, weighted by strength. Terms: likeness, wants,
    chance.
    """

    @dataclass(frozen=True)
    class Parameters(PlatformParameters):
        """Dials of the rule."""

        wants: float = parameter(
            0.5,
            "w_v",
            "share of likeness of wants in the propensity; the rest is affinity",
            low=0.0,
            high=1.0,
            unit="share",
        )
        centre: float = parameter(
            1.0,
            "p_m",
            "1: propensities count from their mean; 0: as they are",
            low=0.0,
            high=1.0,
            unit="0 or 1",
        )
        noise: float = parameter(
            0.0,
            "s_W",
            "standard deviation of the noise on each option",
            low=0.0,
            high=0.5,
            unit="utility",
        )

    sequential = True

    def moves(self, view: View, act_a: I8, chance: Chance, terms: bool = False) -> Moves:
        """Choices of those acting, one after the other."""
        q, strength_p = self.parameters, view.inputs.capability_p
        noise = noise_ac(view, act_a, chance, q.noise)
        affinity, wants = view.inputs.factor_pf, wants_pf(view.utility_pc)
        means = (0.0, 0.0)
        if q.centre >= 0.5:
            means = mean_propensity(affinity, strength_p), mean_propensity(wants, strength_p)
        order = order_of(act_a, len(strength_p), chance)
        found = descend(
            [(1.0 - q.wants, affinity, means[0]), (q.wants, wants, means[1])],
            strength_p,
            view.state.membership_p,
            view.state.n_coalitions,
            act_a[order],
            noise[order],
        )
        back = np.argsort(order, kind="stable")
        term_ato = found.term_ato[back]
        named = {}
        if terms:
            names = ("likeness", "wants", "chance")
            named = {name: term_ato[:, t] for t, name in enumerate(names)}
        return Moves(act_a, found.choice_a[back], term_ato.sum(axis=1), named)


Part = tuple[float, F8, float]
"""Part of the propensity: its share, features whose products it is, and what is taken off."""


def descend(
    parts: list[Part], strength_p: F8, membership_p: I8, n: int, order_a: I8, noise_ao: F8
) -> Settled:
    """Let the parties in ``order_a`` go downhill, once each.

    Propensities are sums of products of features, so that a party is drawn to a coalition by its
    own features times the sum of theirs: O(features), never parties x parties.
    """
    features_pf = np.hstack([features for _, features, _ in parts])
    company = Company(features_pf, strength_p, membership_p, n)
    edges = np.cumsum([0, *(features.shape[1] for _, features, _ in parts)])
    noise_of = dict(zip(order_a.tolist(), noise_ao, strict=True))

    def terms(party: int) -> F8:
        sum_cf, strength_c = company.others(party)
        rows = np.zeros((len(parts) + 1, n + 1))
        for t, (share, features, mean) in enumerate(parts):
            drawn = sum_cf[:, edges[t] : edges[t + 1]] @ features[party]
            rows[t, :n] = share * (drawn - mean * strength_c)
        rows[-1] = noise_of[party]
        return rows

    return settle(terms, company, order_a, 1, (len(parts) + 1, n + 1))


def wants_pf(utility_pc: F8) -> F8:
    """Utilities of the platforms less their mean, each row of length 1 (0 where all are alike)."""
    centred = utility_pc - utility_pc.mean(axis=1, keepdims=True)
    length = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return np.asarray(np.divide(centred, length, out=np.zeros_like(centred), where=length > 1e-12))


def mean_propensity(feature_pf: F8, strength_p: F8) -> float:
    """Mean product of features over pairs of two parties, weighted by their strengths."""
    own = (feature_pf**2).sum(axis=1)
    both = float(((strength_p @ feature_pf) ** 2).sum() - (strength_p**2 * own).sum())
    pairs = float(strength_p.sum() ** 2 - (strength_p**2).sum())
    return both / pairs if pairs > 0 else 0.0
