"""Write the tables of docs/validation.md anew: every number there comes from here.

    python scripts/docs_tables.py                 all tables (some ten minutes on one processor)
    python scripts/docs_tables.py facts score     only these
    python scripts/docs_tables.py --list          their names and the commands that make them

A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``; what is between is replaced.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hldsim.cli.known import load
from hldsim.cli.many import processors
from hldsim.cli.output import progress_on_stderr
from hldsim.cli.varying import broken, span
from hldsim.experiments.baseline import baseline_correlation, un_scores
from hldsim.experiments.distributions import QUANTILES, Spread, distributions
from hldsim.experiments.ensemble import ensemble
from hldsim.experiments.facts import FactsReport, judge
from hldsim.experiments.judging import Judgement
from hldsim.experiments.vary import Varied, VaryReport, vary

PAGE = Path(__file__).parents[1] / "docs" / "validation.md"
SCENARIO = "hld_2006"
RUNS, SPREAD_RUNS, VARY_RUNS, STATICS_RUNS = 400, 200, 60, 30
SEEDS = (1, 2, 3)
DRAWS = (400, 4000)

MARK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

ABLATIONS = {
    "as declared": {},
    "T1 off: emphasis on governance has no part in who names a design": {
        "agenda[plenary].attention": 0
    },
    "T2 off: themes have no part in the authority wanted": {"imputation.authority_themes": 0},
    "T3 off: round tables talk no reluctance away": {"agenda[round_tables].relief": 0},
    "all three off": {
        "agenda[plenary].attention": 0,
        "imputation.authority_themes": 0,
        "agenda[round_tables].relief": 0,
    },
}
ABLATED = {
    "noncommittal": "noncommittal_share",
    "name the UN design": "stated_share[un_embedded]",
    "back it at the close": "backing_share[un_embedded]",
    "hosted adopted": "adopted[venue=hosted]",
    "stance and venue": "stance_link[un_embedded; informal_hosted]",
}

_judged: dict[int, FactsReport] = {}


def report(seed: int) -> FactsReport:
    """The facts on one seed; made once."""
    if seed not in _judged:
        _judged[seed] = judge(load(SCENARIO), RUNS, seed, processors(), progress_on_stderr())
    return _judged[seed]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def told(judged: Judgement) -> str:
    """What one seed says of a fact."""
    verdict = f"{judged.verdict}, undecided" if judged.undecided else judged.verdict
    if judged.steps or judged.share is None or judged.fact.kind == "printed":
        value = "" if judged.value is None else f" {judged.value:.3g}"
        return verdict + value
    low, high = judged.low or 0.0, judged.high or 0.0
    return f"{verdict} {100 * judged.share:.1f} % ({100 * low:.0f}-{100 * high:.0f})"


def facts() -> str:
    reports = [report(seed) for seed in SEEDS]
    rows = [
        [
            f"**{one.fact.id}** {one.fact.text}",
            f"`{one.test}`" + ("" if one.fact.conditioned else ", unconditioned"),
            *(told(r.judgements[n]) for r in reports),
        ]
        for n, one in enumerate(reports[0].judgements)
        if not one.fact.steps
    ]
    return table(["fact", "test", *(f"seed {seed}" for seed in SEEDS)], rows)


def statics() -> str:
    reports = [report(seed) for seed in SEEDS]
    rows = []
    for n, one in enumerate(reports[0].judgements):
        for k, step in enumerate(one.steps):
            changes = "; ".join(f"{path} = {value}" for path, value in step.settings)
            cells = []
            for r in reports:
                at = r.judgements[n].steps[k]
                change = "" if at.change is None else f" ({at.change:+.3f}, s.e. {at.error:.3f})"
                cells.append(("" if at.mean is None else f"{at.mean:.3f}") + change)
            name = f"**{one.fact.id}** {one.fact.text}" if k == 0 else ""
            verdicts = ", ".join(r.judgements[n].verdict for r in reports) if k == 0 else ""
            rows.append([name, verdicts, changes or "as declared", *cells])
    return table(["fact", "verdicts", "setting", *(f"seed {seed}" for seed in SEEDS)], rows)


def surprise() -> str:
    rows = []
    for n, one in enumerate(report(SEEDS[0]).surprises):
        cells = []
        for seed in SEEDS:
            s = report(seed).surprises[n]
            interval = f"{100 * s.low:.0f}-{100 * s.high:.0f}"
            cells.append(f"{100 * s.probability:.0f} % ({interval}); {100 * s.missed:.0f} %")
        rows.append([one.party, one.position, *cells])
    return table(["party", "known position", *(f"seed {seed}" for seed in SEEDS)], rows)


def varied() -> str:
    return _varied(vary(load(SCENARIO), (), VARY_RUNS, 1, processors(), progress=progress()))


def varied_statics() -> str:
    """Comparative statics for the parameters that could plausibly turn them."""
    names = (
        "imputation.un_mean", "imputation.un_own", "imputation.global_mean",
        "rules.coalitions.cost", "rules.coalitions.omega", "rules.strategy.scale",
        "adoption[un].quota", "adoption[hosted].quorum", "adoption[regional].quorum",
    )  # fmt: skip
    done = vary(
        load(SCENARIO), names, STATICS_RUNS, 1, processors(), statics=True, progress=progress()
    )
    return _varied(done, only="S")


def progress() -> Callable[[int, int, float | None], None] | None:
    return progress_on_stderr()


def _varied(done: VaryReport, only: str = "") -> str:
    """Rows of the parameters that break something; ``only``: facts whose id begins so."""
    rows, quiet = [], []
    for one in done.varied:
        sides = [_breaks(one, up, only) for up in (False, True)]
        tried = f"{one.points[0].value:g} to {one.points[-1].value:g}"
        if sides == ["-", "-"]:
            quiet.append(f"`{one.parameter.path}` ({tried})")
            continue
        cells = [f"`{one.parameter.path}`", f"{one.parameter.value:g}", tried]
        rows.append([*cells, *([] if only else [span(one)]), *sides])
    head = ["parameter", "value", "tried", *([] if only else ["all hold"])]
    text = table([*head, "breaks first below", "breaks first above"], rows)
    if done.broken_before:
        text += f"\n\nShort with nothing moved: {', '.join(done.broken_before)}."
    return text + f"\n\nNothing breaks within: {', '.join(quiet)}."


def _breaks(one: Varied, up: bool, only: str) -> str:
    for point in one.side(up):
        kept = tuple(fact for fact in point.broken if fact.startswith(only))
        if kept:
            return broken(replace(point, broken=kept))
    return "-"


def ablations() -> str:
    rows = []
    for name, settings in ABLATIONS.items():
        changed = load(SCENARIO, [f"{path}={value}" for path, value in settings.items()])
        done = ensemble(changed, RUNS, 1, processors(), measures=tuple(ABLATED.values()))
        means = done.measured()[list(ABLATED.values())].mean()
        judged = judge(changed, RUNS, 1, processors(), progress())
        short = [j.fact.id for j in judged.judgements if j.verdict == "short"]
        where = " ".join(f"`--set {path}={value}`" for path, value in settings.items())
        rows.append([name, where, *(f"{x:.3f}" for x in means), ", ".join(short) or "none"])
    return table(["link", "switch", *ABLATED, "facts that fall short"], rows)


def score() -> str:
    scenario = load(SCENARIO)
    rows = []
    for seed in SEEDS:
        found = [
            baseline_correlation(scenario, un_scores(scenario, draws, seed)) for draws in DRAWS
        ]
        rows.append([str(seed), *(f"{x:.3f}" for x in found if x is not None)])
    return table(["seed", *(f"{draws} draws" for draws in DRAWS)], rows)


def spreads() -> str:
    done = distributions(load(SCENARIO), SPREAD_RUNS, 1)
    head = ["", "runs", "mean", *(f"{100 * q:.0f} %" for q in QUANTILES)]

    def rows(spread: Mapping[str, Spread]) -> list[list[str]]:
        return [
            [name, str(s.runs), _number(s.mean), *(_number(q) for q in s.quantiles)]
            + [""] * (len(QUANTILES) - len(s.quantiles))
            for name, s in spread.items()
        ]

    levels = [
        [issue, "; ".join(f"{level} {100 * share:.1f} %" for level, share in shares.items())]
        for issue, shares in done.levels.items()
    ]
    texts = [
        ["; ".join(f"{issue} {level}" for issue, level in text.items()), f"{100 * share:.1f} %"]
        for text, share in done.texts[:8]
    ]
    return "\n\n".join(
        [
            "Members backing each coalition at the close:",
            table(head, rows(done.sizes)),
            "First round after which the room gives a design 0.8 or more:",
            table(head, rows(done.viable)),
            "Events a run:",
            table(head, rows(done.counts)),
            "Levels of the texts adopted:",
            table(["issue", "share of agreements"], levels),
            f"Texts adopted, the {len(texts)} most frequent of {len(done.texts)}:",
            table(["text", "share of runs"], texts),
        ]
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


FACTS_COMMAND = f"hldsim facts {SCENARIO} --runs {RUNS} --seed SEED"
TABLES: dict[str, tuple[str, Callable[[], str]]] = {
    "facts": (FACTS_COMMAND, facts),
    "statics": (FACTS_COMMAND, statics),
    "surprise": (FACTS_COMMAND, surprise),
    "vary": (f"hldsim facts {SCENARIO} --vary --runs {VARY_RUNS} --seed 1", varied),
    "vary_statics": (
        f"hldsim facts {SCENARIO} PARAMETER... --vary --statics --runs {STATICS_RUNS} --seed 1",
        varied_statics,
    ),
    "ablations": (
        f"hldsim facts {SCENARIO} --runs {RUNS} --seed 1 --set PATH=0; means of the same runs by "
        "python scripts/docs_tables.py ablations",
        ablations,
    ),
    "score": (
        f"hldsim ensemble {SCENARIO} --runs {RUNS} --seed SEED --json (key baseline); more draws: "
        "python scripts/docs_tables.py score",
        score,
    ),
    "spreads": (f"python scripts/docs_tables.py spreads ({SPREAD_RUNS} runs, seed 1)", spreads),
}


def replaced(page: str, made: Mapping[str, str]) -> str:
    """The page with some of its tables put in anew."""

    def put(found: re.Match[str]) -> str:
        name = found[2]
        if name not in made:
            return found[0]
        return f"{found[1]}\n{made[name]}\n\nMade by `{TABLES[name][0]}`.\n\n{found[3]}"

    return MARK.sub(put, page)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="TABLE")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args(arguments)
    if given.list:
        print(json.dumps({name: command for name, (command, _) in TABLES.items()}, indent=1))
        return 0
    unknown = [name for name in given.names if name not in TABLES]
    if unknown:
        print(f"no table {unknown}; there are {', '.join(TABLES)}", file=sys.stderr)
        return 2
    for name in given.names or TABLES:
        made = TABLES[name][1]()
        PAGE.write_text(replaced(PAGE.read_text("utf-8"), {name: made}), "utf-8")
        print(f"{name} written", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
