"""Many round dots at once: a point with a round pen is drawn without a call for each."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.ui.plots.lines import FAR, Pixels


def draw_dots(painter: QPainter, x: Pixels, y: Pixels, radius: float, colour: QColor) -> None:
    """Draw dots at pixels x, y (n,); those that are far away or nowhere are left out."""
    with np.errstate(invalid="ignore"):
        near = (np.abs(x) < FAR) & (np.abs(y) < FAR)
    x, y = x[near], y[near]
    if x.size == 0:
        return
    batch = pg.Qt.internals.PrimitiveArray(QPointF, 2)
    batch.resize(x.size)
    places = batch.ndarray()
    places[:, 0], places[:, 1] = x, y
    pen = QPen(colour, 2.0 * radius)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints(*batch.drawargs())
