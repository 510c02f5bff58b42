"""Blocks: what a page for people is made of, whatever it is written as (HTML, PDF).

No words here: who fills the blocks takes them from ``resources/texts``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """A paragraph. ``tone`` is ``"plain"``, ``"lead"`` (larger), ``"quiet"`` or ``"caution"``."""

    words: str
    tone: str = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what they stand for, a row each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Code:
    """Lines to be typed or compared letter by letter."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a grid.

    Attributes
    ----------
    quiet : bool
        Shown as what it is: imputed, or beside the point.
    bar : (low, value, high) or None
        Shares in [0, 1] drawn below the words: a bar to ``value`` and a line from low to high.
    """

    words: str
    quiet: bool = False
    strong: bool = False
    bar: tuple[float, float, float] | None = None


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Col:
    """A column: its heading, its share of the width (parts of the sum), and on which side it is."""

    name: str
    width: float = 1.0
    right: bool = False


@dataclass(frozen=True)
class Group:
    """Rows that belong together, under a line of their own if it has a title.

    ``colour`` is that of the pictures, ``"#rrggbb"``, or empty.
    """

    rows: tuple[Row, ...]
    title: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Grid:
    """A table. The first column heads its rows; ``note`` stands below."""

    caption: str
    columns: tuple[Col, ...]
    groups: tuple[Group, ...]
    note: str = ""

    @property
    def rows(self) -> int:
        """How many rows there are in all groups."""
        return sum(len(group.rows) for group in self.groups)


@dataclass(frozen=True)
class Picture:
    """A picture (PNG), what it shows in a sentence, and where that comes from."""

    name: str
    png: bytes = field(repr=False)
    alt: str
    caption: str


Block = Text | Bullets | Facts | Code | Grid | Picture


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. ``id`` is what links lead to."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole document.

    Attributes
    ----------
    lang : str
        Language of its words, e.g. ``"en"``.
    running : str
        What the head of every page says.
    foot : str
        What the foot of every page says beside the page's number.
    date : str
        Day it was made, ISO 8601; the only thing in it that the run does not determine.
    opening : tuple of blocks
        What stands under the title.
    contents : str
        Heading of the list of sections; empty for none.
    page : str
        Template of a page's number, with ``{page}`` and ``{pages}``.
    sheets : bool
        Whether each section is a sheet of its own: it begins a page, and must fit on it.
    """

    title: str
    subtitle: str
    lang: str
    running: str
    foot: str
    date: str
    opening: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    contents: str = ""
    page: str = "{page}"
    author: str = ""
    keywords: tuple[str, ...] = ()
    sheets: bool = False

    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, in order."""
        return tuple(block for block in self.blocks() if isinstance(block, Picture))

    def blocks(self) -> Iterator[Block]:
        """Every block, in order."""
        yield from self.opening
        for section in self.sections:
            yield from blocks_of(section)


def blocks_of(section: Section) -> Iterator[Block]:
    """Every block of a section and of those in it."""
    yield from section.blocks
    for inner in section.sections:
        yield from blocks_of(inner)


def row(*words: str | Cell) -> Row:
    """Return a row of cells; a text is a plain cell."""
    return tuple(one if isinstance(one, Cell) else Cell(one) for one in words)
