"""`hldsim report` and `hldsim cards`: files that are there, whole, and messages that help."""

import io
import json
import os
import re
from pathlib import Path

import pytest

from hldsim.cli import entry
from hldsim.cli.reporting import Asked, HandoutError, target
from tests.report.kept import changed, plain

EPOCH = "1795478400"


@pytest.fixture
def hldsim(capsys, tmp_path, monkeypatch):
    """Call the command line in an empty folder; give back exit code, standard output and error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)

    def call(*arguments):
        code = entry.run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    return {"plain": plain(folder), "changed": changed(folder), "short": plain(folder, 1, 4)}


def pages(path):
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(Path(path).read_bytes()))


def test_a_report_with_pictures_is_one_html_file(hldsim, runs):
    code, out, err = hldsim("report", str(runs["plain"]))
    assert (code, out.strip(), err) == (0, "plain-1-all-report.html", "")
    html = Path("plain-1-all-report.html").read_text(encoding="utf-8")
    assert html.count('<img alt="') >= 4 and "Turning points" in html
    assert "made by" not in html and "2026-11-24" in html
    alts = re.findall(r'<img alt="([^"]*)"', html)
    assert all(len(alt) > 20 for alt in alts)
    assert not list(Path().glob(".*.part"))


def test_the_same_bytes_twice_pictures_and_all(hldsim, runs):
    for name in ("one", "two"):
        call = ("report", str(runs["short"]), "--out", f"{name}.html", "--seconds", "9")
        assert hldsim(*call)[0] == 0
    first, second = (Path(f"{name}.html").read_bytes() for name in ("one", "two"))
    assert first == second and b"<img" in first


def test_a_report_as_pdf_on_letter_paper(hldsim, runs):
    call = ("report", str(runs["plain"]), "--pdf", "--paper", "letter", "--no-pictures")
    code, out, _ = hldsim(*call, "--no-turning-points")
    assert (code, out.strip()) == (0, "plain-1-all-report.pdf")
    read = pages("plain-1-all-report.pdf")
    assert round(read.pages[0].mediabox.width) == 612
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read.pages))
    assert "--pdf --paper letter --no-turning-points --no-pictures" in words
    assert "They were not asked for" in words


def test_a_future_is_chosen_by_its_branch(hldsim, runs):
    quick = ("--no-pictures", "--no-turning-points", "--json")
    now = json.loads(hldsim("report", str(runs["changed"]), *quick)[1])
    first = json.loads(hldsim("report", str(runs["changed"]), "--branch", "0", *quick)[1])
    assert (now["branch"], first["branch"]) == (1, 0)
    assert now["fingerprint"] != first["fingerprint"] and now["finished"]
    code, _, err = hldsim("report", str(runs["changed"]), "--branch", "9", *quick)
    assert code == 2 and "no branch 9; branches: 0, 1" in err


def test_json_tells_the_turning_points(hldsim, runs):
    code, out, _ = hldsim("report", str(runs["plain"]), "--no-pictures", "--json")
    data = json.loads(out)
    first = data["turning"]["points"][0]
    assert code == 0 and data["differs_from"] is None
    assert (first["kind"], first["party"], first["change"]) == ("host", "BEL", "other")
    assert first["adopted"] == "regional_processes" and first["moved"] > 0
    assert data["turning"]["tried"] == data["turning"]["possible"]
    short = json.loads(hldsim("report", str(runs["short"]), "--no-pictures", "--json")[1])
    assert (short["finished"], short["rounds"], short["adopted"]) == (False, 4, None)


def test_no_time_for_turning_points_says_so(hldsim, runs):
    call = ("report", str(runs["plain"]), "--no-pictures", "--seconds", "0", "--out", "r.html")
    assert hldsim(*call)[0] == 0
    found = re.search(r"Time ran out: (\d+) of (\d+)", Path("r.html").read_text("utf-8"))
    assert found and int(found[1]) < int(found[2])


def test_progress_is_told_line_by_line_to_who_asks(hldsim, runs):
    code, _, err = hldsim("report", str(runs["plain"]), "--no-pictures", "--progress")
    lines = [line.split("\t") for line in err.splitlines()]
    assert code == 0 and all(len(line) == 3 and line[0] == "progress" for line in lines)
    shares = [int(line[1]) for line in lines]
    assert shares == sorted(shares) and shares[-1] == 100
    assert any("Leaving things out" in line[2] for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.hldrun",), "no such file"),
        (("hld_2006",), "hldsim run hld_2006 --out hld_2006.hldrun"),
        (("{plain}", "--out", "report.docx"), "ends in .docx; allowed: .html, .pdf"),
        (("{plain}", "--out", "report"), "ends in nothing; allowed: .html, .pdf"),
        (("{plain}", "--pdf", "--out", "report.html"), "a name that ends in .pdf"),
        (("{plain}", "--out", "gone/report.html"), "no folder"),
        (("{plain}", "--lang", "tlh"), "no such language; allowed: en, fr"),
        (("{plain}", "--paper", "a5"), "a4"),
    ],
)
def test_bad_input_gets_one_line(hldsim, runs, arguments, said):
    given = [one.format(plain=runs["plain"]) for one in arguments]
    code, out, err = hldsim("report", *given)
    assert (code, out) == (2, "") and said in err
    assert "Traceback" not in err and not list(Path().iterdir())


def test_a_stranger_s_file_is_no_run(hldsim, tmp_path):
    Path("letter.hldrun").write_text("Dear delegates", encoding="utf-8")
    code, _, err = hldsim("report", "letter.hldrun")
    assert code == 2 and "letter.hldrun" in err and "Traceback" not in err


def test_a_full_disk_leaves_the_old_report(hldsim, runs, monkeypatch):
    Path("r.html").write_text("the old one", encoding="utf-8")

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    call = ("report", str(runs["short"]), "--no-pictures", "--no-turning-points", "--out", "r.html")
    code, _, err = hldsim(*call)
    assert code == 2 and "r.html cannot be written (No space left on device)" in err
    assert Path("r.html").read_text(encoding="utf-8") == "the old one"
    assert os.listdir() == ["r.html"]


def test_without_typst_html_is_offered(hldsim, runs, monkeypatch):
    monkeypatch.setattr("hldsim.export.pdf.why_no_pdf", lambda: "PDF needs the package typst")
    code, _, err = hldsim("report", str(runs["plain"]), "--pdf")
    assert code == 2 and "ends in .html" in err
    assert hldsim("cards", "classroom_small", "--party", "BEL")[1].strip().endswith(".html")


def test_a_place_is_named_by_its_ending():
    assert target(None, "talks-report", False) == Path("talks-report.html")
    assert target(None, "talks-report", True) == Path("talks-report.pdf")
    assert target("x.PDF", "", False) == Path("x.PDF")
    with pytest.raises(HandoutError):
        target("x.txt", "", False)
    asked = Asked("a.hldrun", out="b.pdf", branch=2, seconds=5.0, lang="fr", paper="letter")
    assert asked.options == (
        *("--pdf", "--paper", "letter", "--branch", "2", "--seconds", "5", "--lang", "fr"),
    )


def test_cards_are_one_page_a_party(hldsim):
    code, out, err = hldsim("cards", "classroom_small", "--all", "--draws", "3")
    assert (code, out.strip(), err) == (0, "classroom_small-cards.pdf", "")
    read = pages("classroom_small-cards.pdf")
    assert len(read.pages) == 12
    for page in read.pages:
        assert "What winning means for you" in page.extract_text()


def test_cards_of_the_dialogue_fit_on_their_page(hldsim):
    names = ("BEL", "usa", "Mexico", "BIH", "VAT")
    chosen = [one for name in names for one in ("--party", name)]
    assert hldsim("cards", "hld_2006", *chosen, "--draws", "10", "--out", "c.pdf")[0] == 0
    read = pages("c.pdf")
    words = [page.extract_text() for page in read.pages]
    assert len(words) == 5
    for text, name in zip(words, ("Belgium", "United States", "Mexico", "Bosnia", "Holy See"),
                          strict=True):  # fmt: skip
        assert text.strip().startswith(name) and "What winning means" in text


def test_cards_of_a_run_have_its_seed(hldsim, runs):
    code, out, _ = hldsim("cards", str(runs["plain"]), "--party", "BEL", "--out", "c.html")
    assert (code, out.strip()) == (0, "c.html")
    code, _, err = hldsim("cards", str(runs["plain"]), "--party", "BEL", "--seed", "3")
    assert code == 2 and "has a seed of its own" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hld_2006",), "--party ID (repeatable), or --all"),
        (("hld_2006", "--all", "--party", "BEL"), "--party ID (repeatable), or --all"),
        (("hld_2006", "--party", "BELG"), "no party named 'BELG'"),
        (("hld_2006", "--party", "IOM"), "nobody plays it"),
        (("hld_206", "--all"), "hld_2006"),
        (("hld_2006", "--all", "--out", "cards.txt"), "allowed: .html, .pdf"),
    ],
)
def test_bad_input_for_cards_gets_one_line(hldsim, arguments, said):
    code, out, err = hldsim("cards", *arguments)
    assert (code, out) == (2, "") and said in err and "Traceback" not in err
