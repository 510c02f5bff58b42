"""Every check a scenario goes through, by its stable id; ``hldsim check --rules`` prints it."""

from __future__ import annotations

from types import MappingProxyType

CHECKS = MappingProxyType(
    {
        # files
        "file.missing": "A file the scenario needs is not there.",
        "file.unreadable": "A file is there but cannot be read (permission, disk).",
        "file.encoding": "A file is not UTF-8; the first bad byte is named.",
        "zip.damaged": "The .zip is cut off, encrypted or packed in a way we cannot read.",
        "zip.unsafe": "The .zip holds a member that would land outside the scenario's folder.",
        "zip.size": "The .zip unpacks to more than any scenario needs.",
        "toml.syntax": "scenario.toml is not TOML.",
        "json.syntax": "A document kept as JSON cannot be read.",
        "format.newer": "The scenario is of a newer format than this hldsim reads.",
        # tables
        "csv.empty": "parties.csv has no header row.",
        "csv.syntax": "parties.csv is not a table: quotes left open, control characters.",
        "csv.missing_column": "parties.csv lacks the column id or name.",
        "csv.duplicate_column": "A column stands twice in parties.csv.",
        "csv.cells": "A row has more or fewer cells than the header.",
        "column.unknown": "A column is neither fixed, a declared preference nor in [columns].",
        "cell.number": "A cell that should hold a finite number does not.",
        "cell.decimal_comma": "A number with a comma can be read in two ways.",
        # shape
        "key.missing": "A key or a cell that must be there is absent.",
        "key.unknown": "A key is not one a scenario has there.",
        "value.type": "A value is of the wrong kind (text for a number, ...).",
        "value.choice": "A value is not one of the few allowed.",
        "value.range": "A number is out of its range.",
        "value.text": "A text is empty, too long, or an id with signs an id may not have.",
        "list.empty": "A list that must have entries has too few.",
        "number.finite": "A number is infinite, not a number, or beyond 1e300.",
        # sense
        "id.duplicate": "Two entries of a list have the same id.",
        "issue.status_quo": "The status quo of an issue is none of its levels.",
        "space.size": "The issues span more outcomes than can be handled.",
        "reference.issue": "An issue is named that the scenario does not have.",
        "reference.level": "A level is named that its issue does not have.",
        "reference.party": "A party is named that is not at the table.",
        "reference.bloc": "A bloc is named that the scenario does not have.",
        "reference.proposal": "A proposal is named that is not tabled.",
        "reference.source": "A column names a source that is not among [[sources]].",
        "source.file": "A source names a file that is not there (the scenario runs without it).",
        "reference.path": "A setting of a fact leads nowhere.",
        "party.iso3": "Two parties have the same country code.",
        "party.members": "No party is a member, so nobody votes.",
        "party.position": "A known position is neither a proposal nor noncommittal.",
        "proposal.reserved": "A proposal has an id that means something else.",
        "proposal.status_quo": "A proposal changes nothing: its design is the status quo.",
        "proposal.twin": "Two proposals have the same design.",
        "amendment.core": "An amendment changes a core issue: that would be another proposal.",
        "adoption.default": "Some designs need no rule: no adoption rule is without a `when`.",
        "adoption.unreachable": "An adoption rule stands after one that takes every design.",
        "agenda.adoption": "The agenda never comes to adoption.",
        "prior.shape": "A prior has a spread that is not positive, or bounds the wrong way round.",
        "figure.bounds": "A column announces a low bound above its high one.",
        "figure.range": "A country figure is outside the bounds its column announces.",
        "declared.sum": "The salience or the emphasis a party declares is nothing but zeros.",
        "rule.unknown": "A rule, phase or measure is not in its catalogue.",
        "rule.unfit": "A rule asks for something that the scenario does not have.",
        "parameter.unknown": "A rule or phase has no parameter of that name.",
        "parameter.range": "A parameter is out of its range, or is given a prior that may be.",
    }
)
"""Id of each check -> what it looks for, in one line."""
