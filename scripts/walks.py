"""What is walked: one function a walk, told step by step. `walk.py` has hands and eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walk import Walker


def mouse(w: Walker) -> None:
    """open, run, find Mexico, why, rewind, change, fork, compare, bookmark, export, quit, reopen"""
    w.start("hld_2006", "--seed", "1")
    w.keys(*["ctrl+equal"] * 7)
    w.press(name="Run")
    w.until("the run is over", lambda s: s["finished"] and not s["busy"])
    w.press(kind="FindBox")
    w.type("mexico")
    w.keys("Return")
    w.until("Mexico is found", lambda s: s["selected"] == "MEX")
    w.party("BEL")
    w.until("a click in the map selects Belgium", lambda s: s["selected"] == "BEL")
    w.picture("mouse")
    w.keys("ctrl+q")
    w.ended()


WALKS: dict[str, Callable[[Walker], None]] = {"mouse": mouse}
