"""What is walked: one function a walk, told step by step. `walk.py` has hands and eyes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from walk import Walker

PICTURE, TABLE = "map.png", "map.csv"
NOTE = "Mexico cares more for the venue"


def mouse(w: Walker) -> None:
    """open, run, find Mexico, why, rewind, change, fork, compare, bookmark, export, reopen."""
    w.start("hld_2006", "--seed", "1")
    slider = w.find(name="Speed, rounds a second")["at"]
    w.drag(middle(slider), [slider[0] + slider[2] - 4, slider[1] + slider[3] // 2])
    w.press(name="Run", kind="QToolButton")
    w.until("the run is over", lambda s: s["finished"] and not s["busy"])
    w.press(kind="FindBox")
    w.type("mexico")
    w.keys("Return")
    w.until("Mexico is found", lambda s: s["selected"] == "MEX")
    w.until("the inspector shows it, and why it moved", why)
    for tab, name in (("World map", "world_map"), ("Issue board", "issue_board")):
        w.tab(tab)
        w.until(f"Mexico is in the view {tab}", sees(name))
    w.tab("Coalition map")
    w.party("BEL")
    w.until("a click in the map selects Belgium", lambda s: s["selected"] == "BEL")
    w.party("MEX")
    w.until("and another Mexico", lambda s: s["selected"] == "MEX")
    bar = w.find(kind="Scrubber")["at"]
    w.click([bar[0] + bar[2] // 3, bar[1] + bar[3] - 12])
    at = w.until("the run is rewound", lambda s: 5 < s["k"] < 30 and s["last"] == 40)["k"]
    w.menu("Run", "Fork here")
    w.until("a future begins there", lambda s: s["last"] == at and not s["busy"])
    w.tab("Preferences")
    slider = w.find(name="Weight of Venue")["at"]
    w.drag([slider[0] + slider[2] * 3 // 8, slider[1] + slider[3] // 2], right_end(slider))
    w.press(words="Apply")
    w.until("the change is on record", lambda s: "salience.venue" in acts(w))
    w.press(name="Run", kind="QToolButton")
    w.until("the other future is played", lambda s: s["finished"] and not s["busy"])
    w.menu("Run", "Compare futures")
    w.until("both stand side by side", sees("compare"))
    w.picture("mouse-compare")
    w.menu("Run", "Bookmark this round")
    w.until("a note is asked for", lambda s: "Bookmark" in s["dialogs"])
    w.type(NOTE)
    w.press(words="Bookmark", kind="QPushButton")
    w.until("the note is in the run file", lambda s: (NOTE,) in w.rows("select text from note"))
    export(w)
    before = w.until("the run rests", lambda s: not s["busy"])
    w.picture("mouse")
    w.menu("File", "Quit")
    w.ended()
    w.start()
    w.menu("File", "Recent", "hld_2006 · seed 1")
    back(w, before)
    w.keys("ctrl+q")
    w.ended()


def keys(w: Walker) -> None:
    """The same with the keyboard alone."""
    w.start("hld_2006", "--seed", "1")
    w.keys(*["ctrl+equal"] * 7)
    w.keys("space")
    w.until("the run is over", lambda s: s["finished"] and not s["busy"])
    w.keys("ctrl+f")
    w.type("mexico")
    w.keys("Return")
    w.until("Mexico is found", lambda s: s["selected"] == "MEX")
    w.until("the inspector shows it, and why it moved", why)
    for title, name in (("World map", "world_map"), ("Issue board", "issue_board")):
        command(w, title)
        w.until(f"Mexico is in the view {title}", sees(name))
    command(w, "round 18")
    w.until("the run is rewound", lambda s: s["k"] == 18 and s["last"] == 40)
    w.keys("ctrl+shift+f")
    w.until("a future begins there", lambda s: s["last"] == 18 and not s["busy"])
    command(w, "Preferences")
    w.until("the preferences are open", sees("preferences"))
    reach(w, "Weight of Venue")
    w.keys("End")
    reach(w, "", words="Apply")
    w.keys("space")
    w.until("the change is on record", lambda s: "salience.venue" in acts(w))
    command(w, "One round")
    w.until("a round is played", lambda s: s["last"] == 19 and not s["busy"])
    command(w, "Compare futures")
    w.until("both stand side by side", sees("compare"))
    w.keys("ctrl+b")
    w.until("a note is asked for", lambda s: "Bookmark" in s["dialogs"])
    w.type(NOTE)
    w.keys("Return")
    w.until("the note is in the run file", lambda s: (NOTE,) in w.rows("select text from note"))
    command(w, "Save picture Coalition map")
    save_as(w, PICTURE)
    w.keys("F6", "F6")
    before = w.until("the run rests", lambda s: not s["busy"])
    w.picture("keys")
    w.keys("ctrl+q")
    w.ended()
    w.start()
    command(w, "hld_2006 seed 1")
    back(w, before)
    w.keys("ctrl+q")
    w.ended()


# ------------------------------------------------------------------------ what is looked for


def middle(box: list[int]) -> list[int]:
    """The middle of a box."""
    return [box[0] + box[2] // 2, box[1] + box[3] // 2]


def right_end(box: list[int]) -> list[int]:
    """A place near the right end of a slider."""
    return [box[0] + box[2] - 6, box[1] + box[3] // 2]


def why(seen: dict[str, Any]) -> bool:
    """Whether the inspector says why Mexico moved."""
    words = [w["words"] for w in seen["widgets"]]
    return "Mexico" in words and any(x.startswith("Mexico ") for x in words)


def sees(name: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a view or panel can be seen, and is there."""
    return lambda seen: bool(seen["docks"][name] and seen["drawn"][name])


def acts(w: Walker) -> str:
    """All that was changed, as the run file has it."""
    return " ".join(str(row) for row in w.rows("select body from act"))


def command(w: Walker, typed: str) -> None:
    """Do something by the command palette."""
    w.keys("ctrl+k")
    w.until("the command palette is open", lambda s: "Command palette" in s["dialogs"])
    w.type(typed)
    w.keys("Return")
    w.until(f"{typed!r} is done", lambda s: "Command palette" not in s["dialogs"])


def reach(w: Walker, name: str, words: str = "") -> None:
    """Press Tab until something has the keyboard."""

    def there() -> bool:
        return any(
            x["focus"] and x["name"].startswith(name) and x["words"].startswith(words)
            for x in w.see()["widgets"]
            if (name and x["name"]) or (words and x["words"])
        )

    for _ in range(60):
        if there():
            w.say(f"Tab reaches {name or words}")
            return
        w.keys("Tab")
        time.sleep(0.3)
    w.until(f"Tab reaches {name or words}", lambda s: False)


def save_as(w: Walker, name: str) -> None:
    """Answer a question where to save something."""
    w.until("a place is asked for", lambda s: any("Save" in x for x in s["dialogs"]))
    w.keys("ctrl+a")
    w.type(str(w.home / name))
    w.keys("Return")
    file = w.home / name
    w.until(f"{name} is there", lambda s: file.is_file() and file.stat().st_size > 100)


def export(w: Walker) -> None:
    """Save the map as a picture and its data as a table."""
    w.menu("Edit", "Pictures", "Coalition map", "Save picture")
    save_as(w, PICTURE)
    w.menu("View", "Data as a table")
    w.until("the data is a table", lambda s: any("round" in x for x in s["dialogs"]))
    w.press(words="Save table")
    save_as(w, TABLE)
    w.keys("Escape")
    w.until("the table is closed", lambda s: not s["dialogs"])


def back(w: Walker, before: dict[str, Any]) -> None:
    """Look whether everything is as it was left."""
    same = ("docks",)
    w.until(
        "the run, its note and all panels are back",
        lambda s: (
            s["run"] == before["run"]
            and s["last"] == before["last"]
            and all(s[key] == before[key] for key in same)
            and (NOTE,) in w.rows("select text from note")
        ),
    )


WALKS: dict[str, Callable[[Walker], None]] = {"mouse": mouse, "keys": keys}
