"""The scenario of 2006 holds what its sources say, and nothing it cannot know."""

import re
import runpy
from collections import Counter
from pathlib import Path

import pytest

from hldsim.domain.parties import Provenance, Role, Seat
from hldsim.scenario.load import find_scenario, load_scenario
from hldsim.scenario.read import read_scenario
from hldsim.scenario.roles import role_by_balance, role_of

ROOT = Path(__file__).parents[2]
LABELLED = {
    # as the paper labels them, in the text or by the group it cites them in
    "destination": "BEL CHE SWE AUS USA IRL GBR RUS ITA ARE GRC",
    "source": "ALB MEX PHL BLR BRA CUB TUR AZE NGA IND IRN",
}


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


def test_the_table_is_what_the_sources_say():
    script = ROOT / "scripts" / "build_hld_2006.py"
    build = runpy.run_path(str(script))["build"]
    folder = find_scenario("hld_2006")
    assert build(folder).encode("utf-8") == (folder / "parties.csv").read_bytes()


def test_who_is_at_the_table(scenario):
    seats = Counter(party.seat for party in scenario.parties)
    assert seats == {Seat.MEMBER: 192, Seat.OBSERVER: 1, Seat.ORGANISATION: 1}
    assert scenario.parties[scenario.party_index["IOM"]].iso3 is None
    assert not scenario.parties[scenario.party_index["VAT"]].votes
    regions = Counter(party.region for party in scenario.parties if party.votes)
    assert len(regions) == 5


def test_blocs_have_the_members_of_september_2006(scenario):
    count = Counter(bloc for party in scenario.parties for bloc in party.blocs)
    assert count["EU"] == 25
    assert count["G77"] == 130
    assert count["EU_ALIGNED"] == 10
    assert count["GCC"] == 6
    assert set(count) == {bloc.id for bloc in scenario.blocs}
    lines = {bloc.id: bloc.line for bloc in scenario.blocs if bloc.line}
    assert lines == {"G77": "un_embedded"}


def test_only_sourced_positions(scenario):
    known = {p.id: (p.position, p.provenance) for p in scenario.parties if p.position}
    assert known == {
        "USA": ("regional_processes", Provenance.SEED),
        "AUS": ("regional_processes", Provenance.SEED),
        "IRL": ("informal_hosted", Provenance.SEED),
        "BEL": ("informal_hosted", Provenance.SEED),
        "NZL": ("noncommittal", Provenance.SEED),
        "ZAF": ("un_embedded", Provenance.EXTERNAL),
        "NOR": ("informal_hosted", Provenance.EXTERNAL),
    }
    assert all(party.source for party in scenario.parties if party.position)


def test_the_role_rule_agrees_with_21_of_the_22_labels(scenario):
    parties = {party.id: party for party in scenario.parties}
    wanted = {name: role for role, names in LABELLED.items() for name in names.split()}
    assert len(wanted) == 22
    wrong = [name for name, role in wanted.items() if parties[name].role != role]
    assert wrong == ["IRN"]
    alone = {n: role_by_balance(parties[n].figures.get("balance")) for n in wanted}
    assert sum(alone[name] == role for name, role in wanted.items()) == 13


def test_roles_in_the_table_follow_the_rule(scenario):
    for party in scenario.parties:
        assert party.role == role_of(party.figures.get("balance"), party.income)
    assert role_of(None, "high") is Role.MIXED


def test_designs_rules_and_agenda(scenario):
    decode = scenario.space.decode
    designs = {p.id: decode(p.design) for p in scenario.forum_proposals}
    assert [d["venue"] for d in designs.values()] == ["un", "hosted", "regional"]
    further = {p.id for p in scenario.proposals if p.kind == "further"}
    assert further == {"norm_setting", "remittance_programme", "agencies_coordinate"}
    assert scenario.space.size == 1728
    assert decode(scenario.space.status_quo) == {
        "venue": "none",
        "authority": "exchange",
        "participation": "states",
        "basis": "builds_on_regional",
        "linkage": "none",
        "continuity": "once",
    }
    assert [phase.id for phase in scenario.agenda] == [
        "hearings",
        "plenary",
        "round_tables",
        "consultations",
        "chairs_text",
        "adoption",
    ]
    assert scenario.adoption[-1].when == {}
    assert [(h.party, h.level) for h in scenario.hosts] == [("BEL", "hosted")]


def test_unknown_figures_are_absent_not_zero(scenario):
    parties = {party.id: party for party in scenario.parties}
    assert "gdp_usd" not in parties["PRK"].figures
    assert "hdi" not in parties["SOM"].figures
    assert parties["VAT"].figures.keys() == {"lon", "lat"}
    assert parties["MNE"].figures["ideal_point"] == parties["SRB"].figures["ideal_point"]


def test_every_source_says_what_it_is_in_its_file_and_in_the_scenario(scenario):
    files = read_scenario(find_scenario("hld_2006")).files
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


def test_no_position_is_later_than_the_dialogue():
    text = (find_scenario("hld_2006") / "sources" / "positions.csv").read_text(encoding="utf-8")
    assert max(re.findall(r"\b(?:19|20)\d\d\b", text.split("\n", 4)[4])) <= "2007"
    dates = re.findall(r"(\d+) September 2006", text)
    assert all(int(day) <= 15 for day in dates)


def test_former_and_later_names_are_found(scenario):
    names = {a: p.id for p in scenario.parties for a in (p.name, *p.aliases)}
    assert len(names) == sum(1 + len(p.aliases) for p in scenario.parties)
    for name, code in {"Burma": "MMR", "Zaire": "COD", "Eswatini": "SWZ", "Turkey": "TUR"}.items():
        assert names[name] == code
