"""Polylines in pixels: thinned to what can be seen, drawn on the fast path of Qt's rasterizer."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

Pixels = NDArray[np.float64]

FAR = 1e5
"""Pixels beyond which a point is moved to: Qt's rasterizer overflows at larger numbers."""


def segments(x: Pixels, y: Pixels) -> Pixels:
    """Return the line through points as segments (n, 4), without those that cannot be seen.

    Points in the same quarter of a pixel are one point, a segment that is drawn twice is drawn
    once, and a point that is not finite breaks the line.
    """
    return segments_with_ends(x, y)[0]


def segments_with_ends(x: Pixels, y: Pixels) -> tuple[Pixels, NDArray[np.int64]]:
    """Return the segments (n, 4) of the line through points, and the index at which each ends."""
    finite = np.isfinite(x) & np.isfinite(y)
    x, y = (np.clip(np.where(finite, each, 0.0), -FAR, FAR) for each in (x, y))
    kept = np.arange(x.size)
    if x.size > 2:
        cells = np.rint(4.0 * x).astype(np.int64) * 2_097_152 + np.rint(4.0 * y).astype(np.int64)
        keep = np.ones(x.size, dtype=bool)
        keep[1:] = (cells[1:] != cells[:-1]) | (finite[1:] != finite[:-1])
        # The last point of a pile belongs to the line that leads on from it.
        x, y, finite, cells, kept = x[keep], y[keep], finite[keep], cells[keep], kept[keep]
        if cells.size > 4096:
            pairs = np.stack([cells[:-1], cells[1:]], axis=1)
            _, first = np.unique(pairs, axis=0, return_index=True)
            first.sort()
            first = first[finite[first] & finite[first + 1]]
            return np.stack([x[first], y[first], x[first + 1], y[first + 1]], axis=1), kept[
                first + 1
            ]
    first = np.flatnonzero(finite[:-1] & finite[1:])
    return np.stack([x[first], y[first], x[first + 1], y[first + 1]], axis=1), kept[first + 1]


def draw_segments(painter: QPainter, lines: Pixels, pen: QPen) -> None:
    """Draw segments (n, 4)."""
    if len(lines) == 0:
        return
    batch = pg.Qt.internals.PrimitiveArray(QLineF, 4)
    batch.resize(len(lines))
    batch.ndarray()[:] = lines
    painter.setPen(pen)
    painter.drawLines(*batch.drawargs())


def segments_of(lines: Sequence[Pixels]) -> Pixels:
    """Return lines (n, 2) of finite points near the picture as segments (m, 4)."""
    if not lines:
        return np.zeros((0, 4))
    points = np.concatenate(lines)
    goes_on = np.ones(len(points), dtype=np.bool_)
    goes_on[np.cumsum([len(line) for line in lines]) - 1] = False
    first = np.flatnonzero(goes_on)
    return np.concatenate([points[first], points[first + 1]], axis=1)


def even_pen(colour: QColor, width: float) -> QPen:
    """Return a pen for segments of a translucent line: they meet and do not overlap."""
    pen = line_pen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def path_of(lines: Sequence[Pixels]) -> QPainterPath:
    """Return lines (n, 2) of finite points as one path."""
    if not lines:
        return QPainterPath()
    points = np.concatenate(lines)
    goes_on = np.ones(len(points), dtype=np.int32)
    goes_on[np.cumsum([len(line) for line in lines]) - 1] = 0
    path: QPainterPath = pg.functions.arrayToQPath(
        points[:, 0], points[:, 1], connect=goes_on, finiteCheck=False
    )
    return path


def line_pen(colour: QColor, width: float) -> QPen:
    """Return a pen whose cap keeps Qt on its fast path (a round cap does not)."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return pen
