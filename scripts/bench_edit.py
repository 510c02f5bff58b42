"""An edit in the table of parties: from the key that ends it to the table painted again.

192 parties, 40 columns filled. What is measured is all of it: the edit, every fault of the whole
scenario, the pages and the foot of the editor told, and the table painted.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

PARTIES, COLUMNS, EDITS = 192, 40, 60
GOAL_MS = 50.0


def rows(pair: Any, limit: Any) -> Iterator[dict[str, Any]]:
    """Two limits."""
    with tempfile.TemporaryDirectory() as home:
        own = {f"XDG_{place}_HOME": home for place in ("CONFIG", "DATA", "STATE", "CACHE")}
        child = subprocess.run(
            [sys.executable, __file__],
            env={
                **os.environ,
                **own,
                "QT_QPA_PLATFORM": "offscreen",
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    if child.returncode:
        said = child.stderr.strip().splitlines() or [f"exit code {child.returncode}"]
        raise RuntimeError(said[-1])
    found = json.loads(child.stdout.splitlines()[-1])
    table = f"table of {PARTIES} x {COLUMNS} cells"
    yield limit(f"{table}: an edit, middle of {EDITS}", "ms", found["cell_ms"], GOAL_MS)
    yield limit(f"{table}: {PARTIES} cells pasted, middle", "ms", found["paste_ms"], GOAL_MS)


def crowded() -> Any:
    """A scenario of 192 parties with 40 columns filled, and 30 more that may be."""
    from hldsim.scenario.build import build
    from hldsim.scenario.columns import preference_columns
    from hldsim.scenario.load import load_scenario

    document = dict(load_scenario("hld_2006").document)
    preferences = preference_columns(document)
    parties = []
    for row in document["parties"][:PARTIES]:
        more = (name for name in preferences if name not in row)
        filled = dict(row)
        while len(filled) < COLUMNS:
            filled[next(more)] = 0.5
        parties.append(filled)
    return build({**document, "parties": parties})


def measure() -> dict[str, float]:
    """Edit one cell after another, then paste a column."""
    from PySide6.QtCore import QSettings

    from hldsim.scenario.edits import Cell, SetCells
    from hldsim_ui.app import application
    from hldsim_ui.drafts import Drafts
    from hldsim_ui.editor.window import EditorWindow
    from hldsim_ui.theme import LIGHT
    from hldsim_ui.theme.apply import apply_theme

    app = application()
    apply_theme(app, LIGHT)
    drafts = Drafts()
    drafts.follow(crowded())
    memory = QSettings(os.path.join(tempfile.mkdtemp(), "x.ini"), QSettings.Format.IniFormat)
    editor = EditorWindow(drafts, memory, LIGHT, lambda party, column: 0.5)
    editor.resize(1900, 1000)
    editor.tabs.setCurrentWidget(editor.parties)
    editor.parties.look_at_group("everything")
    editor.show()
    app.processEvents()
    column = "salience.venue"

    def timed(edit: Any) -> float:
        begin = time.perf_counter()
        editor.edit(edit)
        app.processEvents()  # what is to be painted is painted here
        return 1e3 * (time.perf_counter() - begin)

    editor.parties.table.go_to(0, column)
    timed(SetCells((Cell(0, column, 0.1),)))  # the catalogues are read
    cells = [
        timed(SetCells((Cell(n % 30, column, "half" if n % 3 == 0 else n / 100),)))
        for n in range(EDITS)
    ]
    pastes = [
        timed(SetCells(tuple(Cell(row, column, 0.1 + n / 100) for row in range(PARTIES))))
        for n in range(9)
    ]
    return {"cell_ms": statistics.median(cells), "paste_ms": statistics.median(pastes),
            "longest_ms": max(cells)}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure()))
