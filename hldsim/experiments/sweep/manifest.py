"""Manifest: what a folder of results rests on, to go on with it, cite it and repeat it."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from hldsim import __version__
from hldsim.errors import HldsimError, StorageError
from hldsim.experiments.sweep.columns import Column
from hldsim.experiments.sweep.orders import Prepared

FORMAT = 1
MANIFEST = "manifest.json"
PACKAGES = ("numpy", "mesa", "pandas", "SALib", "scipy", "duckdb")
"""Packages whose versions are noted; numbers come from numpy alone."""

SEED_PLAN = {
    True: "replicate r has the seed blake2b('{seed}/replicate/{r}') at every point and condition",
    False: "replicate r has the seed blake2b('{seed xor hash(condition/point)}/replicate/{r}')",
}


class ResultError(HldsimError, ValueError):
    """A folder of results cannot be used for what is asked."""


@dataclass(frozen=True)
class Manifest:
    """What a folder of results rests on.

    Attributes
    ----------
    design : str
        Digest of the design, replicates apart.
    scenarios : dict
        Hash of each condition's scenario, as it is run.
    packages : dict
        Versions of Python, the system and the packages, where the sweep was begun.
    runs : int
        Runs in all.
    """

    format: int
    hldsim: str
    title: str
    design: str
    scenarios: dict[str, str]
    seed: int
    seed_plan: str
    points: int
    replicates: int
    runs: int
    begun: str
    packages: dict[str, str]
    columns: tuple[Column, ...]


def manifest_of(prepared: Prepared, columns: tuple[Column, ...]) -> Manifest:
    """What a sweep that begins now rests on."""
    design = prepared.design
    return Manifest(
        FORMAT,
        __version__,
        design.title,
        design.digest,
        prepared.hashes(),
        design.seed,
        SEED_PLAN[design.common],
        prepared.points,
        design.replicates,
        prepared.runs,
        datetime.now(UTC).isoformat(timespec="seconds"),
        versions(),
        columns,
    )


def versions() -> dict[str, str]:
    """Versions of what runs here."""
    found = {"python": platform.python_version(), "system": f"{sys.platform} {platform.machine()}"}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest whole or not at all."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    beside = folder / f"{MANIFEST}.new"
    try:
        beside.write_text(text + "\n", encoding="utf-8")
        os.replace(beside, folder / MANIFEST)
    except OSError as error:
        raise StorageError(f"{folder} cannot be written ({error.strerror})") from None


def read_manifest(folder: Path) -> Manifest:
    """Read a manifest.

    Raises
    ------
    ResultError
        If the folder holds no results, or those of a newer hldsim.
    """
    try:
        data: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError:
        raise ResultError(
            f"{folder}: no results of a sweep (no {MANIFEST}); allowed: a folder that "
            "`hldsim sweep run` wrote"
        ) from None
    except ValueError as error:
        raise ResultError(f"{folder / MANIFEST}: cannot be read ({error})") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        kind = data.get("format") if isinstance(data, dict) else type(data).__name__
        raise ResultError(f"{folder / MANIFEST}: format {kind}; this hldsim reads format {FORMAT}")
    try:
        columns = tuple(Column(**column) for column in data["columns"])
        return Manifest(**{**data, "columns": columns})
    except (TypeError, KeyError) as error:
        raise ResultError(f"{folder / MANIFEST}: not as hldsim writes it ({error})") from None


def refuse_other(folder: Path, held: Manifest, prepared: Prepared) -> None:
    """Refuse to go on with results that another design, scenario or hldsim made.

    Raises
    ------
    ResultError
        Says what differs.
    """
    differs = []
    if held.hldsim != __version__:
        differs.append(f"begun by hldsim {held.hldsim}, this is {__version__}")
    if held.design != prepared.design.digest:
        differs.append("the design is another (only replicates may grow)")
    for name, known in prepared.hashes().items():
        if held.scenarios.get(name, known) != known:
            differs.append(f"the scenario of condition {name!r} has changed")
    if held.replicates > prepared.design.replicates:
        differs.append(f"{held.replicates} replicates, the design now asks for fewer")
    if differs:
        raise ResultError(
            f"{folder}: these results cannot be gone on with: {'; '.join(differs)}; "
            "allowed: another folder"
        )
