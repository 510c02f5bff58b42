"""Live views: draw, clear, draw the same again; show what the history says; leave nothing."""

import gc
import time
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from hldsim.scenario.load import load_scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from tests.report.made_up import made_up_history

NAMES = ("coalition_map", "support")


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


@pytest.fixture
def open_view(qtbot):
    """Open a view, and hold it as the window would: a view that nobody holds is collected."""
    held = []

    def opened(name, scenario, palette=LIGHT):
        view = LIVE_VIEWS[name]()
        held.append(view)
        qtbot.addWidget(view.widget)
        assert view.unavailable(scenario) is None
        view.load(scenario, palette)
        view.widget.resize(900, 480)
        with qtbot.waitExposed(view.widget):
            view.widget.show()
        return view

    yield opened
    for view in held:
        view.widget.close()


def pixels(view):
    image = view.widget.picture(1).toImage()  # held: its bits die with it
    return bytes(image.constBits())


def test_the_catalogue_holds_the_views():
    assert set(NAMES) <= set(LIVE_VIEWS)


@pytest.mark.parametrize("name", sorted(LIVE_VIEWS))
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_draws_clears_and_draws_the_same_again(open_view, name, palette, scenario, history):
    view = open_view(name, scenario, palette)
    empty = pixels(view)
    view.draw(history, 20, 3)
    first = pixels(view)
    view.draw(history, 35, 4)
    other = pixels(view)
    view.clear()
    assert pixels(view) == empty
    view.draw(history, 20, 3)
    assert pixels(view) == first
    assert len({empty, first, other}) == 3


@pytest.mark.parametrize("name", sorted(LIVE_VIEWS))
def test_an_empty_history_draws_nothing_and_fails_nowhere(open_view, name, scenario, history):
    view = open_view(name, scenario)
    empty = pixels(view)
    view.draw(history, len(history), NOBODY)
    assert pixels(view) == empty
    assert view.sentence(history, len(history))


@pytest.mark.parametrize("name", sorted(LIVE_VIEWS))
def test_a_small_table_is_drawn_too(open_view, name):
    small = load_scenario("classroom_small")
    history = made_up_history(small)
    view = open_view(name, small)
    view.draw(history, history.last, 0)
    assert view.sentence(history, history.last)
    assert view.table(history, history.last).rows


@pytest.mark.parametrize("name", sorted(LIVE_VIEWS))
def test_new_colours_keep_what_is_on_show(open_view, name, scenario, history):
    view = open_view(name, scenario)
    view.draw(history, 20, 3)
    before = pixels(view)
    view.load(scenario, DARK)
    assert pixels(view) != before
    view.load(scenario, LIGHT)
    assert pixels(view) == before


@pytest.mark.parametrize("name", sorted(LIVE_VIEWS))
def test_a_closed_view_is_gone(qtbot, name, scenario, history):
    view = LIVE_VIEWS[name]()
    view.load(scenario, LIGHT)
    view.draw(history, 9, 3)
    gone = weakref.ref(view), weakref.ref(view.widget)
    view.widget.close()
    view.widget.deleteLater()
    del view
    qtbot.wait(1)
    gc.collect()
    assert [ref() for ref in gone] == [None, None]


@pytest.mark.parametrize("name", sorted(LIVE_VIEWS))
def test_pictures_are_saved(open_view, name, scenario, history, tmp_path):
    view = open_view(name, scenario)
    view.draw(history, 20, 3)
    for suffix, start in ((".png", b"\x89PNG"), (".svg", b"<?xml")):
        file = tmp_path / f"picture{suffix}"
        view.widget.save_picture(file)
        assert file.read_bytes().startswith(start)
        assert file.stat().st_size > 5_000


@pytest.mark.parametrize("name", sorted(LIVE_VIEWS))
def test_time_per_draw_is_printed(open_view, name, scenario, history, capsys):
    view = open_view(name, scenario)
    spent = []
    for k in range(len(history)):
        start = time.perf_counter()
        view.draw(history, k, 3)
        view.widget.plot.viewport().repaint()
        spent.append(time.perf_counter() - start)
    with capsys.disabled():
        print(f"\n{name}: {1e3 * np.median(spent):.1f} ms a draw at {len(scenario.parties)}")


def test_the_map_colours_parties_by_what_the_history_says(open_view, scenario, history):
    view = open_view("coalition_map", scenario)
    for k in (0, 17, history.last):
        view.draw(history, k)
        assert view.picture.backed.tolist() == backed_proposal(history[k].state).tolist()
    counts = [int((view.picture.backed[history.inputs.member_p] == d).sum()) for d in range(3)]
    assert [label for _, label in view.picture.chips] == [
        f"{p.label} · {n}" for p, n in zip(scenario.forum_proposals, counts, strict=True)
    ]
    assert str(counts[0]) in view.sentence(history, history.last)


def test_a_click_on_a_symbol_selects_its_party(qtbot, open_view, scenario, history):
    view = open_view("coalition_map", scenario)
    view.draw(history, 30)
    party = scenario.party_index["USA"]
    plot = view.widget.plot
    spot = plot.mapFromScene(view.spot_of(party))
    with qtbot.waitSignal(view.picked, timeout=2000) as caught:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert caught.args == [party]


def test_a_click_beside_all_symbols_selects_nobody(open_view, scenario, history):
    view = open_view("coalition_map", scenario)
    view.draw(history, 30)
    assert view.party_at(QPointF(-50.0, -50.0)) == NOBODY


def test_homes_only_draws_homes(open_view, scenario, history):
    view = open_view("coalition_map", scenario)
    view.draw(history, 30)
    pulled = view.picture.at.copy()
    view.homes_only.setChecked(True)
    at_home = view.picture.at
    view.draw(history, 40)
    assert np.array_equal(view.picture.at, at_home)
    assert not np.array_equal(pulled, at_home)


def test_the_tip_says_who_it_is_and_how_well_it_is_known(open_view, scenario, history):
    view = open_view("coalition_map", scenario)
    view.draw(history, 30)
    usa, mexico = (view.tip(scenario.party_index[x]) for x in ("USA", "MEX"))
    assert "United States" in usa and "destination" in usa and "Position known" in usa
    assert "source" in mexico and "imputed" in mexico


def test_labels_of_the_map_do_not_overlap(open_view, scenario, history):
    view = open_view("coalition_map", scenario)
    for k in (5, 30, history.last):
        view.draw(history, k)
        view.widget.grab()
        boxes = [box for _, box in view._items[2].placed]
        assert len(boxes) > 8
        for n, box in enumerate(boxes):
            assert not any(box.meets(other) for other in boxes[n + 1 :])


def test_support_shows_the_shares_of_the_history(open_view, scenario, history):
    view = open_view("support", scenario)
    view.draw(history, 25)
    members = history.inputs.member_p
    backed = history.origin_kp(25)[:, members]
    for column, d in enumerate([*range(len(scenario.forum_proposals)), -1]):
        x, y = view._lines[column].getData()
        assert x.tolist() == list(range(26))
        assert np.allclose(y, 100.0 * (backed == d).sum(axis=1) / members.sum())
    last = view.table(history, 25).rows[-1]
    assert sum(last[1:]) == members.sum()
    assert "25" in view.tip(25)


def test_a_click_in_support_tells_the_round(qtbot, open_view, scenario, history):
    view = open_view("support", scenario)
    view.draw(history, 25)
    plot = view.widget.plot
    spot = plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(12.0, 50.0)))
    with qtbot.waitSignal(view.round_picked, timeout=2000) as caught:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert caught.args == [12]
