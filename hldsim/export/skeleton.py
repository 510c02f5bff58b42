"""What an imported scenario has besides what was imported: ids, agenda, rules, sources."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hldsim.scenario.sense import MOST_OUTCOMES

Document = dict[str, Any]

AGENDA = (
    ("plenary", "plenary", 2, "Plenary"),
    ("consultations", "consultations", 12, "Consultations"),
    ("chairs_text", "chairs_text", 4, "Chair's text"),
    ("adoption", "adoption", 1, "Adoption"),
)
"""Phases of an imported scenario: id, kind, rounds, label."""


def identifier(name: str, taken: Collection[str], *, small: bool = True) -> str:
    """Make an id of a name: plain letters, digits and underscores, unlike those taken.

    Examples
    --------
    >>> identifier("Côte d'Ivoire", ["cote_d_ivoire"])
    'cote_d_ivoire_2'
    >>> identifier("EU28", [], small=False), identifier("???", [])
    ('EU28', 'x')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    made = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_")[:48] or "x"
    made = made.lower() if small else made
    k, unique = 1, made
    while unique in taken:
        k += 1
        unique = f"{made}_{k}"
    return unique


def document(
    name: str,
    title: str,
    summary: str,
    source: Mapping[str, str],
    *,
    issues: Sequence[Mapping[str, Any]],
    proposals: Sequence[Mapping[str, Any]],
    parties: Sequence[Mapping[str, Any]],
    rule: Mapping[str, Any],
    protocol: str,
) -> Document:
    """Put a document together; preferences are declared, without blur."""
    return {
        "format": 1,
        "name": name,
        "title": title,
        "summary": summary,
        "licence": source["licence"],
        "issues": list(issues),
        "proposals": list(proposals),
        "adoption": [{"id": "all", **rule}],
        "agenda": [
            {"id": id_, "phase": phase, "rounds": rounds, "label": label}
            for id_, phase, rounds, label in AGENDA
        ],
        "imputation": {"rule": "declared", "spread": 0.0},
        "rules": {
            "coalitions": {"name": "worth"},
            "belief": {"name": "public"},
            "protocol": {"name": protocol},
            "influence": {"name": "bounded_confidence"},
            "strategy": {"name": "aspiration"},
            "utility": {"name": "additive"},
        },
        "sources": [dict(source)],
        "parties": list(parties),
    }


def proposals(
    wanted: Sequence[tuple[str, str, Sequence[str], Mapping[str, str]]],
    status_quo: Mapping[str, str],
) -> list[Document]:
    """Table designs, each once and none that changes nothing.

    Parameters
    ----------
    wanted : sequence of (id, label, sponsors, design)
    """
    tabled: list[Document] = []
    for id_, label, sponsors, design in wanted:
        twin = next((old for old in tabled if old["design"] == dict(design)), None)
        if twin is not None:
            twin["sponsors"] = [*twin["sponsors"], *sponsors]
        elif dict(design) != dict(status_quo):
            unique = identifier(id_, [old["id"] for old in tabled])
            tabled.append(
                {"id": unique, "label": label, "sponsors": list(sponsors), "design": dict(design)}
            )
    return tabled


def too_many(sizes: Sequence[int]) -> int | None:
    """How many outcomes issues of these sizes span, if that is more than a scenario may have."""
    outcomes = 1
    for size in sizes:
        outcomes *= size
    return outcomes if outcomes > MOST_OUTCOMES else None
