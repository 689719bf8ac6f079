"""The key to the lines of a plot of curves: which are of training, of the test, of batches."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.quantity import Part

SAMPLE, GAP, MARGIN = 18.0, 5.0, 7.0
"""Pixels: the sample of a line, the air after it, the air around all."""
ROOM = 22.0
"""Pixels that a plot leaves free for it, above or below its curves."""
BATCH_OPACITY = 0.3
TEST_DASH, TEST_GAP = 5.0, 3.0
"""Pixels at ordinary thickness."""
WIDTHS = {Part.TRAINING: 1.8, Part.TEST: 1.3, Part.BATCHES: 1.0}


@dataclass(frozen=True)
class CurveKey:
    """The words for the parts, and where they stand.

    Attributes
    ----------
    entries
        Each part that is drawn, and its name; none: there is no key.
    is_low
        Whether it stands at the bottom of the plot: where curves rise, the top is taken.
    """

    entries: tuple[tuple[Part, str], ...] = ()
    is_low: bool = False

    def draw(
        self, painter: QPainter, size: QPointF, unit: float, font: QFont, theme: Theme
    ) -> None:
        """Draw it into a right corner of an area of ``size`` pixels; ``unit``: how thick one is."""
        if not self.entries:
            return
        font = QFont(font)
        font.setPixelSize(max(1, round(10.5 * unit)))
        metrics = QFontMetricsF(font)
        widths = [metrics.horizontalAdvance(name) for _, name in self.entries]
        gap = 2.2 * GAP * unit
        width = sum(widths) + len(widths) * (SAMPLE + GAP) * unit + gap * (len(widths) - 1)
        height = 1.35 * metrics.height()
        margin = MARGIN * unit
        if width + 2.0 * margin > size.x() or height + 2.0 * margin > size.y():
            return
        top = size.y() - height - margin if self.is_low else margin
        place = QRectF(size.x() - width - margin, top, width, height)
        ground = QColor(theme.plot_background)
        ground.setAlphaF(0.9)
        painter.fillRect(place.adjusted(-4.0 * unit, 0.0, 4.0 * unit, 0.0), ground)
        painter.setFont(font)
        left = place.left()
        for (part, name), advance in zip(self.entries, widths, strict=True):
            _draw_sample(painter, part, QPointF(left, place.center().y()), unit, theme)
            left += (SAMPLE + GAP) * unit
            painter.setPen(QColor(theme.muted_text))
            words = QRectF(left, place.top(), advance + 2.0, height)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
            left += advance + gap


def _draw_sample(painter: QPainter, part: Part, begin: QPointF, unit: float, theme: Theme) -> None:
    colour = QColor(theme.muted_text)
    if part is Part.BATCHES:
        colour.setAlphaF(BATCH_OPACITY)
        band = QRectF(begin.x(), begin.y() - 3.0 * unit, SAMPLE * unit, 6.0 * unit)
        painter.fillRect(band, colour)
        return
    pen = QPen(colour, WIDTHS[part] * unit)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if part is Part.TEST:
        pen.setDashPattern([TEST_DASH / WIDTHS[part], TEST_GAP / WIDTHS[part]])
    painter.setPen(pen)
    painter.drawLine(begin, QPointF(begin.x() + SAMPLE * unit, begin.y()))
