"""A scenario back to files: a folder or one .zip, each whole or not at all.

The TOML stays a file for people: a saved scenario that lay in a folder keeps its comments and
its order, and only values that changed are written anew.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Table

from hldsim.errors import ScenarioError, StorageError
from hldsim.scenario.columns import FIXED_COLUMNS, SELDOM, figure_columns, write_cell
from hldsim.scenario.load import list_scenarios
from hldsim.scenario.read import PARTY_FILE, SCENARIO_FILE, read_files
from hldsim.scenario.rows import decode
from hldsim.scenario.schema import Scenario
from hldsim.scenario.store import write_folder, write_zip


def save_scenario(scenario: Scenario, target: str | Path, like: Path | None = None) -> Path:
    """Write a scenario to a folder or, where ``target`` ends in ``.zip``, to one file.

    Loading what is written gives an equal scenario. For parameters and errors see
    ``save_document``.
    """
    return save_document(scenario.document, target, like)


def save_document(
    document: Mapping[str, Any], target: str | Path, like: Path | None = None
) -> Path:
    """Write a document, sound or not, to a folder or one .zip; other files in a folder stay.

    Parameters
    ----------
    document : Mapping
        Every value must be one that TOML has, and every party a row.
    target : str or Path
        Replaced if it is a scenario already.
    like : Path, optional
        A folder or .zip whose comments, order and source files are kept; by default ``target``
        itself where it is a scenario, else the one of that name that comes with hldsim.

    Returns
    -------
    Path
        The target.

    Raises
    ------
    ScenarioError
        If the target is a folder that holds something other than a scenario.
    StorageError
        If the place cannot be written; what was there is left as it was.
    """
    path = Path(target)
    if path.is_dir() and any(path.iterdir()) and not (path / SCENARIO_FILE).is_file():
        raise ScenarioError(f"{path} is a folder that holds something other than a scenario")
    model = like or (path if path.exists() else list_scenarios().get(str(document.get("name"))))
    template = read_files(model, []) if model else {}
    files = document_files(document, template)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".zip":
            write_zip(path, files)
        else:
            write_folder(path, files)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error
    return path


def files_of(scenario: Scenario, template: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the files of a scenario by name; those of the template it does not write stay."""
    return document_files(scenario.document, template)


def document_files(
    document: Mapping[str, Any], template: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Return the files of a document, sound or not, as ``files_of`` does for a scenario.

    Parameters
    ----------
    document : Mapping
        Every value must be one that TOML has, and every party a row.
    template : Mapping, optional
        Files whose comments and order are kept.
    """
    files = dict(template or {})
    old = files.get(SCENARIO_FILE, b"")
    plain = {key: value for key, value in document.items() if key != "parties"}
    files[SCENARIO_FILE] = toml_text(plain, old.decode("utf-8-sig", "replace")).encode("utf-8")
    header = decode(files.get(PARTY_FILE, b""), PARTY_FILE, []) or ""
    order = [*header.partition("\n")[0].strip().split(","), *figure_columns(document)]
    table = party_table(document["parties"], order)
    files[PARTY_FILE] = table.encode("utf-8")
    return files


def party_table(rows: Sequence[Mapping[str, Any]], order: Sequence[str] = ()) -> str:
    """Write rows as the text of ``parties.csv``: fixed columns first, then those in use.

    ``order`` says which come first among the others; the rest follows as first met.

    Examples
    --------
    >>> party_table([{"id": "IOM", "name": "IOM", "lon": 6.135}]).splitlines()[1]
    'IOM,IOM,,,,,,,,,,,,6.135'
    """
    used = dict.fromkeys(column for row in rows for column in row)
    others = dict.fromkeys(c for c in (*order, *used) if c in used and c not in FIXED_COLUMNS)
    columns = [*(c for c in FIXED_COLUMNS if c in used or c not in SELDOM), *others]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([write_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def toml_text(document: Mapping[str, Any], old: str = "") -> str:
    """Write a document as TOML; where ``old`` is given, as that text with the changes made."""
    try:
        kept = tomlkit.parse(old)
    except TOMLKitError:
        kept = tomlkit.document()
    if kept.unwrap() != dict(document):
        _update(kept, document)
    text = tomlkit.dumps(kept)
    if tomlkit.parse(text).unwrap() == dict(document):
        return text
    # Merging two orders has its limits; the content comes before the comments.
    fresh = tomlkit.document()
    _update(fresh, document)
    return tomlkit.dumps(fresh)


def _update(table: Any, new: Mapping[str, Any]) -> None:
    """Make a TOML table say what ``new`` says, touching only what differs."""
    for key in [key for key in table if key not in new]:
        del table[key]
    for key, value in new.items():
        here = table.get(key)
        if here is None:
            table[key] = _item(value)
        elif isinstance(here, AoT) and _is_tables(value):
            _update_list(table, key, here, value)
        elif isinstance(here, Table | InlineTable) and isinstance(value, Mapping):
            _update(here, value)
        elif _plain(here) != value or type(_plain(here)) is not type(value):
            table[key] = _item(value)


def _update_list(table: Any, key: str, here: AoT, new: Sequence[Mapping[str, Any]]) -> None:
    """Update a list of tables in place where its entries are the same ones, else anew."""
    if [entry.get("id") for entry in here] == [entry.get("id") for entry in new]:
        for entry, wanted in zip(here, new, strict=True):
            _update(entry, wanted)
    else:
        table[key] = _item(list(new))


def _item(value: Any) -> Any:
    """Make a TOML item: lists of tables become ``[[tables]]``, tables inside them inline."""
    if _is_tables(value):
        tables = tomlkit.aot()
        for entry in value:
            table = tomlkit.table()
            for key, inner in entry.items():
                table[key] = _inline(inner)
            tables.append(table)
        return tables
    if isinstance(value, Mapping):
        outer = tomlkit.table()
        for key, inner in value.items():
            nested = isinstance(inner, Mapping) and any(
                isinstance(x, Mapping) for x in inner.values()
            )
            outer[key] = _item(inner) if nested or _is_rule(inner) else _inline(inner)
        return outer
    return _inline(value)


def _is_rule(value: Any) -> bool:
    return isinstance(value, Mapping) and "name" in value and "unit" not in value


def _inline(value: Any) -> Any:
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, inner in value.items():
            table[key] = _inline(inner)
        return table
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        for inner in value:
            array.append(_inline(inner))
        array.multiline(_is_tables(value))
        return array
    return tomlkit.item(value)


def _is_tables(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and all(isinstance(entry, Mapping) for entry in value)
    )


def _plain(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item
