"""Other programs' files hold the same rows, with a codebook."""

import json
from pathlib import Path

import numpy as np
import pandas
import pytest

from hldsim.errors import StorageError
from hldsim.experiments.sweep.codebook import codebook
from hldsim.experiments.sweep.manifest import ResultError
from hldsim.experiments.sweep.orders import Prepared
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.saving import WRITERS, save_results, stata_names


def read(path: Path) -> pandas.DataFrame:
    if path.suffix == ".csv":
        return pandas.read_csv(path, keep_default_na=False, na_values=[""])
    if path.suffix == ".xlsx":
        return pandas.read_excel(path, sheet_name="runs", keep_default_na=False, na_values=[""])
    if path.suffix == ".json":
        return pandas.DataFrame(json.loads(path.read_text()))  # pandas reads floats less exactly
    if path.suffix == ".dta":
        return pandas.read_stata(path)
    import duckdb

    return duckdb.sql(f"SELECT * FROM '{path}'").df()


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_every_format_holds_every_run(folder: Path, tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"out{ending}"
    with Results(folder) as results:
        table = results.table()
        written = save_results(results, place)
    found = read(place)
    assert len(found) == len(table)
    names = stata_names(list(table.columns)) if ending == ".dta" else {n: n for n in table.columns}
    assert list(found.columns) == list(names.values())
    for name, short in names.items():
        if table[name].dtype.kind in "fiu":
            last = 1e-15 if ending == ".xlsx" else 0.0  # a worksheet keeps 16 digits
            np.testing.assert_allclose(
                found[short].to_numpy(float), table[name].to_numpy(float), rtol=last, atol=0.0
            )
        else:
            assert found[short].fillna("").to_list() == table[name].fillna("").to_list()
    assert written[1].read_text().count("\n| `") >= len(table.columns)
    assert not list(tmp_path.glob(".*"))


def test_the_codebook_has_meaning_and_provenance_of_every_column(
    folder: Path, prepared: Prepared
) -> None:
    with Results(folder) as results:
        entries = codebook(prepared.design, prepared.scenarios, results.columns)
    assert all(entry.meaning for entry in entries)
    assert {entry.provenance for entry in entries} == {"design", "drawn", "computed"}
    own = next(entry for entry in entries if entry.column == "adoption[hosted].follow_through")
    assert own.unit and "uncommitted" in own.meaning.lower() or own.meaning
    assert own.values == "0 to 1"


def test_stata_has_the_meaning_as_label(folder: Path, tmp_path: Path) -> None:
    with Results(folder) as results:
        save_results(results, tmp_path / "a.dta")
    with pandas.read_stata(tmp_path / "a.dta", iterator=True) as reader:
        labels = reader.variable_labels()
    assert all(labels.values())
    assert max(map(len, labels)) <= 32


def test_names_for_stata_stay_apart() -> None:
    long = "measure_with_a_very_long_name_indeed"
    names = list(stata_names([long + "a", long + "b", "1x"]).values())
    assert len(set(names)) == 3 and max(map(len, names)) <= 32 and names[2] == "v1x"


def test_an_unknown_ending_and_a_place_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    with Results(folder) as results:
        with pytest.raises(ResultError, match=r"\.csv, \.xlsx, \.parquet, \.json, \.dta"):
            save_results(results, tmp_path / "a.sav")
        (tmp_path / "file").write_text("x")
        with pytest.raises(StorageError, match="cannot be written"):
            save_results(results, tmp_path / "file" / "a.csv")
