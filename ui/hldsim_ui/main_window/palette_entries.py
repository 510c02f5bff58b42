"""What the command palette offers: menus, views and panels, phases, states and rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from hldsim_ui.board import Shown
from hldsim_ui.dialogs.command_palette_match import Entry
from hldsim_ui.main_window.parts import PARTS, VIEW_NAMES

Offer = tuple[Entry, Callable[[], object]]


def offers(window: Any) -> dict[str, Offer]:
    """Everything there is, by key, in the order shown where nothing is typed."""
    shown = window.board.shown
    found = [*_commands(window), *_parts(window)]
    if shown.history is not None:
        found += [*_phases(window, shown), *_states(window, shown), *_rounds(window, shown)]
    return {entry.key: (entry, run) for entry, run in found}


def _commands(window: Any) -> Iterator[Offer]:
    """What stands in the menus; views and panels are shown by their names, not switched."""
    switches = {dock.toggleViewAction() for dock in window.docks.values()}
    for top in window.menuBar().actions():
        for path, action in _walk(top.menu(), _plain(top.text())):
            if action not in switches and action.objectName() != "palette":
                yield _command(path, action)


def _walk(menu: QMenu, path: str) -> Iterator[tuple[str, QAction]]:
    menu.aboutToShow.emit()  # some are filled when they open
    for action in menu.actions():
        inner = action.menu()
        if inner is not None:
            yield from _walk(inner, f"{path} > {_plain(action.text())}")
        elif not action.isSeparator():
            yield path, action


def _command(path: str, action: QAction) -> Offer:
    words = _plain(action.text())
    on = ", on" if action.isCheckable() and action.isChecked() else ""
    entry = Entry(
        f"command:{action.objectName() or f'{path} > {words}'}",
        words,
        f"{path}{on}",
        action.shortcut().toString(),
        live=action.isEnabled(),
    )
    return entry, action.trigger


def _parts(window: Any) -> Iterator[Offer]:
    for part in PARTS:
        kind = "View" if part.name in VIEW_NAMES else "Panel"
        entry = Entry(f"view:{part.name}", part.title, kind, also=(part.short, part.about))
        yield entry, lambda name=part.name: window.access.go_to(name)


def _phases(window: Any, shown: Shown) -> Iterator[Offer]:
    first = 1
    for phase in shown.scenario.agenda:
        entry = Entry(
            f"phase:{phase.id}",
            phase.label,
            f"Phase, from round {first}",
            live=first <= shown.last,
        )
        yield entry, lambda k=first: window.conductor.look_at(k)
        first += phase.rounds


def _states(window: Any, shown: Shown) -> Iterator[Offer]:
    for n, party in enumerate(shown.scenario.parties):
        also = (party.id, party.iso3 or "", *party.aliases)
        entry = Entry(f"state:{party.id}", party.name, "State", also=also)
        yield entry, lambda n=n: window.board.select(n)


def _rounds(window: Any, shown: Shown) -> Iterator[Offer]:
    for k in range(shown.scenario.rounds + 1):
        entry = Entry(f"round:{k}", f"Round {k}", "Round", live=k <= shown.last)
        yield entry, lambda k=k: window.conductor.look_at(k)


def _plain(text: str) -> str:
    """Words of a menu without what marks keys and questions."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("….")
