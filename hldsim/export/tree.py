"""XML as a tree that knows its lines, read without following anything it asks for.

Files come from anywhere. A document type, and with it any entity, is refused before it is looked
at, so that nothing is fetched and nothing grows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from hldsim.export.faults import FormatError

MOST_BYTES = 32 * 1024 * 1024
"""No domain needs more."""

DEEPEST = 100
"""Elements inside each other."""

_LONE = re.compile(rb"&(?!#?\w+;)")


@dataclass(frozen=True)
class Node:
    """An element: what it is called, what it says, where it stands."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    file: str
    children: list[Node] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Node]:
        """Children of one name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Node | None:
        """The first child of one name, if there is any."""
        return next(self.all(tag), None)

    def text(self, name: str) -> str:
        """An attribute; FormatError if it is not there."""
        if name not in self.attributes:
            known = ", ".join(self.attributes) or "none"
            raise self.fault(f"<{self.tag}> has no {name!r} (it has: {known})", f"{name}=...")
        return self.attributes[name]

    def number(self, name: str) -> float:
        """An attribute that is a finite number; FormatError if it is not."""
        text = self.text(name)
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not abs(number) < float("inf"):
            raise self.fault(f"{name} of <{self.tag}> is {text!r}", "a number")
        return number

    def fault(self, found: str, allowed: str = "") -> FormatError:
        """An error that names this element's line."""
        return FormatError(self.file, self.line, found, allowed)


def read_xml(data: bytes, file: str) -> Node:
    """Read a document.

    Parameters
    ----------
    data : bytes
        An ampersand that begins no entity stands for itself, as many GENIUS files have it.
    file : str
        Its name, for the faults.

    Raises
    ------
    FormatError
        If it is not XML, has a document type, is too large or too deep.
    """
    if len(data) > MOST_BYTES:
        raise FormatError(file, None, f"{len(data)} bytes", f"at most {MOST_BYTES}")
    roots: list[Node] = []
    open_: list[Node] = []
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if wide:  # whatever it says of itself, it is read as what it is made into
        try:
            data = data.decode("utf-16").encode("utf-8")
        except UnicodeDecodeError as error:
            raise FormatError(file, None, f"not UTF-16 ({error.reason})", "text") from None
    parser = expat.ParserCreate("utf-8" if wide else None)

    def start(tag: str, attributes: dict[str, str]) -> None:
        # a prefix of a namespace says nothing here: there is one kind of issue
        node = Node(tag.rpartition(":")[2], attributes, parser.CurrentLineNumber, file)
        if len(open_) >= DEEPEST:
            raise node.fault(f"<{tag}> is {DEEPEST} elements deep")
        (open_[-1].children if open_ else roots).append(node)
        open_.append(node)

    def end(tag: str) -> None:
        open_.pop()

    def doctype(*_: object) -> None:
        line = parser.CurrentLineNumber
        raise FormatError(file, line, "a document type (<!DOCTYPE ...>)", "elements only")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(_LONE.sub(b"&amp;", data), True)
    except expat.ExpatError as error:
        raise FormatError(
            file, error.lineno, f"not XML ({expat.ErrorString(error.code)})"
        ) from None
    return roots[0]
