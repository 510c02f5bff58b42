"""The inspector and the preferences editor: they show the history, and the editor's arithmetic."""

import numpy as np
import pytest

from hldsim.preferences.profile import declare
from hldsim.scenario.load import load_scenario
from hldsim_ui.panels.bars import Bar
from hldsim_ui.panels.inspector import EMPTY, Inspector
from hldsim_ui.panels.inspector_words import figures
from hldsim_ui.panels.preferences_editor import PreferencesEditor, Weights, reweigh
from hldsim_ui.theme import DARK, LIGHT
from tests.report.made_up import made_up_explanation, made_up_history


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


@pytest.fixture
def inspector(qtbot, scenario):
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.load(scenario, LIGHT)
    return panel


@pytest.fixture
def editor(qtbot, scenario):
    panel = PreferencesEditor()
    qtbot.addWidget(panel)
    panel.load(scenario, LIGHT)
    return panel


def test_without_a_selection_it_says_what_to_do(inspector, history):
    inspector.draw(history, 3)
    assert inspector._stack.currentWidget() is inspector.empty
    assert inspector.empty.text() == EMPTY


def test_it_shows_who_what_and_how_well_known(inspector, history, scenario):
    usa = scenario.party_index["USA"]
    inspector.draw(history, 10, usa)
    assert inspector.name.text() == "United States"
    assert (
        "destination" in inspector.page.who.text() and "member state" in inspector.page.who.text()
    )
    assert inspector.page.mark.text().startswith("●")
    assert "MartinMartinCross2007" in inspector.page.source.text()
    assert inspector.page.facts.value(3) == "Regional processes only"
    inspector.draw(history, 10, scenario.party_index["AGO"])
    assert inspector.page.mark.text() == "○ imputed"
    assert inspector.page.facts.value(3) == ""


def test_blanks_are_unknown_and_figures_have_units(inspector, history, scenario):
    inspector.draw(history, 10, scenario.party_index["AGO"])
    values = inspector.page.figures.values()
    assert "unknown" in values
    assert any(value.endswith("US$") for value in values)


def test_each_figure_stands_under_its_source(inspector, history, scenario):
    party = scenario.parties[scenario.party_index["AGO"]]
    inspector.draw(history, 10, scenario.party_index["AGO"])
    columns = {k: v for k, v in scenario.document["columns"].items() if k not in ("lon", "lat")}
    sources = list(dict.fromkeys(column["source"] for column in columns.values()))
    shown = inspector.page.figures.sources
    assert len(shown) == len(sources) and all(line.startswith("From: ") for line in shown)
    titles = {note.id: note.title for note in scenario.sources}
    for line, source in zip(shown, sources, strict=True):
        assert titles[source].startswith(line.removeprefix("From: ").partition(" …")[0][:20])
    values = inspector.page.figures.values()
    assert values == [figure.text for figure in figures(party, scenario)]
    assert len(values) == len(columns)


def test_salience_is_that_of_the_round(inspector, history, scenario):
    party = 7
    inspector.draw(history, 10, party)
    shares = history[10].state.profile.salience_pi[party]
    shown = [bars[0].value for bars in inspector.page.profile.salience.bars]
    assert shown == pytest.approx(shares.tolist())


def test_the_why_is_shown_as_bars(inspector, history, scenario):
    inspector.set_explainer(lambda party, k: made_up_explanation(scenario, party, k))
    inspector.draw(history, 20, 5)
    why = made_up_explanation(scenario, 5, 20)
    assert scenario.parties[5].name in inspector.page.terms.why.text()
    names = [label.text() for label in inspector.page.terms.terms.names]
    assert len(names) == len(why.terms) + 1
    bars = [row[0].value for row in inspector.page.terms.terms.bars]
    parts = [float(term[why.choice]) for term in why.terms.values()]
    signs = [np.sign(round(part, 6)) for part in parts]
    assert [np.sign(round(bar, 6)) for bar in bars[:-1]] == signs


def test_a_why_that_fails_does_not_take_the_panel_away(inspector, history):
    def broken(party, k):
        raise RuntimeError("no")

    inspector.set_explainer(broken)
    inspector.draw(history, 20, 5)
    assert "not known" in inspector.page.terms.why.text()
    inspector.draw(history, 0, 5)
    assert inspector.name.text()


def test_new_colours_keep_the_party(inspector, history, scenario):
    inspector.set_explainer(lambda party, k: made_up_explanation(scenario, party, k))
    inspector.draw(history, 20, 5)
    why = inspector.page.terms.why.text()
    inspector.load(scenario, DARK)
    assert inspector.page.terms.why.text() == why
    assert inspector.name.text() == scenario.parties[5].name


def test_a_bar_is_cut_off_at_its_ends(qtbot):
    plain, signed = Bar(LIGHT), Bar(LIGHT, signed=True)
    qtbot.addWidget(plain)
    qtbot.addWidget(signed)
    plain.show_value(-3.0)
    signed.show_value(-3.0)
    assert (plain.value, signed.value) == (0.0, -1.0)


def test_weights_always_sum_to_one():
    weights = Weights([0.4, 0.3, 0.2, 0.1])
    for column, value in ((0, 0.1), (0, 0.8), (2, 0.0), (3, 1.0), (1, 0.25)):
        weights.set(column, value)
        assert weights.now.sum() == pytest.approx(1.0)
        assert weights.now[column] == value
    assert [column for column, _ in weights.settings] == [0, 2, 3, 1]


def test_dragging_one_slider_leaves_one_setting():
    weights = Weights([0.4, 0.3, 0.3])
    for value in (0.5, 0.9, 1.0, 0.6):
        weights.set(0, value)
    assert weights.settings == [(0, 0.6)]
    assert weights.now.tolist() == pytest.approx(reweigh(np.array([0.4, 0.3, 0.3]), 0, 0.6))


def test_settings_lead_the_profile_to_what_the_sliders_show(editor, history, scenario):
    party = scenario.party_index["MEX"]
    editor.draw(history, 10, party)
    for column, value in ((0, 0.6), (2, 0.1), (0, 0.3)):
        editor.move(column, value)
    shown = editor.weights.now
    sent = []
    editor.applied.connect(lambda path, value: sent.append((path, value)))
    editor.apply()
    profile, themes = history[10].state.profile, [theme.id for theme in scenario.themes]
    for path, value in sent:
        key = path.removeprefix("parties[MEX].")
        profile = declare(profile, scenario.space, themes, party, key, value)
    assert profile.salience_pi[party] == pytest.approx(shown)


def test_it_says_when_changes_are_in_force(editor, history, scenario):
    editor.draw(history, 10, 4)
    assert not editor.apply_button.isEnabled()
    editor.sliders[1].setValue(150)
    assert editor.apply_button.isEnabled()
    assert "Not applied" in editor.note.text()
    editor.draw(history, 11, 4)
    assert editor.weights.now[1] == pytest.approx(0.75)
    editor.apply()
    assert "in force from round 12" in editor.note.text()
    editor.draw(history, 12, 4)
    assert editor.weights.now == pytest.approx(history[12].state.profile.salience_pi[4])


def test_another_party_brings_its_own_weights(editor, history):
    editor.draw(history, 10, 4)
    editor.move(0, 0.9)
    editor.draw(history, 10, 5)
    assert editor.weights.now == pytest.approx(history[10].state.profile.salience_pi[5])
    editor.draw(history, 10)
    assert editor._stack.currentIndex() == 0


def test_sliders_have_names_for_a_reader(editor):
    assert [slider.accessibleName() for slider in editor.sliders][0] == "Weight of Venue"


def test_once_the_run_is_over_a_change_is_in_force_from_round_1(editor, history):
    editor.draw(history, history.last, 4)
    assert "starts it again" in editor.note.text()
    editor.move(0, 0.9)
    editor.apply()
    assert "in force from round 1." in editor.note.text()


def test_a_change_taken_back_is_taken_back_in_the_sliders(editor, history):
    editor.draw(history, 10, 4)
    editor.move(0, 0.9)
    editor.apply()
    editor.acts_changed(1)
    assert editor.weights.now[0] == pytest.approx(0.9)
    editor.acts_changed(0)
    assert editor.weights.now == pytest.approx(history[10].state.profile.salience_pi[4])
    assert "in force from the next round" in editor.note.text()


def test_nobody_s_weights_cannot_be_moved(editor, history):
    editor.draw(history, 10)
    editor.sliders[0].setValue(30)
    assert not editor.weights.settings


def test_one_that_a_bargain_moved_is_shown_where_it_went_and_whence(inspector, scenario):
    from dataclasses import replace

    from hldsim.domain.events import Event
    from hldsim.record.history import History

    whole, party = made_up_history(scenario, 20), 5
    history = History(scenario, whole.inputs, 1)
    for k in range(20):
        history.append(whole[k])
    members = [whole[k].state.membership_p.copy() for k in (19, 20)]
    members[0][party], members[1][party] = 0, 1
    history._snapshots[19] = replace(
        whole[19], state=replace(whole[19].state, membership_p=members[0])
    )
    told = (Event("merged", 20), Event("joined", 20, party, 1))
    after = replace(whole[20].state, membership_p=members[1])
    history.append(replace(whole[20], state=after, events=told))

    def idle(n, k):
        return replace(made_up_explanation(scenario, n, k), acted=False)

    inspector.set_explainer(idle)
    inspector.draw(history, 20, party)
    assert "with a bargain" in inspector.page.terms.why.text()
    labels = [proposal.label for proposal in scenario.proposals[:2]]
    assert inspector.page.terms.legend.text().index(
        labels[1]
    ) < inspector.page.terms.legend.text().index(labels[0])
