"""Position exchange, whole sequences of it, against the plainest loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.analysis.exchange import exchanges
from tests.reference import exchange as plain


@st.composite
def tables(draw):
    """Small tables of uneven numbers, so that ties are rare, with cells missing."""
    n, m = draw(st.integers(2, 6)), draw(st.integers(2, 4))
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    there = rng.random((n, m)) < draw(st.sampled_from([1.0, 0.8, 0.6]))
    position = [
        [float(x) if here else None for x, here in zip(row, mask, strict=True)]
        for row, mask in zip(rng.integers(0, 101, (n, m)), there, strict=True)
    ]
    return position, rng.uniform(0.05, 1.0, (n, m)).tolist(), rng.uniform(0.05, 1.0, n).tolist()


def compare(position, salience, capability):
    wanted = plain.exchanges(position, salience, capability)
    found = exchanges(position, salience, capability)
    assert [(e.actor, e.issue, e.partner, e.return_issue) for e in found] == [
        (i, q, j, p) for i, q, _, j, p, _, _ in wanted
    ]
    for one, (_, _, i_to, _, _, j_to, gain) in zip(found, wanted, strict=True):
        assert (one.actor_to, one.partner_to) == pytest.approx((i_to, j_to), abs=1e-7)
        assert one.gain == pytest.approx(gain, abs=1e-9)
    return len(found)


@settings(deadline=None, max_examples=150)
@given(tables())
def test_every_exchange_to_the_last(table):
    compare(*table)


def test_long_sequences():
    rng = np.random.default_rng(5)
    position = rng.integers(0, 101, (12, 5)).astype(float).tolist()
    salience, capability = rng.uniform(0.1, 1, (12, 5)).tolist(), rng.uniform(0.1, 1, 12).tolist()
    assert compare(position, salience, capability) > 30
