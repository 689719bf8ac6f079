"""Small pictures of functions."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from gdstudio.experiment.gallery import GalleryEntry
from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.maps import (
    CurveRequest,
    FunctionCurve,
    MapRequest,
    SurfaceMap,
    function_curve,
    surface_map,
)
from gdstudio.ui.colours import Theme
from gdstudio.ui.map_colours import map_lookup

SIZE = QSize(96, 68)
RATIO = 2


@dataclass(frozen=True, eq=False)
class ThumbnailData:
    """What a small picture shows, as numbers."""

    key: str
    picture: SurfaceMap | FunctionCurve


def thumbnail_data(entries: tuple[GalleryEntry, ...]) -> tuple[ThumbnailData, ...]:
    """Evaluate the functions of a gallery at the size of small pictures."""
    return tuple(ThumbnailData(entry.key, _evaluate(entry)) for entry in entries)


def _evaluate(entry: GalleryEntry) -> SurfaceMap | FunctionCurve:
    objective = FunctionObjective(entry.expression, entry.variables, entry.domain)
    if len(entry.variables) == 1:
        points = SIZE.width() * RATIO
        return function_curve(CurveRequest(objective, entry.start, 0, entry.domain[0], points))
    columns, rows = SIZE.width(), SIZE.height()
    x, y = entry.domain[:2]
    return surface_map(MapRequest(objective, entry.start, 0, 1, x, y, columns, rows))


def thumbnail(data: ThumbnailData, theme: Theme) -> QImage:
    """Draw a small picture with rounded corners."""
    image = QImage(SIZE * RATIO, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(RATIO)
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    area = QRectF(0.5, 0.5, SIZE.width() - 1.0, SIZE.height() - 1.0)
    outline = QPainterPath()
    outline.addRoundedRect(area, 6.0, 6.0)
    painter.setClipPath(outline)
    if isinstance(data.picture, SurfaceMap):
        painter.drawImage(area, _heat(data.picture, theme))
    else:
        painter.fillRect(area, QColor(theme.hover))
        _draw_curve(painter, data.picture, area, theme)
    painter.setClipping(False)
    painter.setPen(QPen(QColor(theme.card_border), 1.0))
    painter.drawPath(outline)
    painter.end()
    return image


def _heat(surface: SurfaceMap, theme: Theme) -> QImage:
    places = np.nan_to_num(surface.scale.place(surface.values)[::-1])
    pixels = np.ascontiguousarray(map_lookup(theme)[(places * 255.0 + 0.5).astype(np.uint8)])
    height, width = places.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def _draw_curve(painter: QPainter, curve: FunctionCurve, area: QRectF, theme: Theme) -> None:
    finite = curve.values[np.isfinite(curve.values)]
    low, high = float(finite.min()), float(finite.max())
    inner = area.adjusted(4.0, 8.0, -4.0, -8.0)
    x = np.linspace(inner.left(), inner.right(), curve.x.size)
    y = inner.bottom() - (curve.values - low) / max(high - low, 1e-300) * inner.height()
    points = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    painter.setPen(QPen(QColor(theme.accent), 2.0))
    painter.drawPolyline(QPolygonF(points))
