"""What a network decides, as a picture: the plane in colours, a curve, or a table of classes."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from gdstudio.simulation.decisions import Confusion, Decision, LineDecision, PlaneDecision
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import scaled_font
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.neuron_colours import (
    BACKGROUND,
    class_colours,
    class_pixels,
    diverging_pixels,
)

FEW_CLASSES = 5
"""Of more classes the table has no zeros."""
LEAST_FONT = 0.6
"""Numbers that would be smaller than this part of the font are left out."""


class DecisionItem(LayerItem):
    """Draws a `Decision`; for None, the diagonal on which a prediction equals its target."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._decision: Decision = None
        self._is_response = False
        self._is_empty = True
        self._image = QImage()
        self._font = QFont()
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._colour()

    def set_font(self, font: QFont) -> None:
        """Write the numbers of a table in a font."""
        self._font = font
        self.invalidate()

    def show_decision(self, decision: Decision, is_response: bool) -> None:
        """Show a decision, or the response of a unit, which has its colours in full."""
        self._decision, self._is_response, self._is_empty = decision, is_response, False
        self._colour()

    def _colour(self) -> None:
        if isinstance(self._decision, PlaneDecision):
            self._image = _coloured(self._decision, self._theme, self._is_response)
        self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw what is shown."""
        painter = painters[0]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match self._decision:
            case PlaneDecision() as plane:
                self._draw_plane(painter, projection, plane)
            case LineDecision() as line:
                self._draw_lines(painter, projection, line)
            case Confusion() as confusion:
                self._draw_table(painter, projection, confusion)
            case _ if not self._is_empty:
                painter.setPen(QPen(QColor(self._theme.muted_text), projection.unit))
                view = self.boundingRect()
                ends = np.array([min(view.left(), view.top()), max(view.right(), view.bottom())])
                x, y = projection.x(ends), projection.y(ends)
                painter.drawLine(QPointF(x[0], y[0]), QPointF(x[1], y[1]))

    def _draw_plane(self, painter: QPainter, projection: Projection, plane: PlaneDecision) -> None:
        (left, right), (low, high) = plane.ranges
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = projection.rectangle(QRectF(left, low, right - left, high - low))
        painter.drawImage(area, self._image)
        path = QPainterPath()
        for line in plane.boundary:
            path.addPath(_path(projection, line[:, 0], line[:, 1]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        casing, ink = QColor(self._theme.card), QColor(self._theme.text)
        for colour, width in ((casing, 3.6), (ink, 1.6)):
            painter.setPen(QPen(colour, width * projection.unit))
            painter.drawPath(path)

    def _draw_lines(self, painter: QPainter, projection: Projection, line: LineDecision) -> None:
        count = line.values.shape[1]
        for index in range(count):
            values = line.values[:, index]
            colour = (
                QColor(self._theme.accent)
                if count == 1
                else QColor(*np.rint(class_colours(count, self._theme)[index]).astype(int).tolist())
            )
            painter.setPen(QPen(colour, 2.2 * projection.unit))
            painter.drawPath(_path(projection, line.x, values))

    def _draw_table(self, painter: QPainter, projection: Projection, table: Confusion) -> None:
        size = len(table.counts)
        shares = table.counts / np.maximum(table.counts.sum(axis=1, keepdims=True), 1)
        is_right = np.eye(size, dtype=bool)
        colours = diverging_pixels(np.where(is_right, shares, -shares), self._theme).tolist()
        first = projection.rectangle(QRectF(0.0, 0.0, 1.0, 1.0))
        font, is_legible = self._fitting(first, int(table.counts.max()), projection.ratio)
        # Round corners on a hundred cells take longer than all the rest.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, size <= FEW_CLASSES)
        painter.setFont(font)
        for true, said in np.ndindex(size, size):
            cell = QRectF(said, size - 1 - true, 1.0, 1.0)
            place = projection.rectangle(cell).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(*colours[true][said]))
            corner = 4.0 if size <= FEW_CLASSES else 0.0
            painter.drawRoundedRect(place, corner, corner)
            count = int(table.counts[true, said])
            if is_legible and (size <= FEW_CLASSES or count):
                is_strong = shares[true, said] > 0.6
                painter.setPen(QColor(self._theme.card if is_strong else self._theme.text))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count))

    def _fitting(self, cell: QRectF, largest: int, ratio: float) -> tuple[QFont, bool]:
        """Return a font in which a number fits into a cell, and whether it can be read."""
        # The layer is drawn in device pixels.
        usual = scaled_font(self._font, ratio)
        needed = QFontMetricsF(usual).size(0, str(largest))
        factor = min(1.0, cell.width() / needed.width() / 1.15, cell.height() / needed.height())
        return scaled_font(usual, max(factor, LEAST_FONT)), factor >= LEAST_FONT


def _coloured(plane: PlaneDecision, theme: Theme, is_response: bool) -> QImage:
    shades = plane.shades[::-1]
    if shades.ndim == 3:
        pixels = class_pixels(shades, theme)
    else:
        # Behind the data colours are less strong than on them.
        pixels = diverging_pixels(shades * (1.0 if is_response else BACKGROUND), theme)
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def _path(projection: Projection, x: NDArray[np.float64], y: NDArray[np.float64]) -> QPainterPath:
    path: QPainterPath = pg.functions.arrayToQPath(
        projection.x(x), np.clip(projection.y(y), -1e6, 1e6), connect="finite"
    )
    return path
