"""Rows of a board laid in columns where it is low and wide; no Qt."""

from __future__ import annotations

from hldsim_ui.views.map_layout import Box

GUTTER = 16.0
"""Between two columns, in pixels."""


def in_columns(count: int, room: Box, high: float, wide: float) -> list[Box]:
    """Divide a room among rows that want to be ``high``: fewest columns that allow it.

    Columns stay at least ``wide``, if need be with lower rows. Rows fill the first column from
    above, then the next.

    Examples
    --------
    >>> [(box.x, box.y) for box in in_columns(3, Box(0, 0, 816, 100), 50, 300)]
    [(0.0, 0.0), (0.0, 50.0), (416.0, 0.0)]
    """
    count = max(count, 1)
    columns = 1
    while columns < count and room.height / -(-count // columns) < high:
        if (room.width - GUTTER * columns) / (columns + 1) < wide:
            break
        columns += 1
    rows = -(-count // columns)
    width = (room.width - GUTTER * (columns - 1)) / columns
    height = room.height / rows
    found = []
    for n in range(count):
        column, row = divmod(n, rows)
        x, y = room.x + column * (width + GUTTER), room.y + row * height
        found.append(Box(float(x), float(y), width, height))
    return found
