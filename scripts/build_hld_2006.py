"""Build ``scenarios/hld_2006/parties.csv`` from the files in its ``sources`` folder.

Reads nothing else, so that anybody can see where each figure comes from and change it:

    python scripts/build_hld_2006.py            writes the table
    python scripts/build_hld_2006.py --check    only says whether it is up to date

A blank means unknown, never zero.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
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
VOTES_AS_BEFORE = {"MNE": "SRB"}
"""Members without a record of their own, and the state they were part of until 2006."""

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
    """Stocks of 2005, from the newer release where the older one leaves the state blank."""
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
) -> Cells:
    """How a state votes in the Assembly: mean ideal point of three sessions, agreement, one call.

    Agreement is that of the state's own votes only; a predecessor stands in for the ideal point.
    """
    own = points.get(state) or points.get(VOTES_AS_BEFORE.get(state, ""), [])
    agree = affinity.get(state, {})
    call = travel.get(state)
    return {
        "ideal_point": round(sum(own) / len(own), 4) if own else None,
        "agree_usa": number(agree.get("usa")),
        "agree_zaf": number(agree.get("zaf")),
        "agree_eu": number(agree.get("eu")),
        "vote_travel": VOTE[call["vote"]] if call else None,
    }


def build_rows(sources: Path, cuts: RoleCuts) -> list[Cells]:
    """Make one row a party: the members in order of their code, then those without a vote."""
    named = {
        name: by_state(read_source(sources, name))
        for name in (
            "un_desa_2020 un_desa_2024 world_bank remittances undp unhcr affinity vote_travel "
            "conventions iom_members positions label_points"
        ).split()
    }
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
        migration = migration_cells(named["un_desa_2020"][state], named["un_desa_2024"].get(state))
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
                "seat": "member",
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
                **vote_cells(state, points, named["affinity"], named["vote_travel"]),
                "icrmw": STATUS[joined.get("icrmw", "")],
                "trafficking": STATUS[joined.get("trafficking", "")],
                "iom_member": 1 if state in named["iom_members"] else 0,
                "processes": processes[state],
            }
        )
    return [*rows, *NOT_STATES]


def build(folder: Path) -> str:
    """Return the text of the scenario's ``parties.csv``."""
    with (folder / "scenario.toml").open("rb") as file:
        document = tomllib.load(file)
    rows = build_rows(folder / "sources", RoleCuts.of(document["roles"]))
    return party_table(rows, figure_columns(document))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    folder = Path(__file__).resolve().parent.parent / "scenarios" / "hld_2006"
    target = folder / "parties.csv"
    text = build(folder)
    if parser.parse_args().check:
        same = target.is_file() and target.read_text(encoding="utf-8") == text
        print(f"{target.name} is {'up to date' if same else 'not what the sources say'}")
        return 0 if same else 1
    target.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {target.name}: {text.count(chr(10)) - 1} parties")
    return 0


if __name__ == "__main__":
    sys.exit(main())
