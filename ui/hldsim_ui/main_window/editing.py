"""Editing: the scenario editor beside the main window, and what becomes of its changes.

A change can hold from the next round of the run on show, where an intervention can make it; any
other takes a new run. Which is which is asked of the run itself, and said before anything happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer

from hldsim.errors import HldsimError
from hldsim.record.history import History
from hldsim.scenario.compared import ABSENT, Difference, differences
from hldsim_ui import jobs
from hldsim_ui.board import NOBODY, Shown
from hldsim_ui.editor.effects import Effects

if TYPE_CHECKING:
    from hldsim.scenario.draft import Draft

Document = Mapping[str, Any]
SOON_MS = 150
"""How long the editor waits with asking the run, so that one question follows many edits."""


@dataclass(frozen=True)
class Had:
    """What the run on show had of the scenario after so many interventions."""

    acts: int
    document: Document


class Editing(QObject):
    """Opens the editor for one window, and has its changes made.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.editor: Any = None
        self._had: list[Had] = []
        self._applying: Document | None = None
        self._drawn: tuple[History, dict[str, tuple[str, int]]] | None = None
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(SOON_MS)
        self._ask.timeout.connect(self._ask_run)
        self._unwatch = (window.board.watch(self._shown), window.drafts.watch(self._drafted))
        window.conductor.opened.connect(self._opened)
        window.conductor.acts.connect(self._acts)

    # ---------------------------------------------------------------- the window of the editor

    def edit_scenario(self) -> None:
        """Open the editor, or bring it to the front."""
        window = self._window
        if self.editor is None:
            if window.drafts.draft is None:
                return
            self._open()
        editor = self.editor
        editor.show()
        editor.raise_()
        editor.activateWindow()
        self._ask.start()

    def _open(self) -> None:
        from hldsim_ui.editor.map_picker import MapPicker  # the editor reads every catalogue
        from hldsim_ui.editor.window import EditorWindow

        window = self._window
        picker = MapPicker()
        self.editor = EditorWindow(
            window.drafts, window.settings, window.keeper.palette, self.imputed, picker
        )
        picker.show_state(window.board.shown, window.keeper.palette)
        self.editor.party_picked.connect(self._picked)
        self.editor.run_wanted.connect(self.run)
        self.editor.apply_wanted.connect(self.apply)
        self.editor.help_wanted.connect(lambda: window.help_desk.about(self.editor))
        self.editor.closed.connect(self._closed)
        window.keeper.changed.connect(self._dress)
        self._show_selected(window.board.shown)

    def _closed(self) -> None:
        gone, self.editor = self.editor, None
        self._ask.stop()
        if gone is not None:
            self._window.keeper.changed.disconnect(self._dress)
            gone.end()
            gone.deleteLater()

    def close(self) -> None:
        """The window closes, and the editor with it."""
        if self.editor is not None:
            self.editor.close()
        for unwatch in self._unwatch:
            unwatch()

    def _dress(self, palette: Any) -> None:
        if self.editor is not None:
            self.editor.dress(palette)
            if self.editor.wants.picker is not None:
                self.editor.wants.picker.show_state(self._window.board.shown, palette)

    # ---------------------------------------------------------------- what the run on show tells

    def imputed(self, party: str, column: str) -> float | None:
        """Value of a preference as the run on show has drawn it; None where there is none."""
        shown = self._window.board.shown
        if shown.history is None or shown.scenario is None or len(shown.history) == 0:
            return None
        row = shown.scenario.party_index.get(party)
        place = self._places(shown.history).get(column)
        if row is None or place is None:
            return None
        values = getattr(shown.history[0].state.profile, place[0])
        return float(values[row] if np.ndim(values) == 1 else values[row, place[1]])

    def _places(self, history: History) -> dict[str, tuple[str, int]]:
        """Where the profile of a run has each column of preferences."""
        if self._drawn is None or self._drawn[0] is not history:
            scenario, found = history.scenario, {}
            level = 0
            for i, issue in enumerate(scenario.space.issues):
                found[f"salience.{issue.id}"] = ("salience_pi", i)
                for one in issue.levels:
                    found[f"value.{issue.id}.{one.id}"] = ("value_pl", level)
                    level += 1
            for h, theme in enumerate(scenario.themes):
                found[f"stance.{theme.id}"] = ("stance_ph", h)
                found[f"emphasis.{theme.id}"] = ("emphasis_ph", h)
            for trait in ("reluctance", "principle", "stubbornness", "resolve"):
                found[trait] = (f"{trait}_p", 0)
            self._drawn = (history, found)
        return self._drawn[1]

    def _shown(self, shown: Shown, changed: frozenset[str]) -> None:
        if self.editor is None:
            return
        if changed & {"scenario", "history"}:
            self.editor.imputed_changed()
        if changed & {"scenario", "history", "k"} and not shown.playing:
            self._show_map(shown)
        if "selected" in changed:
            self._show_selected(shown)
        if changed & {"scenario", "history", "k", "last", "playing", "finished"}:
            self._ask.start()

    def _show_map(self, shown: Shown) -> None:
        picker = self.editor.wants.picker
        if picker is not None and shown.history is not None:
            picker.show_state(shown, self._window.keeper.palette)

    def _show_selected(self, shown: Shown) -> None:
        if shown.scenario is not None and shown.selected != NOBODY:
            self.editor.show_party(shown.scenario.parties[shown.selected].id)

    def _picked(self, party: str) -> None:
        scenario = self._window.board.shown.scenario
        if scenario is not None:
            self._window.board.select(scenario.party_index.get(party, NOBODY))

    # ---------------------------------------------------------------- what the run has by now

    def _opened(self) -> None:
        scenario = self._window.board.shown.scenario
        self._had = [] if scenario is None else [Had(0, scenario.document)]
        self._ask.start()

    def _acts(self, acts: int, _redoable: int) -> None:
        while len(self._had) > 1 and self._had[-1].acts > acts:
            self._had.pop()
        if self._applying is not None:
            self._had.append(Had(acts, self._applying))
            self._applying = None
        if self.editor is not None:
            self._ask.start()

    def _drafted(self, _draft: Draft | None) -> None:
        if self.editor is not None:
            self._ask.start()

    def _pending(self) -> tuple[Difference, ...]:
        """What the draft says that the run on show does not have."""
        draft = self._window.drafts.draft
        return differences(self._had[-1].document, draft.document) if draft and self._had else ()

    def _ask_run(self) -> None:
        """Ask the run which changes it can take over; the editor says so."""
        window, draft = self._window, self._window.drafts.draft
        if self.editor is None or draft is None:
            return
        pending, shown = self._pending(), window.board.shown
        differs = shown.scenario is None or draft.document != shown.scenario.document
        reason = _why_not_now(shown, window.conductor.read_only)
        if not pending or reason or draft.faults():
            self.editor.show_effects(Effects(note=reason), len(pending), differs)
            return
        job = jobs.carried(pending, draft.document, shown)

        def then(carried: Any) -> None:
            if carried is None or self.editor is None or window.drafts.draft is not draft:
                return
            refused = dict(carried.refused)
            effects = Effects(shown.k + 1, frozenset(carried.paths), refused)
            self.editor.show_effects(effects, len(pending), differs)

        window.conductor.post("carried", job, then)

    # ---------------------------------------------------------------- having the changes

    def run(self) -> None:
        """Start a run of the scenario as it is in the editor."""
        window, draft = self._window, self._window.drafts.draft
        if draft is None:
            return
        try:
            scenario = draft.build()
        except HldsimError as error:
            window.commands.failed("run this scenario", error)
            return
        seed, title = window.conductor.seed, scenario.title
        window.files.leave(lambda: window.conductor.open(scenario, seed, title=title))

    def apply(self) -> None:
        """Have the run on show take over what it can, from the next round on."""
        window, draft = self._window, self._window.drafts.draft
        if draft is None or draft.faults() or _why_not_now(window.board.shown, False):
            return
        pending, base = self._pending(), self._had[-1].document
        job = jobs.carry_over(
            window.conductor.sessions, pending, draft.document, window.board.shown
        )

        def then(done: Any) -> None:
            self._applying = taken(base, pending, done.carried.paths)
            if self.editor is not None:
                self.editor.foot.tell(f"{done.text}; Ctrl+Z in the main window takes it back")

        window.conductor.pause()
        window.conductor.post("change", job, then)

    def under(self, settings: Mapping[str, str], scenario: Any) -> Any:
        """Take rules that were chosen elsewhere into the draft; return the scenario to be run."""
        from hldsim.scenario.edits import SetValue, Together

        drafts = self._window.drafts
        shown = self._window.board.shown.scenario
        if drafts.draft is None or shown is None or drafts.draft.document != shown.document:
            return scenario
        edits = tuple(SetValue(path, value) for path, value in settings.items())
        if edits and drafts.edit(Together(edits, "choose other rules")):
            return drafts.draft.build()
        return scenario


def _why_not_now(shown: Shown, read_only: bool) -> str:
    """Say why the run on show cannot take anything over now; nothing if it can."""
    if shown.history is None or shown.scenario is None or shown.last <= 0:
        return "nothing was played yet"
    if read_only:
        return "the run is read-only"
    if shown.playing:
        return "pause the run to see what can hold in it"
    return "the run is over" if shown.k >= shown.scenario.rounds else ""


def taken(base: Document, changes: tuple[Difference, ...], paths: tuple[str, ...]) -> Document:
    """Return what a run has of a scenario once some changes were made in it."""
    from hldsim.scenario.edits import SetValue, perform

    document = base
    for one in changes:
        if one.path in paths:
            try:
                value = "" if one.new is ABSENT else one.new
                document = perform(SetValue(one.path, value), document)
            except HldsimError:  # it went with the rule whose parameter it was
                continue
    return document
