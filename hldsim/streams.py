"""Chance with a name: every random number is a pure function of (seed, name, round, size).

There is no generator state to save, so a run can be rewound, forked and replayed from any
round. Draws are counter-based (Philox 4x64; Salmon et al. 2011). We only ever ask for uniforms
on [0, 1) and transform them ourselves, because numpy does not promise that its distributions
stay the same across versions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]

Chance = Callable[[str, int], F8]
"""``chance(name, n)``: n uniforms on [0, 1), the same for the same seed, name, round and n."""

BLOCK = 16
"""Rounds drawn at once; a matter of speed only, but part of the numbers: never change it."""


class Streams:
    """All chance of one run.

    Parameters
    ----------
    seed : int
        The run's seed, >= 0.

    Examples
    --------
    >>> a = Streams(7).at(3)("choice", 2)
    >>> b = Streams(7).at(3)("choice", 2)
    >>> bool((a == b).all())
    True
    """

    def __init__(self, seed: int) -> None:
        if seed < 0:
            raise ValueError(f"seed {seed}: allowed: an integer >= 0")
        self.seed = seed
        self._bits = np.random.Philox(key=0)
        self._generator = np.random.Generator(self._bits)
        self._block: dict[tuple[str, int], tuple[int, F8]] = {}

    def draw(self, name: str, k: int, n: int) -> F8:
        """Return n uniforms on [0, 1) for stream ``name`` in round ``k`` (k >= 0).

        Round 0, in which a run is assembled, is drawn alone; later rounds in blocks.
        """
        if k == 0:
            return np.asarray(self._fill(name, 0, n, rows=1)[0])
        block, row = divmod(k - 1, BLOCK)
        block += 1
        held = self._block.get((name, n))
        if held is None or held[0] != block:
            held = (block, self._fill(name, block, n, BLOCK))
            self._block[name, n] = held
        return np.asarray(held[1][row])

    def _fill(self, name: str, block: int, n: int, rows: int) -> F8:
        digest = hashlib.blake2b(f"{self.seed}/{name}/{n}".encode(), digest_size=16).digest()
        self._bits.state = _state(digest, block)  # type: ignore[assignment]
        drawn = self._generator.random((rows, n))
        drawn.flags.writeable = False
        return drawn

    def at(self, k: int) -> Chance:
        """Return the chance of round ``k``."""

        def chance(name: str, n: int) -> F8:
            return self.draw(name, k, n)

        return chance


_EMPTY = np.zeros(4, dtype=np.uint64)


def _state(key: bytes, block: int) -> dict[str, Any]:
    """State of a Philox generator just made with this key and counter (0, 0, block, 0).

    Setting it costs a third of making a new generator, and a run does so some forty times.
    """
    counter = np.array([0, 0, block, 0], dtype=np.uint64)
    return {
        "bit_generator": "Philox",
        "state": {"counter": counter, "key": np.frombuffer(key, dtype="<u8")},
        "buffer": _EMPTY,
        "buffer_pos": 4,
        "has_uint32": 0,
        "uinteger": 0,
    }
