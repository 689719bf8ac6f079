"""The point that is looked at, and the direction that is looked into: both are dragged."""

import math
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.transparent_image import transparent_image

RADIUS, DOT, REACH = 10.5, 2.4, 14.0
RING = 60.0
"""Pixels from the point to the knob."""
KNOB, KNOB_REACH = 6.0, 11.0
ARROW, ARROW_HEAD = 0.7, 8.0
"""How long the arrow of the gradient is, beside the ring, and its head in pixels."""
NAME_GAP = 13.0
INK_WIDTH, CASING_WIDTH = 1.8, 4.2


def probe_colours(theme: Theme) -> tuple[QColor, QColor]:
    """Return the colours of the signs at the probe, and of what lifts them off the picture."""
    if theme.name == "light":
        return QColor("#2b3bc4"), QColor(255, 255, 255, 230)
    return QColor("#c3cbff"), QColor(11, 13, 18, 215)


class PlotHandle(MovingItem):
    """A sign in pixels at a point of the data, of which a part can be taken hold of.

    Its shape is in units of the data, as that of the plot that clips it: items that ignore the
    transformation are clipped as if their pixels were such units.
    """

    def __init__(self, theme: Theme, tip: str, cursor: Qt.CursorShape) -> None:
        super().__init__()
        self._place = QPointF()
        self.setToolTip(tip)
        self.setCursor(cursor)
        self.set_theme(theme)

    @property
    def place(self) -> QPointF:
        """Where it is, in the data."""
        return self._place

    @property
    def grip(self) -> QPointF:
        """Where it is taken hold of, in pixels from its point."""
        return QPointF()

    @property
    def grip_reach(self) -> float:
        """How far from there the pointer takes hold, in pixels."""
        return REACH

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._ink, self._casing = probe_colours(theme)
        self._paper = QColor(theme.card)
        self.update()

    def set_place(self, x: float, y: float) -> None:
        """Stand at a point of the data."""
        if (x, y) != (self._place.x(), self._place.y()):
            self.prepareGeometryChange()
            self._place = QPointF(x, y)
            self.update()

    def scales(self) -> tuple[float, float]:
        """Return how many pixels a unit of the data is long, to the right and up."""
        view_box = self.getViewBox()
        view = QRectF() if view_box is None else view_box.viewRect()
        if view.width() <= 0.0 or view.height() <= 0.0:
            return 1.0, 1.0
        across, up = view_box.width() / view.width(), view_box.height() / view.height()
        return (across, up) if across > 0.0 and up > 0.0 else (1.0, 1.0)

    def shape(self) -> QPainterPath:
        """Return the area that takes hold."""
        across, up = self.scales()
        grip, reach = self.grip * self._thickness, self.grip_reach * self._thickness
        centre = self._place + QPointF(grip.x() / across, -grip.y() / up)
        path = QPainterPath()
        path.addEllipse(centre, reach / across, reach / up)
        return path

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the casing, then the sign."""
        painter.save()
        painter.translate(projection.point(self._place.x(), self._place.y()))
        painter.scale(projection.unit, projection.unit)
        self.draw_sign(painter, is_ink=False)
        self.draw_sign(painter, is_ink=True)
        painter.restore()

    def draw_sign(self, painter: QPainter, *, is_ink: bool) -> None:
        """Draw round the origin, in pixels: the sign, or the casing that lifts it off the map."""
        raise NotImplementedError

    def pen(self, *, is_ink: bool, width: float = INK_WIDTH) -> QPen:
        """Return the pen of the sign, or of its casing."""
        return QPen(self._ink, width) if is_ink else QPen(self._casing, width + 2.4)

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802 (pyqtgraph's name)
        """Follow the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        self.drag(event)

    def drag(self, event: Any) -> None:
        """Follow the pointer in one event of a drag."""
        raise NotImplementedError


class ProbeHandle(PlotHandle):
    """A ring round the point, with a dot in it where a person put it."""

    moved = Signal(float, float)
    """Where the pointer takes it, in data coordinates."""

    def __init__(self, theme: Theme) -> None:
        self._has_dot = False
        self._offset = QPointF()
        super().__init__(theme, "", Qt.CursorShape.OpenHandCursor)
        self.setToolTip(self.tr("The point of the calculus panel: drag it, or click with Shift"))

    def set_dot(self, has_dot: bool) -> None:
        """Stand for itself, or for a run, whose sign is seen in the ring."""
        if has_dot != self._has_dot:
            self._has_dot = has_dot
            self.update()

    def draw_sign(self, painter: QPainter, *, is_ink: bool) -> None:
        """Draw the ring."""
        painter.setPen(self.pen(is_ink=is_ink, width=2.2))
        painter.drawEllipse(QPointF(), RADIUS, RADIUS)
        if self._has_dot:
            painter.setBrush(self._ink if is_ink else self._casing)
            painter.drawEllipse(QPointF(), DOT, DOT)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def drag(self, event: Any) -> None:
        """Tell where the pointer takes it."""
        if event.isStart():
            self._offset = self._place - self.mapFromScene(event.buttonDownScenePos())
        target = self.mapFromScene(event.scenePos()) + self._offset
        self.moved.emit(target.x(), target.y())


class DirectionHandle(PlotHandle):
    """An arrow from the point to a knob on a ring round it, and the gradient as a thinner one.

    Directions are those of the data: what is steepest stands across the contour lines only where
    both axes have the same scale.
    """

    turned = Signal(float)
    """The angle in the data to which it is dragged, in radians."""

    def __init__(self, theme: Theme) -> None:
        self._angle = 0.0
        self._gradient: tuple[float, float] = (0.0, 0.0)
        self._letter = "f"
        self._ring = QImage()
        super().__init__(theme, "", Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("The direction of the directional derivative: drag it round"))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._ring = QImage()
        super().set_theme(theme)

    def set_directions(
        self, angle: float, gradient: tuple[float, float], letter: str = "f"
    ) -> None:
        """Point at an angle (radians, in the data), and along the gradient of f, or of E."""
        if (angle, gradient, letter) != (self._angle, self._gradient, self._letter):
            self.prepareGeometryChange()
            self._angle, self._gradient, self._letter = angle, gradient, letter
            self.update()

    @property
    def grip(self) -> QPointF:
        """Where the knob is."""
        return self._toward(math.cos(self._angle), math.sin(self._angle))

    @property
    def grip_reach(self) -> float:
        """How far from the knob the pointer takes hold."""
        return KNOB_REACH

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Copy the ring, which takes long to draw and never changes; then draw the rest."""
        reach = (RING + KNOB_REACH) * projection.unit
        side = math.ceil(2.0 * reach)
        if self._ring.width() != side:
            self._ring = self._drawn_ring(side, projection.unit)
        corner = projection.point(self._place.x(), self._place.y()) - QPointF(reach, reach)
        painter.drawImage(corner, self._ring)
        super().draw_over(painter, projection)

    def draw_sign(self, painter: QPainter, *, is_ink: bool) -> None:
        """Draw arrows and knob."""
        if any(self._gradient) and all(map(math.isfinite, self._gradient)):
            painter.setPen(self.pen(is_ink=is_ink, width=1.4))
            self._draw_arrow(painter, self._toward(*self._gradient))
            self._draw_name(painter, self._toward(*self._gradient), is_ink=is_ink)
        knob = self.grip
        painter.setPen(self.pen(is_ink=is_ink))
        painter.drawLine(knob * (RADIUS / RING), knob * ((RING - KNOB) / RING))
        painter.setBrush(self._paper if is_ink else self._casing)
        painter.drawEllipse(knob, KNOB, KNOB)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def drag(self, event: Any) -> None:
        """Turn with the pointer."""
        way = self.mapFromScene(event.scenePos()) - self._place
        if way.x() or way.y():
            self.turned.emit(math.atan2(way.y(), way.x()))

    def _toward(self, x: float, y: float) -> QPointF:
        """Return the place on the ring in a direction of the data."""
        scales = self.scales()
        across, down = x * scales[0], -y * scales[1]
        length = math.hypot(across, down)
        if length == 0.0 or not math.isfinite(length):
            return QPointF(RING, 0.0)
        return QPointF(across, down) * (RING / length)

    def _drawn_ring(self, side: int, unit: float) -> QImage:
        image = transparent_image(side, side)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((RING + KNOB_REACH) * unit, (RING + KNOB_REACH) * unit)
        painter.scale(unit, unit)
        for colour, width in ((self._casing, 2.4), (self._ink, 1.2)):
            faint = QColor(colour)
            faint.setAlpha(150)
            painter.setPen(QPen(faint, width))
            painter.drawEllipse(QPointF(), RING, RING)
        painter.end()
        return image

    def _draw_arrow(self, painter: QPainter, toward: QPointF) -> None:
        tip = toward * ARROW
        painter.drawLine(toward * (RADIUS / RING), tip)
        unit = toward / RING
        back = tip - unit * ARROW_HEAD
        side = QPointF(-unit.y(), unit.x()) * (0.45 * ARROW_HEAD)
        colour = painter.pen().color()
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([tip, back + side, back - side]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_name(self, painter: QPainter, toward: QPointF, *, is_ink: bool) -> None:
        """Write what the arrow is, on the side where the other arrow is not."""
        path = QPainterPath()
        path.addText(QPointF(), numeric_font(), f"∇{self._letter}")
        across = QPointF(-toward.y(), toward.x()) / RING
        if QPointF.dotProduct(across, self.grip) > 0.0:
            across = -across
        middle = path.boundingRect().center()
        path.translate(toward * ARROW * 0.62 + across * NAME_GAP - middle)
        if is_ink:
            painter.fillPath(path, self._ink)
        else:
            painter.setPen(QPen(self._casing, 3.2))
            painter.drawPath(path)
