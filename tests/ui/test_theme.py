"""Colours: text can be read, shapes can be seen, every role is set."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QWidget

from hldsim.scenario.load import load_scenario
from hldsim_ui.conductor import CALM_MS, FRAME_MS
from hldsim_ui.main_window.parts import PARTS
from hldsim_ui.theme import DARK, LIGHT, PROJECTOR, ThemeKeeper, contrast_ratio, icon, sized
from hldsim_ui.theme.apply import FAMILY, apply_theme, qt_palette
from hldsim_ui.theme.contrast import TEXT
from hldsim_ui.theme.keeper import SIZES
from hldsim_ui.theme.stylesheet import TEXT_PAIRS, named_colours, stylesheet
from hldsim_ui.views.base import LIVE_VIEWS
from tests.report.made_up import made_up_history
from tests.ui.conftest import PATIENCE, settle

THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK, PROJECTOR], ids=lambda p: p.name)


def test_contrast_of_black_on_white_is_21():
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast_ratio("#777777", "#777777") == 1.0
    assert contrast_ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # WCAG's example


@THEMES
def test_text_of_the_stylesheet_can_be_read(palette):
    colours = named_colours(palette)
    for text, ground in TEXT_PAIRS:
        ratio = contrast_ratio(colours[text], colours[ground])
        assert ratio >= TEXT, f"{text} on {ground}: {ratio:.2f}"


@THEMES
def test_text_of_the_palette_can_be_read(palette):
    dressed, role = qt_palette(palette), QPalette.ColorRole
    pairs = [
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.ToolTipText, role.ToolTipBase),
        (role.HighlightedText, role.Highlight),
        (role.Link, role.Base),
    ]
    for text, ground in pairs:
        assert contrast_ratio(dressed.color(text), dressed.color(ground)) >= TEXT, (text, ground)


@THEMES
def test_every_role_is_set_in_every_group(palette):
    dressed = qt_palette(palette)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
        for role in QPalette.ColorRole:
            if role not in (QPalette.ColorRole.NColorRoles, QPalette.ColorRole.NoRole):
                assert dressed.isBrushSet(group, role), (group, role)


def test_the_stylesheet_leaves_no_name_unfilled():
    for palette in (LIGHT, DARK, PROJECTOR):
        assert "$" not in stylesheet(palette)


@pytest.mark.parametrize("palette", [LIGHT, DARK, PROJECTOR], ids=lambda p: p.name)
def test_icons_take_the_colour_of_the_theme(qapp, palette):
    image = icon("step", palette).pixmap(32, 32).toImage()
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    solid = [colour for colour in seen if colour.alpha() == 255]
    assert solid
    assert all(contrast_ratio(colour, palette.text) < 1.1 for colour in solid)


def test_inter_comes_along(qapp):
    apply_theme(qapp, LIGHT)
    assert FAMILY in QFontDatabase.families()
    assert qapp.font().family() == FAMILY


def test_the_choice_is_remembered(qapp, settings):
    first = ThemeKeeper(qapp, settings)
    told = []
    first.changed.connect(told.append)
    first.choose("light")
    first.choose("dark")
    assert told[-1] is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.background)
    second = ThemeKeeper(qapp, settings)
    assert second.palette is DARK
    second.choose("desktop")
    assert ThemeKeeper(qapp, settings).choice == "desktop"


def test_a_choice_from_another_version_is_forgiven(qapp, settings):
    settings.setValue("look/theme", "sepia")
    assert ThemeKeeper(qapp, settings).choice == "desktop"


def test_the_projectors_type_is_bigger(qapp, settings):
    ThemeKeeper(qapp, settings).choose("light")
    plain = qapp.font().pointSizeF()
    ThemeKeeper(qapp, settings).choose("projector")
    assert qapp.font().pointSizeF() >= 1.4 * plain


def test_the_size_of_the_text_is_in_force_at_once_and_remembered(qapp, settings):
    keeper = ThemeKeeper(qapp, settings)
    keeper.choose("light")
    told = []
    keeper.changed.connect(told.append)
    keeper.set_text_size(150)
    assert qapp.font().pointSizeF() == pytest.approx(15.0)
    assert told == [sized(LIGHT, 150)]
    assert "17.25pt" in qapp.styleSheet()  # the title grows with it
    again = ThemeKeeper(qapp, settings)
    assert (again.text_size, again.palette) == (150, keeper.palette)
    again.set_text_size(100)
    assert again.palette is LIGHT


def test_the_text_grows_and_shrinks_in_steps_as_far_as_they_go(qapp, settings):
    keeper = ThemeKeeper(qapp, settings)
    seen = []
    for _ in SIZES:
        keeper.step_text_size(-1)
    for _ in range(len(SIZES) + 2):
        seen.append(keeper.text_size)
        keeper.step_text_size(1)
    assert seen[: len(SIZES)] == [*SIZES]
    assert (SIZES[0], SIZES[-1], keeper.text_size) == (80, 200, 200)
    keeper.set_text_size(100)


@pytest.mark.parametrize("given", ["huge", "nan", "", "101"])
def test_a_size_that_is_none_is_forgiven(qapp, settings, given):
    settings.setValue("look/text_size", given)
    assert ThemeKeeper(qapp, settings).text_size == 100


def test_reduced_motion_stops_what_blinks_and_gives_it_back(qapp, settings):
    blink = qapp.cursorFlashTime()
    assert blink > 0
    keeper = ThemeKeeper(qapp, settings)
    qapp.setEffectEnabled(Qt.UIEffect.UI_FadeMenu, True)
    fades = qapp.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    keeper.reduce_motion(True)
    assert qapp.cursorFlashTime() == 0
    assert not qapp.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    assert ThemeKeeper(qapp, settings).reduced_motion
    keeper.reduce_motion(False)
    assert qapp.cursorFlashTime() == blink
    assert qapp.isEffectEnabled(Qt.UIEffect.UI_FadeMenu) == fades
    assert not ThemeKeeper(qapp, settings).reduced_motion
    qapp.setEffectEnabled(Qt.UIEffect.UI_FadeMenu, False)


def test_the_view_menu_sets_the_size_of_the_text(window, keeper):
    larger, normal = (window.actions_by_name[f"text_{name}"] for name in ("larger", "normal"))
    keeper.choose("light")
    drawn = window.hosts["coalition_map"]
    assert not normal.isEnabled()
    larger.trigger()
    larger.trigger()
    assert window.font().pointSizeF() == pytest.approx(12.5)
    assert window.menus["text_size"].title() == "Te&xt size (125 %)"
    assert window.status.message.whole == "Text size 125 %"
    assert drawn.view._palette is keeper.palette  # the picture is drawn anew, in the new size
    normal.trigger()
    assert window.font().pointSizeF() == pytest.approx(10.0)
    for _ in SIZES:
        larger.trigger()
    assert not larger.isEnabled()
    normal.trigger()


def test_plus_with_shift_is_larger_text_where_plus_needs_shift(qtbot, window, keeper):
    """A keyboard whose + stands above = sends Ctrl++ for Ctrl+Shift++."""
    speed = window.controls.speed.value()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Plus, control | shift)
    assert (keeper.text_size, window.controls.speed.value()) == (110, speed)
    qtbot.keyClick(window, Qt.Key.Key_Minus, control | shift)
    assert (keeper.text_size, window.controls.speed.value()) == (100, speed)
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    assert (keeper.text_size, window.controls.speed.value()) == (100, speed + 1)


class Windows(QObject):
    """Keeps what comes up as a window of its own."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, heard, event):
        if event.type() == QEvent.Type.Show and isinstance(heard, QWidget) and heard.isWindow():
            self.shown.append(f"{type(heard).__name__} {getattr(heard, 'text', str)()}")
        return False


def test_nothing_flashes_up_when_views_are_made_and_dressed(qtbot, qapp, window, keeper):
    """A widget shown before it has a parent is a window for a moment, and takes the keyboard."""
    watch = Windows()
    qapp.installEventFilter(watch)
    for part in PARTS:
        window.access.go_to(part.name)
        settle(qtbot, window)
    window.board.select(2)
    for choice in ("dark", "projector", "light"):
        keeper.choose(choice)
        qapp.processEvents()
        assert window.isActiveWindow()
    qapp.removeEventFilter(watch)
    assert watch.shown == []


def test_with_reduced_motion_a_run_is_shown_in_fewer_rounds(qtbot, window, keeper):
    still = window.actions_by_name["still"]
    still.trigger()
    assert keeper.reduced_motion and still.isChecked()
    shown = []
    window.board.watch(lambda board, changed: shown.append(board.k) if "k" in changed else None)
    window.conductor.set_speed(30.0)
    window.conductor.play()
    assert window.conductor._timer.interval() == CALM_MS
    qtbot.waitUntil(lambda: window.board.shown.finished, timeout=PATIENCE)
    settle(qtbot, window)
    assert shown[-1] == 19 and len(shown) < 8  # 19 rounds at 30 a second, three frames a second
    assert window.conductor._timer.interval() == FRAME_MS
    still.trigger()
    assert not keeper.reduced_motion


@pytest.mark.parametrize(
    ("size", "grown"), [((900, 700), 1.5), ((1000, 150), 1.5), ((560, 700), 1.0)]
)
def test_boards_are_enlarged_with_the_text_where_there_is_room(qtbot, size, grown):
    """A board that is enlarged is that of a smaller room, and tips are still where they belong."""
    history = made_up_history(load_scenario("classroom_small"))
    view = LIVE_VIEWS["issue_board"]()
    qtbot.addWidget(view.widget)
    large = sized(LIGHT, 150)
    font = view.widget.font()
    font.setPointSizeF(large.points)
    view.widget.setFont(font)
    view.load(history.scenario, large)
    view.widget.resize(*size)
    with qtbot.waitExposed(view.widget):
        view.widget.show()
    view.draw(history, 9)
    assert view.grown == pytest.approx(grown)
    assert view.font.pointSizeF() == pytest.approx(LIGHT.points)
    width, height = view.size
    x, y = 0.25 * width, 0.6 * height
    assert view.spot_at(view.scene_point(x, y)) == view.spot(x, y, width, height)
    room = view.scene_point(width, height) - view.scene_point(0.0, 0.0)
    assert (room.x(), room.y()) == pytest.approx((grown * width, grown * height))
