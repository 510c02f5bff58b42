"""Belief: what the room thinks each design's chances are, from answers heard, not memberships.

Were viability read off memberships, a lower bar would be seen to be cleared first and a
majority rule would seem to fail for the wrong reason. So it rests on what parties answer when
asked about the text, from those who have spoken; the silent are guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event
from hldsim.engine.setup import Setup
from hldsim.rules.decision.base import POPULATION, VOTES, Evidence
from hldsim.streams import Chance
from hldsim.table.view import View

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]

PRIOR_VOICES = 2.0
"""Voices, half of them yes, that the room counts before anybody has spoken."""


@dataclass(frozen=True)
class Answers:
    """What each party would answer about each platform. All (p, c).

    ``aloud_pc`` is where a person has objected: an objection that is seen at once.
    """

    yes_pc: B1
    willing_pc: B1
    objection_pc: F8
    aloud_pc: B1


@dataclass(frozen=True)
class Belief:
    """The public belief after a round: viability (c,), objections seen (p, c), and what is new."""

    viability_c: F8
    objected_pc: B1
    events: tuple[Event, ...]


def answers(setup: Setup, view: View) -> Answers:
    """Ask everybody about every platform; answers people gave themselves stand.

    A yes given is also willing, a no is not, and neither objects; ``"object"`` is a no and an
    objection of force 1.
    """
    state = view.state
    discipline = setup.inputs.discipline_pd[:, state.origin_c]
    yes = view.utility_pc + discipline >= view.fallback_pc
    willing = view.wants.willing_pc
    objection = view.objection_pc
    given = state.scratch.get("answer_pd")
    if given is None:
        return Answers(yes, willing, objection, np.zeros_like(yes))
    given_pc = given[:, state.origin_c]
    return Answers(
        yes_pc=np.where(given_pc == 0, yes, given_pc == 1),
        willing_pc=np.where(given_pc == 0, willing, given_pc == 1),
        objection_pc=np.where(given_pc == 0, objection, np.where(given_pc == -2, 1.0, 0.0)),
        aloud_pc=given_pc == -2,
    )


def believe(setup: Setup, view: View, chance: Chance, told: bool = True) -> Belief:
    """Update viability and the objections seen.

    A_c <- A_c + eta (outlook_c(evidence) - A_c). Evidence counts members: of those who have
    spoken what they answer. Each silent one counts as a yes by the mean answer heard, (yes + 1) /
    (heard + 2), or, if a bloc of its has a line, by rho x [the line is this design's proposal] +
    (1 - rho) x that mean. The willing are (willing + 1) / (heard + 2). A member shows what
    objections it has with chance ``show`` a round, all at once; what a person objects to is seen in
    the same round. They stay seen, and weigh what they weigh now. With ``told`` False no events are
    made.
    """
    q, state = setup.rules.belief, view.state
    said = answers(setup, view)
    showing_pc = (chance("object", len(state.membership_p)) < q.show)[:, None] | said.aloud_pc
    fresh = (said.objection_pc > 0) & showing_pc & setup.inputs.member_p[:, None]
    fresh &= ~state.objected_pc
    objected = state.objected_pc | fresh
    outlook = outlooks(setup, view, gather(setup, view, said, objected))
    return Belief(
        viability_c=state.viability_c + q.eta * (outlook - state.viability_c),
        objected_pc=objected,
        events=_objections(setup, view, fresh) if told else (),
    )


def gather(setup: Setup, view: View, said: Answers, objected: B1) -> Evidence:
    """Sum up what the room has heard of each platform."""
    wants = view.wants
    willing_c = wants.voice_p @ said.willing_pc
    needs = setup.rules.needs
    evidence = Evidence(
        yes_d=_with_silent(view, wants.voice_p @ said.yes_pc, setup.rules.belief.rho),
        willing_d=(willing_c + PRIOR_VOICES / 2) / (wants.voices + PRIOR_VOICES),
        objection_d=setup.inputs.capability_p @ (said.objection_pc * objected),
        host_d=np.array([float(hosted) for _, hosted in needs.of_all(view.state.platform_ci)]),
        members=float(view.inputs.votes),
    )
    return _weighed(setup, view, said, evidence) if needs.weighs or needs.counts_no else evidence


def noes(view: View, said: Answers) -> B1:
    """Who would vote no and not abstain, (p, c): those below the status quo, or that said so."""
    worse = ~said.yes_pc & (view.utility_pc < view.reservation_p[:, None])
    given = view.state.scratch.get("answer_pd")
    if given is None:
        return worse
    return np.asarray(worse | (np.asarray(given)[:, view.state.origin_c] < 0))


def _weighed(setup: Setup, view: View, said: Answers, evidence: Evidence) -> Evidence:
    """Add what rules in force ask besides: shares of votes and of population, shares of noes.

    Each silent member is guessed at as in ``_with_silent``, whatever it weighs; it counts as a no
    by the mean answer heard, (no + 1) / (heard + 2), times 1 - rho if a bloc of its has a line: a
    line is for this design or for another one, and against none.
    """
    inputs, wants, rho = view.inputs, view.wants, setup.rules.belief.rho
    lined_pd, origin_c = inputs.line_pd, view.state.origin_c

    def share(weight_p: F8, answer_pc: B1, follows: float) -> F8:
        heard_c = wants.voice_p @ answer_pc
        mean_c = (heard_c + PRIOR_VOICES / 2) / (wants.voices + PRIOR_VOICES)
        silent_p = weight_p * (inputs.vote_p - wants.voice_p)
        lined_d = silent_p @ lined_pd
        guessed_c = (silent_p.sum() - rho * lined_d[-1]) * mean_c
        guessed_c += follows * rho * lined_d[origin_c]
        said_c = (weight_p * wants.voice_p) @ answer_pc
        return np.asarray((said_c + guessed_c) / max(float(weight_p.sum()), 1e-12))

    needs = setup.rules.needs
    known: dict[str, F8] = {}
    if needs.weighs:
        known[VOTES] = inputs.voting_weight_p
        if inputs.population_p is not None:
            known[POPULATION] = inputs.population_p
    more: dict[str, Any] = {
        f"{what}_d": share(weight_p, said.yes_pc, 1.0) for what, weight_p in known.items()
    }
    if needs.counts_no:
        no_pc = noes(view, said)
        more["no_d"] = share(inputs.vote_p, no_pc, 0.0)
        more |= {f"{what}_no_d": share(weight_p, no_pc, 0.0) for what, weight_p in known.items()}
    return replace(evidence, **more)


def outlooks(setup: Setup, view: View, evidence: Evidence) -> F8:
    """Chance of each platform to pass the rule it needs, (c,), in [0, 1]."""
    adoption = setup.rules.adoption
    rules = [adoption[n][1] for n, _ in setup.rules.needs.of_all(view.state.platform_ci)]
    return np.array(
        [float(rule.outlook(one)) for rule, one in zip(rules, _each(evidence), strict=True)]
    )


def _each(evidence: Evidence) -> list[Evidence]:
    """Evidence on one platform after the other, as plain numbers."""
    n = len(evidence.yes_d)  # type: ignore[arg-type]  # arrays here
    columns = [
        value.tolist() if isinstance(value, np.ndarray) else [value] * n
        for value in vars(evidence).values()
    ]
    return [Evidence(*one) for one in zip(*columns, strict=True)]


def _with_silent(view: View, said_c: F8, rho: float) -> F8:
    """Share of members taken to say yes, (c,): those heard, and a guess at the silent."""
    n, count = float(view.inputs.votes), view.wants.voices
    mean_c = (said_c + PRIOR_VOICES / 2) / (count + PRIOR_VOICES)
    silent_d = view.wants.silent_d
    declared_c = silent_d[view.state.origin_c]
    lined = silent_d[-1]
    guessed_c = (n - count - rho * lined) * mean_c + rho * declared_c
    return np.asarray((said_c + guessed_c) / n)


def _objections(setup: Setup, view: View, fresh: B1) -> tuple[Event, ...]:
    if not fresh.any():
        return ()
    proposals, origin = setup.scenario.proposals, view.state.origin_c
    return tuple(
        Event("objected", view.state.k + 1, int(p), int(c), {"proposal": proposals[origin[c]].id})
        for p, c in zip(*np.nonzero(fresh), strict=True)
    )
