"""Blocks from spreadsheets: a table in the writing of every locale gives the same parties."""

import pytest

from hldsim.scenario.blanks import copy_of, free_design, new_entry
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Add
from hldsim.scenario.headings import columns_of
from hldsim.scenario.load import load_scenario
from hldsim.scenario.numerals import COMMA, POINT
from hldsim.scenario.pasting import paste, read_block, write_block
from tests.scenario.small import document
from tests.scenario.test_numerals import LOCALES, written

SMALL = load_scenario("classroom_small").document
COLUMNS = columns_of(SMALL)
BY_ID = {column.id: column for column in COLUMNS}
SOME = ("id", "salience.venue", "population", "gdp_pc", "balance")
FIGURES = [
    ("AUS", 0.55, 20178543, 34476.9, 0.8384),
    ("MEX", 0.25, 105669369, 8257.25, -0.8878),
    ("BEL", 0.5, 10546885, 36571.4, 0.4809),
]
PLACES = (0, 2, 0, 2, 4)


def spreadsheet(locale):
    """The figures as a spreadsheet of a locale puts them on the clipboard."""
    between, decimal, minus = LOCALES[locale]
    rows = [SOME]
    for name, *numbers in FIGURES:
        cells = [
            written(n, between, decimal, minus, p) for n, p in zip(numbers, PLACES[1:], strict=True)
        ]
        rows.append((name, *cells))
    return "\r\n".join("\t".join(row) for row in rows) + "\r\n"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_table_of_every_locale_gives_the_same_parties(locale):
    draft = Draft.of(SMALL)
    done = paste(SMALL, read_block(spreadsheet(locale)), COLUMNS, [], [])
    assert done.unclear == () and done.left_over == 0
    pasted = draft.edit(done.edit)
    rows = {row["id"]: row for row in pasted.document["parties"]}
    for name, *numbers in FIGURES:
        assert [rows[name][column] for column in SOME[1:]] == numbers
    assert pasted.undo().document is SMALL


def test_what_can_be_read_in_two_ways_is_asked_and_then_done():
    block = read_block("1.234\n5\n")
    at, rows = [BY_ID["gdp_pc"]], [0, 1, 2]
    asked = paste(SMALL, block, COLUMNS, rows, at)
    assert asked.edit is None and [str(one) for one in asked.unclear] == ["1.234 is 1.234 or 1234"]
    for style, number in ((POINT, 1.234), (COMMA, 1234)):
        done = paste(SMALL, block, COLUMNS, rows, at, style=style)
        assert [cell.value for cell in done.edit.cells] == [number, 5]


def test_a_text_where_a_number_should_be_is_seen_not_dropped():
    done = paste(SMALL, [["about half"]], COLUMNS, [0], [BY_ID["salience.venue"]])
    draft = Draft.of(SMALL).edit(done.edit)
    (faults,) = draft.cell_faults().values()
    assert (faults[0].value, faults[0].allowed) == ("about half", "a number")


def test_one_cell_fills_what_is_selected_and_a_block_that_fits_is_repeated():
    at = [BY_ID["reluctance"], BY_ID["principle"]]
    done = paste(SMALL, [["0,5"]], COLUMNS, [3, 1, 2], at, span=(3, 2))
    assert [(c.row, c.column, c.value) for c in done.edit.cells] == [
        (row, column.id, 0.5) for row in (3, 1, 2) for column in at
    ]
    done = paste(SMALL, [["0.1"], ["0.2"]], COLUMNS, [3, 1, 2, 0], at, span=(4, 1))
    assert [c.value for c in done.edit.cells] == [0.1, 0.2, 0.1, 0.2]


def test_what_finds_no_place_is_counted():
    done = paste(SMALL, [["1", "0", "0"], ["1", "", "0"]], COLUMNS, [0], [BY_ID["reluctance"]])
    assert (done.cells, done.left_over) == (1, 4)
    assert paste(SMALL, [], COLUMNS, [0], []).edit is None


def test_unknown_ids_are_new_parties_of_the_user():
    text = "Id\tName\tSeat\tblocs\tedited\nXXX\tExland\tObserver\tg77, EU\t\nMEX\tMéxico\t\t\t\n"
    done = paste(SMALL, read_block(text), COLUMNS, [], [])
    assert (done.added, done.cells) == (1, 3)
    draft = Draft.of(SMALL).edit(done.edit)
    assert draft.undo_words == "paste 3 cells and 1 new parties"
    new = draft.document["parties"][-1]
    assert new["name"] == "Exland" and new["seat"] == "observer"
    assert (new["provenance"], new["edited"]) == ("user", "seat;blocs")
    assert new["blocs"].split(";")[0] in ("G77", "g77")


def test_what_is_copied_is_read_again_as_it_was():
    rows = [[0.5, "a\tb", None], [12, 'say "x"', 1e-9]]
    for decimal in ".,":
        text = write_block(rows, decimal)
        back = read_block(text)
        assert back[0][0] == f"0{decimal}5" and back[0][1:] == ["a\tb", ""]
        assert back[1][1] == 'say "x"'
    assert read_block('"open\tend\n') == [['"open', "end"]]


@pytest.mark.parametrize(
    "into",
    ["parties", "issues", "issues[venue].levels", "themes", "blocs", "proposals", "hosts",
     "amendments", "adoption", "agenda"],
)  # fmt: skip
@pytest.mark.parametrize("content", [document(), SMALL], ids=["small", "classroom"])
def test_a_new_entry_brings_no_fault(into, content):
    draft = Draft.of(content)
    for _ in range(2):
        at = 0 if into == "adoption" else None
        draft = draft.edit(Add(into, new_entry(draft.document, into), at))
    told = [fault for fault in draft.faults() if fault.check != "adoption.unreachable"]
    assert told == []


def test_a_copy_shares_nothing_that_only_one_can_have():
    draft = Draft.of(SMALL)
    for into, name in (("parties", "MEX"), ("proposals", SMALL["proposals"][0]["id"])):
        draft = draft.edit(Add(into, copy_of(draft.document, into, name)))
    assert draft.faults() == ()
    with pytest.raises(KeyError):
        copy_of(SMALL, "parties", "XXX")


def test_where_every_design_is_tabled_there_is_no_free_one():
    content = document()
    content["issues"] = content["issues"][:1]
    quo = content["issues"][0]["status_quo"]
    content["proposals"] = [
        {"id": level["id"], "label": "x", "design": {"venue": level["id"]}}
        for level in content["issues"][0]["levels"]
        if level["id"] != quo
    ]
    assert free_design(content, {"venue": "un"}) == {"venue": "un"}


def test_every_column_says_what_it_allows():
    by_id = {column.id: column.allowed for column in COLUMNS}
    assert by_id["salience.venue"] == "a number from 0 to 1, or blank"
    assert by_id["seat"] == "one of member, observer, organisation, or blank"
    assert by_id["blocs"].startswith("any of ") and by_id["name"] == "a text, or blank"
    assert by_id["population"] == "a number of at least 0, or blank"
    assert "edited" not in by_id
    hld = {column.id: column for column in columns_of(load_scenario("hld_2006").document)}
    assert hld["remittances_pct"].per_cent and not hld["hdi"].per_cent
