"""Effects: from when a change of the scenario would hold. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NEW_RUN = "in a new run"


@dataclass(frozen=True)
class Effects:
    """From when changes hold: paths the run can take over from round ``k``, and why others not.

    ``k`` is 0 where there is no run under way that could; ``note`` says why.
    """

    k: int = 0
    live: frozenset[str] = frozenset()
    refused: Mapping[str, str] | None = None
    note: str = ""

    def of(self, path: str) -> str:
        """Say from when a change holds."""
        if path in self.live:
            return f"from round {self.k} on, or in a new run"
        reason = (self.refused or {}).get(path, "")
        return f"{NEW_RUN}: {reason}" if reason else NEW_RUN
