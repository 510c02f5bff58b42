"""What people did, as a table: written, read again, and done again with the same fingerprint."""

import json

import pytest

from hldsim.cli.entry import run
from hldsim.export.acts import read_acts, write_acts
from hldsim.record.run import load_record
from hldsim.session import Session, replay
from tests.session.scene import SEED, classroom, set_
from tests.session.test_seats import bold, play_seats, seat


@pytest.fixture
def hldsim(capsys):
    def call(*arguments):
        code = run([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def played(tmp_path):
    path = tmp_path / "talks.hldrun"
    with Session.open(classroom(), SEED, path) as session:
        session.apply(seat("BEL", person="Ana, of group 1", clock=60))
        session.apply(set_("parties[MEX].principle", 0.25))
        play_seats(session, bold)
    return path


def test_a_table_is_read_as_it_was_written(played):
    acts = load_record(played).acts
    again = read_acts(write_acts(acts), "t.csv")
    assert [(d.k, d.what.kind, d.what.author) for d in again] == [
        (a.k, a.kind, a.author) for a in acts
    ]
    assert [dict(d.what.body) for d in again] == [
        {key: value for key, value in a.body.items() if value is not None} for a in acts
    ]


@pytest.mark.parametrize("source", ["talks.csv", "talks.hldrun"])
def test_what_was_done_is_done_again(played, tmp_path, hldsim, source):
    table, out = played.with_name("talks.csv"), tmp_path / "again.hldrun"
    code, told, err = hldsim("acts", played, "--to", table)
    assert code == 0 and "Ana, of group 1" in told and "has cast" not in told and "talks.csv" in err
    code, told, _ = hldsim(
        "run", "classroom_small", "--seed", SEED, "--acts", played.with_name(source),
        "--out", out, "--json",
    )  # fmt: skip
    assert code == 0
    assert json.loads(told)["fingerprint"] == load_record(played).fingerprint
    assert replay(out).same
    assert json.loads(hldsim("acts", out, "--json")[1])["acts"][0]["body"]["clock"] == 60


def test_nobody_did_anything(tmp_path, hldsim):
    path = tmp_path / "plain.hldrun"
    assert hldsim("run", "classroom_small", "--out", path)[0] == 0
    assert "the model played this run" in hldsim("acts", path)[1]


HEAD = "round,party,what,value,by\n"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("when,who\n1,BEL\n", "line 1: 'when, who'"),
        (HEAD + "one,BEL,back,un_embedded,\n", "line 2: round 'one'"),
        (HEAD + "0,BEL,back,un_embedded,\n", "line 2: round '0'"),
        (HEAD + "1,BEL,back,un_embedded,\n", "line 2: act: back in round 1 (Plenary)"),
        (HEAD + "1,BEL,sing,loudly,\n", "line 2: act: unknown key 'sing'"),
        (HEAD + "1,XXX,state,silent,\n", "line 2: act: no party 'XXX'"),
        (HEAD + "1,BEL,seat,maybe,\n", "allowed: taken, left"),
        (HEAD + "\n7,,parties[BEL].hat,1,\n", "line 3: 'hat'"),
        (HEAD + "20,BEL,back,un_embedded,\n", "line 2: no round 20; the agenda has 19 rounds"),
    ],
)
def test_a_bad_table_is_refused_in_one_line(tmp_path, hldsim, rows, says):
    path = tmp_path / "bad.csv"
    path.write_text(rows)
    code, out, err = hldsim("run", "classroom_small", "--acts", path)
    assert code == 2 and out == "" and says in err and len(err.splitlines()) == 1


def test_a_table_from_a_spreadsheet_with_semicolons(tmp_path, hldsim):
    path = tmp_path / "acts.csv"
    path.write_text("\ufeff" + HEAD.replace(",", ";") + "1;BEL;state;informal_hosted;Ana\n")
    code, out, _ = hldsim("run", "classroom_small", "--acts", path, "--json")
    assert code == 0 and "BEL" in json.loads(out)["speakers"]


def test_a_table_that_is_not_there_or_none(tmp_path, hldsim):
    assert "cannot be read" in hldsim("run", "classroom_small", "--acts", tmp_path / "no.csv")[2]
    (tmp_path / "odd.csv").write_bytes(b"\xff\xfe\x00")
    assert "is no table" in hldsim("run", "classroom_small", "--acts", tmp_path / "odd.csv")[2]
