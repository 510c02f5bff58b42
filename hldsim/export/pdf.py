"""A document as PDF: tagged for screen readers, with bookmarks, page numbers and the house's font.

Set by Typst from ``resources/report/page.typ``, which holds the layout and no word; it is read
lazily, since it is large (docs/adr/0005-pdf.md).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hldsim.errors import HldsimError, StorageError
from hldsim.places import resources_dir
from hldsim.report.blocks import (
    Block,
    Bullets,
    Cell,
    Code,
    Document,
    Facts,
    Grid,
    Picture,
    Section,
    Text,
)

PAPERS = {"a4": "a4", "letter": "us-letter"}
"""Sizes of paper by the name that people give them."""
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts whose letters the house's font has."""


class PdfError(HldsimError):
    """A PDF cannot be made here."""


def why_no_pdf() -> str | None:
    """Say why no PDF can be made here, or return None where it can."""
    if find_spec("typst") is None:
        return "PDF needs the package typst: pip install 'hldsim[pdf]'"
    return None


def to_pdf(document: Document, paper: str = "a4") -> bytes:
    """Return a document as PDF (tagged, PDF/UA-1); the same document gives the same bytes.

    Parameters
    ----------
    paper : str
        ``"a4"`` or ``"letter"``.

    Raises
    ------
    PdfError
        If Typst is not there, or cannot set the document.
    StorageError
        If there is no room for what is set.
    """
    reason = why_no_pdf()
    if reason is not None:
        raise PdfError(reason)
    if paper not in PAPERS:
        raise PdfError(f"paper {paper!r}; allowed: {', '.join(PAPERS)}")
    try:
        with TemporaryDirectory(prefix="hldsim-") as folder:
            return _set(document, PAPERS[paper], Path(folder))
    except OSError as error:
        raise StorageError(f"no PDF can be made ({error.strerror or error})") from None


def _set(document: Document, paper: str, folder: Path) -> bytes:
    import typst

    template = (resources_dir() / "report" / "page.typ").read_text(encoding="utf-8")
    (folder / "page.typ").write_text(template, encoding="utf-8")
    data = json.dumps(plain(document), ensure_ascii=False)
    (folder / "document.json").write_text(data, encoding="utf-8")
    for n, picture in enumerate(document.pictures()):
        (folder / f"{n}.png").write_bytes(picture.png)
    made = datetime.combine(date.fromisoformat(document.date), time(), UTC)
    try:
        pdf = typst.compile(
            str(folder / "page.typ"),
            root=str(folder),
            font_paths=[str(resources_dir() / "fonts")],
            ignore_system_fonts=has_letters(data),
            sys_inputs={"paper": paper},
            pdf_standards=["ua-1"],
            timestamp=made,
        )
    except typst.TypstError as error:
        raise PdfError(f"the PDF could not be set: {str(error).splitlines()[0]}") from error
    assert isinstance(pdf, bytes)
    return pdf


def has_letters(text: str) -> bool:
    """Whether the house's font has every letter of a text; else fonts of the machine are needed.

    Examples
    --------
    >>> has_letters("Côte d’Ivoire, Ελλάδα"), has_letters("中国")
    (True, False)
    """
    return all(
        unicodedata.name(one, "").startswith(SCRIPTS)
        for one in set(text)
        if one.isalpha() and not one.isascii()
    )


def plain(document: Document) -> dict[str, Any]:
    """Return a document as plain data: what the layout reads. Pictures go by their number."""
    numbers = {id(picture): n for n, picture in enumerate(document.pictures())}
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "lang": document.lang,
        "running": document.running,
        "foot": document.foot,
        "author": document.author,
        "keywords": list(document.keywords),
        "contents": document.contents,
        "page": document.page,
        "sheets": document.sheets,
        "opening": [_block(block, numbers) for block in document.opening],
        "sections": [_section(section, numbers) for section in document.sections],
    }


def _section(section: Section, numbers: Mapping[int, int]) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "blocks": [_block(block, numbers) for block in section.blocks],
        "sections": [_section(inner, numbers) for inner in section.sections],
    }


def _block(block: Block, numbers: Mapping[int, int]) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "words": block.words, "tone": block.tone}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": list(block.items)}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [list(one) for one in block.rows]}
    if isinstance(block, Code):
        return {"kind": "code", "lines": list(block.lines)}
    if isinstance(block, Picture):
        file = f"{numbers[id(block)]}.png"
        return {"kind": "picture", "file": file, "alt": block.alt, "caption": block.caption}
    return _grid(block)


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "kind": "grid",
        "caption": grid.caption,
        "note": grid.note,
        "columns": [
            {"name": column.name, "width": column.width, "right": column.right}
            for column in grid.columns
        ],
        "groups": [
            {
                "title": group.title,
                "colour": group.colour,
                "rows": [[_cell(cell) for cell in row] for row in group.rows],
            }
            for group in grid.groups
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    bar = None if cell.bar is None else [min(max(x, 0.0), 1.0) for x in cell.bar]
    return {"words": cell.words, "quiet": cell.quiet, "strong": cell.strong, "bar": bar}
