"""The notebooks run from top to bottom, and say what they say in the repository."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def told(notebook: nbformat.NotebookNode) -> list[str]:
    """Plain text of every output, by cell; pictures are left out."""
    return [
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "image/svg+xml" not in output.get("data", {})
    ]


def test_there_are_two() -> None:
    assert len(NOTEBOOKS) >= 2


@pytest.mark.slow  # a kernel is started and some hundred runs are played
@pytest.mark.parametrize("place", NOTEBOOKS, ids=lambda place: place.stem)
def test_a_notebook_says_today_what_it_says_on_paper(place: Path) -> None:
    kept = nbformat.read(place, as_version=4)
    run = nbformat.read(place, as_version=4)
    NotebookClient(run, timeout=300).execute()
    versions = "Versions:"
    for before, now in zip(told(kept), told(run), strict=True):
        assert before.partition(versions)[0] == now.partition(versions)[0]
