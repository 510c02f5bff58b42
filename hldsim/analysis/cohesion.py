"""How far the members of a bloc vote alike, and two blocs alike with each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import floats, numbers
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]


class CohesionError(HldsimError, ValueError):
    """Counts of ballots that are none."""


def rice(yes: ArrayLike, no: ArrayLike) -> F8:
    """Rice's index of cohesion: |yes - no| / (yes + no).

    Abstentions do not count; see `agreement_index`.

    Parameters
    ----------
    yes, no : (...) floats >= 0
        Ballots of a bloc, in as many votes as one likes.

    Returns
    -------
    (...) floats
        1 where all vote alike, 0 where half do either; NaN where nobody votes.

    Raises
    ------
    CohesionError
        If shapes do not fit or a count is not allowed.

    References
    ----------
    [Rice1925].

    Examples
    --------
    >>> rice([90, 50], [10, 50]).tolist()
    [0.8, 0.0]
    """
    y, n = _counts(yes, no)
    return _share(np.abs(y - n), y + n)


def agreement_index(yes: ArrayLike, no: ArrayLike, abstain: ArrayLike) -> F8:
    """Agreement index of Hix, Noury and Roland, for three ways to vote.

    AI = (max(Y, N, A) - (Y + N + A - max(Y, N, A)) / 2) / (Y + N + A).

    Parameters
    ----------
    yes, no, abstain : (...) floats >= 0

    Returns
    -------
    (...) floats
        1 where all vote alike, 0 where a third does each; NaN where nobody votes.

    Raises
    ------
    CohesionError
        As `rice`.

    References
    ----------
    [HixNouryRoland2005].

    Examples
    --------
    >>> agreement_index([9, 3], [0, 3], [3, 3]).tolist()
    [0.625, 0.0]
    """
    y, n, a = _counts(yes, no, abstain)
    most, total = np.maximum(np.maximum(y, n), a), y + n + a
    return _share(most - (total - most) / 2.0, total)


def likeness(yes: ArrayLike, no: ArrayLike, other_yes: ArrayLike, other_no: ArrayLike) -> F8:
    """Rice's index of likeness of two blocs: 1 - |share of yes in one - share in the other|.

    Parameters
    ----------
    yes, no, other_yes, other_no : (...) floats >= 0
        Ballots of the two blocs.

    Returns
    -------
    (...) floats
        1 where both split alike, 0 where one votes yes and the other no; NaN where one is absent.

    Raises
    ------
    CohesionError
        As `rice`.

    References
    ----------
    [Rice1925].

    Examples
    --------
    >>> likeness(80, 20, 10, 90).round(6).tolist()
    0.3
    """
    y, n, u, o = _counts(yes, no, other_yes, other_no)
    return np.asarray(1.0 - np.abs(_share(y, y + n) - _share(u, u + o)))


def _share(part: F8, whole: F8) -> F8:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _counts(*counts: ArrayLike) -> tuple[F8, ...]:
    try:
        arrays = np.broadcast_arrays(*(floats(c, "counts", CohesionError) for c in counts))
    except ValueError as error:
        if isinstance(error, CohesionError):
            raise
        raise CohesionError("counts of different shapes; allowed: as many of each") from None
    return tuple(
        numbers(c, "counts", CohesionError, dims=(c.ndim,), least=0.0, empty=True) for c in arrays
    )
