"""Contrast between colours, as the Web Content Accessibility Guidelines count it [WCAG2023]."""

from __future__ import annotations

from PySide6.QtGui import QColor

TEXT = 4.5
"""Least contrast of text with what lies behind it."""
SHAPE = 3.0
"""Least contrast of a shape that carries meaning with what lies behind it."""


def luminance(colour: QColor | str) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white)."""
    given = QColor(colour)
    parts = (given.redF(), given.greenF(), given.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: QColor | str, other: QColor | str) -> float:
    """Return the contrast ratio of two colours, 1 (equal) to 21 (black on white).

    (L1 + 0.05) / (L2 + 0.05) with L the relative luminance, the lighter colour first.
    """
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(one: QColor | str, other: QColor | str, share: float) -> QColor:
    """Return ``one`` with ``share`` (0 to 1) of ``other`` mixed in."""
    first, second = QColor(one), QColor(other)
    keep = 1.0 - share
    return QColor(
        round(first.red() * keep + second.red() * share),
        round(first.green() * keep + second.green() * share),
        round(first.blue() * keep + second.blue() * share),
    )


def readable(
    colour: QColor | str, behind: QColor | str, towards: QColor | str, least: float
) -> QColor:
    """Return ``colour``, mixed towards ``towards`` until it stands out enough from ``behind``.

    Parameters
    ----------
    towards : QColor or str
        Where to go for more contrast: the text colour, as a rule.
    least : float
        Contrast wanted; ``TEXT`` or ``SHAPE``.
    """
    for step in range(21):
        tried = mixed(colour, towards, step / 20)
        if contrast_ratio(tried, behind) >= least:
            return tried
    return QColor(towards)
