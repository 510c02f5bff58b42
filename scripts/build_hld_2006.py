"""Build ``scenarios/hld_2006/parties.csv`` from the files in its ``sources`` folder.

Reads nothing else, so that anybody can see where each figure comes from and change it:

    python scripts/build_hld_2006.py            writes the table
    python scripts/build_hld_2006.py --check    only says whether it is up to date

How a row is made stands in ``party_tables.py``. A blank means unknown, never zero.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # a test runs this file by its path

from party_tables import Year, build_table, write_table

YEAR = Year(chair="zaf", treaties=("icrmw", "trafficking"), votes_as={"MNE": "SRB"})
"""South Africa chaired the G77; Montenegro was part of Serbia and Montenegro until 2006."""


def build(folder: Path) -> str:
    """Return the text of the scenario's ``parties.csv``."""
    return build_table(folder, YEAR)


if __name__ == "__main__":
    sys.exit(write_table("hld_2006", YEAR, __doc__))
