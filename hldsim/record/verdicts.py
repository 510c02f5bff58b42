"""Verdicts: what each proposal as tabled comes to at the close, under the rule it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hldsim.domain.ballots import Decision
from hldsim.domain.events import Event
from hldsim.record.measures.asked import decision
from hldsim.record.measures.base import RunView


@dataclass(frozen=True)
class Verdict:
    """One proposal as tabled, and what its rule makes of the answers.

    Attributes
    ----------
    proposal, rule : str
        Id of the proposal, name of the decision rule it needs.
    passes : bool
        Whether it is (or would be) adopted.
    share, quota : float
        Share of members in favour (for an opt-in rule: willing), and the share needed; in [0, 1].
    blockers : int
        Members whose objection, sustained, stops it.
    reason : str
        Key of the template that says why, as in ``Decision``.
    """

    proposal: str
    rule: str
    passes: bool
    share: float
    quota: float
    blockers: int
    reason: str


def verdicts(view: RunView, events: Iterable[Event]) -> tuple[Verdict, ...]:
    """Return a verdict on each proposal, in the scenario's order.

    Parameters
    ----------
    view : RunView
        Ends with the round in which ballots were asked, and has its setup.
    events : iterable of Event
        Those of that round. What it says of proposals to go further, put in every run, is taken
        from here: they were put as tabled.

    Raises
    ------
    MeasureError
        If the run was kept without its rules.
    """
    told = {e.fields["proposal"]: e for e in events if e.kind in ("adopted", "refused")}
    found = []
    for d, proposal in enumerate(view.scenario.proposals):
        if not view.rival_d[d]:
            if proposal.id in told:
                found.append(_as_told(told[proposal.id]))
            continue
        made = decision(view, d)
        assert view.setup is not None
        spec, _ = view.setup.rule_for(view.inputs.design_di[d])
        found.append(_as_decided(proposal.id, spec.rule, made))
    return tuple(found)


def _as_decided(proposal: str, rule: str, made: Decision) -> Verdict:
    return Verdict(
        proposal=proposal,
        rule=rule,
        passes=made.adopted,
        share=made.share,
        quota=made.quota,
        blockers=len(made.blockers),
        reason=made.reason,
    )


def _as_told(event: Event) -> Verdict:
    fields = event.fields
    return Verdict(
        proposal=str(fields["proposal"]),
        rule=str(fields["rule"]),
        passes=event.kind == "adopted",
        share=float(fields["share"] or 0.0),
        quota=float(fields["quota"] or 0.0),
        blockers=int(fields["blockers"] or 0),
        reason=str(fields["reason"]),
    )
