"""Everything that can be wrong with a scenario, found at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hldsim.errors import Fault, PathError, ScenarioError
from hldsim.scenario.build import build
from hldsim.scenario.checks import CHECKS
from hldsim.scenario.grammar import set_path
from hldsim.scenario.look import Look, table_of, tables_of, text_of
from hldsim.scenario.read import PARTY_FILE, Reading, read_scenario
from hldsim.scenario.schema import Scenario
from hldsim.scenario.sense import (
    check_adoption,
    check_agenda,
    check_amendments,
    check_blocs,
    check_format,
    check_hosts,
    check_ids,
    check_issues,
    check_numbers,
    check_proposals,
)
from hldsim.scenario.sense_parties import (
    KnownParameters,
    KnownRules,
    check_columns,
    check_parties,
    check_rule_names,
)
from hldsim.scenario.shape import Placer, Step, shape_faults

NOT_FATAL = frozenset({"source.file"})
"""Checks that ``load_scenario`` lets pass: a scenario runs without the files its figures are
from, as one taken out of a run file must."""

__all__ = [
    "NOT_FATAL",
    "CHECKS",
    "KnownParameters",
    "KnownRules",
    "build_checked",
    "check_document",
    "check_reading",
    "check_scenario",
    "sense_faults",
]


def check_scenario(
    scenario: str | Path | Mapping[str, Any],
    known_rules: KnownRules | None = None,
    known_parameters: KnownParameters | None = None,
) -> list[Fault]:
    """Return every fault of a scenario's files, or of a document.

    Parameters
    ----------
    scenario : str, Path or Mapping
        The path of a folder or .zip, or a document.
    known_rules : Mapping, optional
        By family (see ``KnownRules``) the names in its catalogue; families left out are taken
        on trust. Catalogues live above this storey, so they are handed down.
    known_parameters : Mapping, optional
        By family and name, the parameters of a rule or phase; those left out are taken on trust.

    Returns
    -------
    list of Fault
        Empty for a sound scenario. Each ``check`` is a key of ``CHECKS``.
    """
    if isinstance(scenario, Mapping):
        return check_document(scenario, known_rules, known_parameters)
    return check_reading(read_scenario(Path(scenario)), known_rules, known_parameters)


def check_document(
    document: Mapping[str, Any],
    known_rules: KnownRules | None = None,
    known_parameters: KnownParameters | None = None,
) -> list[Fault]:
    """Return every fault of a document that came from no file; see ``check_scenario``."""
    return check_reading(Reading(document=dict(document)), known_rules, known_parameters)


def check_reading(
    reading: Reading,
    known_rules: KnownRules | None = None,
    known_parameters: KnownParameters | None = None,
) -> list[Fault]:
    """Return every fault of a reading, those of reading first.

    Where a file could not be read at all its content is not held against it.
    """
    place = Placer.of(reading)
    faults = list(reading.faults)
    if set(reading.document) <= {"parties"} and reading.faults:
        return faults
    unread = bool(reading.faults) and not reading.document.get("parties")
    faults += [
        fault
        for fault in shape_faults(reading.document, place)
        if not (fault.check == "list.empty" and unread and fault.place == PARTY_FILE)
        and not (fault.check == "key.missing" and fault.place.startswith(f"{PARTY_FILE} row"))
    ]
    faults += _missing_cells(reading, place)
    faults += [
        fault
        for fault in sense_faults(reading.document, place, known_rules, known_parameters)
        # Every reference to a party would be a fault of the missing table.
        if not (unread and fault.check == "reference.party")
    ]
    return [*faults, *_missing_sources(reading, place)]


def sense_faults(
    document: Mapping[str, Any],
    place: Placer,
    known_rules: KnownRules | None = None,
    known_parameters: KnownParameters | None = None,
) -> list[Fault]:
    """Return what makes no sense in a document, whatever its shape."""
    look = Look(document, place)
    for check in _SENSE:
        check(look)
    check_rule_names(look, known_rules, known_parameters)
    return look.faults


def build_checked(
    document: Mapping[str, Any],
    known_rules: KnownRules | None = None,
    known_parameters: KnownParameters | None = None,
) -> Scenario:
    """Check a document and build its scenario.

    Raises
    ------
    ScenarioError
        If there is any fault; it lists all of them.
    """
    faults = check_document(document, known_rules, known_parameters)
    if faults:
        raise ScenarioError("this scenario cannot be used:", faults)
    return build(document)


def _check_fact_settings(look: Look) -> None:
    """The settings under which a fact is to hold lead somewhere."""
    for n, fact in look.tables("facts"):
        places: list[tuple[tuple[Step, ...], Mapping[str, Any]]]
        places = [(("settings",), table_of(fact, "settings"))]
        places += [(("steps", k), step) for k, step in tables_of(fact, "steps")]
        for place, settings in places:
            for path, value in settings.items():
                try:
                    set_path(look.document, path, value)
                except PathError as error:
                    look.report("reference.path", ("facts", n, *place, path), path, str(error))


def _missing_cells(reading: Reading, place: Placer) -> list[Fault]:
    """Return a fault for each party of a table without id or name, unless the column is absent."""
    absent = {fault.allowed for fault in reading.faults if fault.check == "csv.missing_column"}
    return [
        Fault("key.missing", place("parties", n, key), "absent", f"{key} must be there")
        for n, row in enumerate(reading.document.get("parties", ()) if reading.rows else ())
        for key in ("id", "name")
        if key not in row and f"a column {key!r}" not in absent
    ]


def _missing_sources(reading: Reading, place: Placer) -> list[Fault]:
    """Files that sources name and the scenario does not hold."""
    if reading.files is None:
        return []
    return [
        Fault("source.file", place("sources", n, "file"), file, "a file of the scenario")
        for n, source in tables_of(reading.document, "sources")
        if (file := text_of(source, "file")) and file not in reading.files
    ]


_SENSE: tuple[Callable[[Look], None], ...] = (
    check_format,
    check_ids,
    check_issues,
    check_proposals,
    check_hosts,
    check_amendments,
    check_blocs,
    check_adoption,
    check_agenda,
    check_columns,
    check_parties,
    check_numbers,
    _check_fact_settings,
)
