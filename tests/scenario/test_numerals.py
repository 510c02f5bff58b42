"""The same numbers in the writing of every locale are read as the same numbers, or asked about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.scenario.numerals import COMMA, POINT, Style, Unclear, read_number, style_of

NB, NNB = "\u00a0", "\u202f"

LOCALES = {  # between thousands, before decimals, minus
    "en": (",", ".", "-"),
    "de": (".", ",", "-"),
    "fr": (NNB, ",", "-"),
    "fr old": (NB, ",", "-"),
    "pl": (NB, ",", "-"),
    "sv": (NB, ",", "\u2212"),
    "es": (".", ",", "-"),
    "pt_BR": (".", ",", "-"),
    "de_CH": ("\u2019", ".", "-"),
    "de_CH old": ("'", ".", "-"),
    "it": (".", ",", "-"),
    "ru": (NB, ",", "-"),
    "fi": (NB, ",", "\u2212"),
    "plain": ("", ".", "-"),
    "plain comma": ("", ",", "-"),
}


def written(number, between, decimal, minus, places):
    """A number as a spreadsheet would show it."""
    whole, _, rest = f"{abs(number):.{places}f}".partition(".")
    groups = []
    while whole:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    sign = minus if number < 0 else ""
    return sign + between.join(groups) + (decimal + rest if rest else "")


NUMBERS = [0.5, 0.123, 1234.5, -1234567.25, 12, 1234567, 0.0, -0.75, 999.999, 100000]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_column_of_every_locale_gives_the_same_numbers(locale):
    between, decimal, minus = LOCALES[locale]
    places = [1, 3, 1, 2, 0, 0, 1, 2, 3, 0]
    texts = [written(n, between, decimal, minus, p) for n, p in zip(NUMBERS, places, strict=True)]
    style = style_of(texts)
    assert style.decimal == decimal
    assert [read_number(text, style) for text in texts] == NUMBERS


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(LOCALES)),
    st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 4)), min_size=1, max_size=6),
)
def test_no_number_is_misread(locale, numbers):
    """What is not asked about is right, whatever stands beside it."""
    between, decimal, minus = LOCALES[locale]
    wanted = [n / 10**p for n, p in numbers]
    texts = [
        written(n, between, decimal, minus, p) for n, (_, p) in zip(wanted, numbers, strict=True)
    ]
    style = style_of(texts)
    for text, number in zip(texts, wanted, strict=True):
        read = read_number(text, style)
        if isinstance(read, Unclear):
            assert number in (read.with_point, read.with_comma)
            assert read_number(text, POINT if decimal == "." else COMMA) == number
        else:
            assert read == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5 %", 0.125),
        ("12.5%", 0.125),
        (f"12,5{NB}%", 0.125),
        ("1,50E+03", 1500.0),
        ("1e3", 1000.0),
        ("12,34,567", 1234567),
        ("\u0661\u0662\u066b\u0665", 12.5),
        ("\u200e-5", -5),
        ("+3", 3),
        (",5", 0.5),
        ("5.", 5.0),
        ("0.5", 0.5),
        (" 7 ", 7),
        ("0,123", 0.123),
        ("1234,567", 1234.567),
    ],
)
def test_what_can_be_read_in_one_way_only(text, number):
    read = read_number(text)
    assert read == number and type(read) is type(number)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1.2.3", "1,2,3", "(5)", "12 €", "1/2", "2006-09-14", "1 23", "12,3456,7", "--1",
     "1'23", "0,1,2", "nan", "inf", "1e999", "%", ".", "1.234,5,6", "..", "#N/A"],
)  # fmt: skip
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None


def test_what_nothing_proves_is_asked():
    read = read_number("1.234")
    assert read == Unclear("1.234", 1.234, 1234)
    assert read_number("1,234") == Unclear("1,234", 1234, 1.234)
    assert read_number("-1,234") == Unclear("-1,234", -1234, -1.234)
    assert str(read) == "1.234 is 1.234 or 1234"


def test_neighbours_that_contradict_each_other_prove_nothing():
    style = style_of(["0,5", "0.5", "1.234"])
    assert style == Style()
    assert isinstance(read_number("1.234", style), Unclear)
    assert read_number("0,5", style) == 0.5 == read_number("0.5", style)


def test_blanks_between_thousands_leave_points_to_decimals():
    assert read_number("1,234", style_of(["1 000", "1,234"])) == 1.234
    assert read_number("1.234", style_of(["1'000'000"])) == 1.234


def test_a_column_in_per_cent_keeps_its_unit():
    assert read_number("12,5 %", per_cent=True) == 12.5
    assert read_number("12 %", per_cent=True) == 12
