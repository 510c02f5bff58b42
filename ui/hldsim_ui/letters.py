"""Words as people type them: without case, accents and punctuation. No Qt."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

BEFORE_LINK = "\u200b"
"""Goes before a link that begins a text (it has no width): Qt holds the keyboard in a text that
begins with one, Shift+Tab never leaves it."""


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Return words in lower case without accents and punctuation.

    Examples
    --------
    >>> plain("Côte d'Ivoire")
    'cote d ivoire'
    """
    split = unicodedata.normalize("NFKD", words.casefold())
    kept = "".join(c if c.isalnum() else " " for c in split if not unicodedata.combining(c))
    return " ".join(kept.split())
