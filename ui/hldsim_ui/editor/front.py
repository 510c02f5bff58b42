"""The page of the scenario itself: what it is called, what it is about, whose it is."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from hldsim.errors import Fault
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import SetValue
from hldsim_ui.editor.fields import Form, Spec
from hldsim_ui.editor.page import Page, Place, caption

SPECS = (
    Spec("title", "Title", "text", "What the window, reports and pictures call it"),
    Spec("name", "Name", "text", "Small letters, digits and _: names its folder and its runs"),
    Spec("summary", "Summary", "long", "In a sentence or two: who negotiates what"),
    Spec("date", "Date", "text", "Of the talks, such as 2006-09-14 or autumn 2003"),
    Spec("licence", "Licence", "text", "On which terms others may use it"),
    Spec("citation", "Citation", "text", "Key of the bibliography, or how to cite it"),
)


class Front(Page):
    """Title, name, summary, date, licence, citation."""

    title = "Scenario"

    def __init__(self) -> None:
        super().__init__()
        self.form = Form(SPECS)
        self.form.wanted.connect(self._set)
        self.note = caption()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(10)
        column.addWidget(self.form)
        column.addWidget(self.note)
        column.addStretch(1)

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        faults: dict[str, list[Fault]] = {}
        for fault in draft.faults():
            if self.has(fault.path):
                faults.setdefault(str(fault.path[0]), []).append(fault)
        self.form.show_values(draft.document, draft.document, faults)
        document = draft.document
        counts = [
            f"{len(document.get(key, ()))} {words}"
            for key, words in (
                ("parties", "parties"),
                ("issues", "issues"),
                ("proposals", "proposals"),
                ("blocs", "blocs"),
                ("facts", "facts it is held against"),
                ("sources", "sources"),
            )
        ]
        self.note.setText(
            f"{', '.join(counts)}. Facts, sources and the list of country figures are edited in "
            "scenario.toml."
        )

    def has(self, place: Place) -> bool:
        return bool(place) and place[0] in self.form.fields

    def go_to(self, place: Place) -> None:
        self.form.fields[str(place[0])].widget.setFocus()

    def _set(self, key: str, value: object) -> None:
        self.edited.emit(SetValue(key, value), key)
