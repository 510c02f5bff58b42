"""Drafts: the scenario that is being edited, held in one place; whoever shows it is told. No Qt.

A draft (``hldsim.scenario.draft.Draft``) never changes; this holds the one there is now. It begins
as the scenario of the run on show, and goes on by itself from the first edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from hldsim.errors import EditError, Fault, PathError
from hldsim.scenario.schema import Scenario

if TYPE_CHECKING:  # what edits and checks is read once a scenario is open
    from hldsim.scenario.draft import Draft
    from hldsim.scenario.edits import Edit
    from hldsim.scenario.recheck import Checker

Watcher = Callable[["Draft | None"], None]
"""Called with the draft there is now."""


class Drafts:
    """Holds a `Draft`, replaces it, and tells every watcher.

    Attributes
    ----------
    draft : Draft or None
        None until a scenario is open.
    refused : str
        Why the last edit was not made; empty if it was.
    """

    def __init__(self) -> None:
        self.draft: Draft | None = None
        self.refused = ""
        self._checker: Checker | None = None
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call ``watcher`` at every change; return a function that ends it."""
        self._watchers.append(watcher)

        def unwatch() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return unwatch

    def open(self, scenario: Scenario) -> None:
        """Begin anew with a scenario; what there was is given up."""
        from hldsim.scenario.draft import Draft

        self.put(Draft.of(scenario, self._check()))

    def restore(self, document: Mapping[str, Any], saved: Mapping[str, Any]) -> None:
        """Go on with a document that was kept, sound or not; undo leads back to what was saved."""
        from hldsim.scenario.draft import Draft, Step

        step = Step(document, "restored edits", Step(saved))
        self.put(Draft(step, None, saved, saved, self._check()))

    def follow(self, scenario: Scenario | None) -> None:
        """Take note of the scenario of the run on show.

        It becomes the draft, unless it is the draft's already, or there are edits that are not
        saved: those stay until somebody opens another scenario by `open`.
        """
        if scenario is None:
            return
        draft = self.draft
        if draft is not None and (draft.dirty or _is_of(draft, scenario)):
            return
        self.open(scenario)

    def _check(self) -> Checker:
        from hldsim.scenario.recheck import Checker

        self._checker = self._checker or Checker(_rules, _parameters, _fit)
        return self._checker

    def put(self, draft: Draft | None) -> None:
        """Replace the draft, such as by one that is marked as saved."""
        if draft is self.draft:
            return
        self.draft = draft
        for watcher in tuple(self._watchers):
            watcher(draft)

    def edit(self, edit: Edit, grip: str = "") -> bool:
        """Make an edit (see ``Draft.edit``); whether it was made, else ``refused`` says why not."""
        if self.draft is None:
            return False
        try:
            draft = self.draft.edit(edit, grip)
        except (EditError, PathError) as error:
            self.refused = str(error)
            return False
        self.refused = ""
        self.put(draft)
        return True

    def undo(self) -> None:
        """Take the last edit back."""
        if self.draft is not None:
            self.put(self.draft.undo())

    def redo(self) -> None:
        """Make the edit after all."""
        if self.draft is not None:
            self.put(self.draft.redo())


def _is_of(draft: Draft, scenario: Scenario) -> bool:
    return draft.document is scenario.document or draft.document == scenario.document


def _rules() -> Any:
    from hldsim.record.knowledge import known_rules  # reads every catalogue

    return known_rules()


def _parameters() -> Any:
    from hldsim.record.knowledge import known_parameters

    return known_parameters()


def _fit(document: Any) -> Iterable[Fault]:
    from hldsim.record.knowledge import unfit
    from hldsim.scenario.build import build

    return unfit(build(document))
