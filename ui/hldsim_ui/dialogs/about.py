"""About: what this is, whose data it shows, how to cite it, and on whose work it is built."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

import hldsim
from hldsim.places import licence_file, resources_dir
from hldsim.report.citation import as_bibtex, as_text, citations
from hldsim.scenario.schema import Scenario, SourceNote
from hldsim_ui.care.licences import licences


class About(QDialog):
    """Four pages of text; what is to be cited can be copied in two forms."""

    def __init__(self, scenario: Scenario | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About hldsim")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.cited = citations()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Pages")
        for title, html in (
            ("About", about_html()),
            ("Data", data_html(scenario)),
            ("Citation", citation_html(as_text(self.cited), as_bibtex(self.cited))),
            ("Licences", licences_html()),
        ):
            page = QTextBrowser()
            page.setAccessibleName(title)
            page.setOpenLinks(False)
            page.setHtml(html)
            page.document().setDocumentMargin(16)
            self.tabs.addTab(page, title)
        self.note = QLabel("Text can be selected and copied.")
        self.note.setProperty("role", "caption")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for name, text in (
            ("Copy citation", as_text(self.cited)),
            ("Copy BibTeX", as_bibtex(self.cited)),
        ):
            button = buttons.addButton(name, QDialogButtonBox.ButtonRole.ActionRole)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, name=name, text=text: self._copy(name, text))
        column = QVBoxLayout(self)
        for widget in (self.tabs, self.note, buttons):
            column.addWidget(widget)
        self.resize(640, 560)

    def _copy(self, name: str, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.note.setText(f"{name.removeprefix('Copy ').capitalize()}: copied to the clipboard")


def about_html() -> str:
    """Return what this is, under which licence, and that nothing leaves the machine."""
    return (
        f"<h2>hldsim {escape(hldsim.__version__)}</h2>"
        "<p>A simulator of many-party negotiations.</p>"
        "<p><b>Nothing leaves this machine.</b> hldsim opens no connection, sends no statistics "
        "or reports, and looks for no updates.</p>"
        "<p>Licence: BSD-3-Clause. Its text stands under Licences.</p>"
        "<p>No warranty: results are those of a model, not a forecast. What it cannot show is "
        "written down in the help, under Limits.</p>"
    )


def data_html(scenario: Scenario | None) -> str:
    """Return where the data of the open scenario come from, and those of the map."""
    parts = []
    if scenario is not None:
        parts += [f"<h3>{escape(scenario.title)}</h3>", f"<p>{escape(scenario.summary)}</p>"]
        if scenario.citation:
            parts.append(f"<p>After {escape(scenario.citation)} (see the bibliography, F1).</p>")
        if scenario.licence:
            parts.append(f"<p>Licence of the scenario: {escape(scenario.licence)}</p>")
        rows = [_source(note) for note in scenario.sources]
        parts.append(f"<h4>Sources</h4><ul>{''.join(rows)}</ul>" if rows else "<p>No sources.</p>")
    else:
        parts.append("<p>No scenario is open.</p>")
    parts.append("<h4>Map</h4><p>Made with Natural Earth (public domain), borders of 2006.</p>")
    return "".join(parts)


def citation_html(text: str, bibtex: str) -> str:
    """Return how to cite."""
    rows = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    return (
        "<p>Please cite hldsim and the paper it rests on. To let others repeat a run, add the "
        f"scenario, the seed and what was changed; a run file holds all three.</p>{rows}"
        f"<h4>BibTeX</h4><pre style='white-space:pre-wrap'>{escape(bibtex)}</pre>"
    )


def licences_html() -> str:
    """Return the licence of hldsim, those of what it is built with, and of what comes along."""
    rows = "".join(
        f"<tr><td style='padding:2px 18px 2px 0'>{escape(one.package)} {escape(one.version)}</td>"
        f"<td>{escape(one.licence)}</td></tr>"
        for one in licences()
    )
    font = (resources_dir() / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    return (
        f"<h4>hldsim</h4>{_flowing(licence_file().read_text(encoding='utf-8'))}"
        f"<h4>Packages it is built with, as they state it themselves</h4><table>{rows}</table>"
        "<p>Qt is used unchanged under the LGPL 3 and can be replaced by another version of it.</p>"
        f"<h4>Letters: Inter</h4>{_flowing(font)}"
    )


def _flowing(text: str) -> str:
    """A plain text in paragraphs, its lines broken where there is room for no more."""
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in text.split("\n\n"))


def _source(note: SourceNote) -> str:
    when = f" ({escape(note.date)})" if note.date else ""
    where = f"<br>{escape(note.link)}" if note.link else ""
    return f"<li>{escape(note.title)}{when}. {escape(note.licence)}{where}</li>"
