"""Signs that stand at a point of a plot and keep their size on screen."""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

INK = QColor("#1b2130")
PAPER = QColor(255, 255, 255, 230)


class SignItem(pg.GraphicsObject):
    """A sign drawn in pixels around its point, dark on a light casing: it is seen on any map.

    Parameters
    ----------
    reach
        How far it extends from the point, in pixels.
    tip
        What the pointer is told over it.
    """

    def __init__(self, reach: float, tip: str) -> None:
        super().__init__()
        self._reach = reach
        self._thickness = 1.0
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setToolTip(tip)

    def set_thickness(self, thickness: float) -> None:
        """Draw so many times as large as usual."""
        if thickness != self._thickness:
            self.prepareGeometryChange()
            self._thickness = thickness
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Draw with the pen that is set, around the origin."""
        raise NotImplementedError

    def boundingRect(self) -> QRectF:  # noqa: N802 (Qt's name)
        """Return the area of the sign."""
        reach = self._reach * self._thickness
        return QRectF(-reach, -reach, 2 * reach, 2 * reach)

    def collidesWithPath(  # noqa: N802 (Qt's name)
        self,
        path: QPainterPath,
        mode: Qt.ItemSelectionMode = Qt.ItemSelectionMode.IntersectsItemShape,  # noqa: ARG002
    ) -> bool:
        """Return whether a path around the origin, in pixels, meets the sign.

        Qt cuts the shape of an item off where the plot ends, as if a pixel of it were a unit of
        the data: where a unit is many pixels, only the very middle would be left to take hold of.
        """
        meets: bool = self.shape().intersects(path)
        return meets

    def mapFromScene(  # noqa: N802 (Qt's name)
        self, place: QPointF | QRectF
    ) -> QPointF | QPolygonF:
        """Return a place or an area of the scene in pixels around the sign.

        pyqtgraph asks so whether the pointer is on it; Qt would answer in units of the data.
        """
        origin: QPointF = self.scenePos()
        if isinstance(place, QRectF):
            return QPolygonF(place.translated(-origin))
        return place - origin

    def dataBounds(self, *_: object, **__: object) -> None:  # noqa: N802 (pyqtgraph's name)
        """Take no part in the plot's automatic range."""
        return

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Draw the casing, then the sign."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.stamp(painter)

    def stamp(self, painter: QPainter) -> None:
        """Draw it around the origin of any painter."""
        painter.scale(self._thickness, self._thickness)
        draw_cased(painter, self.draw)


def draw_cased(painter: QPainter, draw: Callable[[QPainter], None]) -> None:
    """Draw something twice: light and wide, then dark."""
    for colour, width in ((PAPER, 4.5), (INK, 1.8)):
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        draw(painter)


class MinimumSign(SignItem):
    """A cross at a known minimum."""

    def __init__(self, tip: str) -> None:
        super().__init__(8.0, tip)

    def draw(self, painter: QPainter) -> None:
        """Draw the cross."""
        painter.drawLine(QPointF(-5, -5), QPointF(5, 5))
        painter.drawLine(QPointF(-5, 5), QPointF(5, -5))
