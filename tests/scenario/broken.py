"""Broken scenarios, at least one a check: how the small one is broken.

Each breaker changes the files of the small scenario; the fault it must give stands in
``expected.py``, by the breaker's name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from hldsim.scenario.save import party_table, toml_text
from tests.scenario.small import document, files

Files = dict[str, bytes]
BREAKERS: dict[str, Callable[[], Files | bytes | None]] = {}
"""Name -> the files of a folder, the bytes of a .zip, or None for nothing at all."""


def in_files(change: Callable[[Files], None]) -> None:
    """Register a breaker of files."""

    def broken() -> Files:
        made = files()
        change(made)
        return made

    BREAKERS[change.__name__] = broken


def in_document(change: Callable[[dict[str, Any]], None]) -> None:
    """Register a breaker of the document, which is then written to files."""

    def broken() -> Files:
        content = document()
        change(content)
        rows = content.pop("parties")
        text = toml_text(content).encode()
        return {**files(), "scenario.toml": text, "parties.csv": party_table(rows).encode()}

    BREAKERS[change.__name__] = broken


def in_zip(pack: Callable[[zipfile.ZipFile], None]) -> None:
    """Register a breaker of a .zip."""

    def broken() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files().items():
                archive.writestr(name, data)
            pack(archive)
        return out.getvalue()

    BREAKERS[pack.__name__] = broken


def cells(made: Files, old: str, new: str) -> None:
    """Replace a text in the table."""
    text = made["parties.csv"].decode()
    assert old in text, text
    made["parties.csv"] = text.replace(old, new, 1).encode()


# ---------------------------------------------------------------------------------- files


def nowhere() -> None:
    return None


BREAKERS["nowhere"] = nowhere


@in_files
def no_table(made: Files) -> None:
    del made["parties.csv"]


@in_files
def old_encoding(made: Files) -> None:
    made["parties.csv"] = made["parties.csv"].replace(b"Mexico", "México".encode("cp1252"))


@in_files
def toml_in_utf_16(made: Files) -> None:
    made["scenario.toml"] = made["scenario.toml"].decode().encode("utf-16")


@in_files
def no_toml(made: Files) -> None:
    made["scenario.toml"] = b"format = 1\nname = small\n"


@in_files
def nested_without_end(made: Files) -> None:
    made["scenario.toml"] = b"a = " + b"[" * 20000


@in_files
def parties_in_toml(made: Files) -> None:
    made["scenario.toml"] += b'[[parties]]\nid = "FRA"\n'


@in_files
def source_is_gone(made: Files) -> None:
    del made["sources/made.csv"]


@in_zip
def climbing_member(archive: zipfile.ZipFile) -> None:
    archive.writestr("../outside.csv", "x")


@in_zip
def linked_member(archive: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("sources/link.csv")
    link.external_attr = 0o120777 << 16
    archive.writestr(link, "/etc/hostname")


@in_zip
def too_large(archive: zipfile.ZipFile) -> None:
    archive.writestr("sources/zeros.csv", b"0" * (65 * 1024 * 1024))


BREAKERS["cut_off_zip"] = lambda: b"PK\x03\x04 and then nothing"


# --------------------------------------------------------------------------------- tables


@in_files
def empty_table(made: Files) -> None:
    made["parties.csv"] = b"# only a remark\n\n"


@in_files
def open_quote(made: Files) -> None:
    cells(made, "Mexico", '"Mexico')


@in_files
def no_name_column(made: Files) -> None:
    cells(made, "id,name,", "id,region,")
    cells(made, "aliases,seat,region", "aliases,seat,")


@in_files
def column_twice(made: Files) -> None:
    cells(made, "aliases,seat", "region,seat")


@in_files
def cell_too_few(made: Files) -> None:
    cells(made, "MEX,Mexico,MEX,", "MEX,Mexico,")


@in_files
def cell_too_many(made: Files) -> None:
    cells(made, "MEX,Mexico,MEX,", "MEX,Mexico,MEX,Aztlan,")


@in_files
def misspelt_column(made: Files) -> None:
    cells(made, "salience.venue", "salience.venu")


@in_files
def word_for_number(made: Files) -> None:
    cells(made, "-0.88", "many")


@in_files
def nan_cell(made: Files) -> None:
    cells(made, "-0.88", "nan")


@in_files
def thousands_or_decimals(made: Files) -> None:
    made["parties.csv"] = b"id;name;balance\nBEL;Belgium;1,234\nMEX;Mexico;0\nIOM;IOM;\n"


@in_files
def quoted_comma(made: Files) -> None:
    cells(made, "-0.88", '"-0,88"')


# ---------------------------------------------------------------------------------- shape


@in_document
def newer_format(content: dict[str, Any]) -> None:
    content["format"] = 2


@in_document
def no_title(content: dict[str, Any]) -> None:
    del content["title"]


@in_document
def party_without_name(content: dict[str, Any]) -> None:
    del content["parties"][1]["name"]


@in_document
def misspelt_key(content: dict[str, Any]) -> None:
    content["issues"][0]["orderd"] = content["issues"][0].pop("ordered")


@in_document
def text_for_rounds(content: dict[str, Any]) -> None:
    content["agenda"][0]["rounds"] = "two"


@in_document
def unknown_role(content: dict[str, Any]) -> None:
    content["parties"][0]["role"] = "sink"


@in_document
def no_rounds(content: dict[str, Any]) -> None:
    content["agenda"][0]["rounds"] = 0


@in_document
def salience_of_two(content: dict[str, Any]) -> None:
    content["parties"][1]["salience.venue"] = 2


@in_document
def id_with_a_space(content: dict[str, Any]) -> None:
    content["themes"][0]["id"] = "the rights"


@in_document
def one_level(content: dict[str, Any]) -> None:
    del content["issues"][1]["levels"][1]


@in_document
def no_parties(content: dict[str, Any]) -> None:
    content["parties"] = []


@in_document
def infinite_parameter(content: dict[str, Any]) -> None:
    content["rules"]["coalitions"]["beta"] = float("inf")


# ---------------------------------------------------------------------------------- sense


@in_document
def party_twice(content: dict[str, Any]) -> None:
    content["parties"][2]["id"] = "MEX"


@in_document
def level_twice(content: dict[str, Any]) -> None:
    content["issues"][0]["levels"][2]["id"] = "hosted"
    content["proposals"][0]["design"] = {"authority": "norms"}


@in_document
def status_quo_is_no_level(content: dict[str, Any]) -> None:
    content["issues"][1]["status_quo"] = "talks"


@in_document
def too_many_outcomes(content: dict[str, Any]) -> None:
    levels = [{"id": f"l{n}", "name": f"Level {n}"} for n in range(400)]
    for name in ("x", "y"):
        issue = {"id": name, "name": name, "status_quo": "l0", "levels": levels}
        content["issues"].append(issue)


@in_document
def design_on_no_issue(content: dict[str, Any]) -> None:
    content["proposals"][0]["design"]["venu"] = "un"


@in_document
def design_with_no_level(content: dict[str, Any]) -> None:
    content["adoption"][0]["when"]["venue"] = "host"


@in_document
def absent_host(content: dict[str, Any]) -> None:
    content["hosts"][0]["id"] = "FRA"


@in_document
def amended_venue(content: dict[str, Any]) -> None:
    content["amendments"] = [
        {"id": "elsewhere", "issue": "venue", "level": "un", "to": "outside"},
        {"id": "weaker", "issue": "authority", "level": "talks", "to": "outsid"},
    ]


@in_document
def unknown_bloc(content: dict[str, Any]) -> None:
    content["parties"][1]["blocs"] = "G77;G-77"


@in_document
def line_is_no_proposal(content: dict[str, Any]) -> None:
    content["blocs"][0]["line"] = "insid"


@in_document
def column_without_source(content: dict[str, Any]) -> None:
    content["columns"]["balance"]["source"] = "maid"


@in_document
def fact_sets_nothing(content: dict[str, Any]) -> None:
    content["facts"][0]["settings"] = {"adoption[un].rule": "majority"}


@in_document
def code_twice(content: dict[str, Any]) -> None:
    content["parties"][2]["iso3"] = "MEX"


@in_document
def nobody_votes(content: dict[str, Any]) -> None:
    for row in content["parties"]:
        row["seat"] = "observer"


@in_document
def position_is_no_proposal(content: dict[str, Any]) -> None:
    content["parties"][1]["position"] = "un"


@in_document
def reserved_id(content: dict[str, Any]) -> None:
    content["proposals"][1]["id"] = "noncommittal"


@in_document
def nothing_changes(content: dict[str, Any]) -> None:
    content["proposals"][1]["design"] = {"authority": "talk"}


@in_document
def twins(content: dict[str, Any]) -> None:
    content["proposals"][1]["design"] = {"venue": "un", "authority": "talk"}


@in_document
def no_default_rule(content: dict[str, Any]) -> None:
    del content["adoption"][1]


@in_document
def rule_after_default(content: dict[str, Any]) -> None:
    content["adoption"].reverse()


@in_document
def never_adopts(content: dict[str, Any]) -> None:
    del content["agenda"][1]


@in_document
def prior_without_spread(content: dict[str, Any]) -> None:
    content["adoption"][0]["quorum"]["b"] = 0


@in_document
def prior_bounds_swapped(content: dict[str, Any]) -> None:
    content["adoption"][0]["quorum"]["low"] = 2


@in_document
def column_bounds_swapped(content: dict[str, Any]) -> None:
    content["columns"]["balance"] |= {"low": 2, "high": 1}
    for row in content["parties"]:
        row.pop("balance", None)


@in_document
def balance_of_two(content: dict[str, Any]) -> None:
    content["parties"][0]["balance"] = 2


@in_document
def no_salience_at_all(content: dict[str, Any]) -> None:
    content["parties"][1] |= {"salience.venue": 0, "salience.authority": 0}


@in_document
def unknown_rule(content: dict[str, Any]) -> None:
    content["adoption"][1]["rule"] = "consensu"


@in_document
def unknown_measure(content: dict[str, Any]) -> None:
    content["facts"][0]["measure"] = "agreements"


@in_document
def unknown_parameter(content: dict[str, Any]) -> None:
    content["rules"]["coalitions"]["betta"] = 1
