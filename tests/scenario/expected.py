"""What each breaker of ``broken.py`` must be told: all its faults, and no others.

``*`` in a text stands for whatever a library of another version says there.
"""

EXPECTED = {
    "nowhere": [
        (
            "file.missing",
            "*small",
            "absent",
            "a folder with scenario.toml and parties.csv, or the same as one .zip",
        ),
    ],
    "no_table": [
        ("file.missing", "parties.csv", "absent", "parties.csv in small"),
    ],
    "old_encoding": [
        (
            "file.encoding",
            "parties.csv row 3, byte 6 of the line",
            "0xE9 (perhaps in '48,,,, MEX,México,MEX,,,')",
            'UTF-8; in a spreadsheet, save as "CSV UTF-8"',
        ),
    ],
    "toml_in_utf_16": [
        (
            "file.encoding",
            "scenario.toml row 1, byte 1 of the line",
            "0xFF (perhaps in 'ÿþf\\x00o\\x00r\\x00m\\x00a\\x00')",
            'UTF-8; in a spreadsheet, save as "CSV UTF-8"',
        ),
    ],
    "no_toml": [
        ("toml.syntax", "scenario.toml", "Invalid value*", "TOML 1.0"),
    ],
    "nested_without_end": [
        ("toml.syntax", "scenario.toml", "*", "TOML 1.0*"),
    ],
    "parties_in_toml": [
        ("key.unknown", "scenario.toml, parties", "a table", "rows in parties.csv"),
    ],
    "source_is_gone": [
        (
            "source.file",
            "scenario.toml, sources[made].file",
            "sources/made.csv",
            "a file of the scenario",
        ),
    ],
    "climbing_member": [
        (
            "zip.unsafe",
            "small.zip",
            "../outside.csv",
            "plain files inside the scenario's own folder",
        ),
    ],
    "linked_member": [
        (
            "zip.unsafe",
            "small.zip",
            "sources/link.csv",
            "plain files inside the scenario's own folder",
        ),
    ],
    "too_large": [
        ("zip.size", "small.zip", "* bytes", "at most 67108864 bytes unpacked"),
    ],
    "cut_off_zip": [
        ("zip.damaged", "small.zip", "*", "a plain, whole .zip"),
    ],
    "empty_table": [
        ("csv.empty", "parties.csv", "no header row", "a header row, then one a party"),
    ],
    "open_quote": [
        ("csv.syntax", "parties.csv row 3", "*", "cells, quoted where they hold quotes"),
    ],
    "no_name_column": [
        ("csv.missing_column", "parties.csv row 1", "absent", "a column 'name'"),
    ],
    "column_twice": [
        ("csv.duplicate_column", "parties.csv row 1, cell 6", "region", "each column once"),
    ],
    "cell_too_few": [
        ("csv.cells", "parties.csv row 3", "17 cells", "18 cells, as in the header"),
    ],
    "cell_too_many": [
        ("csv.cells", "parties.csv row 3", "19 cells", "18 cells, as in the header"),
    ],
    "misspelt_column": [
        (
            "column.unknown",
            "parties.csv row 1, cell 15",
            "salience.venu",
            "salience.venue, salience.authority, id, name, iso3, *... (30 in all)",
        ),
    ],
    "word_for_number": [
        (
            "cell.number",
            "parties.csv row 3, balance",
            "many",
            "a finite number, or a blank where unknown",
        ),
    ],
    "nan_cell": [
        (
            "cell.number",
            "parties.csv row 3, balance",
            "nan",
            "a finite number, or a blank where unknown",
        ),
    ],
    "thousands_or_decimals": [
        (
            "cell.decimal_comma",
            "parties.csv row 2, balance",
            "1,234",
            "a decimal point (a comma has two readings here)",
        ),
    ],
    "quoted_comma": [
        (
            "cell.decimal_comma",
            "parties.csv row 3, balance",
            "-0,88",
            "a decimal point (a comma has two readings here)",
        ),
    ],
    "newer_format": [
        ("format.newer", "scenario.toml, format", "2", "at most 1; a newer hldsim reads it"),
    ],
    "no_title": [
        ("key.missing", "scenario.toml, title", "absent", "title must be there"),
    ],
    "party_without_name": [
        ("key.missing", "parties.csv row 3, name", "absent", "name must be there"),
    ],
    "misspelt_key": [
        (
            "key.unknown",
            "scenario.toml, issues[venue].orderd",
            "orderd",
            "ordered, core, id, name, status_quo, note, levels",
        ),
    ],
    "text_for_rounds": [
        ("value.type", "scenario.toml, agenda[plenary].rounds", "two", "a whole number"),
    ],
    "unknown_role": [
        ("value.choice", "parties.csv row 2, role", "sink", "source, destination, transit, mixed"),
    ],
    "no_rounds": [
        ("value.range", "scenario.toml, agenda[plenary].rounds", "0", "a number from 1 to 10000"),
    ],
    "salience_of_two": [
        ("value.range", "parties.csv row 3, salience.venue", "2", "a number from 0 to 1"),
    ],
    "id_with_a_space": [
        (
            "column.unknown",
            "parties.csv row 1, cell 17",
            "emphasis.rights",
            "emphasis.the rights, id, name, iso3, aliases, seat, region, role, ... (30 in all)",
        ),
        (
            "value.text",
            "scenario.toml, themes[the rights].id",
            "the rights",
            "letters, digits, _ + and -, not beginning with a sign",
        ),
    ],
    "one_level": [
        (
            "list.empty",
            "scenario.toml, issues[authority].levels",
            "[{'id': 'talk', 'name': 'Talk'}]",
            "at least 2",
        ),
    ],
    "no_parties": [
        ("list.empty", "parties.csv", "[]", "at least 1"),
        ("reference.party", "scenario.toml, proposals[outside].sponsors[#1]", "BEL", "G77"),
        ("reference.party", "scenario.toml, hosts[BEL].id", "BEL", "none"),
    ],
    "infinite_parameter": [
        (
            "number.finite",
            "scenario.toml, rules.coalitions.beta",
            "inf",
            "a finite number below 1e300",
        ),
    ],
    "party_twice": [
        ("id.duplicate", "parties.csv row 4, id", "MEX", "another id; parties.csv row 3 has it"),
    ],
    "level_twice": [
        (
            "id.duplicate",
            "scenario.toml, issues[venue].levels[hosted].id",
            "hosted",
            "another id; entry 2 has it",
        ),
    ],
    "status_quo_is_no_level": [
        ("issue.status_quo", "scenario.toml, issues[authority].status_quo", "talks", "talk, norms"),
    ],
    "too_many_outcomes": [
        ("space.size", "scenario.toml, issues", "960000 outcomes", "at most 100000"),
    ],
    "design_on_no_issue": [
        (
            "reference.issue",
            "scenario.toml, proposals[inside].design.venu",
            "venu",
            "venue, authority",
        ),
    ],
    "design_with_no_level": [
        (
            "reference.level",
            "scenario.toml, adoption[hosted].when.venue",
            "host",
            "hosted, none, un",
        ),
    ],
    "absent_host": [
        ("reference.party", "scenario.toml, hosts[FRA].id", "FRA", "BEL, MEX, IOM"),
    ],
    "amended_venue": [
        ("amendment.core", "scenario.toml, amendments[elsewhere].issue", "venue", "authority"),
        ("reference.proposal", "scenario.toml, amendments[weaker].to", "outsid", "outside, inside"),
        ("reference.level", "scenario.toml, amendments[weaker].level", "talks", "talk, norms"),
    ],
    "unknown_bloc": [
        ("reference.bloc", "parties.csv row 3, blocs", "G-77", "G77"),
    ],
    "line_is_no_proposal": [
        ("reference.proposal", "scenario.toml, blocs[G77].line", "insid", "inside, outside"),
    ],
    "column_without_source": [
        ("reference.source", "scenario.toml, columns.balance.source", "maid", "made"),
    ],
    "fact_sets_nothing": [
        (
            "reference.path",
            "scenario.toml, facts[F1].settings.adoption[un].rule",
            "adoption[un].rule",
            "adoption[un].rule: no entry 'un' in adoption[un]; entries: hosted, other",
        ),
    ],
    "code_twice": [
        ("party.iso3", "parties.csv row 4, iso3", "MEX", "another code; parties.csv row 3 has it"),
    ],
    "nobody_votes": [
        ("party.members", "parties.csv", "no member", "at least one party with a vote"),
    ],
    "position_is_no_proposal": [
        ("party.position", "parties.csv row 3, position", "un", "inside, outside, noncommittal"),
    ],
    "reserved_id": [
        (
            "proposal.reserved",
            "scenario.toml, proposals[noncommittal].id",
            "noncommittal",
            "an id other than noncommittal and none",
        ),
    ],
    "nothing_changes": [
        (
            "proposal.status_quo",
            "scenario.toml, proposals[outside].design",
            "{'authority': 'talk'}",
            "a design with a level that is not in force already",
        ),
    ],
    "twins": [
        (
            "proposal.twin",
            "scenario.toml, proposals[outside].design",
            "{'venue': 'un', 'authority': 'talk'}",
            "another design; inside has this one",
        ),
    ],
    "no_default_rule": [
        (
            "adoption.default",
            "scenario.toml, adoption",
            "1 rules",
            "a last rule without `when`, for every other design",
        ),
        (
            "reference.path",
            "scenario.toml, facts[F1].settings.adoption[other].rule",
            "adoption[other].rule",
            "adoption[other].rule: no entry 'other' in adoption[other]; entries: hosted",
        ),
    ],
    "rule_after_default": [
        (
            "adoption.unreachable",
            "scenario.toml, adoption[hosted]",
            "hosted",
            "a place before scenario.toml, adoption[other], which takes every design",
        ),
    ],
    "never_adopts": [
        ("agenda.adoption", "scenario.toml, agenda", "['plenary']", "a phase of kind adoption"),
    ],
    "prior_without_spread": [
        (
            "prior.shape",
            "scenario.toml, adoption[hosted].quorum",
            "a = 0.5, b = 0",
            "b > 0 (a mean, b standard deviation)",
        ),
    ],
    "prior_bounds_swapped": [
        (
            "prior.shape",
            "scenario.toml, adoption[hosted].quorum",
            "low = 2, high = 1",
            "low < high",
        ),
    ],
    "column_bounds_swapped": [
        ("figure.bounds", "scenario.toml, columns.balance", "low = 2, high = 1", "low < high"),
    ],
    "balance_of_two": [
        ("figure.range", "parties.csv row 2, balance", "2", "at least -1 and at most 1"),
    ],
    "no_salience_at_all": [
        (
            "declared.sum",
            "parties.csv row 3, salience.venue",
            "all zero",
            "some salience above zero",
        ),
    ],
    "unknown_rule": [
        (
            "rule.unknown",
            "scenario.toml, adoption[other].rule",
            "consensu",
            "consensus, majority, opt_in",
        ),
    ],
    "unknown_measure": [
        ("rule.unknown", "scenario.toml, facts[F1].measure", "agreements", "agreement"),
    ],
    "unknown_parameter": [
        ("parameter.unknown", "scenario.toml, rules.coalitions.betta", "betta", "beta, gamma"),
    ],
}
