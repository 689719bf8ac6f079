"""Draws the parts of a step, with a small key."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen

from gdstudio.simulation.step_parts import PartKind, StepParts
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.flow_drawing import head_polygon
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.step_vectors import (
    LONG,
    STEP,
    UNSCALED,
    Arrow,
    StepArrows,
    step_arrows,
    words_for,
)

COLOURS = {
    "light": {
        STEP: "#1b2130",
        UNSCALED: "#1f5fbf",
        PartKind.GRADIENT.value: "#1f5fbf",
        PartKind.MOMENTUM.value: "#b3261e",
        PartKind.NOISE.value: "#5d6675",
        PartKind.CLIPPING.value: "#7a4fb5",
        PartKind.WEIGHT_DECAY.value: "#0e7c7b",
    },
    "dark": {
        STEP: "#ffffff",
        UNSCALED: "#7cb7ff",
        PartKind.GRADIENT.value: "#7cb7ff",
        PartKind.MOMENTUM.value: "#ff8f85",
        PartKind.NOISE.value: "#b4bdcc",
        PartKind.CLIPPING.value: "#c5a3f5",
        PartKind.WEIGHT_DECAY.value: "#5fd3d1",
    },
}
SHAFT, STEP_SHAFT, CASING, HEAD = 2.2, 5.5, 2.2, 9.0
LEAST = 3.0
"""Pixels: a shorter arrow is no arrow."""
KEY_MARGIN, KEY_PADDING, SWATCH = 10.0, 8.0, 18.0
KEY_FACTOR = 0.85


class StepVectorsItem(MovingItem):
    """Arrows at the point of the selected run; the step is broad, and its parts lie on it."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._parts: StepParts | None = None
        self._plane = (0, 1)
        self._font = font
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        self._font = font
        self.update()

    @property
    def parts(self) -> StepParts | None:
        """The step that is drawn."""
        return self._parts

    def set_parts(self, parts: StepParts | None, plane: tuple[int, int] = (0, 1)) -> None:
        """Draw another step, over two of the variables."""
        if parts is not None or self._parts is not None:
            self._parts, self._plane = parts, plane
            self.update()

    def arrows(self, projection: Projection) -> StepArrows | None:
        """Return the arrows under a projection."""
        if self._parts is None:
            return None
        x, y = (float(self._parts.start[index]) for index in self._plane)
        place = projection.point(x, y)
        return step_arrows(
            self._parts,
            self._plane,
            np.array([place.x(), place.y()]) / projection.unit,
            np.array([projection.x_scale, projection.y_scale]) / projection.unit,
            LONG * min(projection.width, projection.height) / projection.unit,
        )

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the arrows and the key."""
        step = self.arrows(projection)
        if step is None or not step.arrows:
            return
        painter.save()
        painter.scale(projection.unit, projection.unit)
        for arrow in step.arrows:
            self._draw_arrow(painter, arrow)
        painter.restore()
        self._draw_key(painter, projection, step)

    def _colour(self, key: str) -> QColor:
        return QColor(COLOURS[self._theme.name].get(key, self._theme.text))

    def _draw_arrow(self, painter: QPainter, arrow: Arrow) -> None:
        way = arrow.tip - arrow.tail
        length = float(np.hypot(*way))
        if length < LEAST:
            return
        unit = way / length
        is_step = arrow.key == STEP
        head = min(HEAD * (1.6 if is_step else 1.0), 0.6 * length)
        polygon = head_polygon(arrow.tip, unit, head)
        shaft_end = arrow.tip - 0.7 * head * unit
        shaft = QPointF(*arrow.tail.tolist()), QPointF(*shaft_end.tolist())
        width = STEP_SHAFT if is_step else SHAFT
        colour = self._colour(arrow.key)
        if is_step:
            colour.setAlpha(150)
        casing = QColor(255, 255, 255, 200) if self._theme.name == "light" else QColor(11, 13, 18)
        style = Qt.PenStyle.DashLine if arrow.key == UNSCALED else Qt.PenStyle.SolidLine
        if arrow.key != UNSCALED:
            painter.setPen(QPen(casing, width + CASING))
            painter.drawLine(*shaft)
            painter.setPen(QPen(casing, CASING))
            painter.drawPolygon(polygon)
        painter.setPen(QPen(colour, width, style, Qt.PenCapStyle.FlatCap))
        painter.drawLine(*shaft)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(polygon)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_key(self, painter: QPainter, projection: Projection, step: StepArrows) -> None:
        """Say which arrow is what, in the corner that is farthest from the point."""
        ratio = projection.unit
        font = numeric_font(scaled_font(self._font, KEY_FACTOR))
        # The font grows with the thickness by itself.
        font.setPixelSize(max(1, round(QFontInfo(font).pixelSize() * projection.ratio)))
        metrics = QFontMetricsF(font)
        rows = [(arrow.key, words_for(arrow.key)) for arrow in step.arrows]
        if step.factor != 1.0:
            words = self.tr("all drawn ×{factor}")
            rows.append(("", words.format(factor=short_number(step.factor))))
        texts = max(metrics.horizontalAdvance(text) for _, text in rows)
        width = texts + (SWATCH + 8.0 + 2.0 * KEY_PADDING) * ratio
        line = metrics.height() * 1.15
        height = len(rows) * line + 2.0 * KEY_PADDING * 0.75 * ratio
        start = step.arrows[0].tail * ratio
        margin = KEY_MARGIN * ratio
        left = margin if start[0] > projection.width / 2 else projection.width - margin - width
        top = margin if start[1] > projection.height / 2 else projection.height - margin - height
        ground = QColor(self._theme.card)
        ground.setAlpha(225)
        painter.setPen(QPen(QColor(self._theme.card_border), ratio))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(left, top, width, height), 6.0 * ratio, 6.0 * ratio)
        painter.setFont(font)
        for number, (key, text) in enumerate(rows):
            middle = top + KEY_PADDING * 0.75 * ratio + (number + 0.5) * line
            x = left + KEY_PADDING * ratio
            if key:
                self._draw_swatch(painter, key, QPointF(x, middle), ratio)
            painter.setPen(QColor(self._theme.text if key else self._theme.muted_text))
            indent = (SWATCH + 8.0) * ratio if key else 0.0
            painter.drawText(
                QRectF(x + indent, middle - 0.5 * line, width, line),
                Qt.AlignmentFlag.AlignVCenter,
                text,
            )

    def _draw_swatch(self, painter: QPainter, key: str, place: QPointF, ratio: float) -> None:
        colour = self._colour(key)
        if key == STEP:
            colour.setAlpha(150)
        style = Qt.PenStyle.DashLine if key == UNSCALED else Qt.PenStyle.SolidLine
        width = (STEP_SHAFT if key == STEP else SHAFT) * ratio
        painter.setPen(QPen(colour, width, style, Qt.PenCapStyle.FlatCap))
        painter.drawLine(place, place + QPointF(SWATCH * ratio, 0.0))
