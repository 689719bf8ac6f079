"""The map of a function with its layers: labelled contour lines, arrows, streamlines."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
)

from gdstudio.simulation.map_options import PLAIN, Arrows, MapOptions, Shading
from gdstudio.simulation.maps import LossRequest, MapRequest, SurfaceMap
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import distinct_texts
from gdstudio.ui.plots.flow_drawing import draw_arrows, draw_streamlines
from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.line_labels import Label, distances_along, place_labels, points_at
from gdstudio.ui.plots.map_item import Heights, MapItem

Float = NDArray[np.float64]

REST_MILLISECONDS = 250
"""How long no other map comes until one is labelled: labels of passing maps would jump about."""
LABEL_FACTOR = 0.82
LABELLED_LINE = 1.25


@dataclass(frozen=True, eq=False)
class LabelledLines:
    """Contour lines with the labels that were placed on them, for whatever projection.

    Attributes
    ----------
    lines
        In data coordinates, (n, 2) each.
    levels
        The number of the level of each.
    texts
        Of each level.
    labels
        At most one of each line, with places as parts of the line.
    """

    lines: tuple[Float, ...]
    levels: tuple[int, ...]
    texts: tuple[str, ...]
    labels: dict[int, tuple[float, float]]


class LayeredMapItem(MapItem):
    """Draws all that rests on the map of a function into the one picture that it keeps."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._options = PLAIN
        self._font = font
        self._labelled: LabelledLines | None = None
        self._drawn: tuple[Projection, QImage] | None = None
        """What was drawn of the map that is shown, and for which view."""
        self._outlines_of: tuple[QFont, list[str]] | None = None
        self._known_outlines: list[QPainterPath] = []
        self.labels_at_rest = False
        """Whether a map gets its labels only when it stays; a file has them at once."""
        super().__init__(theme)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._label)

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        self._font = font
        self._labelled = None
        self.invalidate()

    def set_options(self, options: MapOptions) -> None:
        """Draw other layers, as far as the map has them."""
        self._options = options
        self._labelled = None
        self.invalidate()

    def set_map(self, surface: Heights | None) -> None:
        """Show a map, or nothing."""
        self._labelled = None
        super().set_map(surface)
        if self.labels_at_rest and surface is not None:
            self._rest.start()

    def shades(self, surface: Heights) -> tuple[Float, Shading]:
        """Return the numbers that become colours, and what they stand for."""
        if not isinstance(surface, SurfaceMap) or isinstance(surface.request, LossRequest):
            return super().shades(surface)
        return surface.shades, surface.request.options.shading

    def labels(self) -> tuple[Label, ...]:
        """Return the labels of the contour lines, as parts of the lines."""
        if self._labelled is None:
            return ()
        return tuple(Label(line, *span) for line, span in self._labelled.labels.items())

    def invalidate(self) -> None:
        """Draw anew at the next paint, and not from what was drawn before."""
        self._drawn = None
        super().invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the map with its layers; until the map of another part comes, stretch the picture.

        It comes a few frames later, and a picture is stretched five times as fast as it is drawn.
        """
        if self._drawn is not None:
            before, picture = self._drawn
            painters[0].setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painters[0].drawImage(_moved(before, projection), picture)
            return
        super().draw(painters, projection)
        device = painters[0].device()
        if isinstance(device, QImage) and self._map is not None:
            self._drawn = projection, device

    def draw_lines(self, painter: QPainter, projection: Projection, surface: Heights) -> None:
        """Draw contour lines and flow."""
        _, shading = self.shades(surface)
        if self._labelled is None:
            self._labelled = self._place(surface, projection)
        texts = self._draw_contours(painter, projection, self._labelled, shading)
        if isinstance(surface, SurfaceMap):
            ink = self._ink(shading)
            draw_streamlines(painter, projection, surface.flow.lines, ink)
            if surface.flow.arrows is not None and self._options.arrows is not Arrows.NONE:
                is_uphill = self._options.arrows is Arrows.GRADIENT
                draw_arrows(painter, projection, surface.flow.arrows, ink, is_uphill=is_uphill)
        self._write_labels(painter, projection, texts)

    def _place(self, surface: Heights, projection: Projection) -> LabelledLines:
        """Place the labels where this map is seen; they stay there when it is stretched."""
        lines, levels = [], []
        for number, (_, parts) in enumerate(surface.contours):
            lines += list(parts)
            levels += [number] * len(parts)
        texts = distinct_texts([level for level, _ in surface.contours])
        spans: dict[int, tuple[float, float]] = {}
        is_passing = self._rest.isActive() or (
            isinstance(surface, SurfaceMap)
            and isinstance(surface.request, MapRequest)
            and not surface.request.options.labels
        )
        if self._options.labels and not is_passing:
            metrics = QFontMetricsF(self._label_font(projection))
            # On the screen: a device pixel is no measure for a text.
            unit = projection.ratio
            seen = [_seen(line, projection) / unit for line in lines]
            places = place_labels(
                seen,
                levels,
                [metrics.horizontalAdvance(text) / unit for text in texts],
                metrics.capHeight() / unit,
                (projection.width / unit, projection.height / unit),
            )
            for label in places:
                length = distances_along(seen[label.line])[-1]
                spans[label.line] = label.start / length, label.end / length
        return LabelledLines(tuple(lines), tuple(levels), tuple(texts), spans)

    @Slot()
    def _label(self) -> None:
        self._labelled = None
        self.invalidate()

    def _label_font(self, projection: Projection) -> QFont:
        font = numeric_font(scaled_font(self._font, LABEL_FACTOR))
        font.setPixelSize(max(1, round(QFontInfo(font).pixelSize() * projection.ratio)))
        return font

    def _draw_contours(
        self, painter: QPainter, projection: Projection, labelled: LabelledLines, shading: Shading
    ) -> list[tuple[str, Float]]:
        """Draw the lines with gaps; return what is written there, and both ends (2, 2) of each."""
        colour = self.contour_colour(shading)
        if labelled.labels:
            # A line with its value on it is there to be read.
            colour.setAlpha(min(255, round(LABELLED_LINE * colour.alpha())))
        paths: dict[int, QPainterPath] = {}
        texts: list[tuple[str, Float]] = []
        for index, (line, level) in enumerate(zip(labelled.lines, labelled.levels, strict=True)):
            seen = _seen(line, projection)
            path = paths.setdefault(level, QPainterPath())
            if index not in labelled.labels:
                path.addPath(_path(seen))
                continue
            along = distances_along(seen)
            start, end = (share * along[-1] for share in labelled.labels[index])
            ends = points_at(seen, along, np.array([start, end]))
            before, after = along < start, along > end
            path.addPath(_path(np.concatenate([seen[before], ends[:1]])))
            path.addPath(_path(np.concatenate([ends[1:], seen[after]])))
            texts.append((labelled.texts[level], ends))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.setPen(QPen(colour, projection.unit))
        for path in paths.values():
            painter.drawPath(path)
        return texts

    def _write_labels(
        self, painter: QPainter, projection: Projection, texts: list[tuple[str, Float]]
    ) -> None:
        if texts:
            outlines = self._outlines(self._label_font(projection), [text for text, _ in texts])
            for (_, ends), outline in zip(texts, outlines, strict=True):
                self._write(painter, outline, ends, projection)

    def _outlines(self, font: QFont, texts: list[str]) -> list[QPainterPath]:
        """Return texts around the origin; those of the last time are still there."""
        if self._outlines_of != (font, texts):
            metrics = QFontMetricsF(font)
            self._known_outlines = []
            for text in texts:
                path = QPainterPath()
                left = -0.5 * metrics.horizontalAdvance(text)
                path.addText(QPointF(left, 0.5 * metrics.capHeight()), font, text)
                self._known_outlines.append(path)
            self._outlines_of = font, texts
        return self._known_outlines

    def _write(
        self, painter: QPainter, path: QPainterPath, ends: Float, projection: Projection
    ) -> None:
        """Write along a line between two points (2, 2), upright, with a halo."""
        middle, (across, down) = ends.mean(axis=0), ends[1] - ends[0]
        angle = float(np.degrees(np.arctan2(down, across)))
        angle -= 180.0 * round(angle / 180.0)
        is_light = self._theme.name == "light"
        halo = QColor(255, 255, 255, 120) if is_light else QColor(10, 12, 18, 130)
        ink = QColor(27, 33, 48, 225) if is_light else QColor(255, 255, 255, 225)
        painter.save()
        painter.translate(*middle.tolist())
        painter.rotate(angle)
        pen = QPen(halo, 2.4 * projection.ratio)
        painter.strokePath(path, pen)
        painter.fillPath(path, ink)
        painter.restore()

    def _ink(self, shading: Shading) -> QColor:
        """Return the colour of arrows and streamlines."""
        is_light = self._theme.name == "light" or shading is Shading.LARGEST_EIGENVALUE
        ink = QColor("#1b2130" if self._theme.name == "light" else "#ffffff")
        ink.setAlpha(160 if is_light else 110)
        return ink


def _seen(line: Float, projection: Projection) -> Float:
    return np.stack([projection.x(line[:, 0]), projection.y(line[:, 1])], axis=1)


def _moved(before: Projection, after: Projection) -> QRectF:
    """Return where a picture that was drawn for one view lies in another."""
    across, down = after.x_scale / before.x_scale, after.y_scale / before.y_scale
    return QRectF(
        after.x_shift - before.x_shift * across,
        after.y_shift - before.y_shift * down,
        before.width * across,
        before.height * down,
    )


def _path(points: Float) -> QPainterPath:
    x, y = np.ascontiguousarray(points.T)
    path: QPainterPath = pg.functions.arrayToQPath(x, y, connect="all")
    return path
