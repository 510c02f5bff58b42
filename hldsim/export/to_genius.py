"""A scenario as a GENIUS domain and a profile for each party."""

from __future__ import annotations

from hldsim.domain.issues import Issue
from hldsim.domain.parties import Party
from hldsim.export.faults import FormatError
from hldsim.export.from_genius import OPEN
from hldsim.export.genius import GeniusDomain, GeniusIssue, GeniusProfile
from hldsim.preferences.profile import PreferenceProfile
from hldsim.scenario.schema import Scenario


def domain_of_scenario(scenario: Scenario) -> GeniusDomain:
    """Issues and levels of a scenario, by their ids; names and the status quo beside them.

    Where each issue's status quo is the level that an import from GENIUS adds, it is left out
    again.
    """
    imported = _imported(scenario)
    return GeniusDomain(
        scenario.name,
        tuple(_issue(issue, imported) for issue in scenario.space.issues),
    )


def profiles_of_scenario(
    scenario: Scenario, profile: PreferenceProfile
) -> tuple[GeniusProfile, ...]:
    """What each party wants, in the order of parties.

    Parameters
    ----------
    scenario : Scenario
        Of additive utility.
    profile : PreferenceProfile
        Of one replicate: weights are salience, evaluations values; reservation is the utility of
        the status quo. Numbers that the scenario declares itself are taken as declared.

    Raises
    ------
    FormatError
        If the scenario's utility function is not the additive one.
    """
    utility = scenario.rules["utility"].name if "utility" in scenario.rules else "additive"
    if utility != "additive":
        raise FormatError(scenario.name, None, f"utility function {utility!r}", "additive")
    domain = domain_of_scenario(scenario)
    return tuple(
        _profile(scenario, domain, profile, row, party)
        for row, party in enumerate(scenario.parties)
    )


def _imported(scenario: Scenario) -> bool:
    return all(issue.status_quo == OPEN for issue in scenario.space.issues)


def _issue(issue: Issue, imported: bool) -> GeniusIssue:
    levels = [level for level in issue.levels if not (imported and level.id == OPEN)]
    if imported:  # as it came: values are the names
        return GeniusIssue(issue.name, "discrete", tuple(level.name for level in levels))
    return GeniusIssue(
        issue.id,
        "discrete",
        tuple(level.id for level in levels),
        label=issue.name,
        labels=tuple(level.name for level in levels),
        status_quo=issue.status_quo,
        ordered=issue.ordered,
        core=issue.core,
    )


def _profile(
    scenario: Scenario, domain: GeniusDomain, profile: PreferenceProfile, row: int, party: Party
) -> GeniusProfile:
    space, imported = scenario.space, _imported(scenario)
    exact = scenario.imputation.name == "declared" and not scenario.imputation.parameters.get(
        "spread", 0.06
    )
    said = party.declared if exact else {}
    keys = [f"salience.{issue.id}" for issue in space.issues]
    weights = [float(w) for w in profile.salience_pi[row]]
    if all(key in said for key in keys) and abs(sum(said[key] for key in keys) - 1.0) < 1e-9:
        weights = [said[key] for key in keys]
    evaluations, reservation = [], 0.0
    for n, issue in enumerate(space.issues):
        start = int(space.offset_i[n])
        worth = {
            level.id: said.get(
                f"value.{issue.id}.{level.id}", float(profile.value_pl[row, start + k])
            )
            for k, level in enumerate(issue.levels)
        }
        reservation += weights[n] * worth[issue.status_quo]
        if imported:
            worth.pop(OPEN)
        evaluations.append(tuple(worth.values()))
    if imported:  # the same for every issue, so their mean is it without rounding
        held = {said.get(f"value.{issue.id}.{OPEN}") for issue in space.issues}
        reservation = held.pop() or reservation if len(held) == 1 else reservation
    return GeniusProfile(
        name=party.id,
        domain=domain,
        weights=tuple(weights),
        evaluations=tuple(evaluations),
        reservation=reservation,
        label=party.name if party.name != party.id else "",
    )
