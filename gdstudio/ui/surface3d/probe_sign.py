"""The probe on the surface: its ring, and the gradient and the direction in the tangent plane."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.probe_handle import (
    ARROW_HEAD,
    CASING_WIDTH,
    DOT,
    INK_WIDTH,
    NAME_GAP,
    RADIUS,
    probe_colours,
)
from gdstudio.ui.surface3d.camera import View
from gdstudio.ui.surface3d.mesh import Mesh
from gdstudio.ui.surface3d.tangent import along, circle_at, slopes_at

Float = NDArray[np.float64]

RING, ARROW = 0.34, 0.3
"""Radius of the circle of directions, and the length of the gradient, in the box."""
KNOB = 4.0
SHORTEST = 1.3
"""An arrow that is seen from its end is not drawn: in radii of the ring round the point."""


class ProbeSign:
    """Paints what belongs to the point that calculus looks at."""

    def __init__(self, mesh: Mesh, view: View, theme: Theme, unit: float) -> None:
        self._mesh, self._view, self._unit = mesh, view, unit
        self._ink, self._casing = probe_colours(theme)
        self._paper = QColor(theme.card)

    def paint(self, painter: QPainter, point: Float, overlay: Overlay) -> None:
        """Paint it at a point (3,) of the box: casings first, so that they cover no sign."""
        centre = self._place(point)
        slopes = slopes_at(self._mesh, point)
        ring, knob, tip = QPolygonF(), None, None
        if slopes is not None:
            corners = self._view.place(circle_at(point, slopes, RING))
            ring = QPolygonF([QPointF(*each) for each in corners])
            angle = overlay.angle
            knob = self._place(point + RING * self._way(slopes, math.cos(angle), math.sin(angle)))
            gradient = overlay.plane_gradient
            if any(gradient) and all(map(math.isfinite, gradient)):
                tip = self._place(point + ARROW * self._way(slopes, *gradient))
        for is_ink in (False, True):
            self._paint_ring(painter, ring, is_ink=is_ink)
            if knob is not None:
                self._paint_knob(painter, centre, knob, is_ink=is_ink)
            if tip is not None:
                self._paint_arrow(painter, centre, tip, f"∇{overlay.letter}", is_ink=is_ink)
            self._paint_probe(painter, centre, has_dot=overlay.colour is None, is_ink=is_ink)

    def _paint_ring(self, painter: QPainter, ring: QPolygonF, *, is_ink: bool) -> None:
        pen = self._pen(1.2, is_ink=is_ink)
        colour = pen.color()
        colour.setAlpha(150)
        pen.setColor(colour)
        painter.setPen(pen)
        painter.drawPolygon(ring)

    def _paint_knob(
        self, painter: QPainter, centre: QPointF, knob: QPointF, *, is_ink: bool
    ) -> None:
        painter.setPen(self._pen(INK_WIDTH, is_ink=is_ink))
        way = knob - centre
        length = math.hypot(way.x(), way.y())
        if length > SHORTEST * RADIUS * self._unit:
            painter.drawLine(centre + way * (RADIUS * self._unit / length), knob)
        painter.setBrush(self._paper if is_ink else self._casing)
        painter.drawEllipse(knob, KNOB * self._unit, KNOB * self._unit)
        painter.setBrush(QColor(0, 0, 0, 0))

    def _paint_arrow(
        self, painter: QPainter, centre: QPointF, tip: QPointF, name: str, *, is_ink: bool
    ) -> None:
        way = tip - centre
        length = math.hypot(way.x(), way.y())
        if length < SHORTEST * RADIUS * self._unit:
            return
        unit = way / length
        painter.setPen(self._pen(INK_WIDTH, is_ink=is_ink))
        back = tip - unit * (ARROW_HEAD * self._unit)
        painter.drawLine(centre + unit * (RADIUS * self._unit), back)
        side = QPointF(-unit.y(), unit.x()) * (0.45 * ARROW_HEAD * self._unit)
        pen = self._pen(1.0, is_ink=is_ink)
        painter.setPen(pen)
        painter.setBrush(pen.color())
        painter.drawPolygon(QPolygonF([tip, back + side, back - side]))
        painter.setBrush(QColor(0, 0, 0, 0))
        self._write(painter, tip + unit * (NAME_GAP * self._unit), name, is_ink=is_ink)

    def _write(self, painter: QPainter, place: QPointF, name: str, *, is_ink: bool) -> None:
        path = QPainterPath()
        path.addText(QPointF(), numeric_font(), name)
        path.translate(place - path.boundingRect().center())
        if is_ink:
            painter.fillPath(path, self._ink)
        else:
            painter.setPen(QPen(self._casing, 3.2 * self._unit))
            painter.drawPath(path)

    def _paint_probe(
        self, painter: QPainter, centre: QPointF, *, has_dot: bool, is_ink: bool
    ) -> None:
        painter.setPen(self._pen(2.2, is_ink=is_ink))
        painter.drawEllipse(centre, RADIUS * self._unit, RADIUS * self._unit)
        if has_dot:
            painter.setBrush(self._ink if is_ink else self._casing)
            painter.drawEllipse(centre, DOT * self._unit, DOT * self._unit)
            painter.setBrush(QColor(0, 0, 0, 0))

    def _pen(self, width: float, *, is_ink: bool) -> QPen:
        wide = width if is_ink else width + CASING_WIDTH - INK_WIDTH
        return QPen(self._ink if is_ink else self._casing, wide * self._unit)

    def _way(self, slopes: tuple[float, float], x: float, y: float) -> Float:
        """Return the direction (3,) of the plane above a direction of the domain."""
        (x_low, x_high), (y_low, y_high) = self._mesh.x_range, self._mesh.y_range
        flat = np.array([x / (x_high - x_low), y / (y_high - y_low)])
        flat = flat / np.linalg.norm(flat)
        direction: Float = along(slopes, flat[:1], flat[1:])[0]
        return direction

    def _place(self, point: Float) -> QPointF:
        return QPointF(*self._view.place(point[None])[0])
