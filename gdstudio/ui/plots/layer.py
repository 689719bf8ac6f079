"""Graphics items that keep what they drew as a picture of the visible part."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdstudio.ui.transparent_image import transparent_image


@dataclass(frozen=True)
class Projection:
    """Data coordinates to pixels of a layer.

    Attributes
    ----------
    width, height
        Size of the layer in device pixels.
    left, top
        Where the layer lies on the device, in logical pixels.
    ratio
        Device pixels to a logical pixel.
    unit
        Device pixels to a unit of thickness: more where text is enlarged.
    """

    width: int
    height: int
    left: float
    top: float
    ratio: float
    unit: float
    x_scale: float
    x_shift: float
    y_scale: float
    y_shift: float

    def x(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return horizontal device pixels."""
        return values * self.x_scale + self.x_shift

    def y(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return vertical device pixels."""
        return values * self.y_scale + self.y_shift

    def point(self, x: float, y: float) -> QPointF:
        """Return a point in device pixels."""
        return QPointF(x * self.x_scale + self.x_shift, y * self.y_scale + self.y_shift)

    def points(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points (n, 2) in device pixels."""
        return np.stack([self.x(points[:, 0]), self.y(points[:, 1])], axis=1)

    def rectangle(self, area: QRectF) -> QRectF:
        """Return an area of the data in device pixels."""
        return QRectF(
            self.point(area.left(), area.top()), self.point(area.right(), area.bottom())
        ).normalized()


def projection_of(
    world: QTransform, visible: QRectF, ratio: float, thickness: float = 1.0
) -> Projection:
    """Return the projection of the visible part of the data under a painter's transform."""
    target = world.mapRect(visible)
    left, top = np.floor(target.left()), np.floor(target.top())
    return Projection(
        width=max(1, int(np.ceil((target.right() - left) * ratio))),
        height=max(1, int(np.ceil((target.bottom() - top) * ratio))),
        left=float(left),
        top=float(top),
        ratio=ratio,
        unit=ratio * thickness,
        x_scale=world.m11() * ratio,
        x_shift=float((world.dx() - left) * ratio),
        y_scale=world.m22() * ratio,
        y_shift=float((world.dy() - top) * ratio),
    )


class LayerItem(pg.GraphicsObject):
    """An item of a plot that draws in pixels and keeps its drawing.

    Antialiased drawing of long lines takes tens of milliseconds; copying a picture takes one.
    ``draw`` is called when the projection changed or ``invalidate`` was called, ``extend`` before
    every copy: it may add to the picture.
    """

    layer_count = 1

    def __init__(self) -> None:
        super().__init__()
        self._layers: list[QImage] = []
        self._projection: Projection | None = None
        self._is_valid = False
        self._thickness = 1.0

    def set_thickness(self, thickness: float) -> None:
        """Draw lines and signs so many times as thick and large as usual."""
        self._thickness = thickness
        self.update()

    def projection(self, ratio: float) -> Projection | None:
        """Return the projection of the next paint in the window; None where there is none."""
        view_box, canvas = self.getViewBox(), self.getViewWidget()
        if view_box is None or canvas is None:
            return None
        # What pyqtgraph itself does only right before a paint.
        view_box.updateMatrix()
        world = self.sceneTransform() * canvas.viewportTransform()
        return projection_of(world, self.boundingRect(), ratio, self._thickness)

    def invalidate(self) -> None:
        """Draw anew at the next paint."""
        self._is_valid = False
        self.update()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw everything, in device pixels, on empty layers."""
        raise NotImplementedError

    def extend(self, layers: list[QImage], projection: Projection) -> None:
        """Add to the layers what is new since the last paint."""

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw what changes with every paint, in device pixels, above the layers."""

    def copy_layers(self, painter: QPainter, layers: list[QImage]) -> None:
        """Copy the layers to the device; the painter's origin is theirs."""
        for layer in layers:
            painter.drawImage(QPointF(0.0, 0.0), layer)

    def boundingRect(self) -> QRectF:  # noqa: N802 (Qt's name)
        """Return the visible part of the plot: nothing is drawn elsewhere."""
        view_box = self.getViewBox()
        return QRectF() if view_box is None else QRectF(view_box.viewRect())

    def dataBounds(self, *_: object, **__: object) -> None:  # noqa: N802 (pyqtgraph's name)
        """Take no part in the plot's automatic range."""
        return

    def viewTransformChanged(self) -> None:  # noqa: N802 (pyqtgraph's name)
        """Follow the visible part."""
        self.prepareGeometryChange()
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Draw what is needed and copy the layers."""
        ratio = painter.device().devicePixelRatioF()
        projection = projection_of(
            painter.worldTransform(), self.boundingRect(), ratio, self._thickness
        )
        if projection != self._projection or not self._is_valid:
            self._projection = projection
            self._layers = [
                transparent_image(projection.width, projection.height)
                for _ in range(self.layer_count)
            ]
            painters = [QPainter(layer) for layer in self._layers]
            self.draw(painters, projection)
            for each in painters:
                each.end()
            self._is_valid = True
        self.extend(self._layers, projection)
        painter.save()
        painter.setWorldTransform(
            QTransform(1 / ratio, 0, 0, 1 / ratio, projection.left, projection.top)
        )
        self.copy_layers(painter, self._layers)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_over(painter, projection)
        painter.restore()


class MovingItem(LayerItem):
    """An item that keeps nothing, because all of it moves: ``draw_over`` draws it."""

    layer_count = 0

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw nothing that lasts."""
