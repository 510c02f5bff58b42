"""Amendments: the plenary votes on amendments to the leading text, in the order of the agenda."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.protocols.base import PROTOCOLS, Turn
from hldsim.rules.protocols.room import revision
from hldsim.scenario.schema import Scenario
from hldsim.table.view import View

I8 = NDArray[np.int64]

MEMORY = "amendment_d"
"""Name in the state's scratch: amendments dealt with in the text around each proposal, (d,)."""


@PROTOCOLS.register("amendments")
class Amendments:
    """Amendments in declared order, each against the text as it then stands.

    An amendment sets one issue of the text to another level. Every member votes for it if it
    prefers the text amended, against it if it prefers the text as it is, and abstains if it sees no
    difference; it is adopted if

        for / (for + against) > quota

    and the next one is put to the text as amended [GARules2006, rules 78 and 90]. Members vote as
    they prefer at each vote, not looking ahead: the order of the agenda can decide what is left of
    the text [Farquharson1969]. ``each`` amendments are put in a turn; those that change nothing,
    touch a core issue, or are meant for another proposal are passed over. The agenda stands in the
    scenario's [[amendments]]; when it is through, the text is done.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the protocol."""

        quota: float = parameter(
            0.5,
            "q",
            "share of members voting for or against that must be exceeded",
            low=0.0,
            high=1.0,
            unit="share",
        )
        each: float = parameter(1.0, "n_A", "amendments put in a turn", low=1.0, high=1000.0)

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    @classmethod
    def unavailable(cls, scenario: Scenario) -> str | None:
        """Somebody must have tabled amendments."""
        if not scenario.amendments:
            return "needs an agenda of amendments: declare [[amendments]]"
        return None

    def turn(self, view: View, text: int) -> Turn:
        """Put the next amendments on the agenda to the vote."""
        origin = int(view.state.origin_c[text])
        known = view.state.scratch.get(MEMORY)
        count_d = np.zeros(len(view.inputs.design_di), dtype=np.int64) if known is None else known
        design = view.state.platform_ci[text].copy()
        agenda = view.inputs.amendment_mi
        done, put = int(count_d[origin]), 0
        while done < len(agenda) and put < max(round(self.parameters.each), 1):
            to, issue, level = (int(x) for x in agenda[done])
            done += 1
            core = view.inputs.space.issues[issue].core
            if to in (-1, origin) and not core and design[issue] != level:
                put += 1
                amended = design.copy()
                amended[issue] = level
                if self.passes(view, design, amended):
                    design = amended
        count_d = count_d.copy()
        count_d[origin] = done
        changes = revision(view, text, design, "amendment")
        return Turn(changes, {MEMORY: count_d})

    def passes(self, view: View, design: I8, amended: I8) -> bool:
        """Whether enough members prefer the text amended."""
        utility_pd = view.utility_pd(np.array([design, amended]))[view.inputs.member_p]
        gain_p = np.round(utility_pd[:, 1] - utility_pd[:, 0], 9)
        yes, no = int((gain_p > 0).sum()), int((gain_p < 0).sum())
        return yes > self.parameters.quota * (yes + no)
