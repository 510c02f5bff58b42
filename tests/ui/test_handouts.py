"""Reports and role cards from the window: asked for, made beside it, cancelled, opened."""

import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from hldsim.scenario.load import load_scenario
from hldsim_ui.dialogs.cards import ChooseCards
from hldsim_ui.dialogs.report import AskReport
from hldsim_ui.main_window.errand import Errand
from tests.ui.conftest import PATIENCE, play_to_end, settle

LONG = 60_000
"""Milliseconds a process of its own may take on a loaded machine."""


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """Where the user says the page goes, and what was opened afterwards."""
    found = {"path": str(tmp_path / "talks.html"), "opened": [], "asked": []}

    def ask(parent, title, place, kinds):
        found["asked"].append((title, place, kinds))
        return found["path"], kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    monkeypatch.setattr(
        QDesktopServices, "openUrl", staticmethod(lambda url: found["opened"].append(url))
    )
    return found


def dialog_of(window, kind):
    return next(one for one in window.findChildren(kind) if one.isVisible())


def ask_for_report(window, *, form="html", turning=False, pictures=False):
    window.actions_by_name["report"].trigger()
    dialog = dialog_of(window, AskReport)
    dialog.pages.form.setCurrentIndex(dialog.pages.form.findData(form))
    dialog.turning.setChecked(turning)
    dialog.pictures.setChecked(pictures)
    dialog.make.click()


def idle(window):
    handouts = window.handouts
    return handouts.errand is None and handouts.dialog is None


def test_a_report_is_made_and_opened(qtbot, window, chosen):
    play_to_end(qtbot, window)
    ask_for_report(window, turning=True)
    assert not window.actions_by_name["report"].isEnabled()
    qtbot.waitUntil(lambda: bool(chosen["opened"]), timeout=LONG)
    assert idle(window) and window.actions_by_name["report"].isEnabled()
    page = Path(chosen["path"])
    assert chosen["opened"][0].toLocalFile() == str(page)
    html = page.read_text(encoding="utf-8")
    assert window.conductor.driver.session.fingerprint in html and "Offers to host" in html
    assert str(page.parent) not in html and "hldsim replay classroom_small-seed3-" in html
    assert chosen["asked"][0][1].endswith("classroom_small-seed3-report.html")


def test_a_report_is_on_the_future_one_sees_and_the_run_goes_on(qtbot, window, chosen):
    window.conductor.one_round()
    settle(qtbot, window)
    window.conductor.set_value("parties[MEX].salience.venue", 0.05)
    settle(qtbot, window)
    ask_for_report(window)
    window.conductor.set_speed(float("inf"))
    window.conductor.play()
    qtbot.waitUntil(lambda: bool(chosen["opened"]), timeout=LONG)
    html = Path(chosen["path"]).read_text(encoding="utf-8")
    assert "1 of 19: it stops in" in html
    qtbot.waitUntil(lambda: window.board.shown.finished, timeout=PATIENCE)
    settle(qtbot, window)


def test_cancel_ends_it_and_writes_nothing(qtbot, window, chosen):
    play_to_end(qtbot, window)
    ask_for_report(window, turning=True, pictures=True)
    qtbot.waitUntil(lambda: window.handouts.errand is not None, timeout=PATIENCE)
    copy = Path(window.handouts._folder.name)
    window.handouts.dialog.findChild(QPushButton).click()
    assert idle(window) and not copy.exists() and not Path(chosen["path"]).exists()
    assert chosen["opened"] == [] and window.actions_by_name["report"].isEnabled()


def test_closing_the_window_ends_it(qtbot, window, chosen):
    play_to_end(qtbot, window)
    ask_for_report(window, turning=True, pictures=True)
    qtbot.waitUntil(lambda: window.handouts.errand is not None, timeout=PATIENCE)
    copy = Path(window.handouts._folder.name)
    window.close()
    assert not copy.exists() and not Path(chosen["path"]).exists()


def test_what_goes_wrong_is_said_in_the_command_s_words(qtbot, window, chosen, tmp_path):
    chosen["path"] = str(tmp_path / "gone" / "talks.html")
    ask_for_report(window)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=LONG)
    (box,) = window.findChildren(QMessageBox)
    assert "The pages were not made" in box.text() and "no folder" in box.informativeText()
    assert idle(window) and chosen["opened"] == []
    box.close()


def test_a_run_that_cannot_be_copied_says_so(qtbot, window, chosen, monkeypatch):
    from hldsim.errors import StorageError
    from hldsim.session import Session

    def full(self, path):
        raise StorageError(f"{path} cannot be written: the disk is full")

    monkeypatch.setattr(Session, "save_copy", full)
    ask_for_report(window)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=PATIENCE)
    (box,) = window.findChildren(QMessageBox)
    assert "the disk is full" in box.informativeText() and idle(window)
    box.close()


def test_no_place_no_page(window, chosen):
    chosen["path"] = ""
    ask_for_report(window)
    assert idle(window) and window.handouts._folder is None


def test_the_ending_is_that_of_the_kind_chosen(window, chosen, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(
        window.handouts, "_copy", lambda before, after: asked.append([*before, *after])
    )
    chosen["path"] = str(tmp_path / "talks")
    ask_for_report(window, form="pdf", turning=True, pictures=True)
    assert asked == [["report", "--paper", "a4", "--out", str(tmp_path / "talks.pdf")]]


def test_without_typst_a_web_page_is_offered(qtbot):
    dialog = AskReport("T", "PDF needs the package typst")
    qtbot.addWidget(dialog)
    assert dialog.pages.ending == ".html" and not dialog.pages.form.isEnabled()
    assert not dialog.pages.paper.isEnabled() and dialog.arguments == []


def test_cards_of_the_states_ticked(qtbot, window, chosen):
    chosen["path"] = chosen["path"].replace(".html", ".pdf")
    scenario = window.board.shown.scenario
    window.board.select(scenario.party_index["MEX"])
    window.actions_by_name["cards"].trigger()
    dialog = dialog_of(window, ChooseCards)
    assert dialog.chosen == ["MEX"] and dialog.count.text() == "1 card"
    dialog.find.setText("bel")
    dialog.all.click()
    assert dialog.chosen == ["BEL", "MEX"]
    dialog.make.click()
    qtbot.waitUntil(lambda: bool(chosen["opened"]), timeout=LONG)
    from pypdf import PdfReader

    read = PdfReader(io.BytesIO(Path(chosen["path"]).read_bytes()))
    assert [page.extract_text().split("\n")[0] for page in read.pages] == ["Belgium", "Mexico"]


def test_the_list_of_cards_is_filtered_by_name_and_code(qtbot):
    scenario = load_scenario("hld_2006")
    dialog = ChooseCards(scenario)
    qtbot.addWidget(dialog)
    assert dialog.list.count() == len(scenario.parties) - 1 and not dialog.make.isEnabled()
    dialog.find.setText("côte")
    shown = [i for i in range(dialog.list.count()) if not dialog.list.item(i).isHidden()]
    assert [dialog.list.item(i).text() for i in shown] == ["Côte d'Ivoire"]
    dialog.list.item(shown[0]).setCheckState(Qt.CheckState.Checked)
    dialog.find.clear()
    assert dialog.chosen == ["CIV"] and dialog.make.isEnabled()
    assert dialog.arguments == ["--paper", "a4", "--party", "CIV"]
    dialog.all.click()
    assert dialog.arguments == ["--paper", "a4", "--all"]
    dialog.none.click()
    assert dialog.chosen == [] and not dialog.make.isEnabled()


def test_an_errand_tells_progress_and_stops_at_once(qtbot, tmp_path):
    errand = Errand(["run", "no_such_scenario"])
    with qtbot.waitSignal(errand.failed, timeout=LONG) as caught:
        errand.start()
    assert "no such option" in caught.args[0].lower()  # run knows no --progress
    seen = []
    errand = Errand(["cards", "classroom_small", "--all", "--out", str(tmp_path / "c.html")])
    errand.progress.connect(lambda share, words: seen.append((share, words)))
    with qtbot.waitSignal(errand.done, timeout=LONG) as caught:
        errand.start()
    assert caught.args == [str(tmp_path / "c.html")] and seen[-1][0] == 100
    errand = Errand(["cards", "hld_2006", "--all", "--out", str(tmp_path / "d.html")])
    errand.done.connect(lambda _: seen.append("done"))
    errand.start()
    qtbot.waitUntil(lambda: errand.running, timeout=PATIENCE)
    errand.stop()
    assert not errand.running and "done" not in seen and not (tmp_path / "d.html").exists()
