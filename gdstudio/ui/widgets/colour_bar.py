"""The legend of a map: its colours with the values that they stand for."""

import math
from dataclasses import dataclass

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

from gdstudio.simulation.height import HeightScale
from gdstudio.ui.colours import Theme, active_theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.map_colours import map_lookup
from gdstudio.ui.number_text import short_number

_BAR_HEIGHT = 10.0
_TICK_LENGTH = 3.0
_LABEL_GAP = 10.0
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


class ColourBar(QWidget):
    """A slim bar from the lowest value on the left to the highest on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale: HeightScale | None = None
        self._ticks: tuple[ScaleTick, ...] = ()
        self._gradient = QImage()
        self._gradient_theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours of the map"))

    def scale(self) -> HeightScale | None:
        """Return the scale that is shown."""
        return self._scale

    def set_scale(self, scale: HeightScale | None) -> None:
        """Show a scale, or nothing."""
        if scale == self._scale:
            return
        self._scale = scale
        self._place_ticks()
        description = ""
        if scale is not None:
            description = self.tr("From {low} to {high}").format(
                low=short_number(scale.low), high=short_number(scale.high)
            )
        self.setAccessibleDescription(description)
        self.setToolTip(description)
        self.update()

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
        theme = active_theme()
        bar = QRectF(0.5, 0.5, self.width() - 1.0, _BAR_HEIGHT - 1.0)
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
        for tick in self._ticks:
            x = 0.5 + round(tick.place * (self.width() - 1.0))
            painter.setPen(QPen(QColor(theme.axis), 1.0))
            painter.drawLine(QPointF(x, _BAR_HEIGHT), QPointF(x, top))
            painter.setPen(QColor(theme.muted_text))
            place = QRectF(tick.left, top, self.width(), self.height() - top)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tick.text)

    def tick_font(self) -> QFont:
        """Return the font of the values."""
        return numeric_font(scaled_font(self.font(), _FONT_FACTOR))

    def _coloured(self, theme: Theme) -> QImage:
        """Return the colours as a picture of one row, made once for each theme."""
        if self._gradient_theme is not theme:
            pixels = np.ascontiguousarray(map_lookup(theme))
            # A copy: the image must not point into an array that goes away.
            form = QImage.Format.Format_RGBA8888
            self._gradient = QImage(pixels.data, len(pixels), 1, pixels.nbytes, form).copy()
            self._gradient_theme = theme
        return self._gradient

    def _place_ticks(self) -> None:
        scale = self._scale
        if scale is None:
            self._ticks = ()
            return
        metrics = QFontMetricsF(self.tick_font())
        for places in _INNER_PLACES:
            self._ticks = _labelled(scale, places, metrics, self.width())
            if _have_room(self._ticks, metrics):
                return
        self._ticks = self._ticks[:1]


def round_value_between(low: float, high: float) -> float:
    """Return a value of the interval with as few digits as can be; 0 before all others."""
    if low <= 0.0 <= high:
        return 0.0
    nearer, farther = sorted((abs(low), abs(high)))
    sign = math.copysign(1.0, low)
    middle = 0.5 * nearer + 0.5 * farther
    exponent = math.floor(math.log10(farther)) + 1
    for power in range(exponent, exponent - 18, -1):
        for factor in (1.0, 0.5, 0.2):
            unit = factor * 10.0**power
            if unit <= 0.0 or not math.isfinite(unit):
                continue
            # Division by a power of ten of its own keeps 0.3 from becoming 0.30000000000000004.
            nearest = float(f"{round(middle / unit) * unit:.15g}")
            if nearer <= nearest <= farther:
                return sign * nearest
    return sign * middle


def _labelled(
    scale: HeightScale, places: tuple[float, ...], metrics: QFontMetricsF, width: float
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
    texts = _distinct_texts([value for _, value in ends])
    ticks = []
    for (place, _), text in zip(ends, texts, strict=True):
        advance = metrics.horizontalAdvance(text)
        # The texts of the ends stay within the bar.
        left = min(max(place * width - 0.5 * advance, 0.0), width - advance)
        ticks.append(ScaleTick(place, text, left))
    return tuple(ticks)


def _distinct_texts(values: list[float]) -> list[str]:
    """Return the values with three digits, or as many more as it takes to tell them apart."""
    texts: list[str] = []
    for digits in range(3, 18):
        texts = [short_number(value, digits) for value in values]
        if len(set(texts)) == len(texts):
            break
    return texts


def _have_room(ticks: tuple[ScaleTick, ...], metrics: QFontMetricsF) -> bool:
    ends = [tick.left + metrics.horizontalAdvance(tick.text) for tick in ticks]
    follows = zip(ends, ticks[1:], strict=False)
    return all(end + _LABEL_GAP <= tick.left for end, tick in follows)
