"""Changes of a scenario that a run under way takes over, and those that need a run of their own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.preferences.profile import shared
from hldsim.record.carry import steps_to
from hldsim.scenario.build import build
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Add, Cell, Move, Remove, SetCells, SetValue
from hldsim.scenario.load import load_scenario
from hldsim.session import Intervention, Session

SMALL = load_scenario("classroom_small")
ROW = SMALL.party_index["MEX"]


@pytest.fixture
def session():
    with Session.open(SMALL, 3) as made:
        for _ in range(3):
            made.advance()
        yield made


def edited(*edits):
    draft = Draft.of(SMALL)
    for edit in edits:
        draft = draft.edit(edit)
    assert draft.faults() == ()
    return draft


def carried(session, draft):
    return session.carries(draft.differences(), draft.document)


def taken_over(session, draft):
    """What the run took over, and its state after it played on."""
    done = carried(session, draft)
    for path, value in done.settings:
        session.apply(Intervention("set", {"path": path, "value": value}))
    return done, session.advance().state


def test_weights_become_what_the_row_says_as_at_the_start_of_a_run(session):
    said = {"venue": 0.7, "authority": 0.1, "participation": 0.1, "continuity": 0.1}
    draft = edited(SetCells(tuple(Cell(ROW, f"salience.{k}", v) for k, v in said.items())))
    done, state = taken_over(session, draft)
    assert state.profile.salience_pi[ROW] == pytest.approx(list(said.values()))
    assert done.refused == () and len(done.paths) == len(draft.differences())
    with Session.open(build(draft.document), 3) as fresh:
        start = fresh.history[0].state.profile.salience_pi[ROW]
    assert state.profile.salience_pi[ROW] == pytest.approx(start)


def test_one_weight_alone_scales_as_the_row_is_read(session):
    draft = edited(SetCells((Cell(ROW, "salience.venue", 1.0),)))
    _, state = taken_over(session, draft)
    row = {i.id: SMALL.parties[ROW].declared[f"salience.{i.id}"] for i in SMALL.space.issues}
    row["venue"] = 1.0
    assert state.profile.salience_pi[ROW] == pytest.approx(
        np.array([*row.values()]) / sum(row.values())
    )


def test_values_stances_parameters_and_rules_of_adoption_hold_from_the_next_round(session):
    kind = SMALL.adoption[0].id
    draft = edited(
        SetCells((Cell(ROW, "value.venue.un", 0.05), Cell(ROW, "stance.rights", 0.9))),
        SetValue("rules.coalitions.cost", 0.11),
        SetValue(f"adoption[{kind}].rule", "unanimity"),
    )
    done, state = taken_over(session, draft)
    assert done.refused == ()
    column = int(SMALL.space.offset_i[0]) + 3
    assert state.profile.value_pl[ROW, column] == 0.05
    assert session.setup.scenario.rules["coalitions"].parameters["cost"] == 0.11
    assert session.setup.scenario.adoption[0].rule == "unanimity"


@pytest.mark.parametrize(
    ("edit", "path", "reason"),
    [
        (SetValue("agenda[plenary].rounds", 9), "agenda[plenary].rounds", "the agenda is fixed"),
        (SetValue("rules.coalitions.name", "hedonic"), "rules.coalitions.name", "before the first"),
        (SetValue("imputation.spread", 0.2), "imputation.spread", "cannot be changed in mid-run"),
        (
            SetCells((Cell(0, "position", "noncommittal"),)),
            "parties[AUS].position",
            "no preference",
        ),
        (SetCells((Cell(ROW, "reluctance", None),)), "parties[MEX].reluctance", "taken away"),
        (SetCells((Cell(ROW, "gdp_pc", 1),)), "parties[MEX].gdp_pc", "is no preference"),
        (Add("parties", {"id": "X", "name": "X"}), "parties[X]", "is fixed before the first round"),
        (Move("parties[MEX]", 0), "parties", "another order"),
        (Remove(("blocs[G77]",)), "blocs[G77]", "is fixed before the first round"),
        (
            SetValue("rules.coalitions.cost", {"kind": "uniform", "a": 0.01, "b": 0.1}),
            "rules.coalitions.cost",
            "a prior is drawn",
        ),
    ],
)
def test_what_needs_a_run_of_its_own_says_why(session, edit, path, reason):
    draft = edited(edit)
    refused = dict(carried(session, draft).refused)
    assert reason in refused[path]
    assert session.history.last == 3 and not session.interventions()


def test_what_is_refused_does_not_keep_the_rest_back(session):
    draft = edited(SetValue("agenda[plenary].rounds", 9), SetCells((Cell(ROW, "reluctance", 0.9),)))
    done, state = taken_over(session, draft)
    assert [path for path, _ in done.refused] == ["agenda[plenary].rounds"]
    assert state.profile.reluctance_p[ROW] == 0.9


WEIGHTS = st.lists(st.floats(0, 1), min_size=2, max_size=6)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(WEIGHTS, st.data())
def test_single_weights_set_in_turn_lead_to_the_target(weights, data):
    """The acts are those of ``parties[ID].salience.ISSUE``: each scales the others."""
    total = sum(weights)
    row = np.array(weights) / total if total > 0 else np.full(len(weights), 1 / len(weights))
    count = data.draw(st.integers(1, len(row)))
    stated = {n: data.draw(st.floats(0, 1)) for n in range(count)}
    target = shared(row, stated)
    now = row.copy()
    for column, value in steps_to(row, target, sorted(stated)):
        others = now.sum() - now[column]
        now = (
            now * (1 - value) / others
            if others > 0
            else np.full(len(now), (1 - value) / (len(now) - 1))
        )
        now[column] = value
    assert now == pytest.approx(target, abs=1e-5)
