"""Draft: a scenario's document under a person's hands, every step of it undoable.

A draft never changes: an edit returns another one. Documents share what they have in common, so a
thousand steps cost little more than what they changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hldsim.errors import Fault, ScenarioError
from hldsim.scenario.build import build
from hldsim.scenario.compared import Difference, differences
from hldsim.scenario.edits import Edit, perform, words
from hldsim.scenario.recheck import Checker
from hldsim.scenario.schema import Scenario

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """A document as an edit left it; ``words`` say what the edit did, ``before`` is the last one.

    ``grip`` names what a person holds, such as a slider: edits in one grip are one step.
    """

    document: Document
    words: str = ""
    before: Step | None = None
    grip: str = ""


@dataclass(frozen=True)
class Draft:
    """A document being edited, with all that can be undone and redone.

    Make one with ``Draft.of``. Documents are read-only by agreement: whoever wants another one
    calls ``edit``.

    Attributes
    ----------
    step : Step
        Where it stands.
    ahead : Step or None
        What was undone last; its own document is that of the redone step.
    saved : Mapping
        The document as last saved.
    original : Mapping
        The document as it was when the draft was made.
    checker : Checker
        Looks for faults.

    Examples
    --------
    >>> from hldsim.scenario.edits import SetValue
    >>> from hldsim.scenario.load import load_scenario
    >>> draft = Draft.of(load_scenario("classroom_small"))
    >>> new = draft.edit(SetValue("parties[MEX].reluctance", 0.9))
    >>> new.dirty, new.undo_words, new.undo().dirty
    (True, 'set reluctance of Mexico', False)
    """

    step: Step
    ahead: Step | None
    saved: Document
    original: Document
    checker: Checker = field(compare=False, repr=False)

    @classmethod
    def of(cls, source: Scenario | Document, checker: Checker | None = None) -> Draft:
        """Begin a draft of a scenario, or of a document, sound or not."""
        document = source.document if isinstance(source, Scenario) else source
        return cls(Step(document), None, document, document, checker or Checker())

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self.step.document

    # ---------------------------------------------------------------- changing

    def edit(self, edit: Edit, grip: str = "") -> Draft:
        """Return the draft after an edit; the very same where the edit changes nothing.

        Parameters
        ----------
        edit : Edit
            See ``hldsim.scenario.edits``. It may leave faults behind: see ``faults``.
        grip : str, optional
            What is being dragged or typed into; edits that follow each other in the same grip
            are undone together.

        Raises
        ------
        PathError, EditError
            If the edit is not possible; nothing has changed then.
        """
        document = perform(edit, self.document)
        if document == self.document and _same_kinds(document, self.document):
            return self
        before, said = self.step, words(edit, self.document)
        if grip and grip == before.grip and before.before is not None and self.ahead is None:
            before, said = before.before, before.words
        return Draft(
            Step(document, said, before, grip), None, self.saved, self.original, self.checker
        )

    def undo(self) -> Draft:
        """Return the draft before the last step; itself where there is none."""
        if self.step.before is None:
            return self
        ahead = Step(self.document, self.step.words, self.ahead)
        return Draft(self.step.before, ahead, self.saved, self.original, self.checker)

    def redo(self) -> Draft:
        """Return the draft with the step that was undone last; itself where there is none."""
        if self.ahead is None:
            return self
        step = Step(self.ahead.document, self.ahead.words, self.step)
        return Draft(step, self.ahead.before, self.saved, self.original, self.checker)

    def mark_saved(self) -> Draft:
        """Return the draft as one whose document lies on the disk as it is now."""
        step = Step(self.document, self.step.words, self.step.before)
        return Draft(step, self.ahead, self.document, self.original, self.checker)

    # ---------------------------------------------------------------- asking

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self.step.before is not None

    @property
    def can_redo(self) -> bool:
        """Whether a step that was undone can be made again."""
        return self.ahead is not None

    @property
    def undo_words(self) -> str:
        """What would be undone, for a menu; empty if nothing."""
        return self.step.words if self.can_undo else ""

    @property
    def redo_words(self) -> str:
        """What would be redone, for a menu; empty if nothing."""
        return self.ahead.words if self.ahead is not None else ""

    @property
    def dirty(self) -> bool:
        """Whether the document differs from the one last saved."""
        return self.document is not self.saved and self.document != self.saved

    def faults(self) -> tuple[Fault, ...]:
        """Return every fault at once; ``Fault.path`` leads to its cell."""
        return self.checker.faults(self.document)

    def build(self) -> Scenario:
        """Return the scenario the document says.

        Raises
        ------
        ScenarioError
            If there is any fault; it lists all of them.
        """
        faults = self.faults()
        if faults:
            raise ScenarioError("this scenario cannot be used yet:", faults)
        return build(self.document)

    def cell_faults(self) -> dict[tuple[int, str], tuple[Fault, ...]]:
        """Return the faults of the table of parties by row (from 0) and column."""
        found: dict[tuple[int, str], tuple[Fault, ...]] = {}
        for fault in self.faults():
            match fault.path:
                case ("parties", int(row), column, *_):
                    found[row, str(column)] = (*found.get((row, str(column)), ()), fault)
                case ("parties", int(row)):
                    found[row, "id"] = (*found.get((row, "id"), ()), fault)
        return found

    def differences(self, other: Draft | Document | None = None) -> tuple[Difference, ...]:
        """Return what differs, cell by cell, from another document: by default the original."""
        than = other.document if isinstance(other, Draft) else other
        return differences(self.original if than is None else than, self.document)


def _same_kinds(one: Any, other: Any) -> bool:
    """Whether equal values are written alike too: 2 and 2.0 are equal, and 1 and true."""
    if one is other:
        return True
    if isinstance(one, Mapping):
        return list(one) == list(other) and all(_same_kinds(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return all(_same_kinds(a, b) for a, b in zip(one, other, strict=True))
    return type(one) is type(other)
