"""What is wrong with a file of another program: where, what was found, what is allowed."""

from __future__ import annotations

from hldsim.errors import HldsimError


class FormatError(HldsimError, ValueError):
    """A file cannot be read as what it should be; the text names file and line."""

    def __init__(self, file: str, line: int | None, found: str, allowed: str = "") -> None:
        place = file if line is None else f"{file} line {line}"
        super().__init__(f"{place}: {found}" + (f"; allowed: {allowed}" if allowed else ""))
