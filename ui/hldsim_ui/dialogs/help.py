"""The help, in a window of its own: contents, a page, back and forward, find, size of the text.

Pages are files that come along (see ``hldsim_ui.pages``). Nothing is fetched: the address of a
link that leads out of them is copied, to be opened by whoever wants to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hldsim_ui.fence import guarded
from hldsim_ui.pages import FALLBACK, START, Page, contents, first_page, name_of, search
from hldsim_ui.settings import number
from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.palette import DARK, LIGHT

_SIZE, _GEOMETRY = "help/size", "help/geometry"
SMALLEST, LARGEST = -3, 10
"""Steps of text size, in points from the application's own."""
NAME = Qt.ItemDataRole.UserRole


class HelpPage(QTextBrowser):
    """One page; links lead to other pages, and to nowhere else.

    ``missing`` is told of a link to what does not come along, as a sentence.
    """

    def __init__(self, missing: Callable[[str], object]) -> None:
        super().__init__()
        self._missing = missing
        self.setAccessibleName("Page")
        self.setOpenExternalLinks(False)
        self.setOpenLinks(True)
        self.document().setDocumentMargin(18)

    @guarded()
    def doSetSource(self, url: QUrl, kind: QTextDocument.ResourceType) -> None:
        file = Path(url.toLocalFile()) if url.isLocalFile() else None
        if file is None:
            QGuiApplication.clipboard().setText(url.toString())
            self._missing(
                f"hldsim opens no connection. The address is on the clipboard: {url.toString()}"
            )
            return
        if not file.is_file() or file.suffix != ".md" or name_of(file) is None:
            self._missing(f"{file.name} is not among the pages that come along")
            return
        self._missing("")
        super().doSetSource(url, QTextDocument.ResourceType.MarkdownResource)
        self.document().setDocumentMargin(18)

    @guarded()
    def loadResource(self, kind: int, url: QUrl) -> Any:
        if url.isRelative() or url.isLocalFile():
            return super().loadResource(kind, url)
        return None


class HelpWindow(QDialog):
    """Contents on the left, the page on the right.

    Parameters
    ----------
    settings : QSettings
        Where size of the text and place of the window are remembered.
    lang : str
        Language of the pages; what it lacks is shown in English.
    """

    def __init__(
        self, settings: QSettings, parent: QWidget | None = None, lang: str = FALLBACK
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings, self._lang = settings, lang
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "caption")
        self.note.hide()
        self.page = HelpPage(self._say)
        self.contents = QTreeWidget()
        self.contents.setAccessibleName("Contents")
        self.contents.setHeaderHidden(True)
        self.contents.setRootIsDecorated(False)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Search all pages")
        self.words.setAccessibleName("Search all pages")
        self.words.setClearButtonEnabled(True)
        self.find = QLineEdit()
        self.find.setPlaceholderText("Find on this page")
        self.find.setAccessibleName("Find on this page")
        self.find.setClearButtonEnabled(True)
        self.buttons: dict[str, QToolButton] = {}
        self._pictures: dict[str, str] = {}
        self._lay_out()
        self._connect()
        self._dress()
        self._list(None)
        self._size = 0
        self._resize_text(int(number(settings, _SIZE, 0, SMALLEST, LARGEST)))
        geometry = settings.value(_GEOMETRY)
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(920, 640)

    # ---------------------------------------------------------------- building

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(4)
        for name, tip, picture, key in (
            ("back", "Page before (Alt+Left)", "back", "Alt+Left"),
            ("forward", "Page after (Alt+Right)", "forward", "Alt+Right"),
            ("start", "First page (Alt+Home)", "first", "Alt+Home"),
        ):
            bar.addWidget(self._button(name, tip, picture, key))
        bar.addStretch(1)
        bar.addWidget(self.find)
        for name, tip, words, key in (
            ("smaller", "Smaller text (Ctrl+-)", "A−", "Ctrl+-"),
            ("larger", "Larger text (Ctrl++)", "A+", "Ctrl++"),
        ):
            button = self._button(name, tip, "", key)
            button.setText(words)
            bar.addWidget(button)
        self.find.setFixedWidth(190)
        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(10, 0, 0, 10)
        side.addWidget(self.words)
        side.addWidget(self.contents, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 10, 10)
        column.addWidget(self.page, 1)
        column.addWidget(self.note)
        self.both = QSplitter()
        self.both.addWidget(left)
        self.both.addWidget(right)
        self.both.setStretchFactor(1, 1)
        self.both.setSizes([260, 640])
        self.both.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self.both, 1)

    def _button(self, name: str, tip: str, picture: str, key: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(getattr(self, f"_{name}"))
        if picture:
            self._pictures[name] = picture
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(button.click)
        self.addAction(action)
        self.buttons[name] = button
        return button

    def _connect(self) -> None:
        self.page.sourceChanged.connect(self._arrived)
        self.page.historyChanged.connect(self._enable)
        self.contents.currentItemChanged.connect(self._picked)
        self.words.textChanged.connect(self._search)
        self.find.textEdited.connect(lambda _: self._find(again=False))
        self.find.returnPressed.connect(lambda: self._find(again=True))
        for key, field in (("Ctrl+F", self.find), ("Ctrl+K", self.words)):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _=False, field=field: self._into(field))
            self.addAction(action)
        self._enable()

    # ---------------------------------------------------------------- going to a page

    def show_page(self, *names: str) -> None:
        """Show the first page of those named that there is."""
        self._go(first_page(names, self._lang))

    @property
    def shown(self) -> str:
        """Name of the page that is shown."""
        return name_of(Path(self.page.source().toLocalFile())) or ""

    def _go(self, page: Page) -> None:
        self.page.setSource(QUrl.fromLocalFile(str(page.file)))

    def _arrived(self, url: QUrl) -> None:
        heading = self.page.document().firstBlock().text()
        self.setWindowTitle(f"{heading} – hldsim help" if heading else "hldsim help")
        name = name_of(Path(url.toLocalFile()))  # Qt has not made it the page's source yet
        self.contents.blockSignals(True)
        self.contents.setCurrentItem(None)
        for item in self._items():
            if item.data(0, NAME) == name:
                self.contents.setCurrentItem(item)
        self.contents.blockSignals(False)
        if self.find.text():
            self._find(again=False)

    def _picked(self, item: QTreeWidgetItem | None) -> None:
        name = item.data(0, NAME) if item is not None else None
        if name and name != self.shown:
            self.show_page(name)

    def _back(self) -> None:
        self.page.backward()

    def _forward(self) -> None:
        self.page.forward()

    def _start(self) -> None:
        self.show_page(START)

    def _enable(self) -> None:
        self.buttons["back"].setEnabled(self.page.isBackwardAvailable())
        self.buttons["forward"].setEnabled(self.page.isForwardAvailable())

    # ---------------------------------------------------------------- finding

    def _list(self, hits: list[Page] | None) -> None:
        """List all pages by section, or those found."""
        self.contents.blockSignals(True)
        self.contents.clear()
        sections = contents(self._lang) if hits is None else ((f"{len(hits)} found", hits),)
        for heading, pages in sections:
            head = QTreeWidgetItem([heading])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            self.contents.addTopLevelItem(head)
            for page in pages:
                item = QTreeWidgetItem(head, [page.title])
                item.setData(0, NAME, page.name)
                item.setToolTip(0, page.title)
        self.contents.expandAll()
        self.contents.blockSignals(False)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.contents.topLevelItem(n) for n in range(self.contents.topLevelItemCount())]
        return [top.child(n) for top in tops for n in range(top.childCount())]

    def _search(self, words: str) -> None:
        self._list(search(words, self._lang) if words.strip() else None)

    def _find(self, again: bool) -> None:
        """Go to where the words stand: on from here, or from the top of the page."""
        words = self.find.text()
        cursor = self.page.textCursor()
        cursor.setPosition(cursor.selectionEnd() if again else cursor.selectionStart())
        self.page.setTextCursor(cursor)
        if not words or self.page.find(words):
            self._say("")
            return
        cursor.setPosition(0)
        self.page.setTextCursor(cursor)
        self._say("" if self.page.find(words) else f"“{words}” does not stand on this page")

    def _into(self, field: QLineEdit) -> None:
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    # ---------------------------------------------------------------- size of the text

    def _smaller(self) -> None:
        self._resize_text(self._size - 1)

    def _larger(self) -> None:
        self._resize_text(self._size + 1)

    def _resize_text(self, size: int) -> None:
        size = max(SMALLEST, min(size, LARGEST))
        self.page.zoomIn(size - self._size)
        self._size = size
        self.buttons["smaller"].setEnabled(size > SMALLEST)
        self.buttons["larger"].setEnabled(size < LARGEST)
        self._settings.setValue(_SIZE, size)

    # ---------------------------------------------------------------- Qt's own

    def _dress(self) -> None:
        """Draw the icons in the colours of the theme in force."""
        dark = self.palette().window().color().lightnessF() < 0.5
        for name, picture in self._pictures.items():
            self.buttons[name].setIcon(icon(picture, DARK if dark else LIGHT, "text"))

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        fields = [field for field in (self.find, self.words) if field.hasFocus()]
        if event.key() == Qt.Key.Key_Escape and fields and fields[0].text():
            fields[0].clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and fields:
            if fields[0] is self.words and self._items():
                self.contents.setCurrentItem(self._items()[0])
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        super().done(result)
