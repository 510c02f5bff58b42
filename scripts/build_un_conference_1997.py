"""Build ``scenarios/un_conference_1997/parties.csv`` from the files in its ``sources`` folder.

Reads nothing else, so that anybody can see where each figure comes from and change it:

    python scripts/build_un_conference_1997.py            writes the table
    python scripts/build_un_conference_1997.py --check    only says whether it is up to date

How a row is made stands in ``party_tables.py``, the same for both years. A blank means unknown,
never zero.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # a test runs this file by its path

from party_tables import Year, build_table, write_table

YEAR = Year(chair="tza", treaties=("icrmw",))
"""Tanzania chaired the G77; the Trafficking Protocol came in 2000."""


def build(folder: Path) -> str:
    """Return the text of the scenario's ``parties.csv``."""
    return build_table(folder, YEAR)


if __name__ == "__main__":
    sys.exit(write_table("un_conference_1997", YEAR, __doc__))
