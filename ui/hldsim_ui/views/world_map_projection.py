"""Equal Earth: a projection of the world on which equal areas stay equal. No Qt.

On the unit sphere, with longitude l and latitude f in radians and sin t = (sqrt(3) / 2) sin f,

    x = 2 sqrt(3) l cos t / (3 (9 A4 t^8 + 7 A3 t^6 + 3 A2 t^2 + A1))
    y = A4 t^9 + A3 t^7 + A2 t^3 + A1 t

with A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796 [SavricPattersonJenny2018].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SOUTH, NORTH = -57.0, 84.0
"""Latitudes, in degrees, between which the map is drawn: all land but Antarctica."""


def equal_earth(lonlat_n2: F8) -> F8:
    """Project points, (n, 2) degrees east and north, to the plane; (n, 2), unit sphere, y up.

    Examples
    --------
    >>> equal_earth(np.array([[122.0, 47.0]])).round(2).tolist()
    [[1.55, 0.89]]
    """
    lon, lat = np.radians(np.asarray(lonlat_n2, dtype=float).reshape(-1, 2)).T
    t = np.arcsin(np.sqrt(3.0) / 2.0 * np.sin(lat))
    t2 = t * t
    t6 = t2**3
    slope = A1 + 3.0 * A2 * t2 + t6 * (7.0 * A3 + 9.0 * A4 * t2)
    x = 2.0 * np.sqrt(3.0) / 3.0 * lon * np.cos(t) / slope
    return np.column_stack([x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))])


def sea() -> F8:
    """Outline of what is drawn of the world, (n, 2): two meridians and two parallels."""
    lat = np.linspace(SOUTH, NORTH, 48)
    east = np.column_stack([np.full_like(lat, 180.0), lat])
    return equal_earth(np.vstack([east, east[::-1] * [-1.0, 1.0]]))
