"""The gradients of batches as a cloud around the gradient of all rows."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from gdstudio.simulation.gradient_clouds import GradientCloud, GradientClouds
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.dots import draw_dots
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.view_box import PictureViewBox

LEAP = 1.5
"""How much wider the picture gets at a time: axes that change with each step are not read."""
SHRINK = 0.45
"""The picture narrows only when less than this share of it is used."""
SEEN_SHARE = 0.97
"""Which part of the gradients is inside of the picture in any case."""
OTHER_OPACITY, COMPARED_OPACITY = 110, 190
ARROW_HEAD = 8.0
NAME_PIXELS = 12.0


class CloudItem(MovingItem):
    """Draws the clouds, the circles of their spread, and the gradient of all rows as an arrow."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._clouds: GradientClouds | None = None
        self._colour = QColor()
        self._names = ("", "")
        self.set_theme(theme)

    @property
    def clouds(self) -> GradientClouds | None:
        """What is drawn."""
        return self._clouds

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._text = QColor(theme.muted_text)
        self._ink, self._other = QColor(theme.text), QColor(theme.muted_text)
        self._other.setAlpha(OTHER_OPACITY)
        self._compared = QColor(theme.text)
        self._compared.setAlpha(COMPARED_OPACITY)
        self._ground, self._axis = QColor(theme.plot_background), QColor(theme.axis)
        self.update()

    def set_clouds(self, clouds: GradientClouds | None, colour: QColor) -> None:
        """Show other gradients; those of the run's own batches in its colour."""
        self._clouds, self._colour = clouds, colour
        self.update()

    def set_names(self, right: str, up: str) -> None:
        """Name the two components."""
        self._names = right, up
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw all of it, small batches first."""
        origin = projection.point(0.0, 0.0)
        painter.setPen(QPen(self._axis, projection.unit, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(0.0, origin.y()), QPointF(projection.width, origin.y()))
        painter.drawLine(QPointF(origin.x(), 0.0), QPointF(origin.x(), projection.height))
        self._draw_names(painter, projection)
        clouds = self._clouds
        if clouds is None or not np.isfinite(clouds.full).all():
            return
        own = clouds.request.size
        for cloud in sorted(clouds.clouds, key=lambda each: each.size == own):
            if cloud.size < clouds.request.problem.rows.size:
                self._draw_cloud(painter, projection, cloud, is_own=cloud.size == own)
        for cloud in clouds.clouds:
            self._draw_circle(painter, projection, cloud, clouds, is_own=cloud.size == own)
        self._draw_arrow(painter, origin, projection.point(*clouds.full.tolist()), projection.unit)

    def _draw_names(self, painter: QPainter, projection: Projection) -> None:
        # In the corners: beside the axes they would take a third of a small picture.
        font = QFont(painter.font())
        font.setPixelSize(round(NAME_PIXELS * projection.unit))
        painter.setFont(font)
        painter.setPen(self._text)
        gap = 4.0 * projection.unit
        room = QRectF(0.0, 0.0, projection.width, projection.height).adjusted(gap, gap, -gap, -gap)
        corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.drawText(room, corner, f"{self._names[0]} →")
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, f"↑ {self._names[1]}")

    def _draw_cloud(
        self, painter: QPainter, projection: Projection, cloud: GradientCloud, *, is_own: bool
    ) -> None:
        x, y = projection.x(cloud.gradients[:, 0]), projection.y(cloud.gradients[:, 1])
        is_single = cloud.size == 1
        radius = (1.7 if is_single else 2.5) * projection.unit
        if is_own or not is_single:
            draw_dots(painter, x, y, radius + projection.unit, self._ground)
        other = self._other if is_single else self._compared
        draw_dots(painter, x, y, radius, self._colour if is_own else other)

    def _draw_circle(
        self,
        painter: QPainter,
        projection: Projection,
        cloud: GradientCloud,
        clouds: GradientClouds,
        *,
        is_own: bool,
    ) -> None:
        radius = cloud.expected
        if not (math.isfinite(radius) and radius > 0.0):
            return
        x, y = clouds.full.tolist()
        area = projection.rectangle(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
        colour, width = (self._colour, 1.8) if is_own else (self._other, 1.2)
        painter.setPen(QPen(colour, width * projection.unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(area)

    def _draw_arrow(self, painter: QPainter, tail: QPointF, tip: QPointF, unit: float) -> None:
        along = tip - tail
        length = math.hypot(along.x(), along.y())
        if length < 3.0 * unit:
            draw_dots(painter, np.array([tip.x()]), np.array([tip.y()]), 3.0 * unit, self._ink)
            return
        along /= length
        head = min(ARROW_HEAD * unit, length)
        across = QPointF(-along.y(), along.x()) * 0.45 * head
        foot = tip - along * head
        for colour, width in ((self._ground, 4.2), (self._ink, 2.0)):
            painter.setPen(QPen(colour, width * unit))
            painter.drawLine(tail, foot)
        painter.setPen(QPen(self._ground, unit))
        painter.setBrush(self._ink)
        painter.drawPolygon(QPolygonF([tip, foot + across, foot - across]))


class GradientCloudPlot(BasePlot):
    """Two components of the gradients of batches, the origin in the middle or at a side."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._item = CloudItem(theme)
        self._reach = 0.0
        view_box = PictureViewBox()
        super().__init__(theme, font, view_box)
        self._item.setZValue(10)
        self.addItem(self._item, ignoreBounds=True)
        # A circle is a circle: both components have one unit.
        view_box.setAspectLocked(True)
        view_box.reset_requested.connect(self.reset_view)

    @property
    def item(self) -> CloudItem:
        """What draws the clouds."""
        return self._item

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._item.set_theme(theme)

    def set_names(self, right: str, up: str) -> None:
        """Name the two components."""
        self._item.set_names(right, up)

    def show_clouds(self, clouds: GradientClouds | None, colour: QColor) -> None:
        """Show other gradients."""
        self._item.set_clouds(clouds, colour)
        if clouds is not None:
            self._fit(clouds)

    def reset_view(self) -> None:
        """Show all gradients."""
        if self._item.clouds is not None:
            self._reach = 0.0
            self._fit(self._item.clouds)

    def _fit(self, clouds: GradientClouds) -> None:
        every = np.abs(np.concatenate([clouds.full[np.newaxis], clouds.clouds[0].gradients]))
        finite = every[np.isfinite(every).all(axis=1)]
        if not finite.size:
            return
        needed = max(float(np.quantile(finite.max(axis=1), SEEN_SHARE)), float(finite[0].max()))
        if needed > 0.0 and not SHRINK * self._reach <= needed <= self._reach:
            self._reach = LEAP ** math.ceil(math.log(1.05 * needed, LEAP))
            reach = (-self._reach, self._reach)
            self.vb.setRange(xRange=reach, yRange=reach, padding=0.0)
