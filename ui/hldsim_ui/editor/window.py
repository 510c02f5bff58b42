"""The editor's window: pages on the draft there is, with their own undo, and a foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QTabWidget, QToolButton, QVBoxLayout, QWidget

from hldsim.errors import Fault, PathError
from hldsim.scenario.draft import Draft
from hldsim.scenario.grammar import steps_of
from hldsim_ui.drafts import Drafts
from hldsim_ui.editor.changes import Changes
from hldsim_ui.editor.effects import Effects
from hldsim_ui.editor.foot import Foot
from hldsim_ui.editor.forum import Blocs, Issues, Proposals
from hldsim_ui.editor.front import Front
from hldsim_ui.editor.map_picker import MapPicker
from hldsim_ui.editor.page import Page, Place, row_of
from hldsim_ui.editor.parties import Parties
from hldsim_ui.editor.party_model import Imputed
from hldsim_ui.editor.rules import Agenda, Imputation, Kinds, Rules
from hldsim_ui.editor.smaller import Amendments, Hosts, Themes
from hldsim_ui.editor.wants import Wants
from hldsim_ui.fence import guarded
from hldsim_ui.theme.icons import app_icon, icon
from hldsim_ui.theme.palette import Palette

_GEOMETRY, _PAGE = "editor/geometry", "editor/page"


class EditorWindow(QMainWindow):
    """Edits the scenario that `Drafts` holds.

    Signals: ``run_wanted`` and ``apply_wanted`` say that somebody wants the changes, ``looked``
    that the draft or what is seen of it is new, ``party_picked`` carries the id of a party.
    """

    run_wanted = Signal()
    apply_wanted = Signal()
    party_picked = Signal(str)
    help_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        drafts: Drafts,
        settings: QSettings,
        palette: Palette,
        imputed: Imputed,
        picker: MapPicker | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("editor")
        self.setProperty("help", "dialogs/editor")
        self.setWindowIcon(app_icon())
        self.drafts, self._settings = drafts, settings
        self.effects = Effects()
        self.changed = 0
        self.differs = False
        self._next_fault = 0
        self.parties, self.wants = Parties(imputed), Wants(imputed, picker)
        self.changes = Changes()
        self.pages: tuple[Page, ...] = (
            Front(), self.parties, self.wants, Issues(), Themes(), Proposals(), Hosts(),
            Amendments(), Blocs(), Agenda(), Kinds(), Rules(), Imputation(), self.changes,
        )  # fmt: skip
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the scenario")
        for page in self.pages:
            self.tabs.addTab(page, page.title)
        self.foot = Foot()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(middle)
        self.actions_by_name = self._make_actions()
        self._make_bars()
        self._connect()
        self.dress(palette)
        self._unwatch = drafts.watch(self._show)
        self._show(drafts.draft)
        self._restore()

    # ---------------------------------------------------------------- making

    def _make_actions(self) -> dict[str, QAction]:
        entries: Sequence[tuple[str, str, str, str, str, Any]] = (
            ("undo", "&Undo", "Ctrl+Z", "undo", "Take the last edit back", self.undo),
            ("redo", "&Redo", "Ctrl+Y|Ctrl+Shift+Z", "redo", "Make the edit after all", self.redo),
            ("next_fault", "Next &fault", "F8", "", "Go to the next fault", self.next_fault),
            ("filter", "Fi&nd a party", "Ctrl+F", "find", "By name, id or bloc", self.find),
            ("run", "&Run this scenario", "F5", "run", "A new run, from before round 1",
             self.run_wanted.emit),
            ("apply", "&Apply to the run", "Shift+F5", "", "From the next round on",
             self.apply_wanted.emit),
            ("help", "&Help", "F1", "", "The page about the editor", self.help_wanted.emit),
            ("close", "&Close", "Ctrl+W|Ctrl+E", "", "Back to the run; nothing is lost",
             self.close),
        )  # fmt: skip
        made = {}
        for name, text, keys, _, tip, does in entries:
            action = QAction(text, self)
            action.setObjectName(f"editor_{name}")
            action.setShortcuts([QKeySequence(key) for key in keys.split("|")])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setToolTip(f"{tip} ({keys.partition('|')[0]})")
            action.triggered.connect(lambda _=False, does=does: does())
            self.addAction(action)
            made[name] = action
        self._icons = {name: drawing for name, _, _, drawing, _, _ in entries if drawing}
        return made

    def _make_bars(self) -> None:
        say, table = self.actions_by_name, self.parties.table.actions_by_name
        menus: Sequence[tuple[str, Sequence[QAction | None]]] = (
            ("&Edit", (say["undo"], say["redo"], None, *table.values(), None, say["filter"],
                       say["next_fault"])),
            ("&Run", (say["run"], say["apply"])),
            ("&Window", (say["close"], None, say["help"])),
        )  # fmt: skip
        self.menus: dict[str, QMenu] = {}
        for title, actions in menus:
            menu = QMenu(title, self)
            for action in actions:
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)
            self.menuBar().addMenu(menu)
            self.menus[title.replace("&", "").lower()] = menu
        corner = []
        for name in ("undo", "redo"):
            button = QToolButton()
            button.setObjectName("bare")
            button.setDefaultAction(say[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            corner.append(button)
        self.tabs.setCornerWidget(row_of(*corner, margins=(6, 2, 10, 2)))

    def _connect(self) -> None:
        for page in self.pages:
            page.edited.connect(self.edit)
            page.told.connect(self.foot.tell)
            page.party_picked.connect(self._picked)
        self.changes.went.connect(self._go_to_path)
        self.tabs.currentChanged.connect(lambda _: self._show_page())
        self.foot.fault_wanted.connect(self.next_fault)
        self.foot.run_wanted.connect(self.run_wanted)
        self.foot.apply_wanted.connect(self.apply_wanted)

    # ---------------------------------------------------------------- showing

    @property
    def page(self) -> Page:
        """The page in front."""
        return self.pages[self.tabs.currentIndex()]

    def _show(self, draft: Draft | None) -> None:
        self.setEnabled(draft is not None)
        if draft is None:
            self.setWindowTitle("Scenario editor – hldsim")
            return
        title = str(draft.document.get("title") or draft.document.get("name") or "untitled")
        self.setWindowTitle(f"{title}[*] – scenario editor – hldsim")
        self.setWindowModified(draft.dirty)
        self._show_page()
        faults = draft.faults()
        self.foot.show_faults(faults)
        for n, page in enumerate(self.pages):
            wrong = page.faulty(faults)
            text = f"{page.title} ({wrong})" if wrong else page.title
            if self.tabs.tabText(n) != text:
                self.tabs.setTabText(n, text)
        self.actions_by_name["next_fault"].setEnabled(bool(faults))
        for name, words in (("undo", draft.undo_words), ("redo", draft.redo_words)):
            action = self.actions_by_name[name]
            action.setEnabled(bool(words))
            verb = name.capitalize()
            action.setText(f"&{verb}: {words}" if words else f"&{verb}")
            action.setIconText(verb)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(
                f"{verb}: {words} ({keys})" if words else f"Nothing to {name} ({keys})"
            )
        self._show_foot()

    def _show_page(self) -> None:
        if self.drafts.draft is not None and self.page.draft is not self.drafts.draft:
            self.page.show_draft(self.drafts.draft)

    def show_effects(self, effects: Effects, changed: int, differs: bool) -> None:
        """Say what the changes will do; asked for by whoever knows the run."""
        self.effects, self.changed, self.differs = effects, changed, differs
        self.changes.show_effects(effects)
        self._show_foot()

    def _show_foot(self) -> None:
        draft = self.drafts.draft
        sound = draft is not None and not draft.faults()
        self.foot.show_effects(self.effects, self.changed, sound, self.differs)
        self.actions_by_name["run"].setEnabled(self.foot.run.isEnabled())
        self.actions_by_name["apply"].setEnabled(self.foot.apply.isEnabled() and self.effects.k > 0)

    def show_party(self, party: str) -> None:
        """Show a party that was picked elsewhere, such as on a map."""
        if self.page in (self.parties, self.wants):
            self.page.show_party(party)
        self.wants.show_party(party)

    def _picked(self, party: str) -> None:
        if self.sender() is self.page:
            self.party_picked.emit(party)

    def imputed_changed(self) -> None:
        """Show what another run has drawn."""
        self.parties.model.refresh()
        if self.drafts.draft is not None and self.page is self.wants:
            self.wants.show_draft(self.drafts.draft)

    def dress(self, palette: Palette) -> None:
        """Take the colours of a theme."""
        for name, drawing in self._icons.items():
            self.actions_by_name[name].setIcon(icon(drawing, palette))
        for page in self.pages:
            page.dress(palette)
        self.foot.dress(palette)

    # ---------------------------------------------------------------- doing

    def edit(self, edit: Any, grip: str = "") -> None:
        """Make an edit that a page asks for, or say why it cannot be made."""
        self.foot.tell("")
        if not self.drafts.edit(edit, grip):
            self.foot.tell(self.drafts.refused, danger=True)
            if self.drafts.draft is not None:
                self.page.show_draft(self.drafts.draft)  # what was typed gives way

    def undo(self) -> None:
        """Take the last edit back, and say which."""
        self._leave_field()
        draft = self.drafts.draft
        if draft is not None and draft.can_undo:
            words = draft.undo_words
            self.drafts.undo()
            self.foot.tell(f"Undone: {words}")

    def redo(self) -> None:
        """Make the edit after all, and say which."""
        draft = self.drafts.draft
        if draft is not None and draft.can_redo:
            words = draft.redo_words
            self.drafts.redo()
            self.foot.tell(f"Done again: {words}")

    def _leave_field(self) -> None:
        """Let a field that is being typed into say what it has."""
        field = self.focusWidget()
        if field is not None and field.inherits("QLineEdit"):
            field.clearFocus()

    def find(self) -> None:
        """Give the keyboard to the box that finds a party."""
        if self.page is not self.wants:
            self.tabs.setCurrentWidget(self.parties)
        box = self.wants.filter if self.page is self.wants else self.parties.filter
        box.setFocus()
        box.selectAll()

    def next_fault(self) -> None:
        """Go to the next fault, and say what is allowed there."""
        draft = self.drafts.draft
        faults = draft.faults() if draft is not None else ()
        if not faults:
            self.foot.tell("There is no fault")
            return
        self._next_fault %= len(faults)
        fault = faults[self._next_fault]
        self._next_fault += 1
        self.go_to(fault.path)
        self.foot.tell(_said(fault), danger=True)

    def go_to(self, place: Place) -> None:
        """Show what is at a place of the document."""
        for page in self.pages:
            if page.has(place):
                self.tabs.setCurrentWidget(page)
                page.go_to(place)
                return

    def _go_to_path(self, path: str) -> None:
        draft = self.drafts.draft
        try:
            place = steps_of(draft.document, path) if draft is not None else ()
        except PathError:  # it is there no more
            place = ()
        if place:
            self.go_to(place)

    # ---------------------------------------------------------------- Qt's own

    def sizeHint(self) -> QSize:
        return QSize(1240, 760)

    def _restore(self) -> None:
        geometry = self._settings.value(_GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        page = str(self._settings.value(_PAGE, ""))
        for n, one in enumerate(self.pages):
            if one.title == page:
                self.tabs.setCurrentIndex(n)

    @guarded()
    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave_field()
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self._settings.setValue(_PAGE, self.page.title)
        super().closeEvent(event)
        self.closed.emit()

    def end(self) -> None:
        """Stop listening to the drafts: the window goes."""
        self._unwatch()


def _said(fault: Fault) -> str:
    return f"{fault.place}: {fault.value}. Allowed: {fault.allowed}."
