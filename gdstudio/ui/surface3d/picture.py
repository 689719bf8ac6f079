"""The whole picture: walls behind, the surface, numbers and names around it, markers on it."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE, numeric_font, scaled_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.surface3d.box_lines import Box, Edge, Wall
from gdstudio.ui.surface3d.camera import HALF_HEIGHT, View
from gdstudio.ui.surface3d.marks import MarkPainter, Marks
from gdstudio.ui.surface3d.mesh import Mesh
from gdstudio.ui.surface3d.scene import Taken
from gdstudio.ui.surface3d.ticks import even_ticks, height_ticks

TICK, GAP = 4.0, 4.0
LEAST_EDGE = 60.0
"""An axis that is seen from its end has no numbers: they would stand on each other."""
TICK_DISTANCE = 34.0
"""Pixels between numbers at the least."""

Ticks = tuple[tuple[float, float], ...]
"""Values with their coordinates in the box."""


@dataclass(frozen=True)
class Names:
    """What stands at the three axes."""

    x: str
    y: str
    height: str


class Picture:
    """Paints what was taken, and all around it.

    Parameters
    ----------
    marks
        What stands on the surface.
    """

    def __init__(self, taken: Taken, theme: Theme, font: QFont, names: Names, marks: Marks) -> None:
        self._taken, self._theme, self._names = taken, theme, names
        self._view: View = taken.shot.view
        self._mesh: Mesh = taken.shot.scene.mesh
        self._box = Box(self._view)
        self._edges = self._box.label_edges(LEAST_EDGE)
        self._font = font
        self._tick_font = numeric_font(scaled_font(font, 0.9))
        self._unit = font.pointSizeF() / DEFAULT_POINT_SIZE
        self._marks = MarkPainter(taken, theme, self._unit, marks)

    def paint(self, painter: QPainter) -> None:
        """Paint everything on the colour of a card."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ticks = self._ticks()
        for wall in self._box.far_walls():
            self._paint_wall(painter, wall, ticks)
        image = self._taken.image
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0.0, 0.0, self._view.width, self._view.height), image)
        taken: list[QRectF] = []
        for edge in self._edges:
            self._paint_axis(painter, edge, ticks[edge.axis], taken)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._marks.paint(painter)

    def _ticks(self) -> tuple[Ticks, Ticks, Ticks]:
        lengths = {edge.axis: edge.length for edge in self._edges}

        def even(axis: int, low: float, high: float) -> Ticks:
            most = max(5, min(7, int(lengths.get(axis, 200.0) / (TICK_DISTANCE * self._unit))))
            values = even_ticks(low, high, most)
            return tuple((value, 2.0 * (value - low) / (high - low) - 1.0) for value in values)

        heights = height_ticks(self._mesh.scale)
        return (
            even(0, *self._mesh.x_range),
            even(1, *self._mesh.y_range),
            tuple((value, (2.0 * height - 1.0) * HALF_HEIGHT) for value, height in heights),
        )

    def _paint_wall(self, painter: QPainter, wall: Wall, ticks: tuple[Ticks, ...]) -> None:
        theme = self._theme
        outline = QPolygonF([QPointF(*place) for place in self._places(self._box.outline(wall))])
        # The floor is a little darker than the walls: one sees how the box stands.
        face = QColor(theme.window)
        face.setAlphaF(0.9 if wall.axis == 2 else 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(face)
        painter.drawPolygon(outline)
        painter.setPen(QPen(QColor(theme.grid).darker(104), self._unit))
        for axis in {0, 1, 2} - {wall.axis}:
            for _, coordinate in ticks[axis]:
                ends = self._places(self._box.grid_line(wall, axis, coordinate))
                painter.drawLine(QPointF(*ends[0]), QPointF(*ends[1]))
        painter.setPen(QPen(QColor(theme.input_border), self._unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(outline)

    def _paint_axis(self, painter: QPainter, edge: Edge, ticks: Ticks, taken: list[QRectF]) -> None:
        """Paint an axis with its numbers, where no others stand: two axes meet in a corner."""
        theme = self._theme
        line = self._places(edge.ends)
        painter.setPen(QPen(QColor(theme.axis), 1.2 * self._unit))
        painter.drawLine(QPointF(*line[0]), QPointF(*line[1]))
        painter.setFont(self._tick_font)
        metrics = QFontMetricsF(self._tick_font)
        deepest = 0.0
        for value, coordinate in ticks:
            point = edge.ends[:1].copy()
            point[0, edge.axis] = coordinate
            place = self._places(point)[0]
            end = place + TICK * self._unit * edge.outward
            text = short_number(value, 4)
            area = self._text_area(metrics, text, end + GAP * self._unit * edge.outward, edge)
            if any(area.adjusted(-6.0, 4.0, 6.0, -4.0).intersects(other) for other in taken):
                continue
            taken.append(area)
            painter.setPen(QPen(QColor(theme.axis), self._unit))
            painter.drawLine(QLineF(QPointF(*place), QPointF(*end)))
            painter.setPen(QColor(theme.muted_text))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            reach = np.array([area.width(), area.height()]) @ np.abs(edge.outward)
            deepest = max(deepest, float(reach))
        self._paint_name(painter, edge, line, deepest)

    def _paint_name(self, painter: QPainter, edge: Edge, line: np.ndarray, deepest: float) -> None:
        names = self._names
        text = (names.x, names.y, names.height)[edge.axis]
        font = scaled_font(self._font, 1.05, QFont.Weight.Medium)
        metrics = QFontMetricsF(font)
        if edge.axis == 2:
            # Above the upper end, where there is room.
            upper = line[np.argmin(line[:, 1])]
            width = metrics.horizontalAdvance(text)
            left = max(2.0, upper[0] - 0.75 * width)
            area = QRectF(
                left, upper[1] - metrics.height() - 7.0 * self._unit, width, metrics.height()
            )
        else:
            distance = (TICK + 2.0 * GAP) * self._unit + deepest
            place = 0.5 * (line[0] + line[1]) + distance * edge.outward
            area = self._text_area(metrics, text, place, edge)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)

    def _text_area(
        self, metrics: QFontMetricsF, text: str, place: np.ndarray, edge: Edge
    ) -> QRectF:
        """Return where a text stands that begins at a place and goes outward."""
        width, height = metrics.horizontalAdvance(text), metrics.height()
        size = np.array([width, height])
        # A text across the way out touches the place with the middle of its side.
        centre = place + 0.5 * size * edge.outward
        return QRectF(centre[0] - 0.5 * width, centre[1] - 0.5 * height, width, height)

    def _places(self, points: np.ndarray) -> np.ndarray:
        return self._view.place(points)
