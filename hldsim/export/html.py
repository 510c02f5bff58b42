"""A document as one HTML file that needs nothing else: style, pictures and all.

Headings in order, a language, alternative texts, captions and scoped headers of tables, a link past
the contents; readable without colour, on paper, in the dark and on a narrow screen.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape

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
    Row,
    Section,
    Text,
)


def to_html(document: Document) -> str:
    """Return a document as HTML; the same document gives the same text."""
    style = (resources_dir() / "report" / "page.css").read_text(encoding="utf-8")
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(document.lang)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(document.title)} – {escape(document.subtitle)}</title>",
        f'<meta name="author" content="{escape(document.author)}">',
        f'<meta name="generator" content="{escape(document.author)}">',
        f'<meta name="keywords" content="{escape(", ".join(document.keywords))}">',
        f'<meta name="date" content="{escape(document.date)}">',
        f"<style>\n{style}</style>",
        "</head>",
        f'<body class="{"sheets" if document.sheets else "pages"}">',
        *_head(document),
        "<main>",
        *(line for section in document.sections for line in _section(section, 2)),
        "</main>",
        f"<footer><p>{escape(document.foot)}</p></footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _head(document: Document) -> Iterator[str]:
    yield "<header>"
    yield f'<p class="subtitle">{escape(document.subtitle)}</p>'
    yield f"<h1>{escape(document.title)}</h1>"
    for block in document.opening:
        yield from _block(block)
    yield "</header>"
    if document.contents:
        name = escape(document.contents)
        yield f'<nav aria-label="{name}"><h2>{name}</h2><ol>'
        for section in document.sections:
            yield f'<li><a href="#{escape(section.id)}">{escape(section.title)}</a></li>'
        yield "</ol></nav>"


def _section(section: Section, level: int) -> Iterator[str]:
    name = escape(section.id)
    yield f'<section id="{name}" aria-labelledby="h-{name}">'
    yield f'<h{level} id="h-{name}">{escape(section.title)}</h{level}>'
    for block in section.blocks:
        yield from _block(block)
    for inner in section.sections:
        yield from _section(inner, level + 1)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        tone = "" if block.tone == "plain" else f' class="{escape(block.tone)}"'
        yield f"<p{tone}>{_words(block.words)}</p>"
    elif isinstance(block, Bullets):
        items = "".join(f"<li>{_words(item)}</li>" for item in block.items)
        yield f"<ul>{items}</ul>"
    elif isinstance(block, Facts):
        rows = (f"<dt>{_words(name)}</dt><dd>{_words(value)}</dd>" for name, value in block.rows)
        yield f"<dl>{''.join(rows)}</dl>"
    elif isinstance(block, Code):
        yield f"<pre><code>{escape(chr(10).join(block.lines))}</code></pre>"
    elif isinstance(block, Grid):
        yield from _grid(block)
    else:
        yield from _picture(block)


def _picture(picture: Picture) -> Iterator[str]:
    data = b64encode(picture.png).decode("ascii")
    yield f'<figure id="{escape(picture.name)}">'
    yield f'<img alt="{escape(picture.alt)}" src="data:image/png;base64,{data}">'
    yield f"<figcaption>{_words(picture.caption)}</figcaption></figure>"


def _grid(grid: Grid) -> Iterator[str]:
    whole = sum(column.width for column in grid.columns) or 1.0
    yield f'<div class="grid"><table><caption>{_words(grid.caption)}</caption>'
    widths = (f'<col style="width:{100 * c.width / whole:.1f}%">' for c in grid.columns)
    yield f"<colgroup>{''.join(widths)}</colgroup>"
    heads = (
        f'<th scope="col"{_side(column.right)}>{_words(column.name)}</th>'
        for column in grid.columns
    )
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    sides = [column.right for column in grid.columns]
    for group in grid.groups:
        yield "<tbody>"
        if group.title:
            mark = f'<i style="background:{escape(group.colour)}"></i>' if group.colour else ""
            span = len(grid.columns)
            yield (
                f'<tr class="group"><th scope="rowgroup" colspan="{span}">{mark}'
                f"{_words(group.title)}</th></tr>"
            )
        for cells in group.rows:
            yield _row(cells, sides)
        yield "</tbody>"
    yield "</table>"
    if grid.note:
        yield f'<p class="note">{_words(grid.note)}</p>'
    yield "</div>"


def _row(cells: Row, sides: list[bool]) -> str:
    parts = []
    for n, (cell, right) in enumerate(zip(cells, sides, strict=True)):
        tag, scope = ("th", ' scope="row"') if n == 0 else ("td", "")
        parts.append(f"<{tag}{scope}{_side(right)}>{_cell(cell)}</{tag}>")
    return f"<tr>{''.join(parts)}</tr>"


def _cell(cell: Cell) -> str:
    words = _words(cell.words)
    if cell.strong:
        words = f"<b>{words}</b>"
    if cell.quiet:
        words = f'<span class="imputed">{words}</span>'
    if cell.bar is None:
        return words
    low, value, high = (100 * min(max(x, 0.0), 1.0) for x in cell.bar)
    span = f'<s style="left:{low:.1f}%;width:{high - low:.1f}%"></s>' if high > low else ""
    return f'{words}<span class="bar"><u style="width:{value:.1f}%"></u>{span}</span>'


def _side(right: bool) -> str:
    return ' class="right"' if right else ""


def _words(words: str) -> str:
    """Text as HTML; its lines stay lines."""
    return escape(words, quote=False).replace("\n", "<br>")
