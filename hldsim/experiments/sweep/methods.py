"""Methods: the paragraph a paper needs about a sweep, how to cite it, and its codebook."""

from __future__ import annotations

from pathlib import Path

from hldsim.errors import StorageError
from hldsim.experiments.sweep.codebook import codebook, codebook_text
from hldsim.experiments.sweep.design import Factor, Sample
from hldsim.experiments.sweep.manifest import Manifest
from hldsim.experiments.sweep.orders import Prepared

METHODS, CITATION, CODEBOOK = "METHODS.md", "CITATION.cff", "CODEBOOK.md"


def write_words(folder: Path, prepared: Prepared, manifest: Manifest) -> None:
    """Write the methods paragraph, the citation and the codebook into a folder of results."""
    entries = codebook(prepared.design, prepared.scenarios, manifest.columns)
    pages = {
        METHODS: f"# {prepared.design.title}\n\n{methods(prepared, manifest)}\n",
        CITATION: citation(manifest),
        CODEBOOK: codebook_text(entries, prepared.design.title),
    }
    for name, text in pages.items():
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{folder / name} cannot be written ({error.strerror})") from None


def methods(prepared: Prepared, manifest: Manifest) -> str:
    """A paragraph that says what was run, so that a reader can run it again."""
    design = prepared.design
    scenarios = "; ".join(
        f"{one.id}: {prepared.scenarios[one.id].title} (SHA-256 {manifest.scenarios[one.id][:12]})"
        + (f" with {_settings(one.settings)}" if one.settings else "")
        for one in design.conditions
    )
    factors = "; ".join(_factor(factor) for factor in design.factors) or "none"
    luck = (
        "Replicates share their random numbers across points and conditions (common random "
        "numbers), so that differences between points are paired."
        if design.common
        else "Every point has its own random numbers."
    )
    known = (
        "Known positions were imposed by redrawing."
        if design.conditioned
        else "Known positions were not imposed."
    )
    always = f" Throughout: {_settings(design.settings)}." if design.settings else ""
    return (
        f"We ran hldsim {manifest.hldsim} ({manifest.runs:,} runs: "
        f"{_counted(prepared.points, 'point')} x "
        f"{_counted(len(prepared.scenarios), 'condition')} x "
        f"{_counted(design.replicates, 'replicate')}; seed "
        f"{design.seed}; design {manifest.design[:12]}). Scenarios: {scenarios}.{always} Factors: "
        f"{factors}. Sample: {_sample(design.sample)}. Measures, one value a run: "
        f"{', '.join(design.measures)}. {luck} {known} Preferences of parties are drawn anew in "
        "every replicate from the scenario's declared priors; results are shares of runs of a "
        "model, no forecasts. Versions: "
        + ", ".join(f"{name} {version}" for name, version in manifest.packages.items())
        + "."
    )


def citation(manifest: Manifest) -> str:
    """How to cite the data set, as CITATION.cff."""
    title = manifest.title.replace('"', "'")
    return "\n".join(
        [
            "cff-version: 1.2.0",
            'message: "Cite this data set together with the software that made it."',
            f'title: "{title}: runs of hldsim {manifest.hldsim}"',
            "type: dataset",
            f'version: "{manifest.design[:12]}"',
            f"date-released: {manifest.begun[:10]}",
            "authors:",
            '  - name: "(who ran it: put your name here)"',
            "references:",
            "  - type: software",
            '    title: "hldsim"',
            f"    version: {manifest.hldsim}",
            "    license: BSD-3-Clause",
            "    authors:",
            '      - name: "The hldsim authors"',
            "",
        ]
    )


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _factor(factor: Factor) -> str:
    if factor.values:
        return f"{factor.path} in {{{', '.join(str(value) for value in factor.values)}}}"
    kind = "quantiles " if factor.quantiles else ""
    steps = f", {factor.steps} steps" if factor.steps else ""
    scale = ", log scale" if factor.log else ""
    return f"{factor.path}, {kind}{factor.low:g} to {factor.high:g}{steps}{scale}"


def _sample(sample: Sample) -> str:
    return {
        "grid": "every combination",
        "latin": f"Latin hypercube of {sample.size} points (SALib)",
        "sobol": f"Saltelli's scheme on a scrambled Sobol sequence, N = {sample.size} (SALib)",
        "morris": f"{sample.size} Morris trajectories on {sample.levels} levels (SALib)",
    }[sample.kind]


def _settings(settings: tuple[tuple[str, object], ...]) -> str:
    return ", ".join(f"{path} = {value}" for path, value in settings)
