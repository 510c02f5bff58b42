"""Ensembles in files: what ``hldsim ensemble --json`` prints, and every run besides.

One JSON object (``NAME.hldmany``): the keys of ``EnsembleResult.as_json``; under ``kept`` the
scenario and the arrays that everything is counted from, so that a file can be opened again, runs
can be added, and any replicate can be played; and under ``against``, where two were compared, the
same of the second, with ``comparison`` (``Pairs.as_json``). No chance is stored: a replicate's
seed plays it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from hldsim.engine.interventions.base import Intervention
from hldsim.errors import HldsimError, StorageError
from hldsim.experiments.ensemble import EnsembleResult
from hldsim.experiments.paired import pairs
from hldsim.experiments.replicates import ROWS, Summary
from hldsim.scenario.canonical import scenario_hash, to_json
from hldsim.scenario.check import build_checked

SUFFIX = ".hldmany"
"""Ending of these files."""

FORMAT = 1
"""Version of ``kept`` that this hldsim writes and reads."""

SMALL = ("stated_rp", "backed_rp", "backing_rkd", "viable_rd")
"""Arrays of 16 bits; other rows are of 64."""


class EnsembleFileError(HldsimError, ValueError):
    """A file holds no ensemble that can be opened."""


def save_ensembles(path: Path, results: Sequence[EnsembleResult], names: Sequence[str]) -> None:
    """Write one ensemble, or two that are compared, whole or not at all.

    Parameters
    ----------
    names : sequence of str
        What each is called.

    Raises
    ------
    StorageError
        If the place cannot be written; what was there is untouched.
    """
    data = _written(results[0], names[0])
    if len(results) > 1:
        data["against"] = _written(results[1], names[1])
        data["comparison"] = pairs(results[0], results[1]).as_json()
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(json.dumps(data, ensure_ascii=False, allow_nan=False), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        try:
            beside.unlink(missing_ok=True)
        except OSError:
            pass
        raise StorageError(f"{path} cannot be written ({error.strerror or error})") from None


def load_ensembles(path: Path) -> tuple[tuple[EnsembleResult, ...], tuple[str, ...]]:
    """Read the ensembles of a file, and what each is called.

    Raises
    ------
    EnsembleFileError
        If it holds none, or only their shares; one line that says what to do.
    ScenarioError
        If the scenario in it is not what this hldsim takes.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EnsembleFileError(f"{path} cannot be read ({error.strerror or error})") from None
    except (ValueError, RecursionError):
        raise EnsembleFileError(f"{path} holds no ensemble: it is not JSON") from None
    if not isinstance(data, dict):
        raise EnsembleFileError(f"{path} holds no ensemble: it is not one JSON object")
    parts = [data, *([data["against"]] if isinstance(data.get("against"), dict) else [])]
    try:
        read = [_read(path, part) for part in parts]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        if isinstance(error, HldsimError):
            raise
        said = f"{type(error).__name__}: {error}"
        raise EnsembleFileError(f"{path} is damaged and cannot be opened ({said})") from None
    return tuple(result for result, _ in read), tuple(name for _, name in read)


def _written(result: EnsembleResult, name: str) -> dict[str, Any]:
    """One ensemble as plain data; NaN is null."""
    arrays = {field.name: getattr(result.summary, field.name) for field in fields(Summary)}
    kept = {
        "format": FORMAT,
        "name": name,
        "measures": list(result.measures),
        "scenario": json.loads(to_json(result.scenario.document)),
        "changes": [
            {"kind": one.kind, "body": dict(one.body), "author": one.author}
            for one in result.changes
        ],
        "arrays": {key: _plain(array) for key, array in arrays.items()},
    }
    return {**result.as_json(), "kept": kept}


def _read(path: Path, data: Mapping[str, Any]) -> tuple[EnsembleResult, str]:
    kept = data.get("kept")
    if not isinstance(kept, dict):
        raise EnsembleFileError(
            f"{path} holds shares only, not the runs; write it by hldsim ensemble --out "
            f"NAME{SUFFIX}, or save it from the window"
        )
    if kept["format"] != FORMAT:
        raise EnsembleFileError(
            f"{path} is of format {kept['format']}, written by hldsim {data.get('version')}; "
            f"allowed: {FORMAT}. Open it with a newer hldsim."
        )
    scenario = build_checked(kept["scenario"])
    if scenario_hash(scenario) != data["scenario_hash"]:
        raise EnsembleFileError(f"{path}: the scenario in it is not the one its runs were made of")
    summary = Summary(**{key: _array(key, value) for key, value in kept["arrays"].items()})
    changes = tuple(
        Intervention(one["kind"], dict(one["body"]), one["author"]) for one in kept["changes"]
    )
    runs = int(data["runs"])
    shapes = {getattr(summary, name).shape[0] for name in ROWS}
    parties = summary.stated_rp.shape[1]
    if shapes != {runs} or parties != len(scenario.parties):
        raise EnsembleFileError(f"{path} is damaged: {runs} runs, arrays of {sorted(shapes)}")
    result = EnsembleResult(
        scenario=scenario,
        runs=runs,
        seed=int(data["seed"]),
        conditioned=bool(data["conditioned"]),
        interrupted=bool(data["interrupted"]),
        measures=tuple(kept["measures"]),
        summary=summary,
        changes=changes,
        version=str(data["version"]),
    )
    return result, str(kept["name"])


def _plain(array: Any) -> dict[str, Any]:
    """An array as shape and flat values: shapes with a 0 in them would be lost in lists."""
    flat = np.asarray(array).ravel().tolist()
    return {"shape": list(np.shape(array)), "values": [None if x != x else x for x in flat]}


def _array(name: str, plain: Mapping[str, Any]) -> Any:
    whole = name in ROWS and name != "measure_rm"
    kind = np.int16 if name in SMALL else np.int64 if whole else np.float64
    values = [np.nan if x is None else x for x in plain["values"]]
    return np.array(values, dtype=kind).reshape(plain["shape"])
