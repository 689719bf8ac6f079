"""What width and colour mean in the diagram of a network."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.neuron_colours import diverging_colour

BAR = 62.0


class NetworkLegend(QWidget):
    """A bar in the colours of the scale, as thick at each place as a link of that weight."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._limit = theme, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Scale of the weights"))
        self.set_limit(1.0)

    @property
    def limit(self) -> float:
        """The weight at the end of the bar."""
        return self._limit

    def set_limit(self, limit: float) -> None:
        """Show a scale up to a weight."""
        if limit != self._limit or not self.toolTip():
            self._limit = limit
            self.setToolTip(
                self.tr(
                    "Weights and biases: orange is negative, blue positive; a thick line is"
                    " ±{0}.\nTiles: the activation of each unit over the inputs, in the same"
                    " colours; full colour is ±1, or what the unit of its layer that reaches"
                    " farthest attains."
                ).format(short_number(limit))
            )
            self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size of bar and numbers."""
        return QSize(round(BAR + 2 * self._text_width() + 12), self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the bar between its two ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(numeric_font(scaled_font(self.font(), 0.86)))
        side, middle = self._text_width(), self.height() / 2
        bar = QRectF(side + 6.0, middle - 5.0, BAR, 10.0)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for share in np.linspace(0.0, 1.0, 9).tolist():
            gradient.setColorAt(share, diverging_colour(2 * share - 1, self._theme))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        centre = bar.center()
        thin = 1.0
        painter.drawPolygon(
            QPolygonF(
                [
                    bar.topLeft(),
                    QPointF(centre.x(), centre.y() - thin),
                    bar.topRight(),
                    bar.bottomRight(),
                    QPointF(centre.x(), centre.y() + thin),
                    bar.bottomLeft(),
                ]
            )
        )
        painter.setPen(QColor(self._theme.muted_text))
        text, height = short_number(self._limit), self.height()
        flags = Qt.AlignmentFlag.AlignVCenter
        left, right = QRectF(0, 0, side, height), QRectF(bar.right() + 6.0, 0, side, height)
        painter.drawText(left, flags | Qt.AlignmentFlag.AlignRight, f"−{text}")
        painter.drawText(right, flags | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def _text_width(self) -> float:
        return float(self.fontMetrics().horizontalAdvance(f"−{short_number(self._limit)}"))
