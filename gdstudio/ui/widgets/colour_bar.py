"""The legend of a map: its colours with the values that they stand for."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.simulation.map_options import Shading
from gdstudio.simulation.round_values import round_value_between
from gdstudio.ui.colours import Theme, active_theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.map_colours import map_lookup
from gdstudio.ui.number_text import distinct_texts, short_number

if TYPE_CHECKING:
    from gdstudio.simulation.height import Scale

_BAR_HEIGHT = 10.0
_TICK_LENGTH = 3.0
_LABEL_GAP = 10.0
_CAPTION_GAP = 8.0
_FONT_FACTOR = 0.85
_INNER_PLACES = ((0.25, 0.5, 0.75), (1 / 3, 2 / 3), (0.5,), ())
_TOLERANCE = 0.09


@dataclass(frozen=True)
class ScaleTick:
    """A value beside the colours.

    Attributes
    ----------
    place
        In [0, 1], from the lowest to the highest value.
    text
        The value as it is written.
    left
        Where its text begins, in pixels.
    """

    place: float
    text: str
    left: float


CAPTIONS = {
    Shading.LOSS: "",
    Shading.LOG_LOSS: "log f",
    Shading.GRADIENT_NORM: "‖∇f‖",
    Shading.LARGEST_EIGENVALUE: "λ max",
}
"""What the colours stand for, where it is not the function itself."""


class ColourBar(QWidget):
    """A slim bar from the lowest value on the left to the highest on the right.

    Parameters
    ----------
    theme
        Its colours; None for those that the window has at the time.
    """

    def __init__(self, parent: QWidget | None = None, theme: Theme | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale: Scale | None = None
        self._shading = Shading.LOSS
        self._ticks: tuple[ScaleTick, ...] = ()
        self._gradient = QImage()
        self._gradient_of: tuple[Theme, Shading] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours of the map"))

    def scale(self) -> "Scale | None":
        """Return the scale that is shown."""
        return self._scale

    def set_scale(self, scale: "Scale | None", shading: Shading = Shading.LOSS) -> None:
        """Show the scale of what the colours stand for, or nothing."""
        if (scale, shading) == (self._scale, self._shading):
            return
        self._scale, self._shading = scale, shading
        self._place_ticks()
        description = ""
        if scale is not None:
            description = self._words().format(
                low=short_number(scale.low), high=short_number(scale.high)
            )
        self.setAccessibleDescription(description)
        self.setToolTip(description)
        self.updateGeometry()
        self.update()

    def caption(self) -> str:
        """Return what the colours stand for, as a formula; "" for the plain loss."""
        return CAPTIONS[self._shading]

    def _words(self) -> str:
        return {
            Shading.LOSS: self.tr("From {low} to {high}"),
            Shading.LOG_LOSS: self.tr("Values from {low} to {high}, a factor as wide everywhere"),
            Shading.GRADIENT_NORM: self.tr("Length of the gradient, from {low} to {high}"),
            Shading.LARGEST_EIGENVALUE: self.tr(
                "Largest eigenvalue of the Hessian, from {low} to {high}: where it is negative,"
                " the function curves down in all directions"
            ),
        }[self._shading]

    def ticks(self) -> tuple[ScaleTick, ...]:
        """Return the values that are written, from left to right."""
        return self._ticks

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for five values."""
        height = _BAR_HEIGHT + _TICK_LENGTH + QFontMetricsF(self.tick_font()).height() + 2
        return QSize(240, math.ceil(height))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for the two ends."""
        return QSize(140, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Write as many values as there is room for."""
        super().resizeEvent(event)
        self._place_ticks()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme and the font of the application."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        elif event.type() == QEvent.Type.FontChange:
            self._place_ticks()
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the colours and the values."""
        if self._scale is None:
            return
        theme = self._theme or active_theme()
        bar = QRectF(self._left() + 0.5, 0.5, self._length() - 1.0, _BAR_HEIGHT - 1.0)
        outline = QPainterPath()
        outline.addRoundedRect(bar, 3.0, 3.0)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        painter.setClipPath(outline)
        painter.drawImage(bar, self._coloured(theme))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.card_border), 1.0))
        painter.drawPath(outline)
        self._paint_ticks(painter, theme)
        painter.end()

    def _paint_ticks(self, painter: QPainter, theme: Theme) -> None:
        top = _BAR_HEIGHT + _TICK_LENGTH
        painter.setFont(self.tick_font())
        painter.setPen(QColor(theme.muted_text))
        ascent = QFontMetricsF(self.tick_font()).capHeight()
        painter.drawText(QPointF(0.0, 0.5 * (_BAR_HEIGHT + ascent)), self.caption())
        for tick in self._ticks:
            x = self._left() + 0.5 + round(tick.place * (self._length() - 1.0))
            painter.setPen(QPen(QColor(theme.axis), 1.0))
            painter.drawLine(QPointF(x, _BAR_HEIGHT), QPointF(x, top))
            painter.setPen(QColor(theme.muted_text))
            place = QRectF(self._left() + tick.left, top, self.width(), self.height() - top)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tick.text)

    def _left(self) -> float:
        """Return where the colours begin, after what they stand for."""
        advance = QFontMetricsF(self.tick_font()).horizontalAdvance(self.caption())
        return float(round(advance + _CAPTION_GAP)) if advance else 0.0

    def _length(self) -> float:
        return self.width() - self._left()

    def tick_font(self) -> QFont:
        """Return the font of the values."""
        return numeric_font(scaled_font(self.font(), _FONT_FACTOR))

    def _coloured(self, theme: Theme) -> QImage:
        """Return the colours as a picture of one row, made once for each theme."""
        if self._gradient_of != (theme, self._shading):
            pixels = np.ascontiguousarray(map_lookup(theme, self._shading))
            # A copy: the image must not point into an array that goes away.
            form = QImage.Format.Format_RGBA8888
            self._gradient = QImage(pixels.data, len(pixels), 1, pixels.nbytes, form).copy()
            self._gradient_of = theme, self._shading
        return self._gradient

    def _place_ticks(self) -> None:
        scale = self._scale
        if scale is None:
            self._ticks = ()
            return
        metrics = QFontMetricsF(self.tick_font())
        for places in _INNER_PLACES:
            self._ticks = _labelled(scale, places, metrics, self._length())
            if _have_room(self._ticks, metrics):
                return
        self._ticks = self._ticks[:1]


def _labelled(
    scale: "Scale", places: tuple[float, ...], metrics: QFontMetricsF, width: float
) -> tuple[ScaleTick, ...]:
    """Return ticks at both ends and at round values near `places`."""
    if scale.low == scale.high:
        text = short_number(scale.low)
        return (ScaleTick(0.5, text, 0.5 * (width - metrics.horizontalAdvance(text))),)
    ends = [(0.0, scale.low), (1.0, scale.high)]
    for place in places:
        around = np.array([place - _TOLERANCE, place + _TOLERANCE])
        low, high = (float(value) for value in scale.value(around))
        value = round_value_between(low, high)
        ends.append((float(scale.place(np.array([value]))[0]), value))
    ends.sort()
    texts = distinct_texts([value for _, value in ends])
    ticks = []
    for (place, _), text in zip(ends, texts, strict=True):
        advance = metrics.horizontalAdvance(text)
        # The texts of the ends stay within the bar.
        left = min(max(place * width - 0.5 * advance, 0.0), width - advance)
        ticks.append(ScaleTick(place, text, left))
    return tuple(ticks)


def _have_room(ticks: tuple[ScaleTick, ...], metrics: QFontMetricsF) -> bool:
    ends = [tick.left + metrics.horizontalAdvance(tick.text) for tick in ticks]
    follows = zip(ends, ticks[1:], strict=False)
    return all(end + _LABEL_GAP <= tick.left for end, tick in follows)
