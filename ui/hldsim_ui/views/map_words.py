"""What the coalition map says in words and counts; no Qt."""

from __future__ import annotations

import numpy as np

from hldsim.domain.parties import Party, Provenance
from hldsim.record.history import History
from hldsim.report.texts import joined, text, word
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal


def position_known(party: Party) -> bool:
    """Whether the party's position is sourced, not imputed."""
    return party.position is not None and party.provenance is not Provenance.IMPUTED


def member_counts(history: History, k: int) -> list[int]:
    """Member states behind each proposal after round ``k``, and last the uncommitted ones."""
    backed = backed_proposal(history[k].state)[history.inputs.member_p]
    tally = np.bincount(backed + 1, minlength=len(history.scenario.proposals) + 1)
    return [*(int(x) for x in tally[1:]), int(tally[0])]


def tip(history: History, k: int, party: int) -> str:
    """What hovering over a party says, a line each."""
    scenario, state = history.scenario, history[k].state
    one, d = scenario.parties[party], int(backed_proposal(state)[party])
    lines = [
        f"<b>{one.name}</b>",
        " · ".join(x for x in (word("role", one.role), one.region) if x),
        text("tip.uncommitted")
        if d < 0
        else text("tip.backs", proposal=scenario.proposals[d].label),
    ]
    against = sorted({int(d) for d in state.origin_c[state.objected_pc[party]]})
    if against:
        labels = joined(f"“{scenario.proposals[d].label}”" for d in against)
        lines.append(text("tip.objects", proposals=labels))
    share = 100.0 * float(history.inputs.capability_p[party])
    lines.append(text("tip.capability", share=f"{share:.2g} %"))
    lines.append(_position_line(one, scenario))
    return "<br>".join(lines)


def _position_line(party: Party, scenario: Scenario) -> str:
    if not position_known(party):
        return text("tip.imputed")
    n = scenario.proposal_index.get(str(party.position))
    label = word("words", str(party.position)) if n is None else scenario.proposals[n].label
    return text("tip.position", position=label, provenance=word("provenance", party.provenance))
