"""The role rule: who counts as a source of migrants, who as a destination.

A role is a label for people. Rules use the balance of migration itself; tests that use the role
are repeated with the balance alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from hldsim.domain.parties import Role

INCOMES = ("low", "lower_middle", "upper_middle", "high")
"""World Bank income groups, poorest first; a blank income is an unknown one."""


@dataclass(frozen=True)
class RoleCuts:
    """Where the role rule cuts the balance of migration; every cut lies in [-1, 1].

    Attributes
    ----------
    high_above : float
        A high-income state above this balance is a destination, although it may have sent as
        many people as it received (Ireland, Italy).
    upper_middle_above : float
        An upper-middle-income state above this balance is a destination.
    source_below : float
        Any other state below this balance is a source.
    low_below : float
        A low or lower-middle-income state below this balance is a source, although it hosts
        migrants from its neighbours (India, Nigeria).
    """

    high_above: float = -0.25
    upper_middle_above: float = 0.0
    source_below: float = -0.25
    low_below: float = 0.25

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> RoleCuts:
        """Make cuts from a scenario's ``[roles]`` table; absent cuts keep their defaults."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: float(value) for name, value in table.items() if name in known})


def balance_of(immigrants: float, emigrants: float) -> float:
    """Return the balance of migration, (immigrants - emigrants) / (immigrants + emigrants).

    Parameters
    ----------
    immigrants, emigrants : float
        Stocks of people, >= 0 and not both zero.

    Returns
    -------
    float
        In [-1, 1]: -1 only sends, 1 only receives.

    Examples
    --------
    >>> balance_of(300, 100)
    0.5
    """
    return (immigrants - emigrants) / (immigrants + emigrants)


def role_of(balance: float | None, income: str, cuts: RoleCuts | None = None) -> Role:
    """Return the role of a state from its balance of migration and its income group.

    Agrees with 21 of the 22 states that [MartinMartinCross2007] labels; the balance alone, cut
    at +-0.25, agrees with 13.

    Parameters
    ----------
    balance : float or None
        In [-1, 1]; None where unknown, which gives ``mixed``.
    income : str
        One of ``INCOMES``, or blank where unknown.
    cuts : RoleCuts, optional
        The scenario's cuts.

    Examples
    --------
    >>> role_of(-0.13, "high").value, role_of(0.09, "low").value, role_of(0.3, "low").value
    ('destination', 'source', 'mixed')
    """
    cut = cuts or RoleCuts()
    if balance is None:
        return Role.MIXED
    if income == "high" and balance > cut.high_above:
        return Role.DESTINATION
    if income == "upper_middle" and balance > cut.upper_middle_above:
        return Role.DESTINATION
    if balance < cut.source_below:
        return Role.SOURCE
    if income in ("low", "lower_middle") and balance < cut.low_below:
        return Role.SOURCE
    return Role.MIXED


def role_by_balance(balance: float | None, cut: float = 0.25) -> Role:
    """Return the role from the balance alone: the check on findings that use ``role_of``.

    Examples
    --------
    >>> role_by_balance(0.3).value, role_by_balance(-0.13).value
    ('destination', 'mixed')
    """
    if balance is None or abs(balance) <= cut:
        return Role.MIXED
    return Role.DESTINATION if balance > 0 else Role.SOURCE
