"""A GENIUS domain and its profiles as a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hldsim.analysis.bargaining import nash
from hldsim.export.faults import FormatError
from hldsim.export.genius import Evaluation, GeniusDomain, GeniusIssue, GeniusProfile, scaled
from hldsim.export.skeleton import Document, document, identifier, proposals, too_many
from hldsim.scenario.sense import MOST_OUTCOMES

OPEN, OPEN_NAME = "no_agreement", "No agreement"
"""The level added to each issue for what GENIUS keeps apart: that nothing is agreed."""

STEPS = 11
"""Levels of a real issue, evenly spaced between its bounds."""


def scenario_of_genius(
    domain: GeniusDomain, profiles: Sequence[GeniusProfile], name: str, *, steps: int = STEPS
) -> Document:
    """Make a scenario of a domain and the profiles of its parties.

    Salience is a profile's weight, the value of a level its evaluation as GENIUS counts it
    (`scaled`), so that an agreement on every issue has the utility GENIUS gives it, if weights sum
    to 1. Where the domain is not one of hldsim's own, every issue gets a first level "No agreement"
    as its status quo, valued at the reservation value: nothing agreed is worth just that. Tabled
    are each party's best outcome and the Nash solution; a design needs unanimity. Discounts have no
    place in a scenario.

    Parameters
    ----------
    domain : GeniusDomain
    profiles : sequence of GeniusProfile
        One a party.
    name : str
        Of the scenario.
    steps : int
        Levels of a real issue.

    Raises
    ------
    FormatError
        If there is no party, a number is out of range, or there would be too many outcomes.
    """
    if not profiles:
        raise FormatError(domain.name, None, "no profile", "one or more, each a party")
    if steps < 2:
        raise FormatError(domain.name, None, f"{steps} levels of a real issue", "two or more")
    own = all(issue.status_quo for issue in domain.issues)
    values = [_values(issue, steps) for issue in domain.issues]
    outcomes = too_many([len(points) + (not own) for points in values])
    if outcomes is not None:
        raise FormatError(
            domain.name,
            None,
            f"{len(values)} issues span {outcomes:,} outcomes",
            f"at most {MOST_OUTCOMES:,} (fewer levels of real issues: --levels)",
        )
    issue_ids: list[str] = []
    issues = []
    for issue, points in zip(domain.issues, values, strict=True):
        issue_ids.append(issue.name if own else identifier(issue.name, issue_ids))
        issues.append(_issue(issue, issue_ids[-1], points, own))
    party_ids: list[str] = []
    parties = []
    for profile in profiles:
        party_ids.append(profile.name if own else identifier(profile.name, party_ids, small=False))
        parties.append(_party(profile, party_ids[-1], issues, values, own))
    source = {"id": "genius", "title": f"GENIUS domain {domain.name}", "licence": "as the domain"}
    return document(
        name,
        title=f"GENIUS domain {domain.name}",
        summary=f"{len(parties)} parties on {len(issues)} issues, made from a GENIUS domain.",
        source=source,
        issues=issues,
        proposals=proposals(
            _wanted(profiles, party_ids, issues, values, own),
            {issue["id"]: issue["status_quo"] for issue in issues},
        ),
        parties=parties,
        rule={"rule": "unanimity"},
        protocol="single_text",
    )


def _values(issue: GeniusIssue, steps: int) -> tuple[str, ...]:
    """Values of an issue; of a real one evenly spaced, 0.1 written as such."""
    if issue.kind != "real":
        return issue.listed
    return tuple(f"{x:.12g}" for x in np.linspace(issue.low, issue.high, steps))


def _issue(issue: GeniusIssue, id_: str, values: Sequence[str], own: bool) -> Document:
    listed = [] if own else [{"id": OPEN, "name": OPEN_NAME}]
    for k, value in enumerate(values):
        label = issue.labels[k] if issue.labels else ""
        taken = [level["id"] for level in listed]
        listed.append(
            {"id": value if own else identifier(value, taken), "name": (own and label) or value}
        )
    made: Document = {"id": id_, "name": (own and issue.label) or issue.name}
    made |= {"ordered": issue.ordered} | ({"core": True} if issue.core else {})
    return made | {"status_quo": issue.status_quo if own else OPEN, "levels": listed}


def _party(
    profile: GeniusProfile,
    id_: str,
    issues: Sequence[Document],
    values: Sequence[Sequence[str]],
    own: bool,
) -> Document:
    if not 0.0 <= profile.reservation <= 1.0:
        raise FormatError(profile.name, None, f"reservation {profile.reservation:g}", "0 to 1")
    if not any(profile.weights):
        raise FormatError(profile.name, None, "every weight is 0", "one above 0")
    row: Document = {"id": id_, "name": profile.label or profile.name, "seat": "member"}
    row |= {"provenance": "external", "source": "GENIUS profile"}
    largest = max(1.0, *profile.weights)
    for n, (issue, weight) in enumerate(zip(issues, profile.weights, strict=True)):
        row[f"salience.{issue['id']}"] = weight / largest
        worth = [_worth(profile, n, value) for value in values[n]]
        if not own:
            worth = [profile.reservation, *worth]
        for level, value in zip(issue["levels"], worth, strict=True):
            row[f"value.{issue['id']}.{level['id']}"] = value
    return row


def _worth(profile: GeniusProfile, n: int, value: str) -> float:
    evaluation: Evaluation = profile.evaluations[n]
    issue = profile.domain.issues[n]
    if isinstance(evaluation, tuple) and min(evaluation) < 0.0:
        raise FormatError(
            profile.name, None, f"evaluation {min(evaluation):g} on {issue.name}", "numbers >= 0"
        )
    if issue.status_quo:  # written by hldsim: values are what they are
        assert isinstance(evaluation, tuple)
        return evaluation[issue.values.index(value)]
    return scaled(evaluation, issue, value)


def _wanted(
    profiles: Sequence[GeniusProfile],
    party_ids: Sequence[str],
    issues: Sequence[Document],
    values: Sequence[Sequence[str]],
    own: bool,
) -> list[tuple[str, str, list[str], Mapping[str, str]]]:
    """Each party's best outcome, and the Nash solution over all full agreements."""
    sizes = [len(points) for points in values]
    grid = np.indices(sizes).reshape(len(sizes), -1)
    utility = np.zeros((len(profiles), grid.shape[1]))
    for p, profile in enumerate(profiles):
        for n, weight in enumerate(profile.weights):
            worth = np.array([_worth(profile, n, value) for value in values[n]])
            utility[p] += weight * worth[grid[n]]

    def design(outcome: int) -> dict[str, str]:
        return {
            issue["id"]: issue["levels"][int(grid[n, outcome]) + (not own)]["id"]
            for n, issue in enumerate(issues)
        }

    wanted: list[tuple[str, str, list[str], Mapping[str, str]]] = []
    for p, (profile, id_) in enumerate(zip(profiles, party_ids, strict=True)):
        best = int(utility[p].argmax())
        label = f"What {profile.label or profile.name} wants"
        wanted.append((f"wants {id_}", label, [id_], design(best)))
    fair = nash(utility, [profile.reservation for profile in profiles])
    if fair is not None:
        wanted.append(("nash", "Nash solution", [], design(fair)))
    return wanted
