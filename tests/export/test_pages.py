"""Pages: the same document as HTML and as PDF, read again."""

import io
import re
import struct
import sys
import zlib
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from hldsim.errors import StorageError
from hldsim.export.html import to_html
from hldsim.export.pdf import PdfError, has_letters, plain, to_pdf, why_no_pdf
from hldsim.report.blocks import (
    Bullets,
    Cell,
    Code,
    Col,
    Document,
    Facts,
    Grid,
    Group,
    Picture,
    Section,
    Text,
    row,
)

VOID = {"meta", "br", "img", "col", "link"}


def png(width=4, height=3):
    """A picture as small as it can be."""

    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    lines = b"".join(b"\x00" + b"\x80\x80\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(lines)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def document(rows=3, **changes):
    """A document with every kind of block, and words that want to be markup."""
    lines = tuple(
        row(
            Cell(f"State {n}", strong=n == 0),
            Cell("imputed <b>&", quiet=True),
            Cell(f"{n} %", bar=(0.1, 0.2, 1.4)),
        )
        for n in range(rows)
    )
    grid = Grid(
        "Caption #one *two* _three_",
        (Col("Party", 2.0), Col("What\n[unit]"), Col("Share", right=True)),
        (Group(lines[:1], "“First” $group$", "#1933d6"), Group(lines[1:], "Second")),
        "A note @here.",
    )
    picture = Picture("support", png(), "It shows <nothing>.", "Support. Seed 1.")
    made = Document(
        title="Twelve & more",
        subtitle="Report of a run",
        lang="en",
        running="Twelve & more · seed 1",
        foot="hldsim · fingerprint abc",
        date="2026-11-24",
        opening=(Facts((("Seed", "1"), ("Hash", "0123456789abcdef" * 4))),),
        sections=(
            Section("one", "First things", (Text("Lead\nline.", "lead"), grid)),
            Section(
                "two",
                "Second things",
                (Text("Beware.", "caution"), Bullets(("a #b", "c")), picture),
                (Section("three", "Inner", (Code(("hldsim replay 'a b.hldrun'",)),)),),
            ),
        ),
        contents="Contents",
        page="Page {page} of {pages}",
        author="hldsim 0",
        keywords=("one", "two"),
    )
    return replace(made, **changes)


class Reader(HTMLParser):
    """Looks whether every tag is closed, and collects what is in some."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip() and self.open[-1] not in ("style",):
            self.words.append((self.open[-1], data.strip()))


@pytest.fixture
def html():
    reader = Reader()
    reader.feed(to_html(document()))
    reader.close()
    return reader


def test_html_is_well_formed_and_needs_nothing_else(html):
    assert html.open == []
    links = [attrs for tag, attrs in html.tags if "src" in attrs or "href" in attrs]
    assert all(a.get("src", a.get("href")).startswith(("data:image/png", "#")) for a in links)
    assert not [tag for tag, _ in html.tags if tag in ("script", "link", "iframe")]
    assert "url(" not in to_html(document()) and "@import" not in to_html(document())


def test_html_says_its_language_and_links_lead_to_headings(html):
    tags = dict(reversed(html.tags))
    assert tags["html"]["lang"] == "en" and "viewport" in str(html.tags)
    names = {attrs["id"] for _, attrs in html.tags if "id" in attrs}
    targets = {a["href"][1:] for tag, a in html.tags if tag == "a"}
    assert targets == {"one", "two"} <= names
    labels = {a["aria-labelledby"] for tag, a in html.tags if tag == "section"}
    assert labels <= names


def test_headings_go_down_step_by_step(html):
    levels = [int(tag[1]) for tag, _ in html.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


def test_tables_have_captions_and_scoped_headers_and_pictures_words(html):
    kinds = [tag for tag, _ in html.tags]
    assert kinds.count("table") == kinds.count("caption") == kinds.count("thead") == 1
    scopes = [a.get("scope") for tag, a in html.tags if tag == "th"]
    assert scopes.count("col") == 3 and scopes.count("row") == 3 and scopes.count("rowgroup") == 2
    (image,) = [a for tag, a in html.tags if tag == "img"]
    assert image["alt"] == "It shows <nothing>."


def test_words_that_look_like_markup_stay_words(html):
    assert ("span", "imputed <b>&") in html.words and ("h1", "Twelve & more") in html.words
    assert ("caption", "Caption #one *two* _three_") in html.words
    assert "<script>" not in to_html(document(title="<script>alert(1)</script>"))


def test_bars_stay_within_their_cell(html):
    widths = [a["style"] for tag, a in html.tags if tag in ("u", "s")]
    assert "left:10.0%;width:90.0%" in widths and "width:20.0%" in widths


def test_the_same_document_gives_the_same_bytes():
    assert to_html(document()) == to_html(document())
    assert to_pdf(document()) == to_pdf(document())
    assert to_pdf(document()) != to_pdf(document(date="2026-11-25"))
    assert to_pdf(document(), "letter") != to_pdf(document())


@pytest.fixture(scope="module")
def pages():
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(to_pdf(document(rows=120))))


def test_pdf_is_tagged_and_says_what_it_is(pages):
    root = pages.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "en"
    assert pages.metadata.title == "Twelve & more – Report of a run"
    assert pages.metadata.author == "hldsim 0" and "one" in pages.metadata["/Keywords"]
    assert pages.metadata.creation_date.date().isoformat() == "2026-11-24"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_pdf_has_bookmarks_to_every_heading(pages):
    def titles(outline):
        for one in outline:
            yield from titles(one) if isinstance(one, list) else [one.title]

    assert list(titles(pages.outline)) == ["First things", "Second things", "Inner"]


def test_pdf_embeds_the_fonts_it_uses(pages):
    fonts = {}
    for page in pages.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()
            fonts[inner["/BaseFont"]] = inner["/DescendantFonts"][0]["/FontDescriptor"]
    assert any("Inter" in name for name in fonts)
    for name, about in fonts.items():
        assert {"/FontFile2", "/FontFile3"} & set(about), name


def test_every_page_has_its_number_and_repeats_the_head_of_the_table(pages):
    count = len(pages.pages)
    assert count >= 3
    for n, page in enumerate(pages.pages, start=1):
        words = page.extract_text()
        assert f"Page {n} of {count}" in words and "fingerprint abc" in words
        assert ("Twelve & more · seed 1" in words) == (n > 1)
        if re.search(r"State \d+", words):
            assert "Party" in words and "Share" in words


def test_pdf_holds_every_word_and_the_picture(pages):
    words = " ".join(page.extract_text() for page in pages.pages)
    words = re.sub(r"\s+", " ", words)
    for part in ("Caption #one *two* _three_", "“First” $group$", "A note @here.", "Beware.",
                 "imputed <b>&", "State 119", "a #b", "hldsim replay 'a b.hldrun'"):  # fmt: skip
        assert part in words
    assert "\u200b" not in words and "0123456789abcdef" * 4 in words
    assert sum(len(page.images) for page in pages.pages) == 1


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_pages_are_of_the_size_that_is_asked_for(paper, size):
    from pypdf import PdfReader

    box = PdfReader(io.BytesIO(to_pdf(document(), paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_a_sheet_is_one_page_however_much_stands_on_it():
    from pypdf import PdfReader

    long = Section("long", "Long", (Text("Many words stand here. " * 330),))
    short = Section("short", "Short", (Text("Few words."),))
    made = document(sections=(long, short, long), opening=(), contents="", sheets=True, page="")
    assert len(PdfReader(io.BytesIO(to_pdf(made))).pages) == 3


def test_other_scripts_are_looked_for_on_the_machine():
    assert has_letters("Côte d’Ivoire – Россия 12 %") and not has_letters("日本")
    assert to_pdf(document(title="日本 العربية"))


def test_no_typst_no_pdf_and_the_reason_says_what_to_do(monkeypatch):
    assert why_no_pdf() is None
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PdfError, match=r"pip install 'hldsim\[pdf\]'"):
        to_pdf(document())


def test_a_size_that_is_none_is_refused():
    with pytest.raises(PdfError, match="a4, letter"):
        to_pdf(document(), "a5")


def test_a_full_disk_is_said_in_one_line(monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hldsim.export.pdf.TemporaryDirectory", full)
    with pytest.raises(StorageError, match="No space left on device"):
        to_pdf(document())


def test_a_picture_that_is_none_is_refused_in_one_line():
    broken = Picture("x", b"no picture", "alt", "caption")
    made = document(sections=(Section("one", "One", (broken,)),))
    with pytest.raises(PdfError, match="could not be set"):
        to_pdf(made)


def test_the_layout_gets_plain_data():
    data = plain(document())
    assert data["sections"][1]["blocks"][2] == {
        "kind": "picture",
        "file": "0.png",
        "alt": "It shows <nothing>.",
        "caption": "Support. Seed 1.",
    }
    assert data["sections"][0]["blocks"][1]["groups"][0]["rows"][0][2]["bar"] == [0.1, 0.2, 1.0]
