"""Saving a scenario: whole or not at all, at whatever moment it is cut short."""

import os
import zipfile

import pytest

from hldsim.errors import StorageError
from hldsim.scenario import store
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from hldsim.scenario.save import save_document, save_scenario
from tests.scenario.small import document, files, write


class Killed(BaseException):
    """Stands for SIGKILL: nothing below it is undone."""


def stop_at(monkeypatch, steps, kill):
    """Have the disk refuse, or the process die, at the ``steps``-th thing done to it."""
    done = []

    def step(function):
        def tried(*given, **named):
            done.append(function)
            if len(done) > steps:
                if kill:
                    raise Killed
                raise OSError(28, "No space left on device")
            return function(*given, **named)

        return tried

    for name in ("fsync", "replace", "rename"):
        monkeypatch.setattr(os, name, step(getattr(os, name)))
    if kill:  # a process that is dead tidies nothing up
        monkeypatch.setattr(os, "unlink", step(os.unlink))
        monkeypatch.setattr(store.shutil, "rmtree", lambda *given, **named: None)


@pytest.fixture(params=["folder", "zip"])
def place(request, tmp_path):
    """A scenario as a folder, with something of the user's own beside it, or as a .zip."""
    before = load_scenario(write(tmp_path / "made", files()))
    ending = "" if request.param == "folder" else ".zip"
    there = save_scenario(before, tmp_path / f"small{ending}")
    if not ending:
        (there / "thesis.xlsx").write_bytes(b"precious")
    return there


def changed(before):
    return with_settings(before, {"agenda[plenary].rounds": 7, "parties[BEL].reluctance": 0.25})


@pytest.mark.parametrize("steps", range(8))
def test_a_disk_that_is_full_leaves_what_was_there(place, monkeypatch, steps):
    before = load_scenario(place)
    listed = sorted(os.listdir(place.parent))
    with monkeypatch.context() as patch:
        stop_at(patch, steps, kill=False)
        try:
            save_scenario(changed(before), place)
        except StorageError as error:
            assert "No space left" in str(error) and str(place) in str(error)
            assert load_scenario(place) == before
        else:
            assert load_scenario(place) == changed(before)
    assert sorted(os.listdir(place.parent)) == listed
    save_scenario(changed(before), place)
    assert load_scenario(place) == changed(before)
    if place.is_dir():
        assert (place / "thesis.xlsx").read_bytes() == b"precious"
        assert not [name for name in os.listdir(place) if name.startswith(".")]


@pytest.mark.parametrize("steps", range(12))
def test_a_save_that_is_killed_leaves_the_old_or_the_new_scenario(place, monkeypatch, steps):
    before = load_scenario(place)
    with monkeypatch.context() as patch:
        stop_at(patch, steps, kill=True)
        try:
            save_scenario(changed(before), place)
        except Killed:
            pass
    assert load_scenario(place) in (before, changed(before))
    save_scenario(changed(before), place)
    assert load_scenario(place) == changed(before)
    if place.is_dir():
        assert (place / "thesis.xlsx").read_bytes() == b"precious"
        assert not [name for name in os.listdir(place) if name.startswith(".")]


def test_what_is_write_protected_is_not_replaced(place, monkeypatch):
    before = load_scenario(place)
    protected = place if place.is_file() else place / "parties.csv"
    access = os.access
    monkeypatch.setattr(os, "access", lambda file, mode: file != protected and access(file, mode))
    with pytest.raises(StorageError, match="write-protected"):
        save_scenario(changed(before), place)
    assert load_scenario(place) == before


def test_a_folder_that_vanished_is_made_again(tmp_path):
    there = save_document(document(), tmp_path / "gone" / "small")
    assert load_scenario(there).name == document()["name"]


def test_a_document_with_faults_is_kept_too(tmp_path):
    broken = document()
    broken["proposals"] = []
    for target in (tmp_path / "broken", tmp_path / "broken.zip"):
        save_document(broken, target)
        from hldsim.scenario.read import read_scenario

        assert read_scenario(target).document == broken


def test_a_zip_keeps_its_permissions(tmp_path):
    there = save_document(document(), tmp_path / "small.zip")
    assert there.stat().st_mode & 0o444 == 0o444  # mkstemp alone would make it private
    there.chmod(0o600)
    save_document({**document(), "title": "Other"}, there)
    assert there.stat().st_mode & 0o777 == 0o600
    assert zipfile.is_zipfile(there)
