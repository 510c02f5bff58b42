"""The scenario of 1997: its own inputs, the rules of 2006, and no position without a source."""

import re
import runpy
from collections import Counter
from pathlib import Path

import pytest

from hldsim.domain.parties import Provenance, Seat
from hldsim.engine.run import run
from hldsim.scenario.load import find_scenario, load_scenario
from hldsim.scenario.read import read_scenario
from hldsim.scenario.roles import role_of

ROOT = Path(__file__).parents[2]
NAME = "un_conference_1997"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(NAME)


@pytest.fixture(scope="module")
def later():
    return load_scenario("hld_2006")


def test_the_table_is_what_the_sources_say():
    build = runpy.run_path(str(ROOT / "scripts" / "build_un_conference_1997.py"))["build"]
    folder = find_scenario(NAME)
    assert build(folder).encode("utf-8") == (folder / "parties.csv").read_bytes()


def test_185_seats_one_of_them_without_a_vote(scenario):
    seats = Counter(party.seat for party in scenario.parties)
    assert seats == {Seat.MEMBER: 184, Seat.OBSERVER: 2, Seat.ORGANISATION: 1}
    parties = {party.id: party for party in scenario.parties}
    assert parties["SRB"].name == "Yugoslavia" and not parties["SRB"].votes
    assert not parties.keys() & {"CHE", "KIR", "MNE", "NRU", "TLS", "TON", "TUV"}
    assert parties["ISR"].region == ""


def test_blocs_have_the_members_of_october_1997(scenario):
    count = Counter(bloc for party in scenario.parties for bloc in party.blocs)
    assert count == {
        "EU": 15,
        "G77": 130,
        "ACP": 68,
        "OECD": 28,
        "OAU": 52,
        "ARAB_LEAGUE": 21,
        "GCC": 6,
        "CARICOM": 13,
        "CIS": 12,
        "ASEAN": 9,
        "NAM": 111,
        "OIC": 53,
        "IGC": 16,
    }
    assert {b.id: b.line for b in scenario.blocs if b.line} == {"G77": "un_conference"}


def test_only_sourced_positions(scenario):
    known = {p.id: (p.position, p.provenance) for p in scenario.parties if p.position}
    assert known == {
        "BLR": ("un_conference", Provenance.EXTERNAL),
        "USA": ("regional_processes", Provenance.EXTERNAL),
    }
    assert all(party.source for party in scenario.parties if party.position)


def test_rules_and_their_numbers_are_those_of_2006(scenario, later):
    """No parameter may differ. To catch up: build script with --follow."""
    ours, theirs = scenario.document, later.document
    for key in ("imputation", "rules", "adoption", "roles"):
        assert ours[key] == theirs[key], key
    bare = [
        {
            phase["id"]: {k: v for k, v in phase.items() if k != "label"}
            for phase in document["agenda"]
        }
        for document in (ours, theirs)
    ]
    # Of its year: no round tables, and no special representative to set a tone.
    assert bare[1].pop("round_tables") and bare[1]["hearings"].pop("tone") == 1
    assert bare[0]["hearings"].pop("tone") == 0
    assert bare[0] == bare[1]
    lines = [
        {b.line and "line": b.discipline for b in s.blocs if b.line} for s in (scenario, later)
    ]
    assert lines[0] == lines[1]


def test_issues_themes_and_the_regional_design_are_those_of_2006(scenario, later):
    def bare(one):
        return [
            (issue.id, issue.ordered, issue.core, [(x.id, x.scope) for x in issue.levels])
            for issue in one.space.issues
        ]

    assert bare(scenario) == bare(later)
    assert scenario.space.status_quo == later.space.status_quo
    assert scenario.themes == later.themes
    designs = [{p.id: p.design for p in one.proposals} for one in (scenario, later)]
    assert designs[0]["regional_processes"] == designs[1]["regional_processes"]
    assert set(designs[0]) == {"un_conference", "regional_processes"}


def test_nobody_offers_to_host(scenario):
    assert scenario.hosts == ()
    assert "hosted" not in {scenario.space.decode(p.design)["venue"] for p in scenario.proposals}


def test_roles_in_the_table_follow_the_rule(scenario):
    for party in scenario.parties:
        assert party.role == role_of(party.figures.get("balance"), party.income)


def test_unknown_figures_are_absent_not_zero(scenario):
    parties = {party.id: party for party in scenario.parties}
    assert not [p for p in ("AFG", "PRK", "SMR") if "gdp_usd" in parties[p].figures]
    assert not [p for p in ("SOM", "STP", "SRB") if "ideal_point" in parties[p].figures]


def test_every_source_says_what_it_is_in_its_file_and_in_the_scenario(scenario):
    files = read_scenario(find_scenario(NAME)).files
    used = {note.file for note in scenario.sources}
    assert used == {name for name in files if name.startswith("sources/")}
    for note in scenario.sources:
        head = dict(
            line[2:].split(": ", 1)
            for line in files[note.file].decode("utf-8").splitlines()
            if line.startswith("# ")
        )
        told = {"title": note.title, "date": note.date, "licence": note.licence, "link": note.link}
        assert head == told


def test_no_position_is_later_than_the_debate():
    text = (find_scenario(NAME) / "sources" / "positions.csv").read_text(encoding="utf-8")
    rows = text.split("\n", 5)[5]
    assert re.findall(r"\b(?:19|20)\d\d\b", rows) == ["1997", "1997"]
    assert re.findall(r"(\d+) (\w+) 1997", rows) == [("30", "October")] * 2


def test_names_of_the_time_are_found(scenario):
    names = {a: p.id for p in scenario.parties for a in (p.name, *p.aliases)}
    assert len(names) == sum(1 + len(p.aliases) for p in scenario.parties)
    for name, code in {"Zaire": "COD", "Yugoslavia": "SRB", "Western Samoa": "WSM"}.items():
        assert names[name] == code


def test_a_run_ends_in_regional_talks_or_nothing(scenario):
    design = scenario.space.decode
    for seed in (1, 2, 3):
        end = run(scenario, seed).end
        if end.adopted >= 0:
            adopted = design(tuple(int(x) for x in end.platform_ci[end.adopted]))
            assert adopted["venue"] == "regional"


def test_two_corners_of_the_f15_table_are_the_two_scenarios(scenario, later):
    made = runpy.run_path(str(ROOT / "scripts" / "f15_table.py"))
    cell, scenario_of = made["Cell"], made["scenario_of"]
    for one, shipped in ((cell(False, "hard", 1997), scenario), (cell(True, "soft", 2006), later)):
        again = scenario_of(one)
        known = {p.id: p for p in shipped.proposals}
        assert [known[p.id] for p in again.proposals] == list(again.proposals)
        assert again.parties == shipped.parties
        assert again.hosts == shipped.hosts
    assert {p.position for p in scenario_of(cell(False, "hard", 2006)).parties} == {
        None,
        "noncommittal",
        "regional_processes",
        "un_embedded",
    }
