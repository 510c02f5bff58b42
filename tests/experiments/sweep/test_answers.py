"""Answers: each table against the same counted by pandas from the rows."""

from pathlib import Path

import numpy as np
import pandas
import pytest

from hldsim.experiments.sweep import answers
from hldsim.experiments.sweep.figures import DRAWN, figure
from hldsim.experiments.sweep.manifest import ResultError
from hldsim.experiments.sweep.orders import prepare_design
from hldsim.experiments.sweep.reading import parse_design
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.running import run_sweep

X, Y = "adoption[hosted].follow_through", "agenda[consultations].rounds"
BACKING = "backing_share[un_embedded]"


def test_responses_are_means_by_point(folder: Path) -> None:
    with Results(folder) as results:
        frame, found = results.table(), answers.responses(results, BACKING)
    known = frame.groupby(["condition", "point"])[BACKING].mean()
    assert list(found["mean"]) == pytest.approx(list(known))
    assert (found["runs"] == 6).all() and (found["low"] <= found["mean"]).all()
    assert len(found) == 12


def test_phases_name_the_most_frequent_agreement(folder: Path) -> None:
    with Results(folder) as results:
        frame, found = results.table(), answers.phases(results, X, Y)
    for row in found.to_dict("records"):
        cell = frame[
            (frame["condition"] == row["condition"]) & (frame[X] == row[X]) & (frame[Y] == row[Y])
        ]
        counts = cell["agreement"].value_counts()
        assert counts[row["agreement"]] == counts.max()
        assert row["share"] == pytest.approx(counts.max() / len(cell))
        assert row["runs"] == len(cell)


def test_agreements_add_up_and_count_replicates_not_points(folder: Path) -> None:
    with Results(folder) as results:
        found = answers.agreements(results)
    assert found.groupby("condition")["share"].sum().to_list() == pytest.approx([1, 1])
    widest = (found["high"] - found["low"]).max()
    assert widest > 0.3, "36 runs of 6 points are 6 replicates, not 36 draws"


def test_conditions_are_compared_on_the_same_seeds(folder: Path) -> None:
    with Results(folder) as results:
        frame, found = results.table(), answers.comparison(results, BACKING)
    wide = frame.pivot(index=["point", "replicate"], columns="condition", values=BACKING)
    gap = wide["firm"] - wide["as_is"]
    row = found.iloc[0]
    assert row["condition"] == "firm"
    assert row["difference"] == pytest.approx(gap.mean())
    assert (row["more"], row["less"]) == ((gap > 0).sum(), (gap < 0).sum())
    assert row["replicates"] == 6


def test_values_of_a_factor_are_compared_too(folder: Path) -> None:
    with Results(folder) as results:
        found = answers.comparison(results, BACKING, by=X)
    assert list(found[X]) == [0.5, 1.0]


def test_convergence_ends_with_all_replicates(folder: Path) -> None:
    with Results(folder) as results:
        frame, found = results.table(), answers.convergence(results, BACKING, "firm")
    known = frame[frame["condition"] == "firm"][BACKING].mean()
    assert found["mean"].iloc[-1] == pytest.approx(known)
    assert len(found) == 6 and found["needed"].iloc[-1] >= 2


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda r: answers.responses(r, "speakers"), "no measure 'speakers'"),
        (lambda r: answers.phases(r, X, "nothing"), "no factor 'nothing'"),
        (lambda r: answers.indices(r, BACKING), "the sample is 'grid'"),
        (lambda r: answers.convergence(r, BACKING, "no"), "no condition 'no'"),
        (lambda r: r.ask("SELECT nothing FROM run"), "table: run"),
        (lambda r: r.ask("DROP"), "table: run"),
    ],
)
def test_what_cannot_be_answered_is_said(folder: Path, ask: object, said: str) -> None:
    with Results(folder) as results, pytest.raises(ResultError, match=said):
        ask(results)  # type: ignore[operator]


INDEX = """
title = "indices"
scenario = "classroom_small"
seed = 2
replicates = 2
measures = ["backing_share[un_embedded]"]
[sample]
kind = "{kind}"
size = {size}
[[factors]]
path = "adoption[hosted].follow_through"
from = 0.0
to = 1.0
[[factors]]
path = "parties[MEX].lon"
from = -110
to = -90
"""


@pytest.mark.parametrize(("kind", "size"), [("sobol", 16), ("morris", 6)])
def test_a_factor_that_does_nothing_has_no_weight(kind: str, size: int, tmp_path: Path) -> None:
    prepared = prepare_design(parse_design(INDEX.format(kind=kind, size=size)))
    run_sweep(prepared, tmp_path / kind)
    with Results(tmp_path / kind) as results:
        found = answers.indices(results, BACKING).set_index("factor")
        caption = figure(results, "indices", tmp_path / "i.svg", measure=BACKING)
    weight = "total" if kind == "sobol" else "mu_star"
    assert found.loc["parties[MEX].lon", weight] == pytest.approx(0.0, abs=1e-12)
    assert found.loc[X, weight] > 0.05
    assert "95 %" in caption and (tmp_path / "i.svg").stat().st_size > 1000


def test_tipping_points_are_where_the_mean_crosses(folder: Path) -> None:
    with Results(folder) as results:
        frame = results.table()
        mean = frame.groupby(["condition", X])[BACKING].mean()
        level = float(mean["as_is"].iloc[[0, -1]].mean())
        found = answers.tipping_points(results, BACKING, X, level)
    own = found[found["condition"] == "as_is"]
    x = np.array(sorted(frame[X].unique()))
    for at in own["at"]:
        assert np.interp(at, x, mean["as_is"].to_numpy()) == pytest.approx(level)


ASKED = {
    "responses": {"measure": BACKING, "factor": X},
    "phases": {"x": X, "y": Y},
    "comparison": {"measure": BACKING},
    "convergence": {"measure": BACKING},
    "tipping": {"measure": BACKING, "factor": X, "level": 0.3},
}


@pytest.mark.parametrize("kind", [kind for kind in DRAWN if kind != "indices"])
def test_every_figure_has_a_caption_that_says_what_it_rests_on(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    with Results(folder) as results:
        for ending in (".pdf", ".svg"):
            caption = figure(results, kind, tmp_path / f"{kind}{ending}", **ASKED[kind])
    assert "72 runs of hldsim" in caption and "seed 5" in caption and "no forecast" in caption
    assert (tmp_path / f"{kind}.txt").read_text().strip() == caption
    assert (tmp_path / f"{kind}.pdf").read_bytes()[:4] == b"%PDF"


def test_the_same_figure_is_the_same_file(folder: Path, tmp_path: Path) -> None:
    with Results(folder) as results:
        for name in ("a.svg", "b.svg", "a.pdf", "b.pdf"):
            figure(results, "phases", tmp_path / name, x=X, y=Y)
    for ending in ("svg", "pdf"):
        one, two = ((tmp_path / f"{n}.{ending}").read_bytes() for n in "ab")
        assert one == two


def test_a_figure_without_a_known_ending_is_refused(folder: Path, tmp_path: Path) -> None:
    with Results(folder) as results, pytest.raises(ResultError, match=r"\.pdf, \.svg, \.png"):
        figure(results, "phases", tmp_path / "a.docx", x=X, y=Y)


def test_sql_is_answered_in_place(folder: Path) -> None:
    with Results(folder) as results:
        found = results.ask("SELECT condition, count(*) AS n FROM run GROUP BY 1 ORDER BY 1")
    pandas.testing.assert_frame_equal(
        found, pandas.DataFrame({"condition": ["as_is", "firm"], "n": [36, 36]}), check_dtype=False
    )
