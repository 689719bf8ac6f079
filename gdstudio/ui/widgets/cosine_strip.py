"""How steep a function is in every direction, as a wave over the angle; the angle is chosen."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from gdstudio.ui.colours import Theme, active_theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import short_number

HALF_TURN = 180
LINES = 6.5
"""The height of the strip in lines of text."""
_EDGE, _KNOB, _DOT = 9.0, 5.5, 3.6
_POINTS = 49


class CosineStrip(QAbstractSlider):
    """The slope in each direction from −180° to 180°: highest along the gradient, 0 across it."""

    turned = Signal(float)
    """The angle that a person chooses, in radians."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gradient = (0.0, 0.0)
        self._angle = 0.0
        self._letter = "f"
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(-HALF_TURN, HALF_TURN)
        self.setSingleStep(1)
        self.setPageStep(15)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Direction, in degrees"))
        self.setToolTip(
            self.tr("The slope in every direction. Drag, or use the arrow keys, to turn.")
        )
        self.actionTriggered.connect(self._on_action)

    def show_directions(
        self, gradient: tuple[float, float], angle: float, letter: str = "f"
    ) -> None:
        """Show the slopes of the gradient of f, or of E, and the angle (radians) looked into."""
        if (gradient, angle, letter) != (self._gradient, self._angle, self._letter):
            self._gradient, self._angle, self._letter = gradient, angle, letter
            self.blockSignals(True)
            self.setValue(round(math.degrees(angle)))
            self.blockSignals(False)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a height of some lines."""
        return QSize(160, round(LINES * self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the same height."""
        return QSize(80, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Turn to where it is pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._turn_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Turn with the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._turn_to(event.position().x())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the wheel to the panel, unless the strip has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the wave, what stands out on it, and where it is read."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(numeric_font(scaled_font(self.font(), 0.9)))
        line = QFontMetricsF(painter.font()).height()
        area = QRectF(self.rect()).adjusted(_EDGE, line + 6.0, -_EDGE, -line - 4.0)
        self._paint_frame(painter, area, theme, line)
        norm = math.hypot(*self._gradient)
        if norm > 0.0 and math.isfinite(norm):
            self._paint_wave(painter, area, theme, line, norm)
        self._paint_angle(painter, area, theme, norm)
        painter.end()

    def _paint_frame(self, painter: QPainter, area: QRectF, theme: Theme, line: float) -> None:
        middle = area.center().y()
        painter.setPen(QPen(QColor(theme.axis), 1.0))
        painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
        painter.setPen(QColor(theme.muted_text))
        for degrees in (-HALF_TURN, -90, 0, 90, HALF_TURN):
            x = self._x(math.radians(degrees), area)
            side = Qt.AlignmentFlag.AlignHCenter
            place = QRectF(x - 30.0, area.bottom() + 4.0, 60.0, line)
            if abs(degrees) == HALF_TURN:
                side = Qt.AlignmentFlag.AlignLeft if degrees < 0 else Qt.AlignmentFlag.AlignRight
                place.moveLeft(x - _EDGE if degrees < 0 else x + _EDGE - 60.0)
            painter.drawText(place, side, f"{degrees}°".replace("-", "\u2212"))

    def _paint_wave(
        self, painter: QPainter, area: QRectF, theme: Theme, line: float, norm: float
    ) -> None:
        uphill = math.atan2(self._gradient[1], self._gradient[0])
        turns = [-math.pi + 2.0 * math.pi * i / (_POINTS - 1) for i in range(_POINTS)]
        painter.setPen(QPen(_between(theme.accent, theme.card, 0.4), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([self._point(turn, uphill, area) for turn in turns]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        top = self._point(uphill, uphill, area)
        painter.drawEllipse(top, _DOT, _DOT)
        text = f"∇{self._letter}  {short_number(norm, 3)}"
        width = QFontMetricsF(painter.font()).horizontalAdvance(text)
        left = min(max(0.0, top.x() - 0.5 * width), self.width() - width)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(left, 0.0, width + 2.0, line), Qt.AlignmentFlag.AlignLeft, text)

    def _paint_angle(self, painter: QPainter, area: QRectF, theme: Theme, norm: float) -> None:
        uphill = math.atan2(self._gradient[1], self._gradient[0])
        is_sloped = norm > 0.0 and math.isfinite(norm)
        x, middle = self._x(_wrapped(self._angle), area), area.center().y()
        y = self._point(_wrapped(self._angle), uphill, area).y() if is_sloped else middle
        painter.setPen(QPen(QColor(theme.accent), 2.0))
        painter.drawLine(QPointF(x, middle), QPointF(x, y))
        painter.setPen(QPen(QColor(theme.accent), 3.0 if self.hasFocus() else 2.0))
        painter.setBrush(QColor(theme.card))
        painter.drawEllipse(QPointF(x, y), _KNOB, _KNOB)

    def _point(self, turn: float, uphill: float, area: QRectF) -> QPointF:
        height = 0.5 * area.height() * math.cos(turn - uphill)
        return QPointF(self._x(turn, area), area.center().y() - height)

    def _x(self, turn: float, area: QRectF) -> float:
        return area.center().x() + 0.5 * area.width() * turn / math.pi

    def _turn_to(self, x: float) -> None:
        width = self.width() - 2.0 * _EDGE
        share = min(max((x - _EDGE) / width, 0.0), 1.0)
        self.turned.emit(math.radians(round(360.0 * share - HALF_TURN)))

    def _on_action(self) -> None:
        self.turned.emit(math.radians(self.sliderPosition()))


def _wrapped(turn: float) -> float:
    """Return the same angle in [−π, π]."""
    return math.remainder(turn, 2.0 * math.pi)


def _between(first: str, second: str, share: float) -> QColor:
    """Return a colour between two: one that lets nothing through is drawn faster."""
    near, far = QColor(first), QColor(second)
    mixed = [
        round((1.0 - share) * a + share * b)
        for a, b in zip(_channels(near), _channels(far), strict=True)
    ]
    return QColor(*mixed)


def _channels(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
