"""Chance with a name: seed, name, round and size each make other luck, and nothing else does."""

import hashlib

import numpy as np

from hldsim.streams import BLOCK, Streams


def test_each_of_seed_name_round_and_size_makes_other_luck():
    base = Streams(4).draw("choice", 3, 6)
    others = [
        Streams(6).draw("choice", 3, 6),
        Streams(4).draw("acting", 3, 6),
        Streams(4).draw("choice", 4, 6),
        Streams(4).draw("choice", 3 + BLOCK, 6),
        Streams(4).draw("choice", 0, 6),
        Streams(4).draw("choice", 3, 7)[:6],
    ]
    assert all(not np.array_equal(base, other) for other in others)
    assert np.array_equal(base, Streams(4).draw("choice", 3, 6))


def test_rounds_are_rows_of_a_block_of_philox():
    """Salmon et al. (2011), by numpy's own generator: key from the name, counter from the block."""
    key = np.frombuffer(hashlib.blake2b(b"9/choice/5", digest_size=16).digest(), dtype="<u8")
    for k, block, row in ((1, 1, 0), (16, 1, 15), (17, 2, 0), (40, 3, 7)):
        bits = np.random.Philox(key=key, counter=np.array([0, 0, block, 0], dtype=np.uint64))
        rows = np.random.Generator(bits).random((BLOCK, 5))
        assert np.array_equal(Streams(9).draw("choice", k, 5), rows[row])


def test_draws_are_read_only_uniforms():
    drawn = Streams(1).at(2)("x", 2000)
    assert 0 <= drawn.min() and drawn.max() < 1 and abs(drawn.mean() - 0.5) < 0.03
    assert not drawn.flags.writeable
