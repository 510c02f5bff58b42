"""What the builders of ``parties.csv`` share: one rule from source files to a row a party.

Every scenario of states in the General Assembly is built by it, so that two years differ in their
sources alone. A blank means unknown, never zero.
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hldsim.scenario.columns import figure_columns
from hldsim.scenario.roles import RoleCuts, balance_of, role_of
from hldsim.scenario.save import party_table

Row = dict[str, str]
Cells = dict[str, object]

INCOME = {
    "Low income": "low",
    "Lower middle income": "lower_middle",
    "Upper middle income": "upper_middle",
    "High income": "high",
}
STATUS = {"": 0.0, "signatory": 0.5, "party": 1.0}
VOTE = {"yes": 1.0, "abstain": 0.5, "no": 0.0}

KEYED = (
    "un_desa_2020 un_desa_2024 world_bank remittances undp unhcr affinity vote_travel "
    "conventions iom_members positions label_points"
).split()
"""Sources with one row a state; a year may lack ``un_desa_2024``."""

NOT_STATES: tuple[Cells, ...] = (
    {
        "id": "VAT",
        "name": "Holy See",
        "iso3": "VAT",
        "aliases": "Vatican;Vatican City",
        "seat": "observer",
        "role": "mixed",
        "provenance": "imputed",
        "lon": 12.453,
        "lat": 41.903,
    },
    {
        "id": "IOM",
        "name": "IOM",
        "aliases": "International Organization for Migration",
        "seat": "organisation",
        "role": "mixed",
        "provenance": "imputed",
        "lon": 6.135,
        "lat": 46.222,
    },
)


@dataclass(frozen=True)
class Year:
    """What differs between years besides the sources.

    Attributes
    ----------
    chair : str
        Lower-case code of the chair of the G77, a column of ``affinity.csv``.
    treaties : tuple of str
        Columns of ``conventions.csv``.
    votes_as : Mapping[str, str]
        Members without a record of their own, and the state whose ideal point stands in.
    """

    chair: str
    treaties: tuple[str, ...]
    votes_as: Mapping[str, str] = field(default_factory=dict)


def read_source(folder: Path, name: str) -> list[Row]:
    """Read one source; lines that start with ``#`` say what it is."""
    lines = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def by_state(rows: list[Row]) -> dict[str, Row]:
    return {row["iso3"]: row for row in rows}


def number(text: str | None) -> float | int | None:
    if not text:
        return None
    return int(text) if text.lstrip("-").isdigit() else float(text)


def migration_cells(desa: Row, newer: Row | None) -> Cells:
    """Stocks of the year, from the newer release where the older one leaves the state blank."""
    use = newer or desa
    immigrants, emigrants = number(use["immigrants"]), number(use["emigrants"])
    assert immigrants is not None and emigrants is not None
    return {
        "population": number(desa["population"]),
        "immigrants": immigrants,
        "emigrants": emigrants,
        "balance": round(balance_of(immigrants, emigrants), 4),
    }


def money_cells(bank: Row, remittances: Row) -> Cells:
    gdp, received = number(bank["gdp_usd"]), number(remittances.get("received"))
    share = None if gdp is None or received is None else round(100 * received / gdp, 3)
    return {
        "net_migration": number(bank["net_migration"]),
        "gdp_usd": gdp,
        "gdp_pc": number(bank["gdp_pc"]),
        "remittances": received,
        "remittances_pct": share,
        "remittances_paid": number(remittances.get("paid")),
    }


def vote_cells(
    state: str,
    points: Mapping[str, list[float]],
    affinity: Mapping[str, Row],
    travel: Mapping[str, Row],
    year: Year,
) -> Cells:
    """How a state votes in the Assembly: mean ideal point of three sessions, agreement, one call.

    Agreement is that of the state's own votes only; a predecessor stands in for the ideal point.
    """
    own = points.get(state) or points.get(year.votes_as.get(state, ""), [])
    agree = affinity.get(state, {})
    call = travel.get(state)
    return {
        "ideal_point": round(sum(own) / len(own), 4) if own else None,
        "agree_usa": number(agree.get("usa")),
        f"agree_{year.chair}": number(agree.get(year.chair)),
        "agree_eu": number(agree.get("eu")),
        "vote_travel": VOTE[call["vote"]] if call else None,
    }


def build_rows(sources: Path, cuts: RoleCuts, year: Year) -> list[Cells]:
    """Make one row a party: the members in order of their code, then those without a vote."""
    there = [name for name in KEYED if (sources / f"{name}.csv").is_file()]
    named = {name: by_state(read_source(sources, name)) for name in there}
    newer = named.get("un_desa_2024", {})
    points: dict[str, list[float]] = defaultdict(list)
    for row in read_source(sources, "ideal_points"):
        points[row["iso3"]].append(float(row["ideal_point"]))
    blocs: dict[str, list[str]] = defaultdict(list)
    for row in read_source(sources, "blocs"):
        blocs[row["iso3"]].append(row["bloc"])
    processes = Counter(row["iso3"] for row in read_source(sources, "regional_processes"))
    rows: list[Cells] = []
    for member in read_source(sources, "un_members"):
        state = member["iso3"]
        bank = named["world_bank"][state]
        migration = migration_cells(named["un_desa_2020"][state], newer.get(state))
        income = INCOME.get(bank["income"], "")
        balance = migration["balance"]
        assert isinstance(balance, float)
        position = named["positions"].get(state, {})
        refugees = named["unhcr"].get(state, {})
        joined = named["conventions"].get(state, {})
        rows.append(
            {
                "id": state,
                "name": member["name"],
                "iso3": state,
                "aliases": member["aliases"],
                "seat": member.get("seat") or "member",
                "region": member["region"],
                "role": role_of(balance, income, cuts).value,
                "blocs": ";".join(blocs[state]),
                "income": income,
                "position": position.get("position", ""),
                "provenance": position.get("provenance", "imputed"),
                "source": position.get("source", ""),
                "lon": number(named["label_points"][state]["lon"]),
                "lat": number(named["label_points"][state]["lat"]),
                **migration,
                **money_cells(bank, named["remittances"].get(state, {})),
                "hdi": number(named["undp"].get(state, {}).get("hdi")),
                "refugees": number(refugees.get("hosted")),
                "refugees_from": number(refugees.get("origin")),
                **vote_cells(state, points, named["affinity"], named["vote_travel"], year),
                **{treaty: STATUS[joined.get(treaty, "")] for treaty in year.treaties},
                "iom_member": 1 if state in named["iom_members"] else 0,
                "processes": processes[state],
            }
        )
    return [*rows, *NOT_STATES]


def build_table(folder: Path, year: Year) -> str:
    """Return the text of the ``parties.csv`` of a scenario."""
    with (folder / "scenario.toml").open("rb") as file:
        document = tomllib.load(file)
    rows = build_rows(folder / "sources", RoleCuts.of(document["roles"]), year)
    return party_table(rows, figure_columns(document))


SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"


def write_table(name: str, year: Year, about: str, argv: Sequence[str] | None = None) -> int:
    """Build the table of a scenario and write it; with ``--check`` only say if it is up to date."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    folder = SCENARIOS / name
    target = folder / "parties.csv"
    text = build_table(folder, year)
    if parser.parse_args(argv).check:
        same = target.is_file() and target.read_text(encoding="utf-8") == text
        print(f"{target.name} is {'up to date' if same else 'not what the sources say'}")
        return 0 if same else 1
    target.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {target.name}: {text.count(chr(10)) - 1} parties")
    return 0
