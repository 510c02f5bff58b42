"""A design file: what it may say, and what is said when it says something else."""

from pathlib import Path

import pytest

from hldsim.errors import HldsimError
from hldsim.experiments.sweep.design import DesignError, Factor
from hldsim.experiments.sweep.orders import prepare_design
from hldsim.experiments.sweep.reading import parse_design, read_design
from hldsim.experiments.sweep.template import template
from hldsim.scenario.load import load_scenario

GOOD = """
title = "t"
scenario = "classroom_small"
replicates = 2
measures = ["no_agreement"]
"""


def test_a_design_without_factors_is_one_point() -> None:
    prepared = prepare_design(parse_design(GOOD))
    assert (prepared.points, prepared.runs) == (1, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 1", "a text"),
        ("seed = -1", "a whole number from 0"),
        ("replicates = 0", "a whole number from 1"),
        ("measures = []", "at least one, each once"),
        ("oops = 1", "allowed: title, question, scenario"),
        ('[sample]\nkind = "random"', "grid, latin, sobol, morris"),
        ('[sample]\nkind = "latin"\nsize = 9', "at least one factor for a latin sample"),
        ('[[factors]]\npath = "a"', "values, or from and to"),
        ('[[factors]]\npath = "a"\nfrom = 2\nto = 1\nsteps = 3', "from < to"),
        ('[[factors]]\npath = "a"\nfrom = 0\nto = 1\nsteps = 3\nscale = "log"', "from > 0"),
        ('[[factors]]\npath = "a"\nfrom = 0\nto = 1', "steps >= 2 on a grid"),
        ('[[factors]]\npath = "a"\nvalues = [1, 1]', "each value once"),
        (
            '[[factors]]\npath = "a"\nvalues = [1]\n[[factors]]\npath = "a"\nvalues = [2]',
            "path once",
        ),
        ('conditions = [{ id = "a", scenario = "b" }]', "one of them"),
        ('conditions = [{ id = "a b", scenario = "b" }]', "letters, digits"),
    ],
)
def test_what_cannot_be_is_named_with_what_is_allowed(text: str, said: str) -> None:
    lines = dict.fromkeys(line.split(" = ")[0] for line in text.splitlines() if " = " in line)
    kept = [line for line in GOOD.splitlines() if line.split(" = ")[0] not in lines]
    with pytest.raises(DesignError) as found:
        parse_design("\n".join(kept) + "\n" + text)
    assert said in str(found.value)
    assert found.value.faults


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(DesignError) as found:
        parse_design('title = 3\nreplicates = "x"\nmeasures = ["a"]\nscenario = "b"')
    assert len(found.value.faults) == 2


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="cannot be read"):
        read_design(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DesignError, match="not UTF-8"):
        read_design(tmp_path / "binary.toml")
    (tmp_path / "half.toml").write_text("title = ")
    with pytest.raises(DesignError, match="no TOML"):
        read_design(tmp_path / "half.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[factors]]\npath = "parties[ZZZ].salience.venue"\nvalues = [0.1]', "no entry 'ZZZ'"),
        ('[[factors]]\npath = "parties[MEX].salience.venue"\nvalues = [7]', "allowed"),
        ('[[factors]]\npath = "adoption[un].rule"\nvalues = ["consensu"]', "consensus"),
        ('[[factors]]\npath = "seed"\nvalues = [1]', "allowed"),
        (
            '[[factors]]\npath = "rules.coalitions.omega"\nquantiles = true\nfrom = 0.1\n'
            "to = 0.9\nsteps = 2",
            "quantiles of what is no prior",
        ),
    ],
)
def test_what_a_factor_sets_is_tried_before_anything_runs(text: str, said: str) -> None:
    with pytest.raises(HldsimError) as found:
        prepare_design(parse_design(GOOD + text))
    assert said in str(found.value)


def test_a_scenario_is_looked_for_beside_the_design(tmp_path: Path) -> None:
    import shutil

    from hldsim.scenario.load import find_scenario

    shutil.copytree(find_scenario("classroom_small"), tmp_path / "mine")
    design = parse_design(GOOD.replace("classroom_small", "mine"))
    assert prepare_design(design, tmp_path).points == 1
    with pytest.raises(DesignError, match="condition 'base'"):
        prepare_design(design)


@pytest.mark.parametrize("name", ["hld_2006", "classroom_small", "un_conference_1997"])
def test_the_template_is_a_design_of_any_scenario(name: str) -> None:
    prepared = prepare_design(parse_design(template(load_scenario(name), name)))
    assert prepared.points == 9


def test_levels_of_a_factor() -> None:
    assert Factor("p", low=1, high=9, steps=3).levels() == (1.0, 5.0, 9.0)
    assert Factor("p", low=1, high=3, steps=9, whole=True).levels() == (1, 2, 3)
    assert Factor("p", low=0.01, high=1, steps=3, log=True).levels() == (0.01, 0.1, 1.0)
    assert Factor("p", values=("a", True)).levels() == ("a", True)
