"""The rows of a data set as dots; those of the current batch have a ring."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.dots import draw_dots
from gdstudio.ui.plots.layer import LayerItem, Projection

Float = NDArray[np.float64]
Rows = NDArray[np.int64]

MOST_DOTS = 5_000
MOST_RINGS = 2_000
LARGEST, SMALLEST = 3.6, 1.6
"""Radius of a dot where there are few of them, and many."""
RIM = 1.1
RING, RING_CASING = 2.6, 3.6
"""How far the ring of a row in the batch, and its casing, extend beyond its dot."""


@dataclass(frozen=True, eq=False)
class DataPoints:
    """Where the rows of a data set are in a picture.

    Attributes
    ----------
    x, y
        float64 (n,).
    shades
        Which of the colours each has, int64 (n,).
    colours
        For each shade.
    training_rows
        How many of them train, the first ones; the others are drawn hollow.
    most
        How many are drawn.
    """

    x: Float
    y: Float
    shades: Rows
    colours: tuple[QColor, ...]
    training_rows: int
    most: int = MOST_DOTS

    def drawn(self) -> Rows:
        """Return the rows that are drawn: all, or every so manieth of very many."""
        return np.arange(0, self.x.size, -(-max(1, self.x.size) // self.most))

    @property
    def radius(self) -> float:
        """How large a dot is: smaller where there are many."""
        share = np.log10(max(100, self.x.size) / 100.0) / np.log10(MOST_DOTS / 100.0)
        return float(LARGEST + (SMALLEST - LARGEST) * min(1.0, share))


class DataPointsItem(LayerItem):
    """Draws rows of data; a moving batch is drawn above, without them being drawn again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._points: DataPoints | None = None
        self._lit = np.zeros(0, dtype=np.int64)
        self._ring = QColor()
        self.set_theme(theme)

    @property
    def points(self) -> DataPoints | None:
        """What is drawn."""
        return self._points

    @property
    def lit(self) -> Rows:
        """The rows with a ring."""
        return self._lit

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._ground = QColor(theme.plot_background)
        self._rim = QColor(theme.muted_text)
        self.invalidate()

    def set_points(self, points: DataPoints) -> None:
        """Show other rows, or the same ones elsewhere."""
        self._points = points
        self._lit = self._lit[:0]
        self.invalidate()

    def set_lit(self, rows: Rows, colour: QColor) -> None:
        """Put a ring around rows."""
        self._lit, self._ring = rows, colour
        self.update()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw all dots."""
        if self._points is not None:
            painters[0].setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_rows(painters[0], projection, self._points, self._points.drawn())

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the rows of the batch with their rings."""
        points = self._points
        if points is None or self._lit.size == 0:
            return
        rows = self._lit[:MOST_RINGS]
        x, y = projection.x(points.x[rows]), projection.y(points.y[rows])
        radius = points.radius
        for more, colour in ((RING_CASING, self._ground), (RING, self._ring), (RIM, self._ground)):
            draw_dots(painter, x, y, (radius + more) * projection.unit, colour)
        self._draw_rows(painter, projection, points, rows)

    def _draw_rows(
        self, painter: QPainter, projection: Projection, points: DataPoints, rows: Rows
    ) -> None:
        x, y = projection.x(points.x[rows]), projection.y(points.y[rows])
        radius, unit = points.radius, projection.unit
        # The colour of a target in the middle is nearly that of the ground.
        rim = self._rim if len(points.colours) > 1 else self._ground
        draw_dots(painter, x, y, (radius + 0.5 * RIM) * unit, rim)
        for shade, colour in enumerate(points.colours):
            of_shade = points.shades[rows] == shade
            draw_dots(painter, x[of_shade], y[of_shade], radius * unit, colour)
        hollow = rows >= points.training_rows
        draw_dots(painter, x[hollow], y[hollow], (radius - RIM) * unit, self._ground)
