"""What a decision rests on, in words: objections, the host, or a share against the one needed."""

from __future__ import annotations

from hldsim.record.verdicts import Verdict
from hldsim.report.texts import FALLBACK, text


def decided_by(verdict: Verdict, lang: str = FALLBACK) -> str:
    """Say what a verdict rests on, as part of a sentence."""
    if verdict.reason == "objection":
        key = "ballots.objection" if verdict.blockers == 1 else "ballots.objections"
        return text(key, lang, count=verdict.blockers)
    if verdict.reason == "host":
        return text("ballots.no_host", lang)
    kind = {"opt_in": "willing", "treaty": "bound"}.get(verdict.rule, "in_favour")
    if kind == "bound" and verdict.reason != "ratification":
        kind = "in_favour"
    share, quota = told_apart(verdict.share, verdict.quota)
    return text(f"ballots.{kind}", lang, share=share, quota=quota)


def told_apart(share: float, quota: float) -> tuple[str, str]:
    """Two shares in per cent, with as many decimals as it takes to tell them apart.

    Examples
    --------
    >>> told_apart(0.61, 0.5), told_apart(0.4974, 0.5), told_apart(1.0, 1.0)
    (('61 %', '50 %'), ('49.7 %', '50.0 %'), ('100 %', '100 %'))
    """
    for decimals in (0,) if share == quota else range(4):
        pair = [f"{100.0 * x:.{decimals}f}" for x in (share, quota)]
        if pair[0] != pair[1]:
            break
    return f"{pair[0]} %", f"{pair[1]} %"
