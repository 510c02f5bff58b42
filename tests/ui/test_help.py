"""Help: a page about everything, links that lead somewhere, F1 wherever one is."""

import ast
import re
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

import hldsim_ui
from hldsim.places import docs_dir, resources_dir
from hldsim_ui import pages
from hldsim_ui.dialogs.about import About
from hldsim_ui.dialogs.choose import ChooseScenario
from hldsim_ui.dialogs.help import LARGEST, HelpWindow
from hldsim_ui.main_window import reach
from hldsim_ui.main_window.help_desk import topic
from hldsim_ui.main_window.parts import PARTS, VIEW_NAMES
from tests.ui.conftest import PATIENCE

ROOT = Path(hldsim_ui.__file__).parent
HELP = resources_dir() / "help" / "en"
ALL = sorted(HELP.glob("**/*.md"))
DIALOG_KINDS = {"QDialog", "QMessageBox", "QInputDialog", "QWizard"}


def makes_a_dialog(file):
    """Whether a module defines a dialog, or makes one."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        bases = node.bases if isinstance(node, ast.ClassDef) else []
        made = [node.func] if isinstance(node, ast.Call) else []
        if any(isinstance(one, ast.Name) and one.id in DIALOG_KINDS for one in (*bases, *made)):
            return True
    return False


DIALOGS = [f for f in sorted(ROOT.glob("**/*.py")) if makes_a_dialog(f)]

# ------------------------------------------------------------------------ every thing has its page


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_view_and_panel_has_a_page(part):
    room = "views" if part.name in VIEW_NAMES else "panels"
    found = pages.page(f"{room}/{part.name}")
    assert found is not None, f"write resources/help/en/{room}/{part.name}.md"
    assert found.title == part.title
    assert len(found.text.split()) > 40


@pytest.mark.parametrize("file", DIALOGS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_dialog_has_a_page(file):
    """By the name of its module, or by the property ``help`` that it is given there."""
    given = re.findall(r'setProperty\("help", "([\w/]+)"\)', file.read_text(encoding="utf-8"))
    for name in given or [f"dialogs/{file.stem}"]:
        assert pages.page(name) is not None, f"write resources/help/en/{name}.md"


def test_dialogs_are_found():
    assert {"choose.py", "ask.py", "crashed.py", "rules.py"} <= {file.name for file in DIALOGS}


@pytest.mark.parametrize("file", ALL, ids=lambda file: str(file.relative_to(HELP)))
def test_every_link_leads_to_a_page_that_comes_along(file):
    for target in re.findall(r"\]\(([^)]+)\)", file.read_text(encoding="utf-8")):
        leads = (file.parent / target).resolve()
        assert leads.is_file(), target
        name = pages.name_of(leads)
        assert name is not None and pages.page(name) is not None
        if name.startswith("docs/"):
            assert name.removeprefix("docs/") in pages.DOCUMENTS


def test_what_the_help_shows_of_the_documentation_is_in_the_wheel():
    told = (ROOT.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    for name in pages.DOCUMENTS:
        assert (docs_dir() / f"{name}.md").is_file()
        assert f'"docs/{name}.md" = "hldsim/_data/docs/{name}.md"' in told


def test_pages_name_keys_that_there_are(window):
    known = {"F1", "Tab", "Shift+Tab", "Enter", "Esc", "Page Up", "Page Down", "Alt+Left"}
    known |= {key.toString() for a in window.actions_by_name.values() for key in a.shortcuts()}
    known |= {"F2", "Alt+Right", "Alt+Home"}
    window.editing.edit_scenario()
    editor = window.editing.editor
    known |= {key.toString() for a in editor.actions() for key in a.shortcuts()}
    known |= {a.shortcut().toString() for a in editor.parties.table.actions()} | {"Ctrl+Enter"}
    for file in ALL:
        for keys in re.findall(r"\b((?:Ctrl|Alt|Shift)\+[^\s,;:.)*|]+|F\d+)", file.read_text()):
            assert keys in known, f"{file.name}: {keys}"


# ------------------------------------------------------------------------ F1


def f1(qtbot, window):
    """The page that F1 opens now; the help is closed again."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    shown = next(w for w in window.findChildren(HelpWindow) if w.isVisible())
    name = shown.shown
    shown.close()
    return name


def test_f1_opens_the_page_about_the_panel_or_bar_in_use(qtbot, window):
    for part in PARTS:
        window.access.go_to(part.name)
        assert window.docks[part.name].isAncestorOf(QApplication.focusWidget())
        assert f1(qtbot, window).rpartition("/")[2] == part.name
    for bar, name in ((window.controls, "panels/toolbar"), (window.timeline, "panels/timeline")):
        reach.enter(bar)
        assert f1(qtbot, window) == name
    window.find_box.setFocus()
    assert f1(qtbot, window) == "panels/find"
    window.setFocus()  # nothing in particular: the page to start from
    assert f1(qtbot, window) == pages.START


def test_f1_in_a_modal_dialog_opens_a_window_that_can_be_used(qtbot, window):
    window.actions_by_name["open"].trigger()
    dialog = window.findChild(ChooseScenario)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClick(dialog.list, Qt.Key.Key_F1)
    shown = dialog.findChild(HelpWindow)
    assert shown.shown == "dialogs/choose"
    qtbot.waitUntil(shown.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClicks(shown.words, "imputed")
    assert shown.words.text() == "imputed"
    shown.reject()
    dialog.reject()


def test_a_box_knows_its_page(qtbot, window):
    from hldsim.errors import HldsimError
    from hldsim_ui.dialogs.failed import failed_box

    assert topic(failed_box(window, "open", HldsimError("no"))) == "dialogs/failed"
    plain = QMessageBox(window)
    assert topic(plain) is None
    for box in window.findChildren(QMessageBox):
        box.deleteLater()


# ------------------------------------------------------------------------ the window


@pytest.fixture
def help_window(qtbot, settings):
    made = HelpWindow(settings)
    with qtbot.waitExposed(made):
        made.show()
    made.show_page(pages.START)
    yield made
    made.reject()


def test_back_forward_and_contents(qtbot, help_window):
    help_window.page.setSource(QUrl.fromLocalFile(str(HELP / "views" / "power.md")))
    assert help_window.shown == "views/power"
    assert help_window.contents.currentItem().text(0) == "Power"
    help_window.buttons["back"].click()
    assert help_window.shown == pages.START
    help_window.buttons["forward"].click()
    assert help_window.shown == "views/power"
    help_window.buttons["start"].click()
    assert help_window.shown == pages.START
    item = next(i for i in help_window._items() if i.text(0) == "Themes")
    help_window.contents.setCurrentItem(item)
    assert help_window.shown == "views/themes"


def test_every_page_can_be_shown(help_window):
    for _, listed in pages.contents():
        for page in listed:
            help_window.show_page(page.name)
            assert help_window.shown == page.name
            assert help_window.page.document().firstBlock().text() == page.title
            assert not help_window.note.isVisible()


def test_a_link_is_followed_by_a_click(qtbot, help_window):
    browser = help_window.page
    assert browser.find("First steps")
    spot = browser.cursorRect().center()
    spot.setX(spot.x() - 20)
    qtbot.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert help_window.shown == "first_steps"


@pytest.mark.parametrize("link", ["https://example.org/x", "mailto:a@example.org"])
def test_a_link_out_is_not_followed_but_copied(help_window, link):
    help_window.page.setSource(QUrl(link))
    assert help_window.shown == pages.START
    assert QGuiApplication.clipboard().text() == link
    assert "opens no connection" in help_window.note.text()


@pytest.mark.parametrize("link", ["/etc/passwd", "/no/such/page.md"])
def test_no_other_file_is_shown(help_window, link):
    help_window.page.setSource(QUrl.fromLocalFile(link))
    assert help_window.shown == pages.START
    assert help_window.note.isVisible()


def test_finding_on_a_page_and_over_all(qtbot, help_window):
    help_window.show_page("words")
    help_window.show()
    qtbot.keyClicks(help_window.find, "salience")
    assert help_window.page.textCursor().selectedText().casefold() == "salience"
    first = help_window.page.textCursor().position()
    qtbot.keyClick(help_window.find, Qt.Key.Key_Return)
    assert help_window.page.textCursor().position() > first
    help_window.find.setText("no such words")
    qtbot.keyClick(help_window.find, Qt.Key.Key_Return)
    assert "does not stand on this page" in help_window.note.text()
    help_window.activateWindow()
    help_window.words.setFocus()
    qtbot.waitUntil(help_window.words.hasFocus, timeout=PATIENCE)
    qtbot.keyClicks(help_window.words, "banzhaf")
    assert "Power" in [item.text(0) for item in help_window._items()]
    qtbot.keyClick(help_window.words, Qt.Key.Key_Escape)
    assert help_window.isVisible() and len(help_window._items()) > 30


def test_the_size_of_the_text_is_remembered(qtbot, help_window, settings):
    before = help_window.page.font().pointSizeF()
    for _ in range(2 * LARGEST):
        help_window.buttons["larger"].click()
    assert help_window.page.font().pointSizeF() > before
    assert not help_window.buttons["larger"].isEnabled()
    again = HelpWindow(settings)
    assert again.page.font().pointSizeF() == help_window.page.font().pointSizeF()
    again.reject()


def test_searching_is_quick():
    began = time.process_time()
    for n in range(10):
        assert pages.search("salience" if n % 2 else "imputed")
    assert time.process_time() - began < 5.0  # a letter typed must not be felt


# ------------------------------------------------------------------------ about


def test_about_says_licences_sources_and_how_to_cite(qtbot, window):
    window.actions_by_name["about"].trigger()
    dialog = window.findChild(About)
    said = [dialog.tabs.widget(n).toPlainText() for n in range(dialog.tabs.count())]
    assert "Nothing leaves this machine" in said[0]
    assert window.board.shown.scenario.title in said[1]
    assert "High-level Dialogue on Migration and Development" in said[2]
    for package in ("PySide6", "Mesa", "numpy", "BSD-3-Clause", "SIL OPEN FONT LICENSE"):
        assert package.casefold() in said[3].casefold()
    for name, begins in (("Copy citation", "The hldsim authors"), ("Copy BibTeX", "@misc{hldsim,")):
        next(b for b in dialog.findChildren(QPushButton) if b.text() == name).click()
        assert QGuiApplication.clipboard().text().startswith(begins)
    dialog.reject()
