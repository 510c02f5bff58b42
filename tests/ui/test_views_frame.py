"""The frame of a view: pictures hold all there is and nothing else; low boards are scrolled."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hldsim.record.run import record
from hldsim.scenario.load import load_scenario
from hldsim_ui.theme import LIGHT
from hldsim_ui.theme.palette import sized
from hldsim_ui.views.ballots import Ballots
from hldsim_ui.views.coalition_map import CoalitionMap
from hldsim_ui.views.themes import Themes
from tests.ui.conftest import PATIENCE


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("classroom_small")


@pytest.fixture(scope="module")
def history(scenario):
    return record(scenario, 1).history


def test_a_low_board_is_scrolled_for_large_text(qtbot, open_view, scenario, history):
    view = open_view(Themes, scenario, sized(LIGHT, 150), (900, 180))
    view.draw(history, 12)
    bar, plot = view.widget._plot_area.verticalScrollBar(), view.widget.plot
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=PATIENCE)
    assert view.grown > 1.2  # as far as the width allows
    QTest.keyClick(plot, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    down, middle = bar.value(), QPointF(100, 150)
    turn = QWheelEvent(
        middle,
        QPointF(plot.mapToGlobal(middle.toPoint())),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), turn)
    assert bar.value() < down


@pytest.mark.parametrize("kind", [Themes, CoalitionMap])
def test_a_picture_is_whole_where_its_view_is_scrolled(qtbot, open_view, scenario, history, kind):
    view = open_view(kind, scenario, sized(LIGHT, 150), (900, 180))
    view.draw(history, 12)
    bar = view.widget._side_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=PATIENCE)
    hidden, controls = bar.maximum(), 40  # what one may choose is no part of a picture
    assert view.widget.picture(1).height() > 180 + hidden - controls
    assert view.widget.size().height() == 180
    qtbot.waitUntil(lambda: bar.maximum() == hidden, timeout=PATIENCE)


def test_a_picture_shows_neither_what_one_may_choose_nor_the_keyboard(
    qtbot, qapp, open_view, scenario, history
):
    view = open_view(Ballots, scenario, LIGHT, (900, 480))
    view.draw(history, history.last)
    view.widget.activateWindow()
    view.widget.plot.setFocus()
    qtbot.waitUntil(view.widget.plot.hasFocus, timeout=PATIENCE)
    place, row = view.widget.plot.geometry(), view.design.height()
    image = view.widget.picture(1).toImage()
    surface = LIGHT.surface.rgb()
    ring = [image.pixel(1, y) for y in range(image.height())]
    assert set(ring) == {surface}
    inked = [y for y in range(60) if any(image.pixel(x, y) != surface for x in range(8, 200))]
    assert inked[0] < row  # what was below the row of controls stands in its place
    assert view.widget.plot.geometry() == place and view.design.isVisible()
