"""Small signs for points: each run has its own, so that colour is not all that tells them apart."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF


def _polygon(corners: int, turn: float, radius: float = 1.0) -> QPainterPath:
    path = QPainterPath()
    points = [
        QPointF(
            radius * math.sin(2 * math.pi * i / corners + turn),
            -radius * math.cos(2 * math.pi * i / corners + turn),
        )
        for i in range(corners)
    ]
    path.addPolygon(QPolygonF([*points, points[0]]))
    return path


def _circle() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.92, -0.92, 1.84, 1.84))
    return path


def _star() -> QPainterPath:
    path = QPainterPath()
    points = [
        QPointF(
            (1.2 if i % 2 == 0 else 0.55) * math.sin(math.pi * i / 5),
            -(1.2 if i % 2 == 0 else 0.55) * math.cos(math.pi * i / 5),
        )
        for i in range(10)
    ]
    path.addPolygon(QPolygonF([*points, points[0]]))
    return path


def marker_path(index: int) -> QPainterPath:
    """Return the sign of run ``index``, about 2 × 2 units around the origin."""
    match index % 6:
        case 0:
            return _circle()
        case 1:
            return _polygon(4, math.pi / 4, 1.12)
        case 2:
            return _polygon(3, 0.0, 1.2)
        case 3:
            return _polygon(4, 0.0, 1.15)
        case 4:
            return _polygon(3, math.pi, 1.2)
        case _:
            return _star()


def draw_marker(
    painter: QPainter, index: int, centre: QPointF, radius: float, colour: QColor, ring: QColor
) -> None:
    """Draw the sign of run ``index`` with a ring that lifts it off the map."""
    painter.save()
    painter.translate(centre)
    painter.scale(radius, radius)
    path = marker_path(index)
    pen = QPen(ring, 0.5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.fillPath(path, QBrush(colour))
    painter.restore()
