"""Template: a small design of a scenario, every key explained, for whoever starts."""

from __future__ import annotations

from hldsim.scenario.schema import Scenario

_TEXT = """\
# A design of experiments: what is varied, how often it is run, what is measured.
title = "How much does {name}'s care for the {issue} matter?"
question = "Does the agreement hang on one state's salience?"
scenario = {scenario!r}        # a name, or a folder or .zip, seen from here
seed = 1
replicates = 20                # runs of each point
common_random_numbers = true   # replicate r has the same luck at every point
conditioned = true             # known positions are imposed by redrawing
measures = [                   # hldsim list measures
{measures}
]

# Several scenarios, or one with other rules: take out `scenario` above and write
# [[conditions]]
# id = "majority"
# scenario = {scenario!r}
# settings = {{ "adoption[un].rule" = "majority" }}

[sample]
kind = "grid"                  # grid: every combination; latin, sobol, morris: with size = ...
# size = 64                    # points (latin), N, a power of 2 (sobol), trajectories (morris)

[[factors]]                    # as many as you like; hldsim list, and docs/sweeps.md on paths
path = "parties[{party}].salience.{issue}"
from = 0.1
to = 0.9
steps = 9                      # on a grid; or values = [0.1, 0.5, 0.9]
# scale = "log"                # equal steps are equal ratios
# whole = true                 # rounded to whole numbers
# quantiles = true             # of the prior that the path leads to; from = 0.05, to = 0.95
"""


def template(scenario: Scenario, name: str, party: str | None = None) -> str:
    """A design file for a scenario: one party's salience of the first issue, on a grid."""
    issue = scenario.space.issues[0].id
    known = [party.id for party in scenario.parties]
    party = party or ("MEX" if "MEX" in known else known[0])
    label = next(one.name for one in scenario.parties if one.id == party)
    own = [f"backs[{party}; {proposal.id}]" for proposal in scenario.proposals[:3]]
    measures = "\n".join(f'  "{measure}",' for measure in (*own, "no_agreement"))
    if issue == "venue" and any(level.id == "hosted" for level in scenario.space.issues[0].levels):
        measures = f'  "adopted[venue=hosted]",\n{measures}'
    return _TEXT.format(
        name=label.replace('"', "'"), issue=issue, party=party, scenario=name, measures=measures
    )
