"""Words as people type them: without case, accents and punctuation. No Qt."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


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
