"""Run the notebooks of docs/notebooks and keep what they say: after a change of numbers."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "notebooks"

if __name__ == "__main__":
    for place in sorted(FOLDER.glob("*.ipynb")):
        notebook = nbformat.read(place, as_version=4)
        NotebookClient(notebook, timeout=600, record_timing=False).execute()
        nbformat.write(notebook, place)
        print(place.name)
