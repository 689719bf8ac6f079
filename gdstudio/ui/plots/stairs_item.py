"""The last steps along a curve as stairs: across to the next place, then to the curve."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.lines import FAR

RECENT = 24
"""Steps that are drawn; the older, the fainter."""
STRONGEST, FAINTEST = 210, 26
"""Opacity of the last step and of the first that is drawn, of 255."""
WIDTH = 1.4
SMALLEST = 1.0
"""Pixels below which a step is not seen."""


@dataclass(frozen=True, eq=False)
class Stairs:
    """The last places of a run on the curve, float64 (n,), oldest first, and its colour."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    colour: str


class StairsItem(MovingItem):
    """Draws the last steps of runs; lines along the axes leave the curve between them free."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: tuple[Stairs, ...] = ()

    @property
    def runs(self) -> tuple[Stairs, ...]:
        """The runs that are drawn."""
        return self._runs

    def set_runs(self, runs: tuple[Stairs, ...]) -> None:
        """Show the last steps of runs, the first above the others."""
        self._runs = runs
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw across and up or down, step for step."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for run in reversed(self._runs):
            finite = np.isfinite(run.x) & np.isfinite(run.y)
            x, y = (
                np.clip(np.where(finite, each, 0.0), -FAR, FAR)
                for each in (projection.x(run.x), projection.y(run.y))
            )
            colour = QColor(run.colour)
            for step in range(x.size - 1):
                if not (finite[step] and finite[step + 1]):
                    continue
                age = x.size - 2 - step
                colour.setAlpha(round(STRONGEST + (FAINTEST - STRONGEST) * age / (RECENT - 1)))
                painter.setPen(QPen(colour, WIDTH * projection.unit))
                if abs(x[step + 1] - x[step]) >= SMALLEST:
                    painter.drawLine(QLineF(x[step], y[step], x[step + 1], y[step]))
                if abs(y[step + 1] - y[step]) >= SMALLEST:
                    painter.drawLine(QLineF(x[step + 1], y[step], x[step + 1], y[step + 1]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
