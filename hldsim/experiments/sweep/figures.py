"""Figures for papers: PDF, SVG or PNG by matplotlib, each with a caption made from the codebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hldsim.errors import StorageError
from hldsim.experiments.sweep import answers
from hldsim.experiments.sweep.codebook import codebook
from hldsim.experiments.sweep.extras import need
from hldsim.experiments.sweep.manifest import ResultError
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.stored import stored

FORMATS = (".pdf", ".svg", ".png")

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#000000")
"""Colours people of any sight tell apart [OkabeIto2008]; marks differ besides."""

MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
HATCHES = ("", "///", "...", "\\\\\\", "xxx", "---", "+++", "ooo")

PLATE = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0}
"""What a number stands on, so that it can be read on any colour."""

STYLE = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "svg.hashsalt": "hldsim",
    "figure.constrained_layout.use": True,
}
"""Text stays text, and the same figure is the same file."""


def figure(results: Results, kind: str, place: str | Path, **asked: Any) -> str:
    """Draw one figure, write it with its caption beside it (NAME.txt), and return the caption.

    Parameters
    ----------
    kind : str
        ``responses``, ``phases``, ``comparison``, ``indices``, ``convergence`` or ``tipping``.
    asked : object
        What the answer of that name takes, e.g. ``measure``.

    Raises
    ------
    ResultError
        If the kind or the ending is unknown, or the design does not give such a figure.
    StorageError
        If the place cannot be written.
    """
    path = Path(place)
    draw = DRAWN.get(kind)
    if draw is None:
        raise ResultError(f"no figure {kind!r}; allowed: {', '.join(DRAWN)}")
    if path.suffix.lower() not in FORMATS:
        raise ResultError(f"{path.name!r}; allowed: a name ending in {', '.join(FORMATS)}")
    matplotlib = need("matplotlib")
    with matplotlib.rc_context(STYLE):
        picture = need("matplotlib.figure").Figure(figsize=(5.2, 3.4))
        words = draw(results, picture, **asked)
        caption = f"{words} {_rests_on(results)}"
        about = {
            "Title": results.manifest.title,
            "Subject" if _pdf(path) else "Description": caption,
        }
        dated = {"CreationDate": None} if _pdf(path) else {"Date": None}
        if path.suffix.lower() == ".png":
            dated = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            picture.savefig(path, metadata={**about, **dated}, dpi=200)
            path.with_suffix(".txt").write_text(caption + "\n", encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{path} cannot be written ({error.strerror})") from None
    return caption


def _pdf(path: Path) -> bool:
    return path.suffix.lower() == ".pdf"


def _rests_on(results: Results) -> str:
    known = results.manifest
    done = len(results)
    some = "" if done == known.runs else f" of {known.runs:,} planned"
    scenarios = ", ".join(known.scenarios)
    return (
        f"{done:,} runs{some} of hldsim {known.hldsim} under {scenarios}; seed {known.seed}; "
        f"design {known.design[:12]}. Shares and means are over runs of a model, no forecast."
    )


def _meaning(results: Results, name: str) -> str:
    """A column in words with its unit, from the codebook."""
    prepared = stored(results.folder)
    entries = codebook(prepared.design, prepared.scenarios, results.columns)
    entry = next(one for one in entries if one.column == name)
    unit = f" ({entry.unit})" if entry.unit else ""
    return f"{name}{unit}: {entry.meaning.rstrip('.')}"


def _responses(results: Results, picture: Any, measure: str, factor: str | None = None) -> str:
    """A measure along one factor, a line a condition."""
    design = stored(results.folder).design
    factor = _one_factor(design.paths, factor)
    table = answers.responses(results, measure)
    axes = picture.add_subplot()
    text = not np.issubdtype(np.asarray(table[factor].to_numpy()).dtype, np.number)
    many = len(design.paths) > 1
    for n, (condition, group) in enumerate(table.groupby("condition", sort=False)):
        x = np.arange(len(group)) if text and not many else group[factor].to_numpy()
        colour, mark = COLOURS[n % len(COLOURS)], MARKS[n % len(MARKS)]
        low, high = group["low"].to_numpy(float), group["high"].to_numpy(float)
        mean = group["mean"].to_numpy(float)
        line = "none" if many else "-"
        axes.errorbar(
            x,
            mean,
            yerr=np.abs(np.vstack([mean - low, high - mean])),
            color=colour,
            marker=mark,
            linestyle=line,
            markersize=4,
            capsize=2,
            linewidth=1,
            label=str(condition),
        )
        if text and not many:
            axes.set_xticks(x, group[factor].astype(str))
    axes.set_xlabel(factor)
    axes.set_ylabel(measure)
    if table["condition"].nunique() > 1:
        axes.legend(frameon=False)
    else_ = "; other factors differ from point to point" if many else ""
    return (
        f"{_meaning(results, measure)}. Mean over runs by {_meaning(results, factor)}, with 95 % "
        f"intervals{else_}."
    )


def _phases(results: Results, picture: Any, x: str, y: str, condition: str | None = None) -> str:
    """Most frequent agreement over two factors."""
    table = answers.phases(results, x, y)
    name = condition or str(table["condition"].iloc[0])
    table = table[table["condition"] == name]
    if table.empty:
        raise ResultError(
            f"no condition {name!r}; allowed: {', '.join(results.manifest.scenarios)}"
        )
    kinds = list(dict.fromkeys(table.sort_values("agreement")["agreement"]))
    xs, ys = sorted(table[x].unique()), sorted(table[y].unique())
    axes = picture.add_subplot()
    patch = need("matplotlib.patches")
    for row in table.itertuples(index=False):
        cell = dict(zip(table.columns, row, strict=True))
        n = kinds.index(cell["agreement"])
        i, j = xs.index(cell[x]), ys.index(cell[y])
        axes.add_patch(
            patch.Rectangle(
                (i - 0.5, j - 0.5),
                1,
                1,
                facecolor=COLOURS[n % len(COLOURS)],
                alpha=0.35 + 0.65 * max(0.0, 2 * cell["share"] - 1),
                hatch=HATCHES[n % len(HATCHES)],
                edgecolor="white",
                linewidth=0,
            )
        )
        if len(xs) <= 12 and len(ys) <= 12:
            axes.text(
                i, j, f"{100 * cell['share']:.0f}", ha="center", va="center", fontsize=7, bbox=PLATE
            )
    axes.set_xlim(-0.5, len(xs) - 0.5)
    axes.set_ylim(-0.5, len(ys) - 0.5)
    _ticks(axes.set_xticks, xs)
    _ticks(axes.set_yticks, ys)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    handles = [
        patch.Patch(
            facecolor=COLOURS[n % len(COLOURS)], hatch=HATCHES[n % len(HATCHES)], edgecolor="white"
        )
        for n in range(len(kinds))
    ]
    axes.legend(handles, kinds, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return (
        f"Most frequent agreement under {name} by {_meaning(results, x)} and "
        f"{_meaning(results, y)}; numbers and depth of colour: its share of runs in per cent."
    )


def _comparison(results: Results, picture: Any, measure: str, by: str = "condition") -> str:
    """Paired differences against the first, with intervals."""
    table = answers.comparison(results, measure, by)
    axes = picture.add_subplot()
    place = np.arange(len(table))[::-1]
    mean = table["difference"].to_numpy(float)
    spread = np.vstack([mean - table["low"].to_numpy(float), table["high"].to_numpy(float) - mean])
    axes.errorbar(mean, place, xerr=spread, fmt="o", color=COLOURS[0], capsize=3)
    axes.axvline(0.0, color="0.6", linewidth=0.8)
    axes.set_yticks(place, table[by].astype(str))
    axes.set_ylim(-0.6, len(table) - 0.4)
    axes.set_xlabel(f"difference in {measure}")
    first = "first condition" if by == "condition" else f"first value of {by}"
    return (
        f"{_meaning(results, measure)}. Mean paired difference from the {first} on the same "
        "seeds, with 95 % intervals."
    )


def _indices(results: Results, picture: Any, measure: str) -> str:
    """Sobol indices or Morris effects."""
    table = answers.indices(results, measure)
    table = table[table["condition"] == table["condition"].iloc[0]]
    sobol = "total" in table
    columns = (
        (("total", "total_half"), ("first", "first_half")) if sobol else (("mu_star", "half"),)
    )
    axes = picture.add_subplot()
    place = np.arange(len(table))[::-1]
    height = 0.8 / len(columns)
    for n, (name, half) in enumerate(columns):
        axes.barh(
            place + height * (len(columns) - 1) / 2 - n * height,
            table[name].to_numpy(float),
            height,
            xerr=table[half].to_numpy(float),
            color=COLOURS[n],
            hatch=HATCHES[n],
            edgecolor="white",
            capsize=2,
            label={"total": "total", "first": "first order", "mu_star": "mu*"}[name],
        )
    axes.set_yticks(place, table["factor"])
    axes.set_xlabel(f"Sobol index of {measure}" if sobol else f"mu* on {measure}")
    axes.legend(frameon=False)
    what = (
        "Sobol indices: share of the variance of its mean due to each factor alone (first order) "
        "and with all its interactions (total)"
        if sobol
        else "mean absolute change of its mean as a factor crosses its whole range (Morris)"
    )
    return f"{_meaning(results, measure)}. Sensitivity: {what}; with 95 % bootstrap intervals."


def _convergence(
    results: Results, picture: Any, measure: str, condition: str | None = None, half: float = 0.05
) -> str:
    """Running mean with its interval."""
    table = answers.convergence(results, measure, condition, half)
    axes = picture.add_subplot()
    x = table["replicates"].to_numpy(float)
    axes.fill_between(
        x, table["low"].to_numpy(float), table["high"].to_numpy(float), color=COLOURS[0], alpha=0.25
    )
    axes.plot(x, table["mean"].to_numpy(float), color=COLOURS[0])
    finite = table[np.isfinite(table["low"])]
    if len(finite):
        axes.set_ylim(
            min(finite["low"].iloc[min(2, len(finite) - 1) :]),
            max(finite["high"].iloc[min(2, len(finite) - 1) :]),
        )
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("replicates")
    axes.set_ylabel(measure)
    last = table["needed"].iloc[-1]
    promise = "" if last is None else f" For plus or minus {half:g} these promise {int(last)}."
    return (
        f"{_meaning(results, measure)}. Mean over points and its 95 % interval as replicates are "
        f"added.{promise}"
    )


def _tipping(
    results: Results, picture: Any, measure: str, factor: str | None = None, level: float = 0.5
) -> str:
    """The response along a factor, with the crossings marked."""
    design = stored(results.folder).design
    factor = _one_factor(design.paths, factor)
    words = _responses(results, picture, measure, factor)
    table = answers.tipping_points(results, measure, factor, level)
    axes = picture.axes[0]
    axes.axhline(level, color="0.5", linewidth=0.8, linestyle="--")
    said = []
    for row in table.itertuples(index=False):
        axes.axvspan(row.low, row.high, color="0.85", zorder=0)
        axes.axvline(row.at, color="0.3", linewidth=0.8)
        said.append(f"{row.at:.3g} ({row.low:.3g} to {row.high:.3g}; {row.condition})")
    found = "; ".join(said) or "nowhere in this range"
    return f"{words} Crosses {level:g} at: {found}."


def _ticks(set_ticks: Callable[..., Any], values: list[Any]) -> None:
    """Label as many values as have room."""
    every = max(1, -(-len(values) // 8))
    shown = range(0, len(values), every)
    set_ticks(
        list(shown),
        [f"{values[n]:.3g}" if isinstance(values[n], float) else str(values[n]) for n in shown],
    )


def _one_factor(paths: tuple[str, ...], factor: str | None) -> str:
    if factor is None and len(paths) == 1:
        return paths[0]
    if factor not in paths:
        raise ResultError(
            f"factor {factor!r}; allowed: {', '.join(paths) or 'none in this design'}"
        )
    return factor


DRAWN: Mapping[str, Callable[..., str]] = {
    "responses": _responses,
    "phases": _phases,
    "comparison": _comparison,
    "indices": _indices,
    "convergence": _convergence,
    "tipping": _tipping,
}
"""Figures by the name of the answer that they draw."""
