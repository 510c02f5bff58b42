"""Futures of a run in words: what one is called, what was changed on it, what came of it."""

from __future__ import annotations

from hldsim.record.futures import Future, FuturesSummary
from hldsim.report.done import done_words
from hldsim.report.texts import FALLBACK, listed, text
from hldsim.scenario.schema import Scenario


def future_name(
    future: Future, summary: FuturesSummary, scenario: Scenario, lang: str = FALLBACK
) -> str:
    """Return what a future is called: its label, else what was done on it, else its number."""
    if future.label:
        return _undone(future, summary, scenario, lang) or future.label
    if future.parent is None:
        return text("future.first", lang)
    return changes(future, scenario, lang) or text("future.number", lang, n=future.branch)


def changes(future: Future, scenario: Scenario, lang: str = FALLBACK, most: int = 2) -> str:
    """Say what was done on a future after it forked; empty if nothing was.

    Parameters
    ----------
    most : int
        Most acts in full.
    """
    said = [done_words(act, scenario, lang) for act in future.done]
    if len(said) > most:
        more = text("future.more", lang, count=len(said) - most + 1)
        said = [*said[: most - 1], more]
    return listed(said, lang)


def outcome(future: Future, scenario: Scenario, lang: str = FALLBACK) -> str:
    """Say what came of a future, or how far it is."""
    if future.adopted:
        n = scenario.proposal_index.get(future.adopted)
        label = future.adopted if n is None else scenario.proposals[n].label
        return text("future.adopted", lang, proposal=label)
    if future.finished:
        return text("future.no_agreement", lang)
    return text("future.played" if future.last else "future.not_played", lang, k=future.last)


def standing(future: Future, scenario: Scenario, lang: str = FALLBACK) -> str:
    """Say where a future forks, and what came of it."""
    said = outcome(future, scenario, lang)
    if future.parent is None:
        return said[:1].upper() + said[1:]
    return text("future.from", lang, k=future.forked_at, outcome=said)


def _undone(future: Future, summary: FuturesSummary, scenario: Scenario, lang: str) -> str:
    """The label of a branch without an act, as undo makes it, with the act in words."""
    if future.parent is None:
        return ""
    for act in summary.done_since(future.parent, -1):
        if future.label == f"without {act.text}":
            return text("future.without", lang, done=done_words(act, scenario, lang))
    return ""
