"""Single negotiating text: the chair improves one text against the delegations' answers."""

from __future__ import annotations

from dataclasses import dataclass

from hldsim.registry import parameter
from hldsim.rules.protocols.base import PROTOCOLS, Turn
from hldsim.table.drafting import best_step
from hldsim.table.moves import Change
from hldsim.table.view import View


@PROTOCOLS.register("single_text")
class SingleText:
    """Each turn the one-issue change that raises the members' mean log gain most [Raiffa1982].

        S(o) = mean over members of log(max(u_i(o) - r_i, 0) + 0.03)

    Core issues are left alone. All members count alike: the chair asks who can live with the text,
    not who is strong. Nothing is written if no change improves the mean by ``least_gain``.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        least_gain: float = parameter(
            0.01,
            "d_T",
            "least improvement (mean log gain) worth a new draft",
            low=0.0,
            high=1.0,
            unit="log gain",
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def turn(self, view: View, text: int) -> Turn:
        """Improve the text by one issue, or say that it is done."""
        design = view.state.platform_ci[text]
        best, gain = best_step(view, design, view.inputs.member_p.astype(float))
        if best < 0 or gain < self.parameters.least_gain:
            return Turn(())
        space = view.inputs.space
        issue = int(space.issue_l[best])
        changed = design.copy()
        changed[issue] = best - int(space.offset_i[issue])
        backers = view.member_pc[:, text]
        after = view.step_pl(design)[:, best] - view.utility_pc[:, text]
        cost = float(-(after @ backers) / max(backers.sum(), 1.0))
        levels = tuple(int(x) for x in changed)
        return Turn((Change("revise", text, levels, gain=gain, cost=cost, reason="chair"),))
