"""What the support view shows, as plain arrays and words; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.proposals import AdoptionSpec, Proposal
from hldsim.record.asked import Majority
from hldsim.record.history import History
from hldsim.report.majorities import majority_words, weigh_ballots
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.views.designs import competing

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

CONSENSUS_RULES = ("consensus",)
OPT_IN_RULES = ("opt_in",)


@dataclass(frozen=True)
class Standing:
    """Where one proposal stands against the rule it needs.

    Attributes
    ----------
    rule : str
        Name of the decision rule.
    quota : float or None
        Share needed, in [0, 1]; None where the rule has none or it is not known.
    yes, willing, needed : float or None
        Members in favour, willing to take part, and needed; None where nobody was asked.
    objectors : int
        Parties seen to object.
    host : str or None
        Party id of the host; "" where one is needed and missing, None where none is needed.
    base : int
        Members that the quota is a share of; 0 where nobody was asked.
    majorities : tuple of Majority
        Every majority a rule that counts ballots asks for; none where nobody was asked.
    """

    rule: str
    quota: float | None = None
    yes: float | None = None
    willing: float | None = None
    objectors: int = 0
    host: str | None = None
    needed: float | None = None
    base: int = 0
    majorities: tuple[Majority, ...] = ()


def backing_kd(history: History, upto: int) -> I8:
    """Members behind each competing design after rounds 0..upto, and last the uncommitted."""
    backed = history.origin_kp(upto)[:, history.inputs.member_p]
    columns = [*(backed == d for d, _ in competing(history.scenario)), backed < 0]
    return np.stack([column.sum(axis=1) for column in columns], axis=1).astype(np.int64)


def objectors_kd(history: History, upto: int) -> I8:
    """Parties seen to object to each competing design's coalition after rounds 0..upto."""
    rows = np.zeros((upto + 1, len(history.scenario.proposals)), dtype=np.int64)
    for k in range(upto + 1):
        state = history[k].state
        if state.n_coalitions:
            np.add.at(rows[k], state.origin_c, state.objected_pc.sum(axis=0))
    return rows[:, [d for d, _ in competing(history.scenario)]]


def standings(history: History, k: int) -> list[Standing]:
    """Where each competing design stands after round ``k``, in the scenario's order.

    What the record knows is taken from it; the rest from the scenario and the objections seen.
    """
    scenario = history.scenario
    told = _told(history, k)
    seen = objectors_kd(history, k)[k]
    rows = []
    for column, (d, proposal) in enumerate(competing(scenario)):
        plain = _from_scenario(scenario, proposal, int(seen[column]))
        rows.append(_merged(plain, told.get(d)))
    return rows


def standing_line(standing: Standing, scenario: Scenario, members: int) -> str:
    """Say in a few words where a proposal stands: what its rule counts."""
    if standing.rule in OPT_IN_RULES:
        parts = []
        if standing.willing is not None and standing.needed is not None:
            willing, needed = (_count(x, members) for x in (standing.willing, standing.needed))
            parts.append(text("standing.opt_in", willing=willing, needed=needed))
        if standing.host is not None:
            host = scenario.party_index.get(standing.host)
            key = "standing.no_host" if host is None else "standing.host"
            parts.append(text(key, host="" if host is None else scenario.parties[host].name))
        return " · ".join(parts) or text("standing.host_needless")
    if standing.rule in CONSENSUS_RULES:
        return text("standing.consensus", objectors=standing.objectors)
    if weigh_ballots(standing.majorities):
        return majority_words(min(standing.majorities, key=lambda one: one.share - one.quota))
    if standing.quota is None or standing.yes is None:
        return ""
    needed = standing.needed if standing.needed is not None else standing.quota * members
    key = "standing.majority_voting" if 0 < standing.base < members else "standing.majority"
    yes, need = _count(standing.yes, members), _count(needed, members)
    return text(key, yes=yes, needed=need, base=standing.base)


def has_quota_line(standing: Standing) -> bool:
    """Whether the rule compares a share of members in favour with a quota."""
    other = (*CONSENSUS_RULES, *OPT_IN_RULES)
    return standing.quota is not None and standing.rule not in other


def _count(value: float, members: int) -> int:
    """A share in [0, 1) as a count of members; a count as it is."""
    share = isinstance(value, float) and 0.0 < value < 1.0
    return int(np.ceil(value * members - 1e-9)) if share else int(round(value))


def _told(history: History, k: int) -> dict[int, Any]:
    """What the record itself says of each proposal, by index; nothing if it keeps none."""
    ask = getattr(history, "standing", None)
    if ask is None:
        return {}
    rows: Iterable[Any] = ask(k) or ()
    index = history.scenario.proposal_index
    found: dict[int, Any] = {}
    for row in rows:
        d = index.get(row.proposal) if isinstance(row.proposal, str) else int(row.proposal)
        if d is not None:
            found[d] = row
    return found


def _merged(plain: Standing, told: Any) -> Standing:
    if told is None:
        return plain
    values: Mapping[str, Any] = {
        name: getattr(told, name, None) for name in Standing.__dataclass_fields__
    }
    kept = {name: value for name, value in values.items() if value is not None}
    return Standing(**{**plain.__dict__, **kept})


def _from_scenario(scenario: Scenario, proposal: Proposal, objectors: int) -> Standing:
    spec = _spec_for(scenario, proposal)
    if spec is None:
        return Standing(rule="", objectors=objectors)
    quota = spec.parameters.get("quota")
    known = isinstance(quota, (int, float)) and not isinstance(quota, bool)
    return Standing(
        rule=spec.rule,
        quota=float(quota) if known else None,  # type: ignore[arg-type]
        objectors=objectors,
        host=_host(scenario, proposal, spec),
    )


def _spec_for(scenario: Scenario, proposal: Proposal) -> AdoptionSpec | None:
    levels = scenario.space.decode(proposal.design)
    for spec in scenario.adoption:
        if all(levels.get(issue) == level for issue, level in spec.when.items()):
            return spec
    return None


def _host(scenario: Scenario, proposal: Proposal, spec: AdoptionSpec) -> str | None:
    if not spec.parameters.get("needs_host"):
        return None
    levels = scenario.space.decode(proposal.design)
    for offer in scenario.hosts:
        if levels.get(offer.issue) == offer.level:
            return offer.party
    return ""
