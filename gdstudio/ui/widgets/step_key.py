"""Which colour stands for which step."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import grouped

BAR = 120.0
GAP = 7.0


class StepKey(QWidget):
    """A bar of colours from step 0 to the last one; there are ticks at powers of ten."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._last = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours of the steps"))
        self.set_last_step(0)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def set_last_step(self, step: int) -> None:
        """Say which step has the last colour."""
        self._last = step
        self.setToolTip(
            self.tr("The colour says the step, from 0 to {last}; the scale is logarithmic").format(
                last=grouped(step)
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for the words, the bar and the numbers."""
        metrics = QFontMetricsF(self._font())
        words = metrics.horizontalAdvance(self._first() + grouped(self._last))
        return QSize(round(words + BAR + 2.0 * GAP + 2.0), round(metrics.height() + 6.0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the bar between its ends."""
        from gdstudio.ui.plots.step_colours import step_colours, step_shares

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        metrics = QFontMetricsF(self._font())
        left = metrics.horizontalAdvance(self._first()) + GAP
        bar = QRectF(left, self.height() / 2.0 - 4.0, BAR, 8.0)
        shares = np.linspace(0.0, 1.0, 17)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for share, colour in zip(shares.tolist(), step_colours(self._theme, shares), strict=True):
            gradient.setColorAt(share, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3.0, 3.0)
        painter.setPen(QColor(self._theme.card))
        decades = 10 ** np.arange(0, 12, dtype=np.int64)
        for share in step_shares(decades[decades < self._last], self._last).tolist():
            x = bar.left() + share * bar.width()
            painter.drawLine(QPointF(x, bar.top()), QPointF(x, bar.bottom()))
        painter.setPen(QColor(self._theme.muted_text))
        whole = QRectF(0.0, 0.0, self.width(), self.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(whole, middle | Qt.AlignmentFlag.AlignLeft, self._first())
        painter.drawText(whole, middle | Qt.AlignmentFlag.AlignRight, grouped(self._last))
        painter.end()

    def _first(self) -> str:
        return self.tr("Step 0")

    def _font(self) -> QFont:
        return numeric_font(scaled_font(self.font(), 0.88))
