"""Coalitions are told apart with every kind of sight; text can be read on all it stands on.

Sight without L, M or S cones: [MachadoEtAl2009], severity 1, as coloraide has their matrices; what
comes out beyond the colours of a screen is clipped. Differences: CIEDE2000 [SharmaWuDalal2005]. 1
is about the least that can be seen side by side; 10 and more is seen at a glance, also in small
areas that do not touch.
"""

import re
from itertools import combinations

import pytest
from coloraide import Color
from PySide6.QtGui import QImage

from hldsim.scenario.load import load_scenario
from hldsim.session import Intervention, Session
from hldsim.table.state import backed_proposal
from hldsim_ui.pictures import draw_pictures
from hldsim_ui.theme import DARK, LIGHT, PROJECTOR, contrast_ratio
from hldsim_ui.theme.contrast import SHAPE, TEXT, mixed
from hldsim_ui.theme.palette import THINNED
from hldsim_ui.theme.stylesheet import TEXT_PAIRS, named_colours, stylesheet
from hldsim_ui.views.base import LIVE_VIEWS

PALETTES = (LIGHT, DARK, PROJECTOR)
THEMES = pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
SIGHT = pytest.mark.parametrize("sight", ["ordinary", "protan", "deutan", "tritan"])

APART, THIN_APART = 11.0, 7.0
"""Least difference of any two coalitions, and where both are thinned for imputed positions."""
FIRST, FIRST_APART, FIRST_THIN_APART = 3, 18.0, 11.0
"""The same for the first so many: as many as compete in any scenario that comes along."""


def seen(colour, sight):
    """What a colour looks like."""
    colour = Color(colour)
    if sight != "ordinary":
        colour = colour.filter(sight, 1, method="machado").clip("srgb")
    return colour


def least_difference(colours, sight):
    looks = {d: seen(colour, sight) for d, colour in colours.items()}
    return min(
        (one.delta_e(other, method="2000"), a, b)
        for (a, one), (b, other) in combinations(looks.items(), 2)
    )


def fills(palette, count, strength=1.0):
    """Fill of the uncommitted and of so many coalitions, on the surface."""
    return {
        d: mixed(palette.surface, palette.coalition(d), strength).name() for d in range(-1, count)
    }


def test_the_matrices_are_those_of_the_paper():
    # [MachadoEtAl2009], severity 1.0: pure red without L cones, in linear sRGB
    red = Color("color(srgb-linear 1 0 0)").filter("protan", 1, method="machado")
    linear = red.convert("srgb-linear").coords()
    assert linear == pytest.approx([0.152286, 0.114503, -0.003882], abs=0.005)


def test_the_difference_is_that_of_the_standard():
    # [SharmaWuDalal2005], table 1, pair 1
    one = Color("lab-d65", [50.0, 2.6772, -79.7751])
    other = Color("lab-d65", [50.0, 0.0, -82.7485])
    assert one.delta_e(other, method="2000", space="lab-d65") == pytest.approx(2.0425, abs=0.001)


@THEMES
@SIGHT
def test_every_two_coalitions_are_told_apart(palette, sight):
    count = len(palette.hues)
    assert least_difference(fills(palette, count), sight)[0] >= APART
    assert least_difference(fills(palette, count, THINNED), sight)[0] >= THIN_APART


@THEMES
@SIGHT
def test_the_first_coalitions_are_told_apart_at_a_glance(palette, sight):
    assert least_difference(fills(palette, FIRST), sight)[0] >= FIRST_APART
    assert least_difference(fills(palette, FIRST, THINNED), sight)[0] >= FIRST_THIN_APART


@THEMES
def test_lines_and_outlines_have_the_very_colour_of_the_fill(palette):
    for d in range(-1, len(palette.hues)):
        assert contrast_ratio(palette.coalition(d), palette.surface) >= SHAPE
        assert palette.coalition_border(d) == palette.coalition(d)


@THEMES
def test_names_of_coalitions_can_be_read(palette):
    for d in range(-1, 3 * len(palette.hues)):
        for ground in (palette.surface, palette.background):
            assert contrast_ratio(palette.coalition_text(d), ground) >= TEXT
            assert contrast_ratio(palette.coalition_border(d), palette.surface) >= SHAPE
        assert contrast_ratio(palette.on_coalition(d), palette.coalition(d)) >= TEXT


@THEMES
def test_after_the_last_hue_the_wheel_turns_in_other_shades(palette):
    count = 2 * len(palette.hues)
    assert len({palette.coalition(d).name() for d in range(-1, count)}) == count + 1


def test_hues_keep_their_place_from_theme_to_theme():
    """Blue stays blue: a coalition known by its colour is known in every theme and export."""
    for d in range(len(LIGHT.hues)):
        hues = [Color(palette.hues[d]).convert("oklch")["hue"] for palette in PALETTES]
        turns = [abs((a - b + 180.0) % 360.0 - 180.0) for a, b in combinations(hues, 2)]
        assert max(turns) < 35.0, (d, hues)


# -------------------------------------------------------- what stands on what, by the sheet itself


def rules(sheet):
    """Selector and declarations of each rule of a stylesheet, in order."""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        given = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+?)\s*;", body + ";"))
        for selector in selectors.split(","):
            yield " ".join(selector.split()), given


def general(selector):
    """The selectors that a state or a name of a widget builds on, most general first."""
    state = r"(?<!:):(?!:)[\w-]+"
    states = re.findall(state, selector)
    plain = re.sub(state, "", selector)
    bare = re.sub(r"#\w+|\[[^]]*\]", "", plain)  # without names and properties
    single = [layer + one for layer in (bare, plain) for one in states]
    return dict.fromkeys((bare, plain, *single, selector))


def pairs(sheet):
    """Text and ground of each rule that sets either; the other from what it builds on."""
    known = {}
    for selector, given in rules(sheet):
        known.setdefault(selector, {}).update(given)
    for selector in known:
        if ":disabled" in selector:
            continue  # what cannot be used need not be read ([WCAG2023] 1.4.3)
        found = {}
        for layer in general(selector):
            found.update(known.get(layer, {}))
        text = found.get("color", "")
        ground = found.get("background", found.get("background-color", ""))
        if text.startswith("#"):
            yield selector, text, ground if ground.startswith("#") else None
        if "selection-color" in found:
            yield selector, found["selection-color"], found["selection-background-color"]


@THEMES
def test_every_text_of_the_sheet_can_be_read_on_its_ground(palette):
    named = named_colours(palette)
    listed = {(named[a], named[b]) for a, b in TEXT_PAIRS}
    found = list(pairs(stylesheet(palette)))
    assert len(found) > 30
    for selector, text, ground in found:
        grounds = [ground] if ground else [named["background"], named["surface"]]
        for behind in grounds:
            assert contrast_ratio(text, behind) >= TEXT, (selector, text, behind)
        if ground:
            assert (text, ground) in listed, f"{selector}: add its pair to TEXT_PAIRS"


def test_the_projectors_text_reaches_seven_to_one():
    named = named_colours(PROJECTOR)
    for text, ground in TEXT_PAIRS:
        assert contrast_ratio(named[text], named[ground]) >= 7.0, (text, ground)
    assert contrast_ratio(PROJECTOR.border, PROJECTOR.background) >= SHAPE


# -------------------------------------------------------- a coalition keeps its colour


@pytest.fixture(scope="module")
def runs():
    """A run in which coalitions merge, and a fork of it from before they do."""
    with Session.open(load_scenario("classroom_small"), 2) as session:
        while not session.finished:
            session.advance()
        first = session.history
        session.rewind(5)
        session.apply(Intervention("set", {"path": "parties[USA].salience.venue", "value": 0.9}))
        while not session.finished:
            session.advance()
        assert session.history is not first
        yield first, session.history


def merge_of(history):
    return next(
        (k, event)
        for k in range(len(history))
        for event in history[k].events
        if event.kind == "merged" and event.fields["movers"]
    )


def colour_at(view, image, party, palette):
    """Which proposal's colour, known or thinned, is nearest to what is seen where a party is."""
    spot = view.widget.plot.mapFromScene(view.spot_of(party))
    place = view.widget.plot.mapTo(view.widget, spot)
    seen = Color(image.pixelColor(place).name())
    strength = 1.0 if view.picture.known[party] else THINNED
    wanted = {
        d: Color(mixed(palette.surface, palette.coalition(d), strength).name())
        for d in range(-1, 3)
    }
    return min(wanted, key=lambda d: seen.delta_e(wanted[d], method="2000"))


@THEMES
def test_a_party_is_seen_in_the_colour_of_what_it_backs_through_merges_and_forks(
    qtbot, runs, palette
):
    first, fork = runs
    merged, event = merge_of(first)
    view = LIVE_VIEWS["coalition_map"]()
    view.homes_only.setChecked(True)  # nobody stands on another
    qtbot.addWidget(view.widget)
    view.widget.resize(1000, 700)
    view.load(first.scenario, palette)
    view.widget.show()
    view.widget.plot.viewport().update()
    seen = {}
    for history in (first, fork):
        for k in (4, merged - 1, merged, history.last):
            view.draw(history, k)
            image = view.widget.grab().toImage()
            backed = backed_proposal(history[k].state)
            told = [colour_at(view, image, p, palette) for p in range(len(backed))]
            assert told == backed.tolist(), (k, history is fork)
            seen[history is fork, k] = told
    assert seen[True, 4] == seen[False, 4]  # before the fork they are the same
    origin = first.scenario.proposal_index[event.fields["proposal"]]
    other = first.scenario.proposal_index[event.fields["other"]]
    before, after = seen[False, merged - 1], seen[False, merged]
    assert all(now == origin for was, now in zip(before, after, strict=True) if was == origin)
    movers = [now for was, now in zip(before, after, strict=True) if (was, now) == (other, origin)]
    assert len(movers) == event.fields["movers"]  # those who came over, and nobody else's colour


def test_exported_pictures_have_the_very_colours_of_the_window(qapp, runs, tmp_path):
    history = runs[0]
    for palette in PALETTES:
        folder = tmp_path / palette.name
        draw_pictures(history, folder, views=("support",), palette=palette)
        image = QImage(str(folder / "support.png"))
        found = {
            image.pixelColor(x, y).name()
            for x in range(0, image.width(), 2)
            for y in range(image.height())
        }
        for d in range(3):
            assert palette.coalition(d).name() in found, (palette.name, d)
