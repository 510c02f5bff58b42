"""What a prior draws, as a small picture: where the draws lie, and where the parameter may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from hldsim.errors import HldsimError
from hldsim.preferences.draw import draw_prior
from hldsim.registry import ParameterInfo
from hldsim.scenario.build import setting_of
from hldsim.scenario.schema import Prior
from hldsim_ui.fence import guarded
from hldsim_ui.theme.palette import LIGHT, Palette

STEPS = 160
BARS = 48


def quantiles(setting: object) -> list[float]:
    """Return quantiles of a prior, evenly spaced; none where it is no prior that can be drawn."""
    if not isinstance(setting, Mapping):
        return []
    try:
        prior = setting_of(setting)
        if not isinstance(prior, Prior) or (prior.kind != "uniform" and prior.b <= 0):
            return []
        return [draw_prior(prior, (n + 0.5) / STEPS) for n in range(STEPS)]
    except (HldsimError, ValueError, KeyError, TypeError, ArithmeticError):
        return []


def sentence(setting: object) -> str:
    """Say where a prior's draws lie."""
    found = quantiles(setting)
    if not found:
        return ""
    low, middle, high = (found[round(share * (STEPS - 1))] for share in (0.025, 0.5, 0.975))
    return f"Drawn once a run: 95 of 100 lie from {low:.3g} to {high:.3g}, half below {middle:.3g}."


class PriorPicture(QWidget):
    """A histogram of what is drawn, over the range of the parameter."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What the prior draws")
        self.colours: Palette = LIGHT
        self._draws: list[float] = []
        self._range = (0.0, 1.0)

    def show_setting(self, info: ParameterInfo, setting: Any) -> None:
        """Show what a setting draws."""
        self._draws = quantiles(setting)
        low, high = info.low, info.high
        if self._draws and high - low > 8 * (self._draws[-1] - self._draws[0]) > 0:
            spread = self._draws[-1] - self._draws[0]  # a wide range would hide a narrow prior
            low, high = max(low, self._draws[0] - spread), min(high, self._draws[-1] + spread)
        self._range = (low, high)
        self.setAccessibleDescription(sentence(setting))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 74)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.colours
        area = QRectF(self.rect()).adjusted(4, 4, -4, -18)
        painter.setPen(QPen(ground.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        low, high = self._range
        painter.setPen(ground.muted)
        foot = QRectF(area.left(), area.bottom() + 2, area.width(), 16)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, f"{low:.3g}")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{high:.3g}")
        if self._draws and high > low:
            counts = [0] * BARS
            for draw in self._draws:
                counts[min(max(int((draw - low) / (high - low) * BARS), 0), BARS - 1)] += 1
            top, width = max(counts), area.width() / BARS
            line = [area.bottomLeft()]
            for n, count in enumerate(counts):
                height = area.bottom() - count / top * area.height()
                line += [
                    QPointF(area.left() + n * width, height),
                    QPointF(area.left() + (n + 1) * width, height),
                ]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground.accent)
            painter.drawPolygon(QPolygonF([*line, area.bottomRight()]))
        painter.end()
