"""Parameters of the imputation rule ``country_figures``: symbol, meaning, range, default.

All are dials chosen by us where the paper is silent; docs/limits.md says which were chosen to fit.
A scenario may give any of them as a prior instead of a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from hldsim.registry import parameter

_dial = partial(parameter, live=False)
"""Read before the first round only."""


@dataclass(frozen=True)
class CountryParameters:
    """Dials of the rule, in the order of its formulas."""

    un_mean: float = _dial(
        0.1, "mu_T", "mean taste for the UN over a state-hosted forum", low=-2, high=2, unit="logit"
    )
    un_ideal: float = _dial(
        0.15,
        "tau_y",
        "loading of that taste on the vote dimension",
        low=-1,
        high=1,
        unit="logit / ideal point",
    )
    un_balance: float = _dial(
        0.1,
        "tau_b",
        "loading of that taste on the balance of migration",
        low=-1,
        high=1,
        unit="logit",
    )
    bloc_shock: float = _dial(
        0.35,
        "sigma_B",
        "standard deviation of a bloc's shared taste for the UN",
        low=0,
        high=2,
        unit="logit",
    )
    un_own: float = _dial(
        1.1,
        "sigma_T",
        "standard deviation of a party's own taste for the UN",
        low=0,
        high=3,
        unit="logit",
    )
    global_mean: float = _dial(
        0.9, "mu_G", "mean taste for a worldwide forum", low=-3, high=3, unit="logit"
    )
    global_own: float = _dial(
        0.7,
        "sigma_G",
        "standard deviation of a party's own taste for a worldwide forum",
        low=0,
        high=3,
        unit="logit",
    )
    regional_mean: float = _dial(
        -0.3, "mu_Q", "mean taste for regional follow-up", low=-3, high=3, unit="logit"
    )
    regional_own: float = _dial(
        0.5,
        "sigma_Q",
        "standard deviation of a party's own taste for regional follow-up",
        low=0,
        high=3,
        unit="logit",
    )
    none_below: float = _dial(
        0.5, "nu", "how far no follow-up lies below regional follow-up", low=0, high=3, unit="logit"
    )
    reluctance: float = _dial(
        1.6,
        "rho_R",
        "reluctance per unit of (vote dimension above the pivot) x (balance above 0)",
        low=0,
        high=5,
        unit="logit / ideal point",
    )
    reluctance_pivot: float = _dial(
        1.0,
        "y_0",
        "vote dimension above which receiving states grow reluctant",
        low=-1,
        high=3,
        unit="ideal point",
    )
    reluctance_own: float = _dial(
        0.15, "rho_e", "mean of a party's own reluctance (exponential)", low=0, high=2, unit="logit"
    )
    reluctance_scale: float = _dial(
        0.1,
        "rho_u",
        "utility that a unit of reluctance can be talked away by",
        low=0,
        high=1,
        unit="utility / logit",
    )
    authority_mean: float = _dial(
        0.35,
        "a_0",
        "mean ideal authority, 0 exchange of views, 1 binding norms",
        low=0,
        high=1,
        unit="place",
    )
    authority_themes: float = _dial(
        0.8,
        "a_1",
        "loading of ideal authority on rights and control (T2); 0 switches the link off",
        low=-3,
        high=3,
        unit="place",
    )
    authority_own: float = _dial(
        0.2,
        "sigma_a",
        "standard deviation of a party's own ideal authority",
        low=0,
        high=1,
        unit="place",
    )
    participation_mean: float = _dial(
        0.45,
        "p_0",
        "mean ideal participation, 0 states only, 1 with civil society",
        low=0,
        high=1,
        unit="place",
    )
    participation_own: float = _dial(
        0.3,
        "sigma_p",
        "standard deviation of a party's own ideal participation",
        low=0,
        high=1,
        unit="place",
    )
    continuity_mean: float = _dial(
        0.5, "d_0", "mean ideal continuity, 0 once, 1 standing", low=0, high=1, unit="place"
    )
    continuity_own: float = _dial(
        0.25,
        "sigma_d",
        "standard deviation of a party's own ideal continuity",
        low=0,
        high=1,
        unit="place",
    )
    basis_new: float = _dial(0.5, "B_1", "mean value of a new body", low=0, high=1, unit="value")
    basis_builds: float = _dial(
        0.7, "B_2", "mean value of building on regional processes", low=0, high=1, unit="value"
    )
    basis_coordinates: float = _dial(
        0.6, "B_3", "mean value of coordinating regional processes", low=0, high=1, unit="value"
    )
    duplication: float = _dial(
        0.25,
        "B_d",
        "fear of duplication: what a new body loses, and coordination gains, with those who "
        "receive migrants and have regional outlets (no figure: none)",
        low=0,
        high=1,
        unit="value",
    )
    linkage_none: float = _dial(0.5, "L_0", "mean value of no linkage", low=0, high=1, unit="value")
    linkage_iom: float = _dial(
        0.55, "L_1", "mean value of a link to IOM", low=0, high=1, unit="value"
    )
    linkage_gmg: float = _dial(
        0.55,
        "L_2",
        "mean value of a link to the Global Migration Group",
        low=0,
        high=1,
        unit="value",
    )
    linkage_un: float = _dial(
        0.6, "L_3", "mean value of a link to the UN Secretariat", low=0, high=1, unit="value"
    )
    table_own: float = _dial(
        0.2,
        "sigma_L",
        "standard deviation of a party's own value of a categorical level",
        low=0,
        high=1,
        unit="value",
    )
    salience_venue: float = _dial(
        0.45,
        "w_1",
        "median weight of the venue (before normalisation)",
        low=0,
        high=1,
        unit="weight",
    )
    salience_authority: float = _dial(
        0.2, "w_2", "median weight of the authority", low=0, high=1, unit="weight"
    )
    salience_participation: float = _dial(
        0.1, "w_3", "median weight of the participation", low=0, high=1, unit="weight"
    )
    salience_basis: float = _dial(
        0.1, "w_4", "median weight of the basis", low=0, high=1, unit="weight"
    )
    salience_linkage: float = _dial(
        0.08, "w_5", "median weight of the linkage", low=0, high=1, unit="weight"
    )
    salience_continuity: float = _dial(
        0.07, "w_6", "median weight of the continuity", low=0, high=1, unit="weight"
    )
    salience_own: float = _dial(
        0.35, "sigma_w", "spread of a party's own weights", low=0, high=2, unit="log"
    )
    emphasis_slope: float = _dial(
        0.8,
        "kappa_b",
        "how strongly emphasis follows the balance of migration",
        low=0,
        high=3,
        unit="log",
    )
    stance_mean: float = _dial(
        0.55, "x_0", "mean stance on each theme", low=0, high=1, unit="place"
    )
    stance_slope: float = _dial(
        0.1,
        "x_b",
        "how strongly stance follows the balance of migration",
        low=-1,
        high=1,
        unit="place",
    )
    stance_own: float = _dial(
        0.12, "sigma_x", "standard deviation of a party's own stance", low=0, high=1, unit="place"
    )
    principle_a: float = _dial(
        1.2, "lambda_a", "first shape of the draw of principle (Kumaraswamy)", low=0.1, high=10
    )
    principle_b: float = _dial(
        2.2, "lambda_b", "second shape of the draw of principle", low=0.1, high=10
    )
    resolve_spread: float = _dial(
        0.5, "sigma_R", "spread of resolve between parties", low=0, high=2, unit="log"
    )
    talk_mean: float = _dial(
        1.0, "t_0", "mean inclination to take the floor", low=-5, high=5, unit="logit"
    )
    talk_size: float = _dial(
        0.4,
        "t_1",
        "how that inclination grows with the size of the economy (log GDP)",
        low=-2,
        high=2,
        unit="logit / s.d.",
    )
