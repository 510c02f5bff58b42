"""A researcher's path through the bench: design, plan, run, stop, go on, look, open a run."""

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QTableView

from hldsim.experiments.sweep.reading import design_of, parse_design
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.template import template
from hldsim.experiments.sweep.writing import design_document, design_text
from hldsim.scenario.load import load_scenario
from hldsim_ui.bench.choosing import Choosing
from hldsim_ui.bench.paths import now_at, places, read_values, values_text
from hldsim_ui.bench.window import BenchWindow
from hldsim_ui.theme import LIGHT
from tests.ui.conftest import PATIENCE, play_to_end, settle

DESIGN = """
title = "Follow through and discipline"
scenario = "classroom_small"
seed = 4
replicates = 3
measures = ["backing_share[un_embedded]"]
[[factors]]
path = "adoption[hosted].follow_through"
from = 0.0
to = 1.0
steps = 3
[[factors]]
path = "blocs[G77].discipline"
values = [0.0, 0.2]
"""


@pytest.fixture
def bench(qtbot, settings, monkeypatch):
    monkeypatch.setattr("hldsim_ui.bench.window.processors", lambda: 1)
    window = BenchWindow(settings, LIGHT)
    window.resize(1200, 720)
    with qtbot.waitExposed(window):
        window.show()
    gone = weakref.ref(window)
    yield window
    window.close()
    del window
    gc.collect()
    assert gone is not None


@pytest.fixture
def design(tmp_path) -> Path:
    place = tmp_path / "design.toml"
    place.write_text(DESIGN)
    return place


def finished(qtbot, bench):
    qtbot.waitUntil(lambda: not bench.work.running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bench.form.isEnabled(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: bench.page.seen is not None, timeout=PATIENCE)


def grid_texts(bench):
    cells = bench.page.grid.cells
    return [
        [cells.data(cells.index(row, column)) for column in range(cells.columnCount())]
        for row in range(cells.rowCount())
    ]


def test_a_design_is_shown_in_the_form_as_it_is(bench, design):
    bench.open_design(design)
    assert bench.form.faults.text() == ""
    assert design_of(bench.form.document()) == parse_design(DESIGN)


def test_run_look_and_open_one_run(qtbot, bench, design, tmp_path):
    bench.open_design(design)
    bench.run_into(tmp_path / "results")
    finished(qtbot, bench)
    assert "18 runs are there" in bench.strip.told.text()
    qtbot.waitUntil(lambda: bench.page.seen.done == 18, timeout=PATIENCE)
    texts = grid_texts(bench)
    assert len(texts) == 2 and len(texts[0]) == 3
    with Results(tmp_path / "results") as results:
        row = results.run("base", 5, 1)
        names = [column.name for column in results.columns]
    bench.page.grid.setCurrentIndex(bench.page.grid.cells.index(0, 2))
    qtbot.waitUntil(lambda: bench.page.open.isEnabled(), timeout=PATIENCE)
    assert bench.page.runs.model().rowCount() == 3
    bench.page.runs.selectRow(1)
    assert bench.page.chosen_run() == (5, 1)
    with qtbot.waitSignal(bench.open_run, timeout=PATIENCE) as asked:
        bench.page.open.click()
    scenario, seed, conditioned, _ = asked.args
    assert seed == row[names.index("seed")] and conditioned
    from hldsim.session import Session

    with Session.open(scenario, seed) as session:
        while not session.finished:
            session.advance()
        assert session.fingerprint == row[names.index("fingerprint")]


def test_stopped_it_keeps_what_is_done_and_goes_on(qtbot, bench, design, tmp_path):
    design.write_text(DESIGN.replace("replicates = 3", "replicates = 60"))
    bench.open_design(design)
    bench.run_into(tmp_path / "results")
    qtbot.waitUntil(lambda: bench.strip.bar.value() > 0, timeout=PATIENCE)
    bench.strip.stop.click()
    finished(qtbot, bench)
    assert "Stopped" in bench.strip.told.text()
    with Results(tmp_path / "results") as results:
        before = len(results)
    assert 0 < before < 360
    assert bench.actions_by_name["resume"].isEnabled()
    bench.resume()
    finished(qtbot, bench)
    assert f"{360 - before:,} of them played now" in bench.strip.told.text()


def test_results_are_opened_with_their_design(qtbot, bench, design, tmp_path):
    bench.open_design(design)
    bench.run_into(tmp_path / "results")
    finished(qtbot, bench)
    bench.form.title.setText("another")
    bench.open_results(tmp_path / "results")
    assert bench.form.title.text() == "Follow through and discipline"
    assert not bench.actions_by_name["resume"].isEnabled()
    bench.page.measure.setCurrentIndex(1)
    qtbot.waitUntil(
        lambda: bench.page.seen.asked.measure == "backing_share[un_embedded]", timeout=PATIENCE
    )
    assert float(grid_texts(bench)[0][0]) > 0
    bench.handing.save_figure(tmp_path / "figure.svg")
    assert (tmp_path / "figure.txt").exists()
    bench.page.copy()


def test_the_plan_says_what_it_costs(qtbot, bench, design):
    bench.open_design(design)
    bench.plan()
    qtbot.waitUntil(lambda: "18 runs" in bench.strip.told.text(), timeout=PATIENCE)
    assert bench.form.isEnabled() and not bench.strip.bar.isVisible()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda form: form.title.setText(""), "title"),
        (lambda form: form.scenario.setEditText("nowhere"), "classroom_small"),
        (lambda form: form.factors.table.item(0, 0).setText("adoption[x].rule"), "no entry 'x'"),
        (lambda form: form.factors.table.item(0, 1).setText("1 to 0"), "from < to"),
        (lambda form: form.factors.table.item(0, 2).setText("1"), "steps"),
        (lambda form: form.measures.table.item(0, 0).setText("speeches"), "speeches"),
        (lambda form: form.conditions.append(["a b", ""]), "letters, digits"),
    ],
)
def test_faults_are_said_as_one_types_and_nothing_runs(bench, design, change, said):
    bench.open_design(design)
    change(bench.form)
    bench.form.look()
    assert said in bench.form.faults.text()
    assert not bench.actions_by_name["run"].isEnabled()


def test_a_value_that_cannot_be_stops_before_the_first_run(qtbot, bench, design, tmp_path):
    design.write_text(DESIGN.replace("to = 1.0", "to = 7.0"))
    bench.open_design(design)
    bench.run_into(tmp_path / "results")
    qtbot.waitUntil(lambda: bench.form.isEnabled(), timeout=PATIENCE)
    assert "7" in bench.strip.told.text() and not (tmp_path / "results").exists()


def test_a_folder_that_is_none_is_said(bench, tmp_path):
    bench.open_results(tmp_path)
    assert "no results of a sweep" in bench.strip.told.text()


def test_factors_and_measures_are_chosen_from_a_list(qtbot, bench):
    bench.begin(load_scenario("classroom_small"), "classroom_small", "USA")
    assert bench.form.factors.rows[0][0] == "parties[USA].salience.venue"
    bench.form.factors.add.click()
    dialog = bench.form.findChild(Choosing)
    qtbot.waitExposed(dialog)
    dialog.typed.setText("adoption[hosted].follow")
    assert dialog.left.rowCount() == 1
    dialog.accept()
    assert bench.form.factors.rows[1][0] == "adoption[hosted].follow_through"
    assert bench.form.faults.text() == ""
    bench.form.factors.table.selectRow(1)
    bench.form.factors.remove.click()
    assert len(bench.form.factors.rows) == 1


def test_every_control_has_a_name(bench, design):
    bench.open_design(design)
    for kind in (QAbstractButton, QComboBox, QLineEdit, QSpinBox, QTableView):
        for widget in bench.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                found = QAccessible.queryAccessibleInterface(widget)
                assert found.text(QAccessible.Text.Name), widget


def test_from_the_main_window_and_back(qtbot, window, design, tmp_path, monkeypatch):
    monkeypatch.setattr("hldsim_ui.bench.window.processors", lambda: 1)
    window.actions_by_name["bench"].trigger()
    bench = window.beside.window
    assert "classroom_small" in bench.form.scenario.currentText()
    bench.open_design(design)
    bench.run_into(tmp_path / "results")
    finished(qtbot, bench)
    bench.page.grid.setCurrentIndex(bench.page.grid.cells.index(1, 0))
    qtbot.waitUntil(lambda: bench.page.open.isEnabled(), timeout=PATIENCE)
    seed = int(bench.page.seen.replicates.rows[0][2])
    bench.page.open.click()
    qtbot.waitUntil(lambda: window.conductor.seed == seed, timeout=PATIENCE)
    settle(qtbot, window)
    play_to_end(qtbot, window)
    with Results(tmp_path / "results") as results:
        row = dict(zip([c.name for c in results.columns], results.run("base", 0, 0), strict=True))
    history = window.board.shown.history
    assert history[history.last].digest == row["fingerprint"]
    bench.close()


def test_values_are_read_as_they_are_written():
    for row in ({"values": [1, 0.5]}, {"values": ["a", "b"]}, {"from": 0.1, "to": 2.0, "steps": 4}):
        assert read_values(values_text(row), row.get("steps", 0), "steps" in row) == row


def test_paths_of_every_scenario_lead_somewhere():
    scenario = load_scenario("classroom_small")
    for place in places(scenario)[:60]:
        now_at(scenario, place.path)


@pytest.mark.parametrize("name", ["classroom_small", "hld_2006"])
def test_a_design_is_written_and_read_again(name):
    design = parse_design(template(load_scenario(name), name))
    assert parse_design(design_text(design_document(design))) == design
    two = DESIGN.replace(
        'scenario = "classroom_small"',
        'conditions = [{ id = "a", scenario = "x" }, '
        '{ id = "b", scenario = "x", settings = { "rules.coalitions.beta" = 0.1 } }]',
    )
    known = parse_design(two)
    assert parse_design(design_text(design_document(known))) == known
