"""Samples: a grid has every combination, Latin every stripe, the others are SALib's."""

import numpy as np
import pytest
from SALib.sample import sobol

from hldsim.experiments.sweep.design import Condition, Design, DesignError, Factor, Sample
from hldsim.experiments.sweep.orders import prepare_design
from hldsim.experiments.sweep.reading import parse_design
from hldsim.experiments.sweep.sample import sample, values_at

TWO = (Factor("a", low=0.0, high=1.0, steps=3), Factor("b", values=("x", "y")))


def design(kind: str, size: int = 0, factors: tuple[Factor, ...] = TWO) -> Design:
    return Design(
        "t", (Condition("c", "classroom_small"),), factors, Sample(kind, size), ("m",), 1, 1
    )


def values(one: Design) -> list[dict[str, object]]:
    return [dict(values_at(one, row, {})) for row in sample(one)]


def test_a_grid_is_every_combination_in_declared_order() -> None:
    assert [tuple(v.values()) for v in values(design("grid"))] == [
        (a, b) for a in (0.0, 0.5, 1.0) for b in ("x", "y")
    ]


def test_a_latin_hypercube_has_one_point_in_every_stripe() -> None:
    points = sample(design("latin", 10))
    assert points.shape == (10, 2)
    for column in points.T:
        assert sorted(np.floor(column * 10)) == list(range(10))


def test_sobol_is_saltellis_scheme_of_salib() -> None:
    one = design("sobol", 8)
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0, 1]] * 2}
    expected = sobol.sample(problem, 8, calc_second_order=False, scramble=True, seed=1)
    np.testing.assert_array_equal(sample(one), expected)
    assert len(sample(one)) == 8 * (2 + 2)


def test_morris_moves_one_factor_at_a_time() -> None:
    points = sample(design("morris", 4)).reshape(4, 3, 2)
    assert ((np.abs(np.diff(points, axis=1)) > 0).sum(axis=2) == 1).all()


def test_the_same_design_has_the_same_points() -> None:
    for kind in ("latin", "sobol", "morris"):
        np.testing.assert_array_equal(sample(design(kind, 4)), sample(design(kind, 4)))


def test_a_grid_beyond_reason_is_refused() -> None:
    wide = tuple(Factor(name, low=0, high=1, steps=1000) for name in "abc")
    with pytest.raises(DesignError, match="1,000,000,000 points"):
        sample(design("grid", factors=wide))


def test_quantiles_of_a_prior_become_its_values() -> None:
    text = """
title = "t"
scenario = "hld_2006"
replicates = 1
measures = ["no_agreement"]
[[factors]]
path = "imputation.un_own"
quantiles = true
from = 0.1
to = 0.9
steps = 3
"""
    try:
        prepared = prepare_design(parse_design(text))
    except DesignError as error:  # which parameter has a prior is the scenario's business
        known = str(error).rsplit("scenario: ", 1)[1].split(", ")[0]
        prepared = prepare_design(parse_design(text.replace("imputation.un_own", known)))
    found = [prepared.settings("base", n)[0][1] for n in range(3)]
    assert found == sorted(found)
    assert len(set(found)) == 3
