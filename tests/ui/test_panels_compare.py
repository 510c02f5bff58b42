"""Pin one state, select another: both stand side by side, and what differs is marked."""

import numpy as np
import pytest

from hldsim.scenario.load import load_scenario
from hldsim_ui.board import NOBODY
from hldsim_ui.panels.compare_states_data import APART, compare, differences
from hldsim_ui.panels.inspector import Inspector
from hldsim_ui.theme import DARK, LIGHT
from tests.report.made_up import made_up_explanation, made_up_history

K = 20


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


@pytest.fixture
def pinning(qtbot, scenario):
    """An inspector whose wish to pin is granted at once, as the board does."""
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.set_explainer(lambda party, k: made_up_explanation(scenario, party, k))
    panel.load(scenario, LIGHT)
    panel.pin_wanted.connect(panel.set_pinned)
    return panel


def block(blocks, title):
    return next(b for b in blocks if b.title.startswith(title))


def test_a_state_with_itself_does_not_differ(history, scenario):
    whys = (made_up_explanation(scenario, 5, K),) * 2
    assert differences(compare(history, K, (5, 5), whys)) == 0


def test_weights_and_values_are_those_of_both_and_marked_where_far_apart(history, scenario):
    pair = (scenario.party_index["USA"], scenario.party_index["BGD"])
    profile, space = history[K].state.profile, scenario.space
    blocks = compare(history, K, pair)
    for n, row in enumerate(block(blocks, "Weights").rows):
        one, other = (float(profile.salience_pi[p, n]) for p in pair)
        assert (row.left, row.right) == (f"{100 * one:.0f} %", f"{100 * other:.0f} %")
        assert row.differs == (abs(one - other) >= APART)
    for x, row in enumerate(block(blocks, "Venue: value").rows):
        one, other = (float(profile.value_pl[p, space.offset_i[0] + x]) for p in pair)
        assert (row.left, row.right) == (f"{one:.2f}", f"{other:.2f}")
        assert row.differs == (abs(one - other) >= APART)
    for n, row in enumerate(block(blocks, "Level wanted").rows):
        first, count = int(space.offset_i[n]), int(space.count_i[n])
        best = [int(np.argmax(profile.value_pl[p, first : first + count])) for p in pair]
        assert row.differs == (best[0] != best[1])
        assert row.left == space.issues[n].levels[best[0]].name
    figures = {row.name: row for row in block(blocks, "Figures").rows}
    assert figures["GDP 2005"].differs and figures["GDP 2005"].left.endswith("US$")
    assert figures["GDP 2005"].tip == "world_bank"


def test_terms_are_those_of_what_each_holds_best(history, scenario):
    whys = tuple(made_up_explanation(scenario, party, K) for party in (3, 4))
    rows = block(compare(history, K, (3, 4), whys), "Terms").rows
    assert len(rows) == len(whys[0].terms) + 1
    for row, name in zip(rows, whys[0].terms, strict=False):
        assert row.left == f"{whys[0].terms[name][whys[0].choice]:+.3f}"
        assert row.right == f"{whys[1].terms[name][whys[1].choice]:+.3f}"
    assert rows[-1].left == f"{whys[0].worth[whys[0].choice]:+.3f}"


def test_pinned_and_selected_stand_side_by_side(pinning, history, scenario):
    usa, mex = scenario.party_index["USA"], scenario.party_index["MEX"]
    pinning.draw(history, K, usa)
    pinning.page.pin.click()
    assert pinning._stack.currentWidget() is pinning._party_area
    assert pinning.page.pin.isChecked() and pinning.page.pin.text() == "Pinned"
    pinning.draw(history, K, mex)
    assert pinning._stack.currentWidget() is pinning.pair
    names = [label.text() for label in pinning.pair.names]
    assert "United States" in names[0] and "Mexico" in names[1]
    assert pinning.pair.blocks == compare(
        history,
        K,
        (usa, mex),
        tuple(made_up_explanation(scenario, party, K) for party in (usa, mex)),
    )
    text = pinning.pair.rows.toPlainText()
    assert text.count("≠") == differences(pinning.pair.blocks) + 1  # and once to say what it means
    assert str(differences(pinning.pair.blocks)) in pinning.pair.count.text()


def test_the_pin_is_taken_off_by_its_button_and_by_the_key(pinning, history):
    pinning.draw(history, K, 5)
    pinning.toggle_pin()
    pinning.draw(history, K, 6)
    pinning.pair.unpin.click()
    assert pinning._stack.currentWidget() is pinning._party_area
    assert not pinning.page.pin.isChecked()
    pinning.toggle_pin()
    pinning.draw(history, K, 7)
    assert pinning._stack.currentWidget() is pinning.pair
    pinning.toggle_pin()
    assert pinning._stack.currentWidget() is pinning._party_area


def test_with_nobody_selected_the_pinned_one_is_shown(pinning, history, scenario):
    pinning.draw(history, K, 5)
    pinning.toggle_pin()
    pinning.draw(history, K, NOBODY)
    assert pinning.name.text() == scenario.parties[5].name
    pinning.set_pinned(NOBODY)
    assert pinning._stack.currentWidget() is pinning.empty


def test_another_round_keeps_the_place_and_other_colours_keep_the_pair(pinning, history, scenario):
    pinning.resize(330, 400)
    pinning.show()
    pinning.draw(history, K, 5)
    pinning.toggle_pin()
    pinning.draw(history, K, 6)
    bar = pinning.pair.rows.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    assert place > 0
    pinning.draw(history, K + 1, 6)
    assert bar.value() == place
    pinning.load(scenario, DARK)
    assert pinning._stack.currentWidget() is pinning.pair
    assert DARK.accent.name() in pinning.pair.rows.toHtml()
