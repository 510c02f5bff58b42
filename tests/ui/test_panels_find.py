"""Finding a party by name, old name or code."""

import pytest
from PySide6.QtCore import Qt

from hldsim.scenario.load import load_scenario
from hldsim_ui.panels.find import FindBox, matches, plain, shown_as


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture
def box(qtbot, scenario):
    box = FindBox()
    qtbot.addWidget(box)
    box.load(scenario)
    with qtbot.waitExposed(box):
        box.show()
    return box


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("mex", "MEX"),
        ("MEXICO", "MEX"),
        ("cote d'ivoire", "CIV"),
        ("Côte", "CIV"),
        ("usa", "USA"),
        ("united states of america", "USA"),
        ("burma", "MMR"),
        ("guinea", "GIN"),
        ("bis", "GNB"),
    ],
)
def test_the_best_match(scenario, typed, iso):
    assert scenario.parties[matches(scenario, typed)[0]].iso3 == iso


def test_every_party_is_found_by_its_name_its_code_and_its_old_names(scenario):
    for n, party in enumerate(scenario.parties):
        assert matches(scenario, party.name)[0] == n
        assert matches(scenario, party.id.lower())[0] == n
        for alias in party.aliases:
            assert n in matches(scenario, alias)


def test_nothing_is_found_by_nothing(scenario):
    assert matches(scenario, "  ") == []
    assert matches(scenario, "zzzz") == []


def test_plain_words():
    assert plain("São Tomé & Príncipe") == "sao tome principe"


def test_a_line_names_the_old_name_that_matched(scenario):
    party = scenario.parties[matches(scenario, "burma")[0]]
    assert "Burma" in shown_as(party, "burma")


def test_enter_selects(qtbot, box, scenario):
    qtbot.keyClicks(box, "mexi")
    with qtbot.waitSignal(box.picked, timeout=2000) as caught:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert caught.args == [scenario.party_index["MEX"]]


def test_enter_on_nothing_selects_nobody(qtbot, box):
    qtbot.keyClicks(box, "zzzz")
    with qtbot.assertNotEmitted(box.picked, wait=20):
        qtbot.keyClick(box, Qt.Key.Key_Return)


def test_the_list_offers_matches_and_its_lines_select(box, scenario):
    box._look("united")
    assert box._lines.rowCount() > 1
    picked = []
    box.picked.connect(picked.append)
    box._chosen(box._lines.index(1))
    assert picked == [box._found[1]]


def test_escape_clears(qtbot, box):
    qtbot.keyClicks(box, "mexi")
    box.completer().popup().hide()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
