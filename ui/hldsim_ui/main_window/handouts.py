"""Pages to hand out: the report of the run and role cards. A method has the name of its action.

Both are made from a copy of the run file by a process of their own, so the run may go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressDialog

from hldsim.errors import HldsimError, StorageError
from hldsim_ui import jobs
from hldsim_ui.board import Shown
from hldsim_ui.main_window.errand import Errand

if TYPE_CHECKING:  # dialogs are imported when they are asked for: the window starts sooner
    from hldsim_ui.dialogs.cards import ChooseCards
    from hldsim_ui.dialogs.report import AskReport

KINDS = {".pdf": "PDF (*.pdf)", ".html": "Web page (*.html)"}
FOLDER = "handouts/folder"
"""Where the last page went."""


class HandoutError(HldsimError):
    """A page was not made; the command's own words."""


class Handouts(QObject):
    """Makes pages to hand out, one at a time.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.errand: Errand | None = None
        self.dialog: QProgressDialog | None = None
        self._folder: TemporaryDirectory[str] | None = None
        window.conductor.failed.connect(self._not_copied)

    def live(self, shown: Shown) -> dict[str, bool]:
        """Which of the actions can be used now."""
        free = shown.history is not None and self.errand is None and self._folder is None
        return {"report": free, "cards": free}

    # ---------------------------------------------------------------- commands

    def report(self, *_: object) -> None:
        """Ask how the report is to be and where it goes, and have it made."""
        from hldsim.export.pdf import why_no_pdf
        from hldsim_ui.dialogs.report import AskReport

        scenario = self._window.board.shown.scenario
        if scenario is None:
            return
        dialog = AskReport(scenario.title, why_no_pdf(), self._window)
        dialog.accepted.connect(lambda: self._where("report", "-report", dialog))
        self._open(dialog)

    def cards(self, *_: object) -> None:
        """Ask whose cards are wanted and where they go, and have them made."""
        from hldsim.export.pdf import why_no_pdf
        from hldsim_ui.dialogs.cards import ChooseCards

        shown = self._window.board.shown
        if shown.scenario is None:
            return
        ticked = (shown.selected,) if shown.selected >= 0 else ()
        dialog = ChooseCards(shown.scenario, ticked, why_no_pdf(), self._window)
        dialog.accepted.connect(lambda: self._where("cards", "-cards", dialog))
        self._open(dialog)

    def close(self) -> None:
        """Stop what is under way; the window closes."""
        self._end()

    # ---------------------------------------------------------------- inside

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _where(self, command: str, tail: str, dialog: AskReport | ChooseCards) -> None:
        """Ask where the page goes, then have the run copied and the page made."""
        ending, arguments = dialog.pages.ending, dialog.arguments
        window = self._window
        name = f"{window.board.shown.scenario.name}-seed{window.conductor.seed}{tail}{ending}"
        folder = window.settings.value(FOLDER, "") or _documents()
        title = "Write the report" if command == "report" else "Write the role cards"
        path, _ = QFileDialog.getSaveFileName(
            window, title, str(Path(str(folder)) / name), KINDS[ending]
        )
        if not path:
            return
        place = Path(path)
        if place.suffix.lower() != ending:
            place = place.with_name(place.name + ending)
        window.settings.setValue(FOLDER, str(place.parent))
        self._copy([command], [*arguments, "--out", str(place)])

    def _copy(self, before: Sequence[str], after: Sequence[str]) -> None:
        """Have the run copied in the engine's thread; the page is made from the copy."""
        try:
            self._folder = TemporaryDirectory(prefix="hldsim-")
        except OSError as error:
            self._tell_failed(StorageError(f"no room for a copy of the run ({error.strerror})"))
            return
        self._show("Copying the run")
        self._window.conductor.post(
            "handout",
            jobs.copy_into(Path(self._folder.name)),
            lambda copy: self._start([*before, str(copy), *after]),
        )

    def _start(self, arguments: list[str]) -> None:
        if self._folder is None:  # cancelled meanwhile
            return
        self.errand = Errand(arguments, self)
        self.errand.progress.connect(self._told)
        self.errand.done.connect(self._done)
        self.errand.failed.connect(lambda why: self._tell_failed(HandoutError(why)))
        self.errand.start()
        self._window.refresh_actions()

    def _show(self, words: str) -> None:
        """Show progress, with a way to stop; the window stays usable."""
        self.dialog = QProgressDialog(words, "Cancel", 0, 100, self._window)
        self.dialog.setWindowTitle("hldsim")
        self.dialog.setProperty("help", "dialogs/report")
        self.dialog.setAccessibleName("Progress of the pages")
        self.dialog.setWindowModality(Qt.WindowModality.NonModal)
        self.dialog.setMinimumDuration(0)
        self.dialog.setAutoClose(False)
        self.dialog.setAutoReset(False)
        self.dialog.setMinimumWidth(380)
        self.dialog.setValue(0)
        self.dialog.canceled.connect(self._cancelled)
        self.dialog.show()
        self._window.refresh_actions()

    def _told(self, share: int, words: str) -> None:
        if self.dialog is not None:
            self.dialog.setLabelText(words)
            self.dialog.setValue(min(share, 99))

    def _cancelled(self) -> None:
        self._end()
        self._window.status.tell("info", "Cancelled; nothing was written")

    def _done(self, path: str) -> None:
        self._end()
        self._window.status.tell("good", f"Written: {path}")
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def _not_copied(self, tried: str, *_: object) -> None:
        """The run could not be copied, so there is nothing to make a page from."""
        if tried == "handout" and self._folder is not None:
            self._end()

    def _tell_failed(self, error: HldsimError) -> None:
        self._end()
        self._window.commands.failed("handout", error)

    def _end(self) -> None:
        """Let go of process, copy and dialog."""
        errand, self.errand = self.errand, None
        if errand is not None:
            errand.stop()
            errand.deleteLater()
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.canceled.disconnect()
            dialog.close()
            dialog.deleteLater()
        self._window.refresh_actions()


def _documents() -> str:
    """The user's folder of documents, or what there is of one."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    found = Path(QStandardPaths.writableLocation(place))
    return str(found if found.is_dir() else Path.home())
