"""What callers hand over: numbers in lists, tables or arrays; or one message with place and value.

Lists, tuples, arrays, Series and DataFrames alike; None is read as NaN.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.errors import HldsimError

F8 = NDArray[np.float64]


def numbers(
    values: ArrayLike,
    name: str,
    error: type[HldsimError],
    *,
    dims: tuple[int, ...] = (1,),
    shape: str = "(n,)",
    least: float = -math.inf,
    most: float = math.inf,
    missing: bool = False,
    empty: bool = False,
) -> F8:
    """Take values as finite floats; with ``missing`` also NaN, with ``empty`` also none at all.

    Parameters
    ----------
    name : str
        What they are called in the message.
    error : type
        What is raised if they are none.
    dims : tuple of int
        Numbers of dimensions allowed; ``shape`` is how the message puts it.
    least, most : float
        Range of each.

    Examples
    --------
    >>> numbers([1, 2], "weights", HldsimError).tolist()
    [1.0, 2.0]
    >>> numbers([[1, 2], [3, None]], "utilities", HldsimError, dims=(2,))
    Traceback (most recent call last):
    ...
    hldsim.errors.HldsimError: utilities[1, 1] is nan; allowed: finite numbers
    """
    array = floats(values, name, error)
    if array.ndim not in dims or not (array.size or empty):
        raise error(f"{name} of shape {array.shape}; allowed: {shape}, one number or more")
    fine = np.isfinite(array) & (array >= least) & (array <= most)
    if missing:
        fine |= np.isnan(array)
    if not fine.all():
        at = tuple(int(k) for k in np.argwhere(~fine)[0])
        allowed = _range(least, most) + (", NaN where there is none" if missing else "")
        raise error(f"{_place(name, at)} is {array[at]:g}; allowed: {allowed}")
    return array


def weights(
    values: ArrayLike | None, n: int, error: type[HldsimError], name: str = "weights"
) -> F8:
    """Take values as n weights >= 0, not all 0; 1 each where there are none.

    Examples
    --------
    >>> weights(None, 2, HldsimError).tolist(), weights([3, 0], 2, HldsimError).tolist()
    ([1.0, 1.0], [3.0, 0.0])
    """
    weight = np.ones(n) if values is None else floats(values, name, error)
    if weight.shape != (n,):
        raise error(f"{name} of shape {weight.shape}; allowed: ({n},)")
    weight = numbers(weight, name, error, least=0.0)
    if not weight.any():
        raise error(f"{name} are all 0; allowed: numbers >= 0, not all 0")
    return weight


def number(
    value: Any,
    name: str,
    error: type[HldsimError],
    *,
    least: float = -math.inf,
    most: float = math.inf,
    above: float = -math.inf,
) -> float:
    """Take a value as one finite float from ``least`` to ``most``, and more than ``above``.

    Examples
    --------
    >>> number(2, "alpha", HldsimError, least=0, most=1.6)
    Traceback (most recent call last):
    ...
    hldsim.errors.HldsimError: alpha 2; allowed: numbers from 0 to 1.6
    """
    allowed = f"numbers above {above:g}" if above > -math.inf else _range(least, most)
    try:
        taken = float(value)
    except (TypeError, ValueError):
        raise error(f"{name} {value!r}; allowed: {allowed}") from None
    if not (math.isfinite(taken) and least <= taken <= most and taken > above):
        raise error(f"{name} {value}; allowed: {allowed}")
    return taken


def whole(value: Any, name: str, error: type[HldsimError], least: int) -> int:
    """Take a value as a whole number >= ``least``.

    Examples
    --------
    >>> whole(2.0, "rounds", HldsimError, 0)
    2
    """
    taken = number(value, name, error)
    if taken != int(taken) or taken < least:
        raise error(f"{name} {value}; allowed: whole numbers from {least}")
    return int(taken)


def one_of(word: str, name: str, error: type[HldsimError], words: tuple[str, ...]) -> str:
    """Take a word that is one of some.

    Examples
    --------
    >>> one_of("least", "compromise", HldsimError, ("table", "least"))
    'least'
    """
    if word not in words:
        raise error(f"{name} = {word!r}; allowed: {', '.join(words)}")
    return word


def floats(values: ArrayLike, name: str, error: type[HldsimError]) -> F8:
    """Take values as floats of any size and shape, in an array of their own."""
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise error(f"{_wrong(values, name)}; allowed: numbers, in rows of one length") from None


def _wrong(values: Any, name: str) -> str:
    """Where the first cell is that is no number, or that rows are of unequal length."""
    rows = list(values) if isinstance(values, (list, tuple, np.ndarray)) else [values]
    lengths = [len(row) if isinstance(row, (list, tuple, np.ndarray)) else None for row in rows]
    for n, row in enumerate(rows):
        cells = list(row) if lengths[n] is not None else [row]
        for k, cell in enumerate(cells):
            try:
                float(cell) if cell is not None else None
            except (TypeError, ValueError):
                at = (n,) if lengths[n] is None else (n, k)
                return f"{_place(name, at)} is {cell!r}"
    odd = next((n for n, length in enumerate(lengths) if length != lengths[0]), 0)
    return f"row {odd} of {name} is as long as {lengths[odd]}, row 0 as {lengths[0]}"


def _place(name: str, at: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, at))}]"


def _range(least: float, most: float) -> str:
    if least == -math.inf and most == math.inf:
        return "finite numbers"
    return f"numbers >= {least:g}" if most == math.inf else f"numbers from {least:g} to {most:g}"
