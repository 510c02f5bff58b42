"""Journals of edits: what is read back is what was noted, whatever was cut off."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.errors import StorageError
from hldsim.scenario.edits import Cell, Remove, SetCells, SetValue
from hldsim.scenario.load import load_scenario
from hldsim_ui.care import journal as journals
from hldsim_ui.care.journal import Journal, applied, delta, is_free, left_behind, read_journal
from hldsim_ui.drafts import Drafts

ROOT = Path(__file__).parents[2]
SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
ROWS = st.lists(st.dictionaries(st.sampled_from(["id", "name", "x.y"]), SCALARS), max_size=4)
DOCUMENTS = st.builds(
    lambda parts, rows: {**parts, "parties": rows},
    st.dictionaries(st.sampled_from(["name", "title", "agenda", "rules"]), VALUES),
    ROWS,
)


@pytest.fixture
def drafts():
    made = Drafts()
    made.open(load_scenario("classroom_small"))
    return made


def written(value):
    """A value as JSON: kinds and order count."""
    return json.dumps(value)


@given(DOCUMENTS, DOCUMENTS)
def test_a_change_leads_from_one_document_to_the_other_to_the_letter(old, new):
    assert written(applied(old, json.loads(written(delta(old, new))))) == written(new)
    assert (delta(old, new) == {}) is (written(old) == written(new))


def test_edits_are_read_back(drafts, tmp_path):
    journal = Journal.begin(tmp_path, drafts.draft.saved, tmp_path / "mine.zip", seed=7)
    drafts.watch(lambda draft: journal.note(draft.document, draft.step.words))
    drafts.edit(SetValue("parties[MEX].reluctance", 0.5))
    drafts.edit(SetCells((Cell(0, "principle", 1), Cell(1, "name", "Ünnamed\n"))))
    drafts.edit(Remove(("parties[USA]",)))
    drafts.undo()
    kept = read_journal(journal.file)
    assert written(kept.document) == written(drafts.draft.document)
    assert kept.base == drafts.draft.saved
    assert (kept.home, kept.seed, kept.edits) == (str(tmp_path / "mine.zip"), 7, 4)
    assert kept.title == load_scenario("classroom_small").title
    assert left_behind(tmp_path) == []  # it is being written
    journal.close()
    assert left_behind(tmp_path) == [journal.file]


def test_taken_up_it_goes_on_and_is_removed_in_the_end(drafts, tmp_path):
    journal = Journal.begin(tmp_path, drafts.draft.saved)
    drafts.edit(SetValue("title", "One"))
    journal.note(drafts.draft.document)
    journal.close()
    again, kept = Journal.resume(journal.file)
    assert kept.document["title"] == "One"
    assert not is_free(again.file)
    drafts.edit(SetValue("title", "Two"))
    again.note(drafts.draft.document)
    assert read_journal(again.file).document["title"] == "Two"
    assert read_journal(again.file).edits == 2
    with pytest.raises(StorageError, match="in use"):
        Journal.resume(again.file)
    again.remove()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_last_line_that_was_cut_off_counts_as_not_written(drafts, tmp_path, cut):
    journal = Journal.begin(tmp_path, drafts.draft.saved)
    for title in ("One", "Two"):
        drafts.edit(SetValue("title", title))
        journal.note(drafts.draft.document)
    journal.close()
    data = journal.file.read_bytes()
    journal.file.write_bytes(data[:-cut])
    assert read_journal(journal.file).document["title"] == "One"
    again, kept = Journal.resume(journal.file)
    again.note({**kept.document, "title": "Three"})
    again.close()
    assert read_journal(journal.file).document["title"] == "Three"


def test_it_is_written_anew_when_it_has_grown(drafts, tmp_path, monkeypatch):
    monkeypatch.setattr(journals, "MOST_BYTES", 100_000)
    journal = Journal.begin(tmp_path, drafts.draft.saved)
    for n in range(300):
        drafts.edit(SetValue("summary", f"{n} " + "x" * 1000))
        journal.note(drafts.draft.document)
    assert journal.file.stat().st_size < 110_000
    assert written(read_journal(journal.file).document) == written(drafts.draft.document)
    journal.remove()


def test_a_full_disk_is_said_and_what_was_kept_stays(drafts, tmp_path, monkeypatch):
    journal = Journal.begin(tmp_path, drafts.draft.saved)
    drafts.edit(SetValue("title", "One"))
    journal.note(drafts.draft.document)
    drafts.edit(SetValue("title", "Two"))
    with monkeypatch.context() as patch:
        write = os.write
        patch.setattr(os, "write", lambda handle, data: write(handle, data[: len(data) // 2]))
        with pytest.raises(StorageError, match="No space left"):
            journal.note(drafts.draft.document)
    assert read_journal(journal.file).document["title"] == "One"
    drafts.edit(SetValue("title", "Three"))  # there is room again
    journal.note(drafts.draft.document)
    drafts.edit(SetValue("title", "Four"))
    journal.note(drafts.draft.document)
    kept = read_journal(journal.file)
    assert (kept.document["title"], kept.edits) == ("Four", 3)
    journal.remove()


@pytest.mark.parametrize("content", [b"", b"{}", b"no journal\n", b'{"draft": 99, "base": {}}\n'])
def test_what_is_no_journal_is_refused(tmp_path, content):
    file = tmp_path / "x.draft"
    file.write_bytes(content)
    with pytest.raises(ValueError):
        read_journal(file)
    with pytest.raises(ValueError):
        Journal.resume(file)
    assert is_free(file) and file.read_bytes() == content


def test_two_processes_keep_their_drafts_apart(drafts, tmp_path):
    one = Journal.begin(tmp_path, drafts.draft.saved)
    other = Journal.begin(tmp_path, drafts.draft.saved)
    assert one.file != other.file
    one.remove()
    assert other.file.exists()
    other.remove()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_ten_kills_lose_no_acknowledged_edit():
    script = [sys.executable, str(ROOT / "scripts" / "killtest_edits.py")]
    done = subprocess.run(
        [*script, "--kills", "10", "--scenario", "classroom_small"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'ui'}"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"10 kills .* wrong: 0$", done.stdout.strip())
