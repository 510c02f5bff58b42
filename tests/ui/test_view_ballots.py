"""The roll call: ballots against plain loops, verdicts, layout, and what comes before the close."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from hldsim.domain.ballots import Ballot
from hldsim.record.history import History, Snapshot
from hldsim.scenario.load import load_scenario
from hldsim.session import Session
from hldsim.table.state import NOT_ASKED
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.ballots_data import Closes, closing, roll, totals
from hldsim_ui.views.ballots_layout import lay_out
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from tests.report.made_up import made_up_history

WORDS = {1: "yes", 0: "abstains", -1: "no", -2: "absent"}


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    """A played run, to its close."""
    session = Session.open(scenario, 3)
    while session.k < scenario.rounds:
        session.advance()
    made = session.history
    session.close()
    return made


@pytest.fixture
def view(qtbot, scenario):
    made = LIVE_VIEWS["ballots"]()
    qtbot.addWidget(made.widget)
    made.load(scenario, LIGHT)
    made.widget.resize(1000, 620)
    with qtbot.waitExposed(made.widget):
        made.widget.show()
    yield made
    made.widget.close()


def pixels(view):
    image = view.widget.picture(1).toImage()  # held: its bits die with it
    return bytes(image.constBits())


def said(*strips):
    return [key.words for strip in strips for key, _ in strip.placed]


# -------------------------------------------------------------------------------- data


def test_members_are_called_in_alphabetical_order(scenario):
    called = [scenario.parties[n] for n in roll(scenario)]
    assert len(called) == 192 and all(party.votes for party in called)
    names = [party.name for party in called]
    assert names[:3] == ["Afghanistan", "Albania", "Algeria"] and names[-1] == "Zimbabwe"
    assert names.index("Costa Rica") < names.index("Côte d'Ivoire") < names.index("Croatia")


def test_totals_are_those_of_a_plain_loop(scenario, history):
    ballot_pd = history[history.last].state.ballot_pd
    for d in range(len(scenario.proposals)):
        plain = dict.fromkeys(Ballot, 0)
        for n, party in enumerate(scenario.parties):
            if party.votes:
                plain[Ballot(int(ballot_pd[n, d]))] += 1
        assert totals(ballot_pd[:, d], roll(scenario)) == plain


def test_the_close_is_where_the_agenda_has_its_adoption(scenario, history):
    k, spec = closing(scenario)
    assert (k, spec.id) == (scenario.rounds, "adoption")
    assert history.ballots_at(history.last) == k
    assert closing(replace(scenario, agenda=scenario.agenda[:2])) is None


def test_the_close_is_worked_out_anew_for_another_history(scenario, history):
    closes = Closes()
    assert closes.of(history, history.last - 1, 0) is None
    first = closes.of(history, history.last, 0)
    assert first.verdict.proposal == "un_embedded" and sum(first.total.values()) == 192
    bare = History(scenario, history.inputs, 3)
    for snapshot in history:
        bare.append(snapshot)
    assert closes.of(bare, bare.last, 0).verdict is None
    assert closes.of(history, history.last, 0) == first


# ------------------------------------------------------------------------------ layout


@pytest.mark.parametrize("count", [1, 12, 192, 600])
@pytest.mark.parametrize("size", [(990, 500), (370, 150), (900, 120), (300, 700)])
def test_every_member_has_a_cell_inside_and_no_two_overlap(count, size):
    board = lay_out(count, *size)
    cells = [board.box(place) for place in range(count)]
    assert board.columns * board.rows >= count > (board.columns - 1) * board.rows
    for place, cell in enumerate(cells):
        assert cell.x >= 0 and cell.x + cell.width <= size[0] + 1e-6
        if (count, size) != (600, (370, 150)) and (count, size) != (600, (900, 120)):
            assert cell.y + cell.height <= size[1] + 1e-6
        middle = (cell.x + cell.width / 2, cell.y + cell.height / 2)
        assert board.place_at(*middle) == place
    assert board.place_at(-1.0, 5.0) == -1 and board.place_at(5.0, 1e4) == -1


def test_names_where_there_is_room_codes_where_less_initials_where_least():
    says = [lay_out(192, *size).says for size in ((990, 560), (900, 160), (370, 140))]
    assert says == ["name", "code", "initial"]
    assert lay_out(192, 990, 560, grown=1.6).says == "code"


# ----------------------------------------------------------------------------- drawing


def test_the_board_shows_the_ballots_on_the_chosen_design(view, scenario, history):
    asked = history[history.last].state.ballot_pd
    for d in range(len(scenario.proposals)):
        view.choose(d)
        view.draw(history, history.last)
        call = view.board.call
        for place, n in enumerate(call.party):
            assert call.ballot[place] == asked[n, d]
            assert call.names[place] == scenario.parties[n].name
        words = said(view.head)
        assert scenario.proposals[d].label in words
        for ballot, word in zip(Ballot, ("Yes", "Abstain", "No", "Absent"), strict=True):
            assert f"{word} {int((call.ballot == ballot).sum())}" in words


def test_every_design_of_the_scenario_may_be_chosen(view, scenario):
    listed = [view.design.itemText(d) for d in range(view.design.count())]
    assert listed == [proposal.label for proposal in scenario.proposals]
    assert view.design.accessibleName() == "Design"


def test_a_verdict_says_the_rule_and_what_decides(view, scenario, history):
    for d, verdict in enumerate(history.verdicts(history.last)):
        view.choose(d)
        view.draw(history, history.last)
        line = said(view.head)[-1]
        assert line.startswith("Would pass by" if verdict.passes else "Would not pass by")
        if verdict.reason == "objection":
            assert f"{verdict.blockers} members sustain an objection" in line
        elif verdict.rule == "opt_in":
            assert f"{100 * verdict.quota:.0f} % needed" in line or "host" in line


def test_it_says_that_nobody_voted(view, scenario, history):
    view.draw(history, history.last)
    assert "Hypothetical: no such roll call was held in 2006" in said(view.foot)
    assert view.sentence(history, history.last).startswith("Hypothetical ballots of 192 members")


def test_it_says_what_the_run_adopted(view, scenario, history):
    view.draw(history, history.last)
    adopted = history[history.last].state.adopted
    (line,) = [words for words in said(view.foot) if words.startswith("Adopted in this run")]
    d = history[history.last].state.origin_c[adopted]
    assert scenario.proposals[d].label in line
    nothing = History(scenario, history.inputs, 3)
    for snapshot in history:
        state = replace(snapshot.state, adopted=-1)
        nothing.append(Snapshot(snapshot.k, snapshot.phase, state, (), "x"))
    view.draw(nothing, nothing.last)
    assert "Adopted in this run: none of the rival designs" in said(view.foot)


def test_before_the_close_it_says_in_which_round_ballots_come(view, scenario, history):
    view.draw(history, 12)
    assert (view.board.call.ballot == NOT_ASKED).all()
    line = "Ballots are asked in round 40, at “Adoption”; this is round 12."
    assert line in said(view.head) and view.sentence(history, 12) == line
    assert all(set(row[2:-1]) == {None} for row in view.table(history, 12).rows)
    assert "Not asked yet" in view.tip(scenario.party_index["MEX"])


def test_scrubbing_back_and_forth_gives_the_same_picture(view, history):
    view.draw(history, history.last, 4)
    first = pixels(view)
    view.draw(history, 20, 4)
    assert pixels(view) != first
    view.clear()
    view.draw(history, history.last, 4)
    assert pixels(view) == first
    view.load(history.scenario, DARK)
    assert pixels(view) != first


def test_the_table_has_every_ballot(view, scenario, history):
    asked = history[history.last].state.ballot_pd
    table = view.table(history, history.last)
    assert len(table.rows) == 192 and "hypothetical" in table.title
    for row, n in zip(table.rows, roll(scenario), strict=True):
        assert row[1] == scenario.parties[n].id
        assert row[2:-1] == tuple(WORDS[int(b)] for b in asked[n])


def test_a_click_selects_and_the_selected_is_ringed(qtbot, view, scenario, history):
    party = scenario.party_index["MEX"]
    view.draw(history, history.last)
    before, plot = pixels(view), view.widget.plot
    spot = plot.mapFromScene(view.spot_of(party))
    with qtbot.waitSignal(view.picked, timeout=2000) as caught:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert caught.args == [party]
    assert "Mexico" in view.tip(party) and "(hypothetical)" in view.tip(party)
    view.draw(history, history.last, party)
    assert pixels(view) != before
    beside = QPoint(plot.width() - 3, int(view.board.boundingRect().bottom()) - 2)
    with qtbot.waitSignal(view.picked, timeout=2000) as caught:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert caught.args == [NOBODY]


def test_lights_differ_by_shape_not_by_colour_alone(view, scenario, history):
    """In a palette of one colour the four lights still look unlike each other."""
    grey = replace(LIGHT, good=LIGHT.text, danger=LIGHT.text, muted=LIGHT.text)
    view.load(scenario, grey)
    view.draw(history, history.last)
    image = view.widget.grab().toImage()  # as it stands: in a picture rows stand elsewhere
    top = view.widget.plot.mapTo(view.widget, QPoint(0, 0))
    call, looks = view.board.call, {}
    for place, n in enumerate(call.party):
        cell = view.board.cell(place).toRect().translated(top)
        light = image.copy(cell.x() + 3, cell.y() + 2, cell.height(), cell.height() - 4)
        dark = sum(
            light.pixelColor(x, y).lightness() < 128
            for x in range(light.width())
            for y in range(light.height())
        )
        looks.setdefault(int(call.ballot[place]), []).append(dark)
        assert n >= 0
    middle = sorted(np.median(counts) for counts in looks.values())
    assert len(middle) == 4 and min(np.diff(middle)) >= 2


def test_the_focus_draws_the_others_faint(view, scenario, history):
    view.draw(history, history.last)
    full = pixels(view)
    kept = np.array([party.region == "WEOG" for party in scenario.parties])
    view.dim(kept)
    view.draw(history, history.last)
    assert view.board.call.kept.tolist() == [bool(kept[n]) for n in roll(scenario)]
    assert pixels(view) != full
    view.dim(None)
    view.draw(history, history.last)
    assert pixels(view) == full


@pytest.mark.parametrize("size", [(1000, 620), (380, 260), (900, 190)])
def test_nothing_stands_on_anything_else(view, history, size):
    view.widget.resize(*size)
    for k in (5, history.last):
        view.draw(history, k)
        boxes = [item.boundingRect() for item in (view.head, view.board, view.foot)]
        assert boxes[0].bottom() <= boxes[1].top() <= boxes[1].bottom() <= boxes[2].top()
        for strip in (view.head, view.foot):
            box = strip.boundingRect()
            for n, (key, spot) in enumerate(strip.placed):
                assert box.contains(spot.translated(box.topLeft())), key.words
                assert not any(spot.intersects(other) for _, other in strip.placed[n + 1 :])
        last = view.board.cell(len(view.board.call.party) - 1)
        assert view.board.boundingRect().contains(last)


def test_without_members_designs_or_a_close_it_says_why(view, scenario):
    assert view.unavailable(scenario) is None
    assert "no designs" in view.unavailable(replace(scenario, proposals=()))
    assert "no phase of adoption" in view.unavailable(replace(scenario, agenda=scenario.agenda[:1]))
    observers = [party for party in scenario.parties if not party.votes]
    assert "vote" in view.unavailable(replace(scenario, parties=tuple(observers)))


def test_a_history_without_its_rules_shows_ballots_and_no_verdict(view, scenario, history):
    bare = History(scenario, history.inputs, 3)
    for snapshot in history:
        bare.append(snapshot)
    view.draw(bare, bare.last)
    assert not any("Would" in words for words in said(view.head))
    assert view.sentence(bare, bare.last).endswith("absent.")


def test_draws_leave_no_items_behind(view, scenario, history):
    view.draw(history, 0)
    count = len(view.widget.plot.scene().items())
    for k in range(len(history)):
        view.draw(history, k, k)
    view.load(load_scenario("classroom_small"), LIGHT)
    view.draw(made_up_history(load_scenario("classroom_small")), 3)
    assert view.design.count() == 3
    view.load(scenario, LIGHT)
    view.draw(history, 4)
    assert len(view.widget.plot.scene().items()) == count
