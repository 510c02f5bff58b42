"""The commands, called in this process: what they print and how they end."""

import json

import pytest

from hldsim.cli import entry
from hldsim.cli.commands import LISTS
from hldsim.scenario.load import load_scenario
from hldsim.session import Session

SMALL = "classroom_small"


@pytest.fixture
def hldsim(capsys):
    """Call the command line; give back exit code, standard output, standard error."""

    def call(*arguments):
        code = entry.run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_no_arguments_show_the_help(hldsim):
    code, out, _ = hldsim()
    assert code == 0
    assert "Usage: hldsim" in out
    for command in ("gui", "run", "ensemble", "compare", "facts", "replay", "check", "list"):
        assert f"  {command} " in out


@pytest.mark.parametrize(
    "command", ["gui", "run", "ensemble", "compare", "facts", "replay", "check", "list"]
)
def test_every_help_has_an_example(hldsim, command):
    code, out, _ = hldsim(command, "--help")
    assert code == 0
    assert f"hldsim {command} " in out.split("Options:")[0].split("Usage:")[1].partition("\n")[2]


def test_version(hldsim):
    import hldsim as package

    assert hldsim("--version")[1].split()[-1] == package.__version__


def test_run_tells_how_it_ended(hldsim):
    code, out, err = hldsim("run", SMALL, "--seed", "7")
    assert (code, err) == (0, "")
    for part in ("Agreement:", "viability", "uncommitted", "Fingerprint:", "seed 7"):
        assert part in out


def test_run_is_told_in_french_and_numbers_stay(hldsim):
    english = hldsim("run", SMALL, "--seed", "7")[1]
    code, out, err = hldsim("run", SMALL, "--seed", "7", "--lang", "fr")
    assert (code, err) == (0, "")
    for part in ("Accord\u00a0:", "chances", "sans engagement", "Empreinte\u00a0:", "graine 7"):
        assert part in out
    for part in ("Agreement", "uncommitted", "viability", "spoke", "drawn"):
        assert part in english and part not in out
    assert english.split("Fingerprint: ")[1].split()[0] in out


def test_run_names_the_languages_there_are(hldsim):
    code, out, err = hldsim("run", SMALL, "--lang", "tlh")
    assert (code, out) == (2, "") and "--lang tlh: no such language; allowed: en, fr" in err


def test_run_json_is_one_object_and_the_same_twice(hldsim):
    code, out, err = hldsim("run", SMALL, "--seed", "7", "--json")
    assert (code, err) == (0, "")
    data = strict(out)
    assert data["seed"] == 7
    assert (
        data["fingerprint"]
        == strict(hldsim("run", SMALL, "--seed", "7", "--json")[1])["fingerprint"]
    )


def test_set_changes_the_run(hldsim):
    plain = strict(hldsim("run", SMALL, "--json")[1])
    changed = strict(hldsim("run", SMALL, "--set", "rules.coalitions.gamma=0.5", "--json")[1])
    assert plain["fingerprint"] != changed["fingerprint"]


def test_out_writes_a_run_file_that_replays(hldsim, tmp_path):
    place = tmp_path / "talks.hldrun"
    assert hldsim("run", SMALL, "--out", str(place))[0] == 0
    code, out, _ = hldsim("replay", str(place))
    assert code == 0
    assert "same" in out
    data = strict(hldsim("replay", str(place), "--json")[1])
    assert data["same"]
    assert data["differences"] == []


def test_out_keeps_what_was_there(hldsim, tmp_path):
    place = tmp_path / "talks.hldrun"
    hldsim("run", SMALL, "--out", str(place), "--seed", "1")
    before = place.read_bytes()
    code, _, err = hldsim("run", SMALL, "--out", str(place), "--seed", "2")
    assert code == 0
    assert "talks.hldrun~" in err
    assert (tmp_path / "talks.hldrun~").read_bytes() == before

    hldsim("run", SMALL, "--out", str(place), "--seed", "3")
    assert (tmp_path / "talks.hldrun~").read_bytes() == before
    assert (tmp_path / "talks.hldrun~2").exists()


def test_out_does_not_take_away_a_run_that_is_open(hldsim, tmp_path):
    place = tmp_path / "talks.hldrun"
    with Session.open(load_scenario(SMALL), 1, place) as session:
        session.advance()
        code, out, err = hldsim("run", SMALL, "--out", str(place))
        assert (code, out) == (2, "")
        assert "is open" in err
        session.advance()
    assert [p.name for p in tmp_path.iterdir()] == ["talks.hldrun"]
    with Session.open_file(place) as session:
        assert session.history.last == 2


def test_ensemble(hldsim):
    code, out, err = hldsim("ensemble", SMALL, "--runs", "6", "--workers", "1")
    assert (code, err) == (0, "")
    assert "6 runs, seed 1" in out
    assert "95 % interval" in out


def test_ensemble_json_says_the_same_with_two_workers(hldsim):
    call = ("ensemble", SMALL, "--runs", "4", "--seed", "3", "--json", "--workers")
    one, two = hldsim(*call, "1"), hldsim(*call, "2")
    assert one == two
    assert strict(one[1])["runs"] == 4


def test_ensemble_out(hldsim, tmp_path):
    call = ("ensemble", SMALL, "--runs", "2", "--workers", "1", "--json", "--out")
    as_json, as_csv = tmp_path / "shares.json", tmp_path / "parties.csv"
    printed = hldsim(*call, str(as_json))[1]
    assert strict(as_json.read_text(encoding="utf-8")) == strict(printed)
    hldsim(*call, str(as_csv))
    heading, *rows = as_csv.read_text(encoding="utf-8").splitlines()
    assert heading.startswith("id,iso3,provenance,membership_")
    assert len(rows) == len(strict(printed)["parties"])


LONG = [
    ("hldsim.experiments.ensemble.ensemble", ("ensemble", SMALL, "--runs", "2"), ".json"),
    ("hldsim.experiments.sensitivity.morris", ("sensitivity", SMALL), ".md"),
]


@pytest.mark.parametrize(("work", "call", "ending"), LONG, ids=["ensemble", "sensitivity"])
def test_the_place_is_tried_before_the_work(hldsim, monkeypatch, tmp_path, work, call, ending):
    def worked(*args, **kwargs):
        raise AssertionError("it ran first")

    monkeypatch.setattr(work, worked)
    (tmp_path / f"folder{ending}").mkdir()
    nowhere = str(tmp_path / "nowhere" / f"a{ending}")
    code, out, err = hldsim(*call, "--out", nowhere)
    assert (code, out) == (2, "")
    assert nowhere in err and "allowed: a file in a folder that is there" in err
    code, _, err = hldsim(*call, "--out", str(tmp_path / f"folder{ending}"))
    assert code == 2 and "is a folder" in err
    monkeypatch.setattr("hldsim.cli.output.os.access", lambda *args: False)
    code, _, err = hldsim(*call, "--out", str(tmp_path / f"a{ending}"))
    assert code == 2 and "no permission" in err and "allowed: a folder you may write in" in err


def test_what_is_worked_out_is_told_though_the_place_fails(hldsim, monkeypatch, tmp_path):
    from hldsim.cli import many
    from hldsim.errors import StorageError

    def full(*args):
        raise StorageError("disk full")

    monkeypatch.setattr(many, "write_text", full)
    call = ("ensemble", SMALL, "--runs", "2", "--workers", "1", "--out", str(tmp_path / "a.json"))
    code, out, err = hldsim(*call)
    assert code == 2 and "disk full" in err
    assert "2 runs, seed 1" in out


def test_facts_of_2006_as_json(hldsim):
    code, out, err = hldsim("facts", "hld_2006", "--runs", "3", "--workers", "1", "--json")
    assert code in (0, 1)
    assert err == ""
    data = strict(out)
    verdicts = {fact["id"]: fact["verdict"] for fact in data["facts"]}
    assert verdicts["C3"] == "given"
    assert set(verdicts.values()) <= {"met", "short", "given", "calibrated", "printed"}
    assert (code == 1) == ("short" in verdicts.values())
    assert {s["party"] for s in data["surprise"]} >= {"USA", "AUS", "NZL", "IRL"}


def test_facts_as_a_table(hldsim):
    _, out, _ = hldsim("facts", "hld_2006", "--runs", "2", "--workers", "1")
    assert "verdict" in out
    assert "Surprise:" in out


def test_a_fact_that_falls_short_is_exit_code_1(hldsim, monkeypatch):
    from dataclasses import replace

    from hldsim.cli import known
    from hldsim.scenario.schema import FactSpec

    load = known.load
    fact = FactSpec("X", "Never.", "speakers", ">=", 1e6, 0.5)
    monkeypatch.setattr(known, "load", lambda name, _=(): replace(load(name), facts=(fact,)))
    code, out, _ = hldsim("facts", SMALL, "--runs", "2", "--workers", "1")
    assert code == 1
    assert "1 short" in out


def test_check_a_sound_scenario(hldsim):
    code, out, _ = hldsim("check", SMALL)
    assert code == 0
    assert "sound" in out
    assert strict(hldsim("check", SMALL, "--json")[1])["sound"]


def test_check_names_every_fault(hldsim, tmp_path):
    from hldsim.scenario.load import find_scenario

    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("scenario.toml", "parties.csv"):
        text = (find_scenario(SMALL) / name).read_text(encoding="utf-8")
        if name == "scenario.toml":
            text = text.replace('name = "worth"', 'name = "wroth"')
            text += '\n[[facts]]\nid = "X"\ntext = "x"\nmeasure = "speaker"\nop = ">="\n'
            text += "threshold = 1\nshare = 0.5\n"
        (folder / name).write_text(text, encoding="utf-8")
    code, out, _ = hldsim("check", str(folder))
    assert code == 2
    assert "wroth" in out
    text = (folder / "scenario.toml").read_text(encoding="utf-8").replace("wroth", "worth")
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    code, out, _ = hldsim("check", str(folder), "--json")
    assert code == 2
    assert "speaker" in strict(out)["faults"][0]["value"]


def test_check_rules_lists_every_check(hldsim):
    from hldsim.scenario.checks import CHECKS

    code, out, _ = hldsim("check", "--rules")
    assert code == 0
    assert all(name in out for name in CHECKS)
    assert len(strict(hldsim("check", "--rules", "--json")[1])["checks"]) == len(CHECKS)


@pytest.mark.parametrize("what", LISTS)
def test_list(hldsim, what):
    code, out, _ = hldsim("list", what)
    assert code == 0
    assert out.strip()
    entries = strict(hldsim("list", what, "--json")[1])[what]
    assert entries
    assert all(entry["name"] and entry["summary"] for entry in entries)


def test_list_everything(hldsim):
    code, out, _ = hldsim("list")
    assert code == 0
    assert all(f"{what}\n" in out for what in LISTS)


BAD = [
    ("run", "hld_2007"),
    ("run", SMALL, "--seed", "-1"),
    ("run", SMALL, "--set", "nonsense"),
    ("run", SMALL, "--set", "parties[NOBODY].salience.venue=1"),
    ("run", SMALL, "--set", "rules.coalitions.name=wroth"),
    ("run", SMALL, "--out", "/"),
    ("run",),
    ("fly",),
    ("ensemble", SMALL, "--runs", "0"),
    ("ensemble", SMALL, "--runs", "2", "--out", "shares.xyz"),
    ("ensemble", SMALL, "--runs", "1", "--workers", "1", "--out", "/no/such/folder/a.json"),
    ("facts", "hld_2007"),
    ("replay", "no_such_file.hldrun"),
    ("check",),
    ("check", "no_such_scenario"),
    ("list", "stars"),
    ("gui", "no_such_scenario"),
]


@pytest.mark.parametrize("arguments", BAD, ids=" ".join)
def test_bad_input_is_exit_code_2_and_a_message(hldsim, arguments):
    code, out, err = hldsim(*arguments)
    assert code == 2
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_a_damaged_run_file_is_exit_code_2(hldsim, tmp_path):
    place = tmp_path / "talks.hldrun"
    place.write_bytes(b"not a run file")
    code, _, err = hldsim("replay", str(place))
    assert code == 2
    assert "talks.hldrun" in err


def test_gui_without_a_display_says_what_to_do(hldsim, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    code, out, err = hldsim("gui", SMALL)
    assert (code, out) == (2, "")
    assert "--pictures" in err


def test_a_fault_of_ours_is_one_line_and_a_log(hldsim, monkeypatch):
    from hldsim.cli import looking

    def broken(*_):
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr(looking, "list_all", broken)
    code, _, err = hldsim("list")
    assert code == 70
    assert len(err.strip().splitlines()) == 1
    log = err.strip().rpartition(" in ")[2]
    with open(log, encoding="utf-8") as file:
        assert "Traceback" in file.read()


def test_ctrl_c_is_exit_code_130(hldsim, monkeypatch):
    from hldsim.cli import looking

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(looking, "list_all", stopped)
    code, _, err = hldsim("list")
    assert code == 130
    assert "interrupted" in err


def test_pictures_that_cannot_be_drawn_do_not_stop_a_run(hldsim, monkeypatch, tmp_path):
    from hldsim.cli import window

    monkeypatch.setattr(window, "_DRAW", "raise SystemExit('no library')")
    code, out, err = hldsim("run", SMALL, "--json", "--pictures", str(tmp_path))
    assert code == 0
    strict(out)
    assert "no pictures: no library" in err


def strict(text):
    """JSON as the standard has it: one object, no NaN."""

    def refuse(name):
        raise AssertionError(f"{name} is no JSON")

    data = json.loads(text, parse_constant=refuse)
    assert isinstance(data, dict)
    return data


def test_pictures_are_drawn_and_named(hldsim, tmp_path):
    pytest.importorskip(
        "hldsim_ui.pictures", reason="the window is not installed", exc_type=ImportError
    )
    code, out, err = hldsim("run", SMALL, "--json", "--pictures", str(tmp_path))
    assert code == 0
    strict(out)
    drawn = sorted(place.name for place in tmp_path.glob("*.png"))
    assert drawn
    assert all(name in err for name in drawn)
