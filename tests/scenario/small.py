"""A small sound scenario, as a document and as files, for the tests to break."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from hldsim.scenario.build import build
from hldsim.scenario.save import files_of

DOCUMENT: dict[str, Any] = {
    "format": 1,
    "name": "small",
    "title": "A small table",
    "issues": [
        {
            "id": "venue",
            "name": "Venue",
            "ordered": False,
            "core": True,
            "status_quo": "none",
            "levels": [
                {"id": "none", "name": "None"},
                {"id": "hosted", "name": "Hosted"},
                {"id": "un", "name": "In the UN"},
            ],
        },
        {
            "id": "authority",
            "name": "Authority",
            "status_quo": "talk",
            "levels": [{"id": "talk", "name": "Talk"}, {"id": "norms", "name": "Norms"}],
        },
    ],
    "themes": [{"id": "rights", "name": "Rights", "low": "few", "high": "many"}],
    "blocs": [{"id": "G77", "name": "G77", "line": "inside", "discipline": 0.05}],
    "proposals": [
        {"id": "inside", "label": "Inside", "sponsors": ["G77"], "design": {"venue": "un"}},
        {"id": "outside", "label": "Outside", "sponsors": ["BEL"], "design": {"venue": "hosted"}},
    ],
    "hosts": [{"id": "BEL", "issue": "venue", "level": "hosted"}],
    "adoption": [
        {
            "id": "hosted",
            "rule": "opt_in",
            "when": {"venue": "hosted"},
            "quorum": {"kind": "normal", "a": 0.5, "b": 0.07, "low": 0, "high": 1},
        },
        {"id": "other", "rule": "consensus", "kappa": 10},
    ],
    "agenda": [
        {"id": "plenary", "phase": "plenary", "rounds": 2},
        {"id": "adoption", "phase": "adoption", "rounds": 1},
    ],
    "imputation": {"rule": "declared"},
    "rules": {
        "coalitions": {"name": "worth", "beta": 0.1},
        "protocol": {"name": "single_text"},
        "influence": {"name": "bounded_confidence"},
        "strategy": {"name": "aspiration"},
        "utility": {"name": "additive"},
        "belief": {"name": "public", "eta": 0.12},
    },
    "columns": {
        "balance": {"name": "Balance", "unit": "1", "source": "made", "low": -1, "high": 1}
    },
    "facts": [
        {
            "id": "F1",
            "text": "It ends.",
            "measure": "agreement",
            "op": ">=",
            "threshold": 1,
            "share": 0.5,
            "settings": {"adoption[other].rule": "majority"},
        }
    ],
    "sources": [{"id": "made", "title": "Made up", "licence": "none", "file": "sources/made.csv"}],
    "parties": [
        {"id": "BEL", "name": "Belgium", "iso3": "BEL", "balance": 0.48, "income": "high"},
        {
            "id": "MEX",
            "name": "Mexico",
            "iso3": "MEX",
            "blocs": "G77",
            "balance": -0.88,
            "position": "inside",
            "provenance": "seed",
            "salience.venue": 0.6,
            "salience.authority": 0.4,
            "emphasis.rights": 1,
        },
        {"id": "IOM", "name": "IOM", "seat": "organisation", "reluctance": 0.25},
    ],
}


def document() -> dict[str, Any]:
    """A copy that a test may break."""
    return copy.deepcopy(DOCUMENT)


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def files() -> dict[str, bytes]:
    return {**files_of(build(document())), "sources/made.csv": b"iso3\nBEL\n"}
