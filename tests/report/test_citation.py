"""How to cite is read from CITATION.cff, and comes out as sentences and as BibTeX."""

import re
import tomllib
from pathlib import Path

import hldsim
from hldsim.report.citation import as_bibtex, as_text, citations

ROOT = Path(__file__).parents[2]


def test_hldsim_and_the_paper_it_rests_on_are_cited():
    own, paper = citations()
    assert own["version"] == hldsim.__version__
    assert paper["year"] == 2007
    said = as_text([own, paper]).splitlines()
    assert said[1] == (
        "Philip Martin, Susan Martin and Sarah Cross (2007): High-level Dialogue on Migration and "
        "Development, International Migration 45(1), 7–25."
    )
    assert f"version {hldsim.__version__}" in said[0]


def test_bibtex_is_well_formed():
    text = as_bibtex(citations())
    entries = text.split("\n\n")
    assert len(entries) == 2
    for entry in entries:
        assert re.match(r"@\w+\{\w+,\n", entry)
        assert entry.count("{") == entry.count("}")
        assert all(line.endswith(",") for line in entry.splitlines()[1:-1])


def test_letters_that_mean_something_to_tex_are_escaped():
    entry = {"type": "article", "title": "50 % of A & B_c", "authors": [{"name": "X & Y"}]}
    assert r"50 \% of A \& B\_c" in as_bibtex([entry])
    assert r"{X \& Y}" in as_bibtex([entry])


def test_the_file_says_what_the_project_says():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own, _ = citations(ROOT / "CITATION.cff")
    assert own["license"] == told["license"]
    assert own["version"] == hldsim.__version__
