"""Colours: text can be read, shapes can be seen, every role is set."""

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QPalette

from hldsim_ui.theme import DARK, LIGHT, ThemeKeeper, contrast_ratio, icon
from hldsim_ui.theme.apply import FAMILY, apply_theme, qt_palette
from hldsim_ui.theme.contrast import SHAPE, TEXT
from hldsim_ui.theme.stylesheet import TEXT_PAIRS, named_colours, stylesheet

THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda p: p.name)


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


@THEMES
@pytest.mark.parametrize("d", range(-1, 16))
def test_coalitions_stand_out_and_their_names_can_be_read(palette, d):
    assert contrast_ratio(palette.coalition_border(d), palette.surface) >= SHAPE
    assert contrast_ratio(palette.coalition_text(d), palette.surface) >= TEXT
    assert contrast_ratio(palette.on_coalition(d), palette.coalition(d)) >= TEXT - 0.4


def test_the_first_fourteen_coalitions_differ():
    assert len({LIGHT.coalition(d).name() for d in range(14)}) == 14


def test_the_stylesheet_leaves_no_name_unfilled():
    for palette in (LIGHT, DARK):
        assert "$" not in stylesheet(palette)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda p: p.name)
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
