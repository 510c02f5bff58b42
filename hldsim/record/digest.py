"""Digests: one short text that says whether two runs are the same run.

``digest_k = sha256(digest_(k-1), discrete arrays of the state after round k, acts of round k)``.
The last digest is a run's *fingerprint*. Floats are left out on purpose: a last bit that differs
between two machines is no different run as long as nobody decides otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from hldsim.table.state import State

DISCRETE = (
    "stated_p",
    "membership_p",
    "objected_pc",
    "origin_c",
    "platform_ci",
    "adopted",
    "ballot_pd",
)
"""Fields of the state a digest covers, in this order; part of every fingerprint: never reorder."""

START = ""
"""What stands for the digest before round 0."""


def canonical(body: object) -> str:
    """Return the one JSON text of plain data: keys sorted, no blanks, no NaN.

    Raises
    ------
    ValueError
        If a number is NaN or infinite.
    TypeError
        If something is no plain data.

    Examples
    --------
    >>> canonical({"value": 0.5, "path": "rules.coalitions.beta"})
    '{"path":"rules.coalitions.beta","value":0.5}'
    """
    return json.dumps(
        body,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
        default=_plain,
    )


def round_digest(previous: str, state: State, acts_body: Sequence[object] = ()) -> str:
    """Return the digest of the round that led to ``state``.

    Parameters
    ----------
    previous : str
        Digest of the round before; ``START`` before round 0.
    state : State
        The table after the round; only its discrete arrays count.
    acts_body : sequence
        Kind and body of what was done for this round, in order, as plain data.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256(previous.encode("ascii"))
    for name in DISCRETE:
        array = np.ascontiguousarray(getattr(state, name), dtype="<i8")
        digest.update(f"|{name}{list(array.shape)}".encode("ascii"))
        digest.update(array.tobytes())
    digest.update(canonical(list(acts_body)).encode("utf-8"))
    return digest.hexdigest()


def _plain(value: object) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} is no plain data: {value!r}")
