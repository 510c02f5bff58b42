"""Reproduce: a sample run again is the same bit for bit, and it is noticed where it is not."""

import json
import shutil
from pathlib import Path

import pytest

from hldsim.experiments.sweep.manifest import ResultError
from hldsim.experiments.sweep.repeat import repeat
from hldsim.experiments.sweep.results import Results


def test_every_run_is_repeated_bit_for_bit(folder: Path) -> None:
    with Results(folder) as results:
        found = repeat(results, None)
    assert (found.runs, found.total, found.differences, found.versions) == (72, 72, (), {})


def test_a_sample_is_named_by_its_seed(folder: Path) -> None:
    with Results(folder) as results:
        assert repeat(results, 3).runs == 3
        assert repeat(results, 500).runs == 72


def test_a_cell_that_was_changed_is_found(folder: Path, tmp_path: Path) -> None:
    import duckdb

    place = tmp_path / "forged"
    shutil.copytree(folder, place)
    part = next((place / "runs").iterdir())
    duckdb.sql(
        f"COPY (SELECT * REPLACE (CASE WHEN replicate = 2 AND point = 1 THEN "
        f'"backing_share[un_embedded]" + 1e-16 + 1e-3 ELSE "backing_share[un_embedded]" END AS '
        f"\"backing_share[un_embedded]\") FROM '{part}') TO '{tmp_path / 'new.parquet'}'"
    )
    shutil.move(tmp_path / "new.parquet", part)
    with Results(place) as results:
        found = repeat(results, None)
    assert {(one.point, one.replicate, one.column) for one in found.differences} == {
        (1, 2, "backing_share[un_embedded]")
    }
    assert len(found.differences) == 2, "once under each condition"


def test_a_scenario_changed_since_is_refused(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "changed"
    shutil.copytree(folder, place)
    scenario = place / "scenarios" / "firm.json"
    document = json.loads(scenario.read_text())
    document["rules"]["coalitions"]["beta"] = 0.3
    scenario.write_text(json.dumps(document))
    with Results(place) as results, pytest.raises(ResultError, match="scenarios firm"):
        repeat(results, 1)


def test_other_versions_are_said(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "older"
    shutil.copytree(folder, place)
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["packages"]["numpy"] = "1.0"
    (place / "manifest.json").write_text(json.dumps(manifest))
    with Results(place) as results:
        assert repeat(results, 1).versions["numpy"][0] == "1.0"
