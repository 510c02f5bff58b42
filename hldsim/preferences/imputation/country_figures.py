"""Country figures: a forum scenario's preferences from what is known of each state.

In one sentence: states that vote with the South and send migrants lean a little towards the UN,
states that receive migrants and vote far on the American side of the house are reluctant about
any new forum, and the rest of what a state wants is its own.

Coefficients are drawn once per replicate from the scenario's priors, then one shock per bloc,
then each party's residual: noise that is independent across 192 states would cancel and fake
certainty. No number is ever set for one state.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.draw import gammas3, kumaraswamy, normals
from hldsim.preferences.imputation.base import IMPUTATION_RULES
from hldsim.preferences.imputation.country_parameters import CountryParameters
from hldsim.preferences.profile import PreferenceProfile, single_peaked
from hldsim.scenario.schema import Scenario
from hldsim.streams import Chance

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

EMPHASIS_BY_BALANCE = {
    "causes": 0.4, "nexus": 0.15, "rights": 0.45, "governance": 0.0,
    "irregular": -0.4, "integration": -0.5,
}  # fmt: skip
"""Sign and size of how sources (+) and destinations (-) differ in emphasis [MartinMartinCross2007,
lines 99 and 123]; multiplied by the parameter ``emphasis_slope``."""

EMPHASIS_MEAN = {
    "causes": 0.8, "nexus": 1.9, "rights": 0.75, "governance": 1.0,
    "irregular": 1.7, "integration": 0.45,
}  # fmt: skip
"""Relative weight of the themes in statements; integration was little spoken of [line 137]."""

OUTLETS = 2.0
"""Regional processes a state belongs to from which on its outlet counts in full."""


@dataclass(frozen=True)
class BlocShocks:
    """What blocs share in this replicate: their taste for the UN, the mean over each party's."""

    un_p: F8


@IMPUTATION_RULES.register("country_figures")
class CountryFigures:
    """Preferences of a forum scenario from vote dimension, balance, income and blocs.

    With y = UN General Assembly ideal point (high: votes like the USA) on the scale of
    [BaileyStrezhnevVoeten2017], which joins the years, b = balance of migration in [-1, 1], e =
    standard normal noise of the party's own (another in each line), E its own exponential noise of
    mean 1, S = mean of its blocs' shocks, each of standard deviation bloc_shock, all raw values on
    the logit scale::

        T (taste for the UN)   = un_mean - un_ideal y - un_balance b + S + un_own e
        G (taste for a forum)  = global_mean + global_own e - R
        R (reluctance)         = reluctance max(y - pivot, 0) max(b, 0) + reluctance_own E
        venue values           = logistic of  none: Q - none_below, regional: Q,
                                 state-hosted: G - T / 2,  inside the UN: G + T / 2

    with Q = regional_mean + R + regional_own e. Other issues: ideal points around declared means
    (ordered issues), tables around declared means (basis, linkage), both cut to [0, 1]. States that
    receive migrants and have regional outlets fear duplication: a new body is worth ``duplication``
    x outlet x max(b, 0) less to them, one that coordinates regional processes that much more
    [MartinMartinCross2007, lines 171 and 177]; outlet = min(regional processes / 2, 1).

    A figure that is missing counts as: the mean of y, b = 0, no regional process, the median GDP.
    An issue the rule does not know has ideal point 1/2 and weight 0.1.
    """

    Parameters = CountryParameters

    def __init__(self, scenario: Scenario) -> None:
        figures = [party.figures for party in scenario.parties]
        ideal = np.array([f.get("ideal_point", np.nan) for f in figures])
        mean = 0.0 if np.isnan(ideal).all() else np.nanmean(ideal)
        self._ideal_p = np.where(np.isnan(ideal), mean, ideal)
        self._balance_p = np.nan_to_num(np.array([f.get("balance", np.nan) for f in figures]))
        processes = np.array([f.get("processes", 0.0) for f in figures])
        self._outlet_p = np.minimum(processes / OUTLETS, 1.0)
        capability = np.array([f.get("gdp_usd", np.nan) for f in figures])
        size = np.log(np.where(np.isnan(capability), np.nanmedian(capability), capability))
        self._size_p = (size - size.mean()) / (size.std() or 1.0)
        blocs = [bloc.id for bloc in scenario.blocs]
        self._bloc_pb = np.array(
            [[bloc in party.blocs for bloc in blocs] for party in scenario.parties], dtype=float
        ).reshape(len(figures), len(blocs))
        self._space = scenario.space
        self._themes = tuple(theme.id for theme in scenario.themes)

    def common(self, parameters: CountryParameters, chance: Chance) -> BlocShocks:
        """Draw one shock per bloc; a party in several blocs takes their mean."""
        shock_b = parameters.bloc_shock * normals(chance, "bloc", self._bloc_pb.shape[1])
        many = np.maximum(self._bloc_pb.sum(axis=1), 1.0)
        return BlocShocks(un_p=self._bloc_pb @ shock_b / many)

    def profile(
        self,
        parameters: CountryParameters,
        common: BlocShocks,
        rows: I8,
        chance: Chance,
        tag: str,
    ) -> PreferenceProfile:
        """Draw the preferences of parties ``rows``."""
        c, n = parameters, len(rows)
        balance = self._balance_p[rows]
        own = normals(chance, f"{tag}/own", 9 * n).reshape(9, n)
        unit = chance(f"{tag}/unit", 4 * n).reshape(4, n)
        excess = np.maximum(self._ideal_p[rows] - c.reluctance_pivot, 0.0)
        reluctance = c.reluctance * excess * np.maximum(balance, 0.0)
        reluctance += c.reluctance_own * -np.log1p(-unit[0])
        emphasis = self._emphasis(c, balance, chance, tag)
        stance = self._stance(c, balance, chance, tag)
        taste_un = (
            c.un_mean
            - c.un_ideal * self._ideal_p[rows]
            - c.un_balance * balance
            + common.un_p[rows]
            + c.un_own * own[0]
        )
        taste_global = c.global_mean + c.global_own * own[1] - reluctance
        regional = c.regional_mean + reluctance + c.regional_own * own[2]
        venue = np.stack(
            [
                regional - c.none_below,
                regional,
                taste_global - taste_un / 2,
                taste_global + taste_un / 2,
            ],
            axis=1,
        )
        values = {"venue": 1.0 / (1.0 + np.exp(-venue))}
        outlet = self._outlet_p[rows] * np.maximum(balance, 0.0)
        values |= self._other_issues(c, own, emphasis, stance, outlet, chance, tag)
        talk = c.talk_mean + c.talk_size * self._size_p[rows]
        return PreferenceProfile(
            salience_pi=self._salience(c, n, chance, tag),
            value_pl=np.hstack([values[issue.id] for issue in self._space.issues]),
            issue_l=self._space.issue_l,
            reluctance_p=np.minimum(c.reluctance_scale * reluctance, 1.0),
            stance_ph=stance,
            emphasis_ph=emphasis,
            stubbornness_p=unit[1],
            principle_p=kumaraswamy(unit[2], c.principle_a, c.principle_b),
            resolve_p=np.exp(c.resolve_spread * own[8]),
            talk_p=1.0 / (1.0 + np.exp(-talk)),
        )

    def _emphasis(self, c: CountryParameters, balance: F8, chance: Chance, tag: str) -> F8:
        n, h = len(balance), len(self._themes)
        slope = np.array([EMPHASIS_BY_BALANCE.get(theme, 0.0) for theme in self._themes])
        mean = np.array([EMPHASIS_MEAN.get(theme, 1.0) for theme in self._themes])
        raw = gammas3(chance, f"{tag}/emphasis", n * h).reshape(n, h) * mean
        raw *= np.exp(-c.emphasis_slope * balance[:, None] * slope)
        return np.asarray(raw / raw.sum(axis=1)[:, None])

    def _stance(self, c: CountryParameters, balance: F8, chance: Chance, tag: str) -> F8:
        n, h = len(balance), len(self._themes)
        slope = np.array([EMPHASIS_BY_BALANCE.get(theme, 0.0) for theme in self._themes])
        noise = normals(chance, f"{tag}/stance", n * h).reshape(n, h)
        line = c.stance_mean - c.stance_slope * balance[:, None] * np.abs(slope)
        return np.asarray(np.clip(line + c.stance_own * noise, 0.0, 1.0))

    def _salience(self, c: CountryParameters, n: int, chance: Chance, tag: str) -> F8:
        base = np.array([getattr(c, f"salience_{issue.id}", 0.1) for issue in self._space.issues])
        i = len(base)
        noise = normals(chance, f"{tag}/salience", n * i).reshape(n, i)
        weight = base * np.exp(c.salience_own * noise)
        return np.asarray(weight / weight.sum(axis=1)[:, None])

    def _other_issues(
        self,
        c: CountryParameters,
        own: F8,
        emphasis: F8,
        stance: F8,
        outlet: F8,
        chance: Chance,
        tag: str,
    ) -> dict[str, F8]:
        """Values of all other issues; T2: rights and control raise the authority wanted."""
        ideals = {
            "authority": c.authority_mean
            + c.authority_themes * self._wants_action(emphasis, stance)
            + c.authority_own * own[3],
            "participation": c.participation_mean + c.participation_own * own[4],
            "continuity": c.continuity_mean + c.continuity_own * own[5],
        }
        tables = {
            "basis": (c.basis_new, c.basis_builds, c.basis_coordinates),
            "linkage": (c.linkage_none, c.linkage_iom, c.linkage_gmg, c.linkage_un),
        }
        n = own.shape[1]
        values: dict[str, F8] = {}
        for issue in self._space.issues:
            count = len(issue.levels)
            if issue.id == "venue":
                continue
            if issue.id in tables and len(tables[issue.id]) == count:
                noise = normals(chance, f"{tag}/{issue.id}", n * count).reshape(n, count)
                table = np.array(tables[issue.id]) + c.table_own * noise
                if issue.id == "basis":
                    table += c.duplication * outlet[:, None] * np.array([-1.0, 0.0, 1.0])
                values[issue.id] = np.clip(table, 0.0, 1.0)
            else:
                ideal = np.clip(ideals.get(issue.id, np.full(n, 0.5)), 0.0, 1.0)
                values[issue.id] = single_peaked(ideal, count)
        return values

    def _wants_action(self, emphasis: F8, stance: F8) -> F8:
        """Sum over rights and irregular migration of emphasis x (stance - 1/2), shape (p,)."""
        themes = [n for n, t in enumerate(self._themes) if t in ("rights", "irregular")]
        return np.asarray((emphasis[:, themes] * (stance[:, themes] - 0.5)).sum(axis=1))
