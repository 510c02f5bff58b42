"""Build ``scenarios/un_conference_1997/parties.csv`` from the files in its ``sources`` folder.

Reads nothing else, so that anybody can see where each figure comes from and change it:

    python scripts/build_un_conference_1997.py            writes the table
    python scripts/build_un_conference_1997.py --check    only says whether it is up to date
    python scripts/build_un_conference_1997.py --follow   takes rules and numbers from hld_2006

How a row is made stands in ``party_tables.py``, the same for both years. A blank means unknown,
never zero. ``--follow`` copies the adoption rules, and everything from the imputation to the cuts
of the role rule; a test fails while the two scenarios differ there. The agenda is of its year.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # a test runs this file by its path

from party_tables import SCENARIOS, Year, build_table, write_table

NAME = "un_conference_1997"
YEAR = Year(chair="tza", treaties=("icrmw",))
"""Tanzania chaired the G77; the Trafficking Protocol came in 2000."""

SHARED = (
    (
        "# ------------------------- the rule that each",
        "# ------------------------------------------------------------------------------- agenda",
    ),
    (
        "# -------------------------------- how preferences",
        "# ----------------------------------------------- the figures in parties.csv",
    ),
)
"""Where each passage that both scenarios share begins and where the next one does."""


def build(folder: Path) -> str:
    """Return the text of the scenario's ``parties.csv``."""
    return build_table(folder, YEAR)


def followed(ours: str, theirs: str) -> str:
    """Return our ``scenario.toml`` with the rules and numbers of theirs."""
    for begin, end in SHARED:
        ours = ours.replace(_between(ours, begin, end), _between(theirs, begin, end))
    return ours


def _between(text: str, begin: str, end: str) -> str:
    return text[text.index(begin) : text.index(end)]


def follow() -> int:
    texts = [(SCENARIOS / name / "scenario.toml") for name in (NAME, "hld_2006")]
    ours, theirs = (file.read_text(encoding="utf-8") for file in texts)
    texts[0].write_text(followed(ours, theirs), encoding="utf-8", newline="\n")
    print(f"{NAME} has the rules and numbers of hld_2006")
    return 0


if __name__ == "__main__":
    sys.exit(follow() if "--follow" in sys.argv[1:] else write_table(NAME, YEAR, __doc__))
