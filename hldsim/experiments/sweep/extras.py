"""Extras: libraries that only researchers need, and the line to type where one is missing."""

from __future__ import annotations

import importlib
from typing import Any

from hldsim.errors import HldsimError

EXTRA = {
    "SALib": "bench",
    "duckdb": "bench",
    "openpyxl": "bench",
    "matplotlib": "bench",
    "scipy": "bench",
    "distributed": "cluster",
}
"""Which extra brings which library."""


class MissingExtraError(HldsimError, ImportError):
    """A library is needed that a plain install does not bring."""


def need(name: str) -> Any:
    """Import a module of an optional library.

    Raises
    ------
    MissingExtraError
        If it is not installed; the text is the line to type.
    """
    library = name.split(".")[0]
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if error.name is None or error.name.split(".")[0] != library:
            raise
        extra = EXTRA[library]
        raise MissingExtraError(
            f"this needs {library}, which is not installed; type: "
            f"python -m pip install 'hldsim[{extra}]'  (in a checkout: '.[{extra}]')"
        ) from None
