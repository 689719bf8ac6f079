"""The norm of the gradient in each layer as bars on a logarithmic scale."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import short_number

LOWEST = -30
"""The lowest decade that is shown: what is less is as good as nothing."""
WIDEST_BAR = 34.0
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class LayerStrip(QWidget):
    """One bar a layer, from the first hidden layer to the output.

    The scale only grows until ``reset``, so that bars move and not their scale.
    """

    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._norms: NDArray[np.float64] = np.empty(0)
        self._decades: tuple[int, int] | None = None
        self._near = -1
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setMinimumHeight(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Norm of the gradient in each layer"))

    @property
    def norms(self) -> NDArray[np.float64]:
        """What is shown, (layers,)."""
        return self._norms

    @property
    def decades(self) -> tuple[int, int]:
        """The powers of ten at the foot and at the top of the scale."""
        return self._decades or (-1, 0)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def reset(self) -> None:
        """Find a new scale for the next norms."""
        self._decades = None

    def show_norms(self, norms: NDArray[np.float64]) -> None:
        """Show norms (layers,)."""
        if norms.size != self._norms.size:
            self.reset()
        self._norms = norms
        found = decades_of(norms)
        if found is not None:
            low, high = self._decades or found
            self._decades = (min(low, found[0]), max(high, found[1]))
        self.setAccessibleDescription(", ".join(map(short_number, norms.tolist())))
        self.update()

    def bar(self, layer: int) -> QRectF:
        """Return where the bar of a layer is; a norm of 0 has none."""
        area = self._area()
        pitch = area.width() / max(1, self._norms.size)
        width = min(WIDEST_BAR, 0.68 * pitch)
        low, high = self.decades
        norm = float(self._norms[layer])
        share = (math.log10(norm) - low) / (high - low) if norm > 0.0 else 0.0
        height = area.height() * min(1.0, max(0.0, share)) if math.isfinite(share) else 0.0
        left = area.left() + (layer + 0.5) * pitch - width / 2
        return QRectF(left, area.bottom() - height, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the decades, then the bars."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.card))
        if self._norms.size:
            self._draw(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(numeric_font(scaled_font(self.font(), 0.86)))
        self._draw_decades(painter)
        area = self._area()
        pitch = area.width() / self._norms.size
        last = self._norms.size - 1
        for layer, norm in enumerate(self._norms.tolist()):
            place = self.bar(layer)
            painter.setPen(Qt.PenStyle.NoPen)
            is_near = layer == self._near
            painter.setBrush(QColor(self._theme.accent_hover if is_near else self._theme.accent))
            painter.drawRoundedRect(place, 2.5, 2.5)
            painter.setPen(QColor(self._theme.muted_text))
            foot = QRectF(place.center().x() - pitch / 2, area.bottom() + 2, pitch, 16)
            name = self.tr("out") if layer == last else str(layer + 1)
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, name)
            if pitch >= 52.0 or norm == 0.0:
                top = QRectF(foot.left(), place.top() - 16.0, pitch, 15)
                painter.drawText(top, Qt.AlignmentFlag.AlignCenter, short_number(norm, 2))

    def _draw_decades(self, painter: QPainter) -> None:
        area = self._area()
        low, high = self.decades
        spacing = painter.fontMetrics().height() * 1.2
        every = max(1, math.ceil((high - low) * spacing / max(area.height(), 1.0)))
        for decade in range(high, low - 1, -every):
            y = area.bottom() - area.height() * (decade - low) / (high - low)
            painter.setPen(QPen(QColor(self._theme.grid), 1.0))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(QColor(self._theme.muted_text))
            text = power_of_ten(decade)
            place = QRectF(0.0, y - 10.0, area.left() - 6.0, 20.0)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Say the norm of the layer under the pointer."""
        area = self._area()
        near = -1
        if self._norms.size and area.left() <= event.position().x() < area.right():
            near = int((event.position().x() - area.left()) / (area.width() / self._norms.size))
        self._set_near(near)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Say nothing more."""
        super().leaveEvent(event)
        self._set_near(-1)

    def _set_near(self, near: int) -> None:
        if near == self._near:
            return
        self._near = near
        text = ""
        if near >= 0:
            text = self.tr("Layer {0}: ‖∂E/∂(W, b)‖ = {1}").format(
                near + 1, short_number(float(self._norms[near]), 4)
            )
        self.setToolTip(text)
        self.hovered.emit(text)
        self.update()

    def _area(self) -> QRectF:
        left = self.fontMetrics().horizontalAdvance("10⁻¹²") + 6.0
        return QRectF(left, 16.0, max(10.0, self.width() - left - 2.0), self.height() - 36.0)


def decades_of(norms: NDArray[np.float64]) -> tuple[int, int] | None:
    """Return the powers of ten around norms; None when none of them is a number above 0."""
    known = norms[np.isfinite(norms) & (norms > 0.0)]
    if known.size == 0:
        return None
    high = math.ceil(math.log10(known.max()))
    # A bar at the foot of the scale would not be seen.
    low = max(LOWEST, math.floor(math.log10(known.min()) - 0.3))
    return min(low, high - 2) if low < high - 1 else high - 2, high


def power_of_ten(exponent: int) -> str:
    """Return 10 to a power: ``10⁻³``; 1 and 0.1 are written out."""
    plain = {-1: "0.1", 0: "1", 1: "10"}
    return plain.get(exponent, f"10{str(exponent).translate(_RAISED)}")
