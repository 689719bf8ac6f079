"""The small sign over the timeline that names the step under the pointer."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font

_PADDING = QSize(8, 4)
_GAP = 4
_RADIUS = 6.0


class StepBubble(QWidget):
    """A tooltip that follows the pointer without the delays of one.

    It is a child of the window, so that it is placed alike on every platform.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(numeric_font(window.font()))

    def text(self) -> str:
        """Return what it says."""
        return self._text

    def show_over(self, place: QPoint, text: str) -> None:
        """Say `text`, centred over `place`, a point of the window."""
        self._text = text
        metrics = self.fontMetrics()
        size = QSize(
            metrics.horizontalAdvance(text) + 2 * _PADDING.width(),
            metrics.height() + 2 * _PADDING.height(),
        )
        window = self.parentWidget()
        rightmost = max(0, window.width() - size.width()) if window is not None else place.x()
        left = min(max(0, place.x() - size.width() // 2), rightmost)
        self.setGeometry(left, place.y() - size.height() - _GAP, size.width(), size.height())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the sign."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tooltip))
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setPen(QColor(theme.tooltip_text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
