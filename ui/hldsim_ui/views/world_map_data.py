"""Who is where on the world map, and what the map says in words; no Qt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.parties import Party, Seat
from hldsim.places import resources_dir
from hldsim.record.history import History
from hldsim.report.tables import Column, Table
from hldsim.report.texts import joined, text, word
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.views.designs import competing
from hldsim_ui.views.map_words import member_counts
from hldsim_ui.views.world_map_projection import equal_earth
from hldsim_ui.views.world_map_shapes import dissolved

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

YEAR = "2006"
"""Year of the borders."""
NO_PARTY = -1
"""Party of an area whose state does not sit at this table."""
DISPUTED = -2
"""Party of an area that no member of 2006 is coloured for."""
FEW = 4
"""So many parties without a place are named; of more, the number is said."""


@dataclass(frozen=True)
class Area:
    """Land of one state of 2006, without inner borders.

    Attributes
    ----------
    iso3 : str or None
        Code of the UN member of 2006; None where it was none, or that is disputed.
    rings : tuple of (n, 2) floats
        Closed rings on the plane of ``equal_earth``.
    """

    name: str
    iso3: str | None
    rings: tuple[F8, ...]


@dataclass(frozen=True, eq=False)
class Places:
    """Where the parties of a scenario are on the map.

    Attributes
    ----------
    party_a : (a,) ints
        Party of each area, `NO_PARTY` or `DISPUTED`.
    dots : tuple of ints, dot_n2 : (n, 2) floats
        Parties drawn as a dot, for want of an area, and where.
    nowhere : tuple of ints
        Parties that have no place on a map of states.
    """

    party_a: I8
    dots: tuple[int, ...]
    dot_n2: F8
    nowhere: tuple[int, ...]

    @property
    def anybody(self) -> bool:
        """Whether any party has a place."""
        return bool(self.dots) or bool((self.party_a >= 0).any())


@lru_cache(maxsize=1)
def areas() -> tuple[Area, ...]:
    """Land of the world by UN member of 2006, from ``resources/map``; states by code."""
    file = resources_dir() / "map" / "world_110m_2006.geojson"
    land: dict[str, list[F8]] = {}
    names: dict[str, tuple[str, str | None]] = {}
    for feature in json.loads(file.read_text("utf-8"))["features"]:
        name, iso3 = feature["properties"]["name"], feature["properties"]["state2006"]
        key = iso3 or name
        names.setdefault(key, (name, iso3))  # the state itself comes first
        polygons = feature["geometry"]["coordinates"]
        land.setdefault(key, []).extend(np.array(ring) for p in polygons for ring in p)
    return tuple(
        Area(*names[key], tuple(equal_earth(ring) for ring in dissolved(rings)))
        for key, rings in land.items()
    )


def places(scenario: Scenario) -> Places:
    """Find each party's place: by its code an area, else a dot at its point, else none.

    An organisation has no place on a map of states: a dot at its seat would hide its host.
    """
    known: dict[str, int] = {}
    for n, party in enumerate(scenario.parties):
        if party.iso3 and party.seat is not Seat.ORGANISATION:
            known.setdefault(party.iso3, n)
    party_a = np.array(
        [DISPUTED if a.iso3 is None else known.get(a.iso3, NO_PARTY) for a in areas()]
    )
    on_land = set(party_a.tolist())
    left = [n for n in range(len(scenario.parties)) if n not in on_land]
    dots = tuple(n for n in left if _has_point(scenario.parties[n]))
    points = [[scenario.parties[n].figures[x] for x in ("lon", "lat")] for n in dots]
    return Places(
        party_a=party_a,
        dots=dots,
        dot_n2=equal_earth(np.array(points, dtype=float).reshape(-1, 2)),
        nowhere=tuple(n for n in left if n not in dots),
    )


def _has_point(party: Party) -> bool:
    known = "lon" in party.figures and "lat" in party.figures
    return known and party.seat is not Seat.ORGANISATION


def label_points(scenario: Scenario, found: Places) -> F8:
    """Where the name of each party may stand, (p, 2) on the plane; NaN where it has no place."""
    point = np.full((len(scenario.parties), 2), np.nan)
    for area, n in zip(areas(), found.party_a, strict=True):
        if n >= 0:
            largest = max(area.rings, key=lambda ring: float(np.ptp(ring, axis=0).prod()))
            point[n] = (largest.min(axis=0) + largest.max(axis=0)) / 2.0
    point[list(found.dots)] = found.dot_n2
    return point


def notes(scenario: Scenario) -> list[str]:
    """What every picture of the map says of its borders and of where they come from."""
    year = scenario.date[:4]
    key = "world_map.borders" if year == YEAR or not year else "world_map.borders_of_another_year"
    return [
        text(key, borders=YEAR, year=year),
        text("world_map.no_endorsement"),
        text("world_map.made_with"),
    ]


def land_tip(area: Area, party: int) -> str:
    """What hovering over land of no party says."""
    key = "world_map.disputed_tip" if party == DISPUTED else "world_map.not_here_tip"
    return text(key, name=area.name, year=YEAR)


def missing(scenario: Scenario, nowhere: Sequence[int]) -> str:
    """Say which parties have no place on the map; nothing if all have one."""
    if not nowhere:
        return ""
    if len(nowhere) > FEW:
        return text("world_map.many_nowhere", count=len(nowhere))
    names = joined(scenario.parties[n].name for n in nowhere)
    key = "world_map.one_nowhere" if len(nowhere) == 1 else "world_map.some_nowhere"
    return text(key, names=names)


def sentence(history: History, k: int, found: Places) -> str:
    """Who backs what, and who is not on the map."""
    counts = member_counts(history, k)
    parts = [
        text("view.backing_one", count=counts[d], proposal=proposal.label)
        for d, proposal in competing(history.scenario)
        if counts[d]
    ]
    said = text(
        "view.world_map",
        k=k,
        backing=joined(parts) if parts else text("view.nobody_backs"),
        uncommitted=counts[-1],
        members=int(history.inputs.member_p.sum()),
    )
    return f"{said} {missing(history.scenario, found.nowhere)}".strip()


def table(title: str, history: History, k: int, found: Places) -> Table:
    """One row a party: what it backs and how it is drawn."""
    scenario = history.scenario
    backed = backed_proposal(history[k].state)
    labels = [*(proposal.label for proposal in scenario.proposals), text("words.uncommitted")]
    drawn = ["area"] * len(scenario.parties)
    for kind, parties in (("dot", found.dots), ("no place", found.nowhere)):
        for n in parties:
            drawn[n] = kind
    columns = (
        Column("party"),
        Column("id"),
        Column("seat"),
        Column("backs"),
        Column("drawn as"),
        Column("position"),
    )
    rows = tuple(
        (
            party.name,
            party.id,
            word("seat", party.seat),
            labels[backed[n]],
            drawn[n],
            word("provenance", party.provenance),
        )
        for n, party in enumerate(scenario.parties)
    )
    return Table(f"{title}, round {k}", columns, rows)
