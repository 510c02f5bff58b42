"""Tables from spreadsheets of other locales, where there is one way to read them."""

import pytest

from hldsim.scenario.check import check_scenario
from hldsim.scenario.load import load_scenario
from hldsim.scenario.rows import read_table
from tests.scenario.small import files, write

KNOWN = ("id", "name", "balance", "blocs", "reluctance")


def test_a_semicolon_table_with_decimal_commas():
    table = read_table(b"id;name;balance\r\nBEL;Belgium;0,48\r\nMEX;Mexico;-0,876\r\n", "p", KNOWN)
    assert table.faults == []
    assert [row["balance"] for row in table.rows] == [0.48, -0.876]


def test_a_tabbed_table_with_points():
    table = read_table(b"id\tname\tbalance\nBEL\tBelgium\t0.48\n", "p", KNOWN)
    assert (table.rows[0]["balance"], table.faults) == (0.48, [])


def test_points_and_commas_together_are_refused():
    table = read_table(b"id;name;balance\nBEL;Belgium;0.48\nMEX;Mexico;0,5\n", "p", KNOWN)
    assert [f.check for f in table.faults] == ["cell.decimal_comma"]


def test_lists_in_a_semicolon_table_are_quoted():
    table = read_table(b'id;name;blocs\nBEL;Belgium;"EU;OECD"\n', "p", KNOWN)
    assert (table.rows[0]["blocs"], table.faults) == ("EU;OECD", [])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_part_of_the_first_column(mark):
    assert read_table(mark + b"id,name\nCIV,C\xc3\xb4te d'Ivoire\n", "p", KNOWN).rows == [
        {"id": "CIV", "name": "Côte d'Ivoire"}
    ]


def test_rows_are_numbered_as_a_spreadsheet_does():
    table = read_table(b'# remark\n\nid,name\n\nBEL,"Bel\ngium"\n,,\nMEX,Mexico\n', "p", KNOWN)
    assert table.numbers == [5, 7]
    assert table.faults == []


def test_blank_columns_at_the_end_are_a_spreadsheets_habit():
    table = read_table(b"id,name,,\nBEL,Belgium,,\n", "p", KNOWN)
    assert (table.rows, table.faults) == ([{"id": "BEL", "name": "Belgium"}], [])


def test_windows_line_ends_make_no_difference(tmp_path):
    made = {name: data.replace(b"\n", b"\r\n") for name, data in files().items()}
    there = write(tmp_path / "dos", made)
    assert check_scenario(there) == []
    assert load_scenario(there) == load_scenario(write(tmp_path / "small", files()))
