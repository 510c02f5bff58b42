"""Actions and menus: everything the window can do, with its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.keeper import ThemeChoice
from hldsim_ui.theme.palette import Palette


@dataclass(frozen=True)
class Entry:
    """One action: its words, its keys (the first is shown), what its tooltip says, its icon."""

    text: str
    keys: str = ""
    tip: str = ""
    icon: str = ""
    role: str = "text"


ENTRIES: Mapping[str, Entry] = {
    "open": Entry("&Open a scenario…", "Ctrl+O", "Open a scenario as a new run", "open"),
    "open_run": Entry("Open a &run file…", "Ctrl+Shift+O", "Open a run where it stopped"),
    "save": Entry("&Save a copy of the run…", "Ctrl+S", "Save all rounds in one file", "save"),
    "report": Entry(
        "Re&port of the run…", "Ctrl+P", "What came of it, how and why; as PDF or a web page"
    ),
    "cards": Entry("R&ole cards…", "", "One page a party, to hand out"),
    "quit": Entry("&Quit", "Ctrl+Q"),
    "run": Entry("Run", "Space", "Run or pause (Space)", "run", "accent_text"),
    "step": Entry("One round", "Ctrl+Right", "Play one round (Ctrl+Right)", "step"),
    "back": Entry("Show the round before", "Left"),
    "forward": Entry("Show the round after", "Right"),
    "first": Entry("Show the start", "Home"),
    "last": Entry("Show the newest round", "End"),
    "faster": Entry("Faster", "Ctrl++|Ctrl+="),
    "slower": Entry("Slower", "Ctrl+-"),
    "undo": Entry("&Undo the last change", "Ctrl+Z", "Take the last change back", "undo"),
    "redo": Entry("Re&do the change", "Ctrl+Shift+Z", "Make the change after all", "redo"),
    "edit_scenario": Entry(
        "&Edit the scenario…",
        "Ctrl+E",
        "Parties, preferences, issues, proposals, agenda, rules: a window of its own (Ctrl+E)",
    ),
    "rerun": Entry(
        "Re-run from the start with &changes",
        "Ctrl+R",
        "Same seed, with every change in force from round 1",
        "rerun",
    ),
    "new_seed": Entry("&New seed", "Ctrl+N", "Start a run with another seed (Ctrl+N)", "seed"),
    "rules": Entry(
        "R&ules…", "Ctrl+U", "Play this scenario under other rules, from before the first round"
    ),
    "bench": Entry(
        "&Bench…", "Ctrl+Shift+B", "For research: vary anything, run it many times, draw what comes"
    ),
    "take_seat": Entry(
        "&Take a seat…", "Ctrl+Shift+T", "Play a delegation yourself, from the round shown on"
    ),
    "my_turn": Entry("&My turn", "F8", "Bring up the seat and what is asked"),
    "send_turn": Entry("Sen&d the turn", "Ctrl+Return", "Send the turn and let the meeting go on"),
    "leave_seat": Entry("Lea&ve the seat", "", "Let the model play the delegation again"),
    "see_all": Entry(
        "Show &everything",
        "",
        "Also what people at the table cannot know: what others want, other futures (trainer)",
    ),
    "reset": Entry(
        "Reset",
        "Ctrl+Shift+R",
        "Start again from before the first statement, same seed; asks first (Ctrl+Shift+R)",
        "reset",
        "danger",
    ),
    "fork": Entry(
        "&Fork here",
        "Ctrl+Shift+F",
        "A new future from the round shown; nothing is changed yet",
        "fork",
    ),
    "compare": Entry("Co&mpare futures", "Ctrl+D", "Two futures side by side", "compare"),
    "bookmark": Entry("&Bookmark this round…", "Ctrl+B", "Write a note on it", "bookmark"),
    "next_bookmark": Entry("Next bookmark", "F4"),
    "previous_bookmark": Entry("Previous bookmark", "Shift+F4"),
    "next_turn": Entry("Next &turn", "F3", "Of the kind chosen on the timeline"),
    "previous_turn": Entry("Previous turn", "Shift+F3", "Of the kind chosen on the timeline"),
    "find": Entry("&Find a state", "Ctrl+F", "By name, old name or ISO code", "find"),
    "nobody": Entry("Select nobody", "Esc"),
    "pin": Entry("&Pin or unpin the selected state", "P", "Compare it with the one selected next"),
    "palette": Entry("&Command palette…", "Ctrl+K", "Any command, view, state, phase or round"),
    "homes": Entry("&Homes only", "Ctrl+H", "Show states where they are at home, no coalitions"),
    "text_larger": Entry("&Larger", "Ctrl+Shift++", "Show text a size larger"),
    "text_smaller": Entry("&Smaller", "Ctrl+Shift+-", "Show text a size smaller"),
    "text_normal": Entry("&Normal", "Ctrl+0", "Show text as large as the theme has it"),
    "projector": Entry(
        "Pr&ojector window", "Ctrl+Shift+P", "A second window, for the audience, in large type"
    ),
    "still": Entry(
        "Reduce &motion", "", "Nothing blinks or fades; at most three rounds a second are shown"
    ),
    "table": Entry("Data as a &table…", "Ctrl+T", "What the view in use shows, as a table"),
    "next_panel": Entry("&Next panel", "F6", "Give the keyboard to the next panel"),
    "previous_panel": Entry("Pre&vious panel", "Shift+F6", "Give the keyboard to the panel before"),
    "layout": Entry("Reset &layout", "", "Put every panel back where it was at first"),
    "full_screen": Entry("Full &screen", "F11"),
    "help": Entry("&Help on this", "F1", "The page about what has the keyboard"),
    "contents": Entry("&Contents", "", "First page of the help"),
    "keys": Entry("&Keyboard", "Ctrl+F1", "All keys"),
    "diagnostics": Entry("&Diagnostics…", "", "What would help whoever mends hldsim"),
    "places": Entry("&Where things are kept", "", "Folders of runs, scenarios and the log"),
    "about": Entry("&About hldsim", "", "Version, licence, sources of the data", "info"),
}

_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("&File", ("open", "open_run", "recent", "", "save", "", "report", "cards", "", "quit")),
    (
        "&Edit",
        ("undo", "redo", "", "edit_scenario", "", "find", "nobody", "pin", "palette", "",
         "pictures"),
    ),
    (
        "&Run",
        ("run", "step", "", "back", "forward", "first", "last", "", "faster", "slower", "",
         "bookmark", "next_bookmark", "previous_bookmark", "next_turn", "previous_turn", "",
         "fork", "compare", "", "rerun", "new_seed", "rules", "bench", "",
         "take_seat", "my_turn", "send_turn", "leave_seat", "see_all", "", "reset"),
    ),
    (
        "&View",
        ("views", "panels", "presets", "", "focus", "homes", "table", "", "theme", "text_size",
         "still", "", "next_panel", "previous_panel", "", "layout", "projector", "full_screen"),
    ),
    ("&Help", ("help", "contents", "keys", "", "places", "diagnostics", "about")),
)  # fmt: skip


def make_actions(window: QMainWindow) -> dict[str, QAction]:
    """Make every action, with its key in force in the whole window."""
    actions = {}
    for name, entry in ENTRIES.items():
        action = QAction(entry.text, window)
        action.setObjectName(name)
        if entry.keys:
            action.setShortcuts([QKeySequence(keys) for keys in entry.keys.split("|")])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if entry.tip:
            action.setToolTip(entry.tip)
            action.setStatusTip("")
        window.addAction(action)
        actions[name] = action
    for name in ("homes", "still", "projector", "see_all"):
        actions[name].setCheckable(True)
    actions["quit"].setMenuRole(QAction.MenuRole.QuitRole)
    actions["about"].setMenuRole(QAction.MenuRole.AboutRole)
    return actions


def make_menus(window: QMainWindow, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """Fill the menu bar; return those that are filled elsewhere (recent, panels, theme ...)."""
    inner = {
        "recent": QMenu("R&ecent", window),
        "views": QMenu("&Views", window),
        "panels": QMenu("&Panels", window),
        "presets": QMenu("&Arrange for", window),
        "focus": QMenu("&Dim all but", window),
        "theme": QMenu("&Theme", window),
        "text_size": QMenu("Te&xt size", window),
        "pictures": QMenu("&Pictures", window),
    }
    for title, names in _MENUS:
        menu = window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        for name in names:
            if not name:
                menu.addSeparator()
            elif name in inner:
                menu.addMenu(inner[name])
            else:
                menu.addAction(actions[name])
    for name in ("text_larger", "text_smaller", "text_normal"):
        inner["text_size"].addAction(actions[name])
    return inner


def make_theme_group(window: QMainWindow, menu: QMenu) -> QActionGroup:
    """Offer light, dark, large and strong for a projector, and following the desktop."""
    group = QActionGroup(window)
    words = {
        ThemeChoice.LIGHT: "&Light",
        ThemeChoice.DARK: "&Dark",
        ThemeChoice.PROJECTOR: "&Projector: large, black on white",
        ThemeChoice.DESKTOP: "&Follow the desktop",
    }
    for choice, text in words.items():
        action = QAction(text, group)
        action.setCheckable(True)
        action.setData(choice.value)
        menu.addAction(action)
    return group


def dress_actions(actions: Mapping[str, QAction], palette: Palette) -> None:
    """Recolour the icons of actions."""
    for name, entry in ENTRIES.items():
        if entry.icon:
            actions[name].setIcon(icon(entry.icon, palette, entry.role))
