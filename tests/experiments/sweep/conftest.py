"""A small finished sweep that many tests ask."""

from pathlib import Path

import pytest

from hldsim.experiments.sweep.orders import Prepared, prepare_design
from hldsim.experiments.sweep.reading import parse_design
from hldsim.experiments.sweep.running import run_sweep

TEXT = """
title = "Two rules, two factors"
seed = 5
replicates = 6
measures = ["no_agreement", "backing_share[un_embedded]"]
[[conditions]]
id = "as_is"
scenario = "classroom_small"
[[conditions]]
id = "firm"
scenario = "classroom_small"
settings = { "rules.coalitions.beta" = 0.2 }
[[factors]]
path = "adoption[hosted].follow_through"
from = 0.0
to = 1.0
steps = 3
[[factors]]
path = "agenda[consultations].rounds"
values = [2, 8]
"""


@pytest.fixture(scope="session")
def design_text() -> str:
    return TEXT


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    return prepare_design(parse_design(TEXT))


@pytest.fixture(scope="session")
def folder(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sweep") / "results"
    run_sweep(prepared, place)
    return place
