"""Numbers as spreadsheets of any locale write them, read without guessing.

``1.234`` is a thousand and more to one reader and little above one to another. What stands beside
it may prove which it is: ``0,5`` can only have a decimal comma, ``1 234`` only blanks between
thousands. Where nothing does, the reading stays open, and whoever asked has to be asked.

Understood: decimal point or comma (also ``٫``), thousands set apart by points, commas, blanks of
any width, apostrophes (``12,34,567`` of India too), minus signs of any kind, exponents, per cent,
and the digits of any script. Not understood, and so never changed: currencies, dates, ``(5)`` for
-5.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from math import isfinite

Number = int | float

_BLANKS = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
)
_APOSTROPHES = "'\u2019\u02bc\uff07"
_UNSEEN = "\u200e\u200f\u061c\ufeff"
_SAME = {
    "\u2212": "-", "\ufe63": "-", "\uff0d": "-", "\uff0b": "+",
    "\u066b": ",", "\uff0e": ".", "\uff0c": ",", "\u066a": "%", "\uff05": "%",
    **dict.fromkeys(_BLANKS, " "), **dict.fromkeys(_APOSTROPHES, "'"), "\u066c": "'",
}  # fmt: skip
_SHAPE = re.compile(
    r"(?P<sign>[+-]?) ?(?P<body>[0-9][0-9 '.,]*|[.,][0-9]+)"
    r"(?P<power>[eE][+-]?[0-9]+)? ?(?P<percent>%?)"
)
_GROUPS = re.compile(r"[0-9]{1,3}(?:(?P<by>[ '.,])[0-9]{3})(?:(?P=by)[0-9]{3})*")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")


@dataclass(frozen=True)
class Style:
    """What is proven of a spreadsheet: the sign before decimals, the signs between thousands."""

    decimal: str = ""
    between: frozenset[str] = field(default_factory=frozenset)

    def settles(self, sign: str) -> str:
        """Say what a sign is that could be both: ``"decimal"``, ``"between"`` or ``""``."""
        may_be_decimal = self.decimal in ("", sign) and sign not in self.between
        may_be_between = self.decimal != sign and (not self.between or sign in self.between)
        if may_be_decimal == may_be_between:
            return ""
        return "decimal" if may_be_decimal else "between"


POINT = Style(decimal=".")
COMMA = Style(decimal=",")


@dataclass(frozen=True)
class Unclear:
    """A text that can be read in two ways."""

    text: str
    with_point: Number
    with_comma: Number

    def __str__(self) -> str:
        return f"{self.text} is {self.with_point} or {self.with_comma}"


def style_of(texts: Iterable[str]) -> Style:
    """Say what texts prove together of the way in which their numbers are written.

    Where some prove a decimal point and some a decimal comma, neither is proven.

    Examples
    --------
    >>> style_of(["1.234", "0,5"]).decimal, style_of(["1.234", "7"]).decimal
    (',', '')
    """
    decimals: set[str] = set()
    between: set[str] = set()
    for text in texts:
        found = _Signs.of(text)
        if found is not None:
            decimals |= found.decimal
            between |= found.between
    decimal = decimals.pop() if len(decimals) == 1 else ""
    return Style(decimal, frozenset(between - {decimal}))


def read_number(
    text: str, style: Style | None = None, *, per_cent: bool = False
) -> Number | Unclear | None:
    """Read one number; None where the text is none, `Unclear` where it is two.

    Parameters
    ----------
    text : str
        As copied from a cell.
    style : Style, optional
        What its neighbours prove (see ``style_of``); by default nothing.
    per_cent : bool
        Whether the column counts in per cent, so that ``12 %`` is 12; else it is 0.12.

    Examples
    --------
    >>> read_number("1\u202f234,5"), read_number("12,5 %"), read_number("−3.0E+02")
    (1234.5, 0.125, -300.0)
    >>> read_number("1.234"), read_number("1.234", COMMA), read_number("1.234", POINT)
    (Unclear(text='1.234', with_point=1.234, with_comma=1234), 1234, 1.234)
    """
    signs = _Signs.of(text)
    if signs is None:
        return None
    if not signs.open:
        return signs.number(signs.as_decimal, per_cent)
    settled = (style or Style()).settles(signs.open)
    if settled:
        return signs.number(signs.open if settled == "decimal" else "", per_cent)
    as_decimal, as_whole = signs.number(signs.open, per_cent), signs.number("", per_cent)
    if as_decimal is None or as_whole is None:
        return None
    point = signs.open == "."
    return Unclear(
        text.strip(), as_decimal if point else as_whole, as_whole if point else as_decimal
    )


@dataclass(frozen=True)
class _Signs:
    """A number cut apart: what each of its signs is, as far as it alone can tell.

    ``open`` is the sign that may stand before decimals or between thousands; ``as_decimal`` the
    one that stands before decimals beyond doubt.
    """

    sign: str
    body: str
    power: str
    percent: bool
    as_decimal: str = ""
    open: str = ""
    decimal: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> _Signs | None:
        found = _SHAPE.fullmatch(_plain(text))
        if found is None:
            return None
        body, power = found["body"].strip(), found["power"] or ""
        parts = (found["sign"], body, power, bool(found["percent"]))
        marks = [sign for sign in body if sign in ".,"]
        whole, decimal = body, ""
        if len(set(marks)) == 2 or (len(marks) == 1 and not _may_be_both(body, power)):
            decimal = marks[-1]
            whole, _, rest = body.rpartition(decimal)
            if marks.count(decimal) > 1 or not (rest == "" or rest.isdigit()):
                return None
        elif len(marks) == 1:
            return cls(*parts, open=marks[0])
        between = {sign for sign in whole if not sign.isdigit()}
        if between and not (_GROUPS.fullmatch(whole) or _INDIAN.fullmatch(whole)):
            return None
        return cls(
            *parts,
            as_decimal=decimal,
            decimal=frozenset({decimal} - {""}) or _other(between),
            between=frozenset(between),
        )

    def number(self, decimal: str, per_cent: bool) -> Number | None:
        """The number, with ``decimal`` before its decimals; all other signs are between thousands.

        A whole number is an int.
        """
        digits = "".join(
            "." if sign == decimal else sign
            for sign in self.body
            if sign.isdigit() or sign == decimal
        )
        try:
            value = Decimal(f"{self.sign}{digits}{self.power}")
        except InvalidOperation:
            return None
        if self.percent and not per_cent:
            value /= 100
        elif not decimal and not self.power and len(digits) <= 18:
            return int(value)
        number = float(value)
        return number if isfinite(number) else None


def _may_be_both(body: str, power: str) -> bool:
    """Whether the one point or comma of a number may stand between thousands."""
    return bool(not power and re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", body))


def _other(between: set[str]) -> frozenset[str]:
    """Points between thousands prove a decimal comma, and commas a decimal point."""
    if between == {"."}:
        return frozenset({","})
    return frozenset({"."}) if between == {","} else frozenset()


def _plain(text: str) -> str:
    """One way of writing each sign, and digits of any script as 0 to 9."""
    signs = []
    for sign in text.strip(_BLANKS + "\t\r\n"):
        if sign in _UNSEEN:
            continue
        if sign in _SAME:
            signs.append(_SAME[sign])
        elif sign.isdecimal():
            signs.append(str(unicodedata.decimal(sign)))
        else:
            signs.append(sign)
    return "".join(signs)
