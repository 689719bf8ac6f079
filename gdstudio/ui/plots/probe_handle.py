"""The point that is looked at, and the direction that is looked into: both are dragged."""

import math
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.plots.sign_item import SignItem

RADIUS, DOT = 10.5, 2.4
REACH = 14.0
RING = 60.0
"""Pixels from the point to the knob."""
KNOB, KNOB_REACH = 6.0, 11.0
ARROW, ARROW_HEAD = 0.7, 8.0
"""How long the arrow of the gradient is, beside the ring, and its head in pixels."""
NAME = "∇f"


class ProbeHandle(SignItem):
    """A ring round the point, with a dot in it where a person put it; it can be dragged."""

    moved = Signal(float, float)
    """Where the pointer takes it, in data coordinates."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(REACH, "")
        self.setToolTip(self.tr("The point of the calculus panel: drag it, or click with Shift"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.has_dot = False
        """Whether it stands for itself, not for a run."""
        self._offset = QPointF()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._colour, self._casing = _strong(theme), _casing(theme)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Draw the ring, on its casing in the colour that tells it from the start."""
        is_ink = painter.pen().widthF() < 3.0
        painter.setPen(QPen(self._colour, 2.2) if is_ink else QPen(self._casing, 4.2))
        painter.drawEllipse(QPointF(), RADIUS, RADIUS)
        if self.has_dot:
            painter.setBrush(self._colour if is_ink else self._casing)
            painter.drawEllipse(QPointF(), DOT, DOT)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802 (pyqtgraph's name)
        """Follow the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        parent = self.parentItem()
        if event.isStart():
            self._offset = self.pos() - parent.mapFromScene(event.buttonDownScenePos())
        target = parent.mapFromScene(event.scenePos()) + self._offset
        self.moved.emit(target.x(), target.y())


class DirectionHandle(SignItem):
    """An arrow from the point to a knob on a ring round it, and the gradient as a thinner one.

    Directions are those of the data: what is steepest stands across the contour lines only where
    both axes have the same scale.
    """

    turned = Signal(float)
    """The angle in the data to which it is dragged, in radians."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(RING + KNOB_REACH, "")
        self.setToolTip(self.tr("The direction of the directional derivative: drag it round"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._angle = 0.0
        self._gradient: tuple[float, float] = (0.0, 0.0)
        self._scales = (1.0, 1.0)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._colour, self._casing = _strong(theme), _casing(theme)
        self._paper = QColor(theme.card)
        self.update()

    def set_directions(self, angle: float, gradient: tuple[float, float]) -> None:
        """Point at an angle (radians, in the data), and along a gradient."""
        if (angle, gradient) != (self._angle, self._gradient):
            self._angle, self._gradient = angle, gradient
            self.update()

    def set_scales(self, across: float, up: float) -> None:
        """Say how many pixels a unit of the data is long, to the right and up."""
        if (across, up) != self._scales:
            self._scales = (across, up)
            self.update()

    @property
    def knob(self) -> QPointF:
        """Where the knob is, in pixels from the point."""
        return self._toward(math.cos(self._angle), math.sin(self._angle)) * self._thickness

    def shape(self) -> QPainterPath:
        """Return the area that takes hold: the knob, nothing of what is under the ring."""
        path = QPainterPath()
        reach = KNOB_REACH * self._thickness
        path.addEllipse(self.knob, reach, reach)
        return path

    def draw(self, painter: QPainter) -> None:
        """Draw ring, arrows and knob."""
        is_ink = painter.pen().widthF() < 3.0
        width = painter.pen().widthF()
        painter.setPen(QPen(self._ring_colour(is_ink), 1.2 if is_ink else 2.4))
        painter.drawEllipse(QPointF(), RING, RING)
        if any(self._gradient) and all(map(math.isfinite, self._gradient)):
            painter.setPen(QPen(self._colour if is_ink else self._casing, 1.4 if is_ink else 3.2))
            self._draw_arrow(painter, self._toward(*self._gradient), ARROW)
            self._draw_name(painter, self._toward(*self._gradient), is_ink=is_ink)
        knob = self._toward(math.cos(self._angle), math.sin(self._angle))
        painter.setPen(QPen(self._colour if is_ink else self._casing, width))
        painter.drawLine(knob * (RADIUS / RING), knob * ((RING - KNOB) / RING))
        painter.setBrush(self._paper if is_ink else self._casing)
        painter.drawEllipse(knob, KNOB, KNOB)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802 (pyqtgraph's name)
        """Turn with the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        parent = self.parentItem()
        way = parent.mapFromScene(event.scenePos()) - self.pos()
        if way.x() or way.y():
            self.turned.emit(math.atan2(way.y(), way.x()))

    def _draw_name(self, painter: QPainter, toward: QPointF, *, is_ink: bool) -> None:
        """Write what the arrow is, beside it."""
        path = QPainterPath()
        path.addText(QPointF(), numeric_font(), NAME)
        size = path.boundingRect()
        across = QPointF(-toward.y(), toward.x()) / RING
        path.translate(toward * ARROW * 0.62 + across * 13.0 - size.center())
        if is_ink:
            painter.fillPath(path, self._colour)
        else:
            painter.setPen(QPen(self._casing, 3.2))
            painter.drawPath(path)

    def _ring_colour(self, is_ink: bool) -> QColor:
        colour = QColor(self._colour if is_ink else self._casing)
        colour.setAlpha(150)
        return colour

    def _toward(self, x: float, y: float) -> QPointF:
        """Return the place on the ring in a direction of the data."""
        across, down = x * self._scales[0], -y * self._scales[1]
        length = math.hypot(across, down)
        if length == 0.0 or not math.isfinite(length):
            return QPointF(RING, 0.0)
        return QPointF(across, down) * (RING / length)

    def _draw_arrow(self, painter: QPainter, toward: QPointF, share: float) -> None:
        tip = toward * share
        painter.drawLine(toward * (RADIUS / RING), tip)
        unit = toward / RING
        across = QPointF(-unit.y(), unit.x())
        back = tip - unit * ARROW_HEAD
        side = across * (0.45 * ARROW_HEAD)
        colour = painter.pen().color()
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([tip, back + side, back - side]))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _strong(theme: Theme) -> QColor:
    """Return the accent that is seen on a map, which is light or dark as the theme is."""
    return QColor("#2b3bc4" if theme.name == "light" else "#c3cbff")


def _casing(theme: Theme) -> QColor:
    """Return what lifts it off the map."""
    return QColor(255, 255, 255, 230) if theme.name == "light" else QColor(11, 13, 18, 215)
