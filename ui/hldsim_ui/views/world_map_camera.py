"""Which part of the world is seen: between the plane of the projection and pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

from hldsim_ui.views.world_map_projection import sea

F8 = NDArray[np.float64]

ZOOM_MAX = 24.0


class Camera:
    """Which part of the plane is seen: a centre, and a zoom (1 shows the whole world)."""

    def __init__(self) -> None:
        outline = sea()
        self.low, self.high = outline.min(axis=0), outline.max(axis=0)
        self.box = QRectF(0.0, 0.0, 1.0, 1.0)
        self.reset()

    def reset(self) -> None:
        """Show the whole world."""
        self.zoom = 1.0
        self.centre = (self.low + self.high) / 2.0

    @property
    def scale(self) -> float:
        """Pixels of one unit of the plane."""
        wide, high = self.high - self.low
        fit = min(self.box.width() / wide, self.box.height() / high)
        return max(fit, 1e-6) * self.zoom

    @property
    def key(self) -> tuple[float, ...]:
        """Equal where the same is seen at the same place."""
        return (*self.box.getRect(), *self.centre.tolist(), self.zoom)

    def to_pixels(self, at_n2: F8) -> F8:
        """Points of the plane as points of the scene, (n, 2); y goes down there."""
        middle = np.array([self.box.center().x(), self.box.center().y()])
        return np.asarray((at_n2 - self.centre) * [self.scale, -self.scale] + middle)

    def transform(self) -> QTransform:
        """The same for paths."""
        (x, y), s = self.to_pixels(np.zeros((1, 2)))[0].tolist(), self.scale
        return QTransform(s, 0.0, 0.0, -s, x, y)

    def zoom_at(self, spot: QPointF, factor: float) -> None:
        """Zoom by a factor; what is at this point of the scene stays there."""
        before = self._plane(spot)
        self.zoom = float(np.clip(self.zoom * factor, 1.0, ZOOM_MAX))
        self.centre = self.centre + before - self._plane(spot)
        self._keep_in()

    def move(self, step: QPointF) -> None:
        """Move the world by so many pixels."""
        self.centre = self.centre + np.array([-step.x(), step.y()]) / self.scale
        self._keep_in()

    def _plane(self, spot: QPointF) -> F8:
        way = spot - self.box.center()
        return np.asarray(self.centre + np.array([way.x(), -way.y()]) / self.scale)

    def _keep_in(self) -> None:
        """Never look past the edge of the world."""
        half = np.array([self.box.width(), self.box.height()]) / 2.0 / self.scale
        middle = (self.low + self.high) / 2.0
        slack = np.maximum((self.high - self.low) / 2.0 - half, 0.0)
        self.centre = np.clip(self.centre, middle - slack, middle + slack)
