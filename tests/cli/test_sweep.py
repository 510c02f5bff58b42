"""The researcher's path on the command line, from a template to a figure and a file."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hldsim.cli.commands import commands


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["sweep", *arguments], standalone_mode=False)


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("path") / "own.toml"
    result = ask("new", str(place), "--scenario", "classroom_small")
    assert result.return_value == 0, result.output
    text = place.read_text().replace("replicates = 20 ", "replicates = 3 ")
    place.write_text(text)
    return place


@pytest.fixture(scope="module")
def results(design: Path) -> Path:
    place = design.parent / "own"
    result = ask("run", str(design), "--out", str(place), "--workers", "1")
    assert result.return_value == 0 and "27 of 27 runs" in result.output
    return place


def test_the_plan_says_runs_time_and_disk(design: Path) -> None:
    result = ask("plan", str(design), "--workers", "1")
    assert "27" in result.output and "disk" in result.output and "about" in result.output
    data = json.loads(ask("plan", str(design), "--json").output)
    assert data["runs"] == 27 and data["seconds"] > 0 and data["megabytes"] > 0


def test_a_new_design_never_writes_over_a_file(design: Path) -> None:
    with pytest.raises(Exception, match="is there already"):
        raise ask("new", str(design)).exception or AssertionError


def test_the_answer_is_a_table_or_json(results: Path, tmp_path: Path) -> None:
    assert "condition" in ask("ask", str(results)).output
    told = ask("ask", str(results), "responses", "--figure", str(tmp_path / "f.svg"))
    assert "95 % intervals" in told.output and (tmp_path / "f.svg").exists()
    data = json.loads(ask("ask", str(results), "responses", "--json").output)
    assert len(data["rows"]) == 9


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["phases"], "two factors"),
        (["responses", "--level", "0.5"], "no meaning for responses"),
        (["responses", "--measure", "speakers"], "no measure 'speakers'"),
        (["indices"], "sobol"),
    ],
)
def test_a_question_that_cannot_be_answered(results: Path, words: list[str], said: str) -> None:
    error = ask("ask", str(results), *words).exception
    assert error is not None and said in str(error)


def test_methods_query_save_reproduce(results: Path, tmp_path: Path) -> None:
    assert "We ran hldsim" in ask("methods", str(results)).output
    assert "27" in ask("query", str(results), "SELECT count(*) AS n FROM run").output
    assert ask("save", str(results), "--to", str(tmp_path / "a.csv")).return_value == 0
    result = CliRunner().invoke(
        commands, ["reproduce", str(results), "--all"], standalone_mode=False
    )
    assert result.return_value == 0 and "bit by bit" in result.output


def test_a_second_run_into_the_same_folder_is_refused(design: Path, results: Path) -> None:
    error = ask("run", str(design), "--out", str(results)).exception
    assert error is not None and "--resume goes on" in str(error)
    again = ask("run", str(design), "--out", str(results), "--resume", "--workers", "1")
    assert "0 now" in again.output
