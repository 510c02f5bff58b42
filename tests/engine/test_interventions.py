"""Interventions: one change, in force from the next round, and nothing else moves."""

import numpy as np
import pytest

from hldsim.engine.advance import advance
from hldsim.engine.interventions.base import INTERVENTIONS, Intervention, intervene
from hldsim.errors import HldsimError, InterventionError, PathError, UnknownNameError
from tests.engine.tables import table


def put(path, value):
    return Intervention("set", {"path": path, "value": value})


def test_salience_moves_one_row_and_sums_to_one():
    setup, state = table(k=20)
    row = setup.scenario.party_index["MEX"]
    _, after, events = intervene(setup, state, put("parties[MEX].salience.venue", 0.9))
    changed = np.flatnonzero((after.profile.salience_pi != state.profile.salience_pi).any(axis=1))
    assert list(changed) == [row]
    assert np.isclose(after.profile.salience_pi[row].sum(), 1.0)
    assert np.isclose(after.profile.salience_pi[row, 0], 0.9)
    assert events[0].kind == "intervened" and events[0].fields["value"] == 0.9


@pytest.mark.parametrize(
    "path",
    ["value.venue.un", "ideal.authority", "stance.rights", "emphasis.governance", "principle",
     "stubbornness", "reluctance", "resolve", "talk"],
)  # fmt: skip
def test_every_preference_has_a_path(path):
    setup, state = table(k=20)
    _, after, _ = intervene(setup, state, put(f"parties[IND].{path}", 0.25))
    assert after.profile is not state.profile


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("rules.coalitions.beta", 0.4, lambda r: r.coalitions.parameters.beta),
        ("rules.belief.eta", 0.5, lambda r: r.belief.eta),
        ("adoption[un].kappa", 0.0, lambda r: r.adoption[1][1].parameters.kappa),
        ("agenda[consultations].share", 0.5, lambda r: r.agenda[3][1].parameters.share),
    ],
)
def test_live_parameters_change_and_the_rest_stays_as_drawn(path, value, read):
    setup, state = table(k=20)
    after, same_state, _ = intervene(setup, state, put(path, value))
    assert read(after.rules) == value and same_state is state
    hosted = setup.rules.adoption[2][1].parameters
    assert after.rules.adoption[2][1].parameters == hosted  # drawn priors are not drawn anew


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("imputation.un_mean", 1.0, "cannot be changed in mid-run"),
        ("agenda[plenary].rounds", 3, "agenda is fixed"),
        ("rules.belief.start", 0.3, "before the first round"),
        ("rules.coalitions.name", "threshold", "chosen before the first round"),
        ("agenda[plenary].label", "Talks", "agenda is fixed"),
        ("parties[XXX].salience.venue", 0.3, "no such party"),
        ("parties[MEX].salience.venue", "much", "a number"),
        ("parties[MEX].salience.venue", 1.5, "0 to 1"),
        ("parties[MEX].salience.nonsense", 0.5, "no issue"),
        ("parties[MEX].hat", 0.5, "allowed"),
        ("rules.coalitions.beta", 7.0, "0 to 1"),
    ],
)
def test_what_cannot_be_is_refused_in_words(path, value, words):
    setup, state = table(k=20)
    with pytest.raises(HldsimError, match=words):
        intervene(setup, state, put(path, value))


def test_an_unknown_kind_names_the_known():
    setup, state = table(k=20)
    with pytest.raises(UnknownNameError, match="set"):
        intervene(setup, state, Intervention("abolish", {}))
    assert "set" in INTERVENTIONS
    assert issubclass(PathError, HldsimError) and issubclass(InterventionError, HldsimError)


def test_a_change_is_felt_and_only_through_the_change():
    setup, state = table(k=20)
    quiet = state
    loud = intervene(setup, state, put("parties[CHN].value.venue.un", 0.0))[1]
    row = setup.scenario.party_index["CHN"]
    quiet, _ = advance(setup, quiet)
    loud, _ = advance(setup, loud)
    others = np.arange(194) != row
    assert (quiet.membership_p[others] == loud.membership_p[others]).all()  # same luck, same round
