"""Help: which page is about what, found by name and read from ``resources/help``. No Qt.

A page is a Markdown file. Its name says what it is about: ``views/support`` is about the view
``support``, ``dialogs/rules`` about the dialogs of ``hldsim_ui/dialogs/rules.py``; so whoever adds
a view, a panel or a dialog adds a page, and nothing is registered anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hldsim.places import docs_dir, resources_dir

START = "index"
FALLBACK = "en"
"""The language that has every page."""
SECTIONS = (
    ("", "Working with hldsim"),
    ("views", "Views"),
    ("panels", "Panels"),
    ("dialogs", "Dialogs"),
)
"""Folders of pages, in the order of the list of contents, with their headings."""
DOCUMENTS = (
    "model",
    "limits",
    "odd",
    "parameters",
    "validation",
    "sensitivity",
    "editing",
    "handouts",
    "interchange",
    "performance",
    "bibliography",
    "take_a_seat",
    "seats_in_class",
)
"""Pages of the documentation that come along; ``resources/help`` links to them as ``docs/``."""


@dataclass(frozen=True)
class Page:
    """A page of the help.

    Attributes
    ----------
    name : str
        Such as ``views/support``, or ``docs/model`` for one of the documentation.
    title : str
        Its first heading.
    """

    name: str
    title: str
    file: Path

    @property
    def text(self) -> str:
        """What stands there, as Markdown."""
        return self.file.read_text(encoding="utf-8")


def page(name: str, lang: str = FALLBACK) -> Page | None:
    """Return a page by name, in a language or else in English; None if there is none."""
    if name.startswith("docs/"):
        return _read(name, docs_dir() / f"{name.removeprefix('docs/')}.md")
    root = resources_dir() / "help"
    for folder in dict.fromkeys((lang, FALLBACK)):
        found = _read(name, root / folder / f"{name}.md")
        if found is not None:
            return found
    return None


def first_page(names: Iterable[str], lang: str = FALLBACK) -> Page:
    """Return the first page of several names that there is, else the one to start from."""
    for name in (*names, START):
        found = page(name, lang)
        if found is not None:
            return found
    raise FileNotFoundError(f"{resources_dir() / 'help'}: no page {START}")


@lru_cache(maxsize=4)
def contents(lang: str = FALLBACK) -> tuple[tuple[str, tuple[Page, ...]], ...]:
    """Return all pages by section, in order of their titles; the one to start from first."""
    root = resources_dir() / "help" / FALLBACK
    found = []
    for folder, heading in SECTIONS:
        names = [f"{folder}/{f.stem}" if folder else f.stem for f in (root / folder).glob("*.md")]
        pages = [one for one in (page(name, lang) for name in names) if one is not None]
        pages.sort(key=lambda one: (one.name != START, one.title.casefold()))
        found.append((heading, tuple(pages)))
    documents = (page(f"docs/{name}", lang) for name in DOCUMENTS)
    found.append(("The model and its sources", tuple(one for one in documents if one)))
    return tuple(found)


def search(words: str, lang: str = FALLBACK) -> list[Page]:
    """Return the pages that have all the words, those that have them in the title first."""
    wanted = words.casefold().split()
    hits = []
    for _, pages in contents(lang):
        for one in pages:
            text, title = one.text.casefold(), one.title.casefold()
            if all(word in text for word in wanted):
                hits.append((not all(word in title for word in wanted), one.title, one))
    return [one for *_, one in sorted(hits, key=lambda hit: hit[:2])]


def name_of(file: Path) -> str | None:
    """Return the name of the page that a file is; None for a file that is none."""
    for root, head in ((docs_dir(), "docs/"), *((f, "") for f in _languages())):
        try:
            return head + file.resolve().relative_to(root.resolve()).with_suffix("").as_posix()
        except ValueError:
            continue
    return None


def _languages() -> list[Path]:
    return [one for one in sorted((resources_dir() / "help").iterdir()) if one.is_dir()]


def _read(name: str, file: Path) -> Page | None:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return None
    heading = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    return Page(name, heading[1].strip() if heading else file.stem, file)
