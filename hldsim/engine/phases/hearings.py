"""Hearings and preparation: texts are tabled, emphases shift a little, a tone is set."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event
from hldsim.engine.phases.base import PHASES, Moment, Step
from hldsim.registry import parameter

I8 = NDArray[np.int64]


@PHASES.register("hearings")
class Hearings:
    """Emphases move towards the room's mean; the tone lowers or raises reluctance.

    e <- (1 - shift) e + shift mean(e), once a round; relief_i = tone x effect x reluctance_i,
    however many rounds. The special representative's non-adversarial tone is 1, accusation -1,
    silence 0 [MartinMartinCross2007, lines 47 and 161-163]. Proposals are tabled in round 1 of it.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the phase."""

        shift: float = parameter(
            0.03,
            "s_e",
            "share of the way emphases move to the mean in a round",
            low=0.0,
            high=1.0,
            unit="share",
        )
        tone: float = parameter(
            1.0, "t", "tone: 1 non-adversarial, 0 none, -1 accusation", low=-1.0, high=1.0
        )
        effect: float = parameter(
            0.1,
            "c_t",
            "share of reluctance a tone of 1 talks away",
            low=0.0,
            high=1.0,
            unit="share",
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def advance(self, moment: Moment) -> Step:
        """Hear, and in the first round table what there is."""
        q, state = self.parameters, moment.view.state
        emphasis = state.profile.emphasis_ph
        shifted = (1.0 - q.shift) * emphasis + q.shift * emphasis.mean(axis=0)
        after = replace(
            state,
            k=moment.k,
            profile=replace(state.profile, emphasis_ph=shifted),
            relief_p=np.asarray(q.tone * q.effect * state.profile.reluctance_p),
        )
        if not moment.told or moment.turn > 0:
            return after, ()
        return after, tuple(self._tabled(moment))

    def acting(self, moment: Moment) -> I8:
        """Nobody chooses a coalition here."""
        return np.zeros(0, dtype=np.int64)

    def _tabled(self, moment: Moment) -> list[Event]:
        events = [
            Event(
                "tabled",
                moment.k,
                fields={"proposal": proposal.id, "by": ",".join(proposal.sponsors) or None},
            )
            for proposal in moment.setup.scenario.proposals
        ]
        tone = self.parameters.tone
        word = "calm" if tone > 0 else "accusing" if tone < 0 else "none"
        return [*events, Event("tone", moment.k, fields={"tone": word})]
