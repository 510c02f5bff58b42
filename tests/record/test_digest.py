"""A digest changes with every decision, and with nothing else."""

import numpy as np
import pytest

from hldsim.record.digest import DISCRETE, START, canonical, round_digest
from tests.record.factory import make_state


def changed(state, name):
    value = getattr(state, name)
    if name == "adopted":
        return {name: value + 1}
    array = np.array(value)
    array.flat[0] = not array.flat[0] if array.dtype == bool else array.flat[0] + 1
    return {name: array}


@pytest.mark.parametrize("name", DISCRETE)
def test_every_discrete_field_counts(name):
    state = make_state()
    other = make_state(**changed(state, name))
    assert round_digest(START, state) != round_digest(START, other)


def test_floats_do_not_count():
    a, b = make_state(), make_state(relief_p=np.zeros(5), viability_c=np.ones(2), scratch={})
    assert round_digest(START, a) == round_digest(START, b)


def test_width_and_byte_order_do_not_count():
    state = make_state()
    narrow = make_state(stated_p=state.stated_p.astype(">i2"))
    assert round_digest(START, state) == round_digest(START, narrow)


def test_shape_counts():
    flat = make_state(origin_c=np.array([], dtype=np.int64), platform_ci=np.zeros((0, 2), int))
    other = make_state(origin_c=np.array([], dtype=np.int64), platform_ci=np.zeros((0, 3), int))
    assert round_digest(START, flat) != round_digest(START, other)


def test_the_past_and_the_acts_count():
    state = make_state()
    one = round_digest(START, state)
    act = {"kind": "set", "body": {"path": "x", "value": 0.5}}
    assert len({one, round_digest(one, state), round_digest(START, state, [act])}) == 3
    swapped = {"body": {"value": 0.5, "path": "x"}, "kind": "set"}
    assert round_digest(START, state, [act]) == round_digest(START, state, [swapped])


def test_digest_of_a_known_state_is_known():
    """Golden: a change here changes every fingerprint ever published."""
    state = make_state(
        stated_p=np.array([0, 1, -1, -2, 2]),
        membership_p=np.array([0, 0, 1, -1, -1]),
        objected_pc=np.array([[0, 1]] * 5, dtype=bool),
        platform_ci=np.array([[0, 1], [2, 0]]),
        ballot_pd=np.full((5, 3), -9),
    )
    assert (
        round_digest(START, state, [{"kind": "set", "body": {"path": "a", "value": 1}}]) == GOLDEN
    )


GOLDEN = "ef2d8c0cc18a3d748fbca513ac69b1bc8c88ae7f331a848b1ffb6e65551628e6"


def test_canonical_json_has_no_nan():
    with pytest.raises(ValueError):
        canonical({"x": float("nan")})
    with pytest.raises(TypeError):
        canonical({"x": object()})
    assert (
        canonical({"b": np.float64(0.5), "a": np.int64(2), "é": None}) == '{"a":2,"b":0.5,"é":null}'
    )
