"""The guard against a PySide6 that loses references to None."""

import sys

import pytest

from hldsim_ui import guard


def test_this_pyside_is_sound():
    guard.check_qt()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal: its count never moves")
def test_a_call_that_loses_none_is_found():
    kept = [None] * 1000  # what the call below gives away is paid back here

    def lossy():
        kept.pop()

    assert guard.lost_references(lossy) >= guard.CALLS
    assert guard.lost_references(lambda: None) == 0


def test_a_broken_pyside_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(guard, "lost_references", lambda call: guard.CALLS)
    with pytest.raises(guard.BrokenQtError, match=r"PySide6-Essentials>=6\.8,<6\.12"):
        guard.check_qt()
