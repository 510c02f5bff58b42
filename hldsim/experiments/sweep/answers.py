"""Answers: what the results of a sweep say, as tables with intervals.

Every number is a statement about runs of a model under this design, no forecast. Axes: n points,
f factors, r replicates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hldsim.experiments.sweep.columns import quoted
from hldsim.experiments.sweep.design import Design
from hldsim.experiments.sweep.extras import need
from hldsim.experiments.sweep.manifest import ResultError
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.sample import problem, sample
from hldsim.experiments.sweep.statistics import (
    estimate,
    needed,
    paired,
    running,
    share_of,
    tipping,
)
from hldsim.experiments.sweep.stored import stored_design

if TYPE_CHECKING:
    import pandas

F8 = NDArray[np.float64]

INTERVAL = ["mean", "low", "high", "runs"]


def responses(results: Results, measure: str) -> pandas.DataFrame:
    """Mean of a measure at each point, with its 95 % interval.

    Columns: condition, point, the factors, mean, low, high, runs (those with a value).
    """
    import pandas

    design = _about(results, measure)
    names = ["condition", "point", *design.paths]
    rows = results.ask(
        f"SELECT * FROM (SELECT {', '.join(map(quoted, names))}, list({quoted(measure)} ORDER BY "
        f"replicate) AS v FROM run GROUP BY ALL) ORDER BY {_by(results)}, point"
    )
    found = [asdict(estimate(_floats(value))) for value in rows["v"]]
    return pandas.concat(
        [rows[names], pandas.DataFrame(found, columns=INTERVAL, index=rows.index)], axis=1
    )


def phases(results: Results, x: str, y: str) -> pandas.DataFrame:
    """Most frequent agreement at each pair of values of two factors, for a phase diagram.

    Columns: condition, the two factors, agreement, share (of runs there, other factors being
    whatever they are), low and high (Wilson 95 %), runs. Ties go to the first name.
    """
    design = stored_design(results.folder)
    for path in (x, y):
        _check_factor(design, path)
    keys = ", ".join(map(quoted, ("condition", x, y)))
    rows = results.ask(
        f"SELECT {keys}, agreement, count(*) AS n, sum(count(*)) OVER (PARTITION BY {keys}) AS "
        f"runs FROM run GROUP BY {keys}, agreement QUALIFY row_number() OVER "
        f"(PARTITION BY {keys} ORDER BY count(*) DESC, agreement) = 1 "
        f"ORDER BY {_by(results)}, {quoted(x)}, {quoted(y)}"
    )
    independent = independent_runs(results)
    shares = [
        share_of(int(n), int(runs), independent)
        for n, runs in zip(rows["n"], rows["runs"], strict=True)
    ]
    rows["runs"] = rows["runs"].astype(int)
    rows.insert(4, "share", [one.mean for one in shares])
    rows.insert(5, "low", [one.low for one in shares])
    rows.insert(6, "high", [one.high for one in shares])
    return rows.drop(columns="n")


def agreements(results: Results) -> pandas.DataFrame:
    """Shares of runs by class of agreement under each condition, with Wilson 95 % intervals."""
    rows = results.ask(
        "SELECT condition, agreement, count(*) AS n, sum(count(*)) OVER (PARTITION BY condition) "
        f"AS runs FROM run GROUP BY condition, agreement ORDER BY {_by(results)}, n DESC, agreement"
    )
    independent = independent_runs(results)
    shares = [
        share_of(int(n), int(runs), independent)
        for n, runs in zip(rows["n"], rows["runs"], strict=True)
    ]
    for at, name in enumerate(("mean", "low", "high")):
        rows.insert(2 + at, "share" if name == "mean" else name, [getattr(s, name) for s in shares])
    rows["runs"] = rows["runs"].astype(int)
    return rows.drop(columns="n")


def comparison(results: Results, measure: str, by: str = "condition") -> pandas.DataFrame:
    """Each value of ``by`` (``condition`` or a factor) against the first, on the same seeds.

    Pairs are runs that share everything else: point (or the other factors) and replicate. Columns:
    ``by``, mean, against (mean of the first), difference, low, high (95 %, from the replicates'
    own means), more, less, equal (pairs), replicates.

    Raises
    ------
    ResultError
        If runs do not share their random numbers: then nothing is paired.
    """
    import pandas

    design = _about(results, measure)
    if not design.common:
        raise ResultError(
            f"{results.folder}: common_random_numbers = false, so no runs are pairs; "
            "allowed: a sweep with common random numbers"
        )
    if by == "condition":
        keep = ["point", "replicate"]
    else:
        _check_factor(design, by)
        keep = ["condition", *(path for path in design.paths if path != by), "replicate"]
    frame = results.ask(
        f"SELECT {', '.join(map(quoted, [by, *keep]))}, {quoted(measure)} AS v FROM run"
    )
    wide = frame.pivot_table(index=keep, columns=by, values="v", aggfunc="first", dropna=False)
    order = list(results.manifest.scenarios) if by == "condition" else sorted(wide.columns)
    order = [name for name in order if name in wide.columns]
    rows = []
    for name in order[1:]:
        first, second = (wide[one].to_numpy(dtype=float) for one in (order[0], name))
        found = paired(first, second, wide.index.get_level_values("replicate").to_numpy())
        rows.append(
            {
                by: name,
                "mean": float(np.nanmean(second)),
                "against": float(np.nanmean(first)),
                "difference": found.difference.mean,
                "low": found.difference.low,
                "high": found.difference.high,
                "more": found.more,
                "less": found.less,
                "equal": found.equal,
                "replicates": found.difference.runs,
            }
        )
    if not rows:
        raise ResultError(f"{by} has one value only; allowed: something with two or more")
    return pandas.DataFrame(rows)


def indices(results: Results, measure: str) -> pandas.DataFrame:
    """Sensitivity of the mean of a measure to each factor: Sobol indices or Morris effects.

    By the design's sample. *sobol*: ``first`` and ``total`` index with half widths of 95 %
    bootstrap intervals; *morris*: ``mu_star`` with half width, ``mu``, ``sigma``, over whole
    ranges. One row a factor and condition, by weight. The mean over replicates on common seeds is
    taken as the model's answer; what is luck of those seeds is in it.

    Raises
    ------
    ResultError
        If the sample is another, or runs are missing.
    """
    import pandas

    design = _about(results, measure)
    kind = design.sample.kind
    if kind not in ("sobol", "morris"):
        raise ResultError(
            f"{results.folder}: the sample is {kind!r}; allowed: sobol (indices) or morris"
        )
    rows: list[dict[str, Any]] = []
    for condition, mean_n in _means(results, design, measure).items():
        if np.ptp(mean_n) == 0.0:
            raise ResultError(
                f"{results.folder}: {measure} is {mean_n[0]:g} at every point of {condition!r}, so "
                "nothing moves it in these ranges; allowed: a measure that varies"
            )
        rows += [{"condition": condition, **row} for row in _index_rows(design, mean_n)]
    return pandas.DataFrame(rows)


def _index_rows(design: Design, mean_n: F8) -> list[dict[str, Any]]:
    names = list(design.paths)
    if design.sample.kind == "sobol":
        found = need("SALib.analyze.sobol").analyze(
            problem(design), mean_n, calc_second_order=False, seed=design.seed
        )
        keys = {"first": "S1", "first_half": "S1_conf", "total": "ST", "total_half": "ST_conf"}
        by = "total"
    else:
        found = need("SALib.analyze.morris").analyze(
            problem(design),
            sample(design),
            mean_n,
            num_levels=design.sample.levels,
            seed=design.seed,
        )
        keys = {"mu_star": "mu_star", "half": "mu_star_conf", "mu": "mu", "sigma": "sigma"}
        by = "mu_star"
    rows = [
        {"factor": name, **{key: float(found[of][f]) for key, of in keys.items()}}
        for f, name in enumerate(names)
    ]
    return sorted(rows, key=lambda row: -round(float(row[by]), 12))


def convergence(
    results: Results, measure: str, condition: str | None = None, half: float = 0.05
) -> pandas.DataFrame:
    """Mean and 95 % interval after 1, 2, ... replicates, averaged over the points of a condition.

    Columns: replicates, mean, low, high, and ``needed``: how many replicates these promise to give
    plus or minus ``half``.
    """
    import pandas

    _about(results, measure)
    condition = _condition(results, condition)
    rows = results.ask(
        f"SELECT replicate, avg({quoted(measure)}) AS v, count(DISTINCT point) AS points FROM run "
        "WHERE condition = ? GROUP BY 1 ORDER BY 1",
        [condition],
    )
    value_r = rows["v"].to_numpy(dtype=float)
    found = running(value_r)
    return pandas.DataFrame(
        {
            "replicates": range(1, len(found) + 1),
            "mean": [one.mean for one in found],
            "low": [one.low for one in found],
            "high": [one.high for one in found],
            "needed": [
                needed(value_r[: n + 1], half) if one.runs > 1 else None
                for n, one in enumerate(found)
            ],
        }
    )


def tipping_points(
    results: Results, measure: str, factor: str, level: float = 0.5
) -> pandas.DataFrame:
    """Values of a factor at which the mean of a measure crosses a level.

    Other factors are averaged over. Columns: condition, level, at, low, high (95 % bootstrap over
    replicates), found (share of samples that cross there).
    """
    import pandas

    design = _about(results, measure)
    _check_factor(design, factor)
    frame = results.ask(
        f"SELECT * FROM (SELECT condition, {quoted(factor)} AS x, replicate, "
        f"avg({quoted(measure)}) AS v FROM run GROUP BY ALL) ORDER BY {_by(results)}, x, replicate"
    )
    if not pandas.api.types.is_numeric_dtype(frame["x"]):
        raise ResultError(
            f"{factor} has values that are no numbers; allowed: a factor with numbers"
        )
    rows = []
    for condition, group in frame.groupby("condition", sort=False):
        wide = group.pivot(index="x", columns="replicate", values="v")
        found = tipping(
            wide.index.to_numpy(dtype=float),
            wide.to_numpy(dtype=float),
            level,
            common=design.common,
            seed=design.seed,
        )
        rows += [{"condition": condition, "level": level, **asdict(one)} for one in found]
    return pandas.DataFrame(rows, columns=["condition", "level", "at", "low", "high", "found"])


def _means(results: Results, design: Design, measure: str) -> dict[str, F8]:
    """Mean at every point, by condition; complete, or it says what is missing."""
    rows = results.ask(
        f"SELECT * FROM (SELECT condition, point, avg({quoted(measure)}) AS v FROM run "
        f"GROUP BY ALL) ORDER BY {_by(results)}, point"
    )
    found = {}
    for condition, group in rows.groupby("condition", sort=False):
        if len(group) < results.manifest.points or group["v"].isna().any():
            raise ResultError(
                f"{results.folder}: {len(group)} of {results.manifest.points} points of "
                f"{condition!r} have runs, or {measure} has no value at some; allowed: a sweep "
                "that is finished (--resume) and a measure that every run has"
            )
        found[str(condition)] = group["v"].to_numpy(dtype=np.float64)
    return found


def independent_runs(results: Results) -> int:
    """How many runs stand on their own: the replicates, where points share their luck."""
    common = stored_design(results.folder).common
    return results.manifest.replicates if common else results.manifest.runs


def _about(results: Results, measure: str) -> Design:
    known = [column.of for column in results.columns if column.role == "measure"]
    if measure not in known:
        raise ResultError(f"no measure {measure!r} in these results; allowed: {', '.join(known)}")
    return stored_design(results.folder)


def _check_factor(design: Design, path: str) -> None:
    if path not in design.paths:
        known = ", ".join(design.paths) or "none"
        raise ResultError(f"no factor {path!r} in this design; allowed: {known}")


def _condition(results: Results, name: str | None) -> str:
    known = list(results.manifest.scenarios)
    if name is None:
        return known[0]
    if name not in known:
        raise ResultError(f"no condition {name!r}; allowed: {', '.join(known)}")
    return name


def _by(results: Results) -> str:
    names = ", ".join("'" + name + "'" for name in results.manifest.scenarios)
    return f"list_position([{names}], condition)"


def _floats(values: Sequence[Any]) -> F8:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


Question = Callable[..., Any]

QUESTIONS: dict[str, Question] = {
    "responses": responses,
    "agreements": agreements,
    "phases": phases,
    "comparison": comparison,
    "indices": indices,
    "convergence": convergence,
    "tipping": tipping_points,
}
"""What can be asked, by name."""
