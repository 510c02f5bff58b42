"""How near a design is to the majorities its rule asks for, in words."""

from __future__ import annotations

from collections.abc import Sequence

from hldsim.record.asked import Majority
from hldsim.report.texts import FALLBACK, text, word


def weigh_ballots(majorities: Sequence[Majority]) -> bool:
    """Whether more than heads is counted, so that a count of members does not tell."""
    return any(one.weighs != "members" for one in majorities)


def majority_words(one: Majority, part: bool = False, lang: str = FALLBACK) -> str:
    """How near a majority is, if all were asked now; shorter as a ``part`` of a list.

    Examples
    --------
    >>> majority_words(Majority("votes", 232 / 321, False, 0.61))
    '61 % of votes in favour, 72 % needed'
    """
    key = ("part_" if part else "") + ("over" if one.strict else "of")
    share, quota = _percent(one.share, lang), _percent(one.quota, lang)
    what = word("weighs", one.weighs, lang)
    return text(f"standing.{key}", lang, share=share, quota=quota, what=what)


def majorities_words(majorities: Sequence[Majority], lang: str = FALLBACK) -> str:
    """How near each of several majorities is, in a list."""
    return ", ".join(majority_words(one, True, lang) for one in majorities)


def _percent(share: float, lang: str) -> str:
    return text("number.share", lang, value=100.0 * share)
