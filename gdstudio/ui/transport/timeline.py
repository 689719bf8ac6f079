"""The timeline: where the cursor is, how far the computation is, and a way to go anywhere."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.number_text import grouped
from gdstudio.ui.transport.step_bubble import StepBubble

_HEIGHT = 24
_SMALLEST_WIDTH = 64
_TRACK_HEIGHT = 6.0
_KNOB_RADIUS = 7.0
_RING_RADIUS = 10.0
_WHEEL_NOTCH = 120
_PAGE_SHARE = 20


class Timeline(QAbstractSlider):
    """A seek bar, as below a video: what is played, what is computed, what is to come.

    It shows what `set_state` says and asks for everything else through `seek_requested`. Being a
    slider for Qt, it has the keys of one and tells screen readers its value.
    """

    seek_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cursor = 0
        self._available = 0
        self._grip = 0.0
        self._dragged_to: int | None = None
        self._wheel_turn = 0
        self._bubble: StepBubble | None = None
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, 0)
        self.setSingleStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(
            self.tr("The step that is shown. Arrow keys move by one step, Page keys by 5 %.")
        )
        self.valueChanged.connect(self._ask_for_value)

    def set_state(self, cursor: int, available: int, expected: int) -> None:
        """Show the cursor, the last step that is computed and the last that is expected."""
        if (cursor, available, expected) == (self._cursor, self._available, self.maximum()):
            return
        # First the numbers, then the slider: a value that is the cursor's asks for nothing.
        self._cursor, self._available = cursor, available
        if expected != self.maximum():
            with_room = max(expected, 0)
            self.blockSignals(True)
            self.setRange(0, with_room)
            self.blockSignals(False)
            self.setPageStep(max(1, with_room // _PAGE_SHARE))
        self.setValue(cursor)
        self.update()

    def step_at(self, x: float) -> int:
        """Return the step whose place is nearest to `x`."""
        left, span = self._span()
        share = min(max((x - left) / span, 0.0), 1.0)
        return round(share * self.maximum())

    def place_of(self, step: int) -> float:
        """Return where the centre of the knob is at `step`."""
        left, span = self._span()
        return left + span * (step / self.maximum() if self.maximum() > 0 else 0.0)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a comfortable length."""
        return QSize(320, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the shortest length that can still be pointed at."""
        return QSize(_SMALLEST_WIDTH, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go to the step under the pointer; held, follow the pointer."""
        if event.button() != Qt.MouseButton.LeftButton or self.maximum() == 0:
            event.ignore()
            return
        x = event.position().x()
        knob = self.place_of(self._cursor)
        # A knob that is taken beside its centre keeps its step until it is moved.
        self._grip = x - knob if abs(x - knob) <= _KNOB_RADIUS else 0.0
        step = self._cursor if self._grip else self.step_at(x)
        self._dragged_to = step
        self.seek_requested.emit(step)
        self._show_bubble(x)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Name the step under the pointer and, while the button is held, go there."""
        x = event.position().x()
        if self._dragged_to is not None:
            step = self.step_at(x - self._grip)
            if step != self._dragged_to:
                self._dragged_to = step
                self.seek_requested.emit(step)
            x -= self._grip
        self._show_bubble(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let the knob go."""
        if event.button() == Qt.MouseButton.LeftButton and self._dragged_to is not None:
            self._dragged_to = None
            if not self.rect().contains(event.position().toPoint()):
                self._drop_bubble()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Move by a step a notch, also where a wheel or pad sends parts of notches."""
        turn = event.angleDelta()
        self._wheel_turn += turn.y() if turn.y() else -turn.x()
        steps = int(self._wheel_turn / _WHEEL_NOTCH)
        self._wheel_turn -= steps * _WHEEL_NOTCH
        if steps:
            self.setValue(self._cursor + steps)
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Name the step under the pointer."""
        super().enterEvent(event)
        self._show_bubble(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Take the sign away."""
        super().leaveEvent(event)
        if self._dragged_to is None:
            self._drop_bubble()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Take the sign away, which lies in the window."""
        super().hideEvent(event)
        self._dragged_to = None
        self._drop_bubble()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Draw the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Draw no ring."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the track, what is computed of it, what is played of it, and the knob."""
        theme = active_theme()
        enabled = self.isEnabled() and self.maximum() > 0
        accent = theme.accent if enabled else theme.faint_text
        left, span = self._span()
        knob = QPointF(self.place_of(self._cursor), self.height() / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_bar(painter, left + span, theme.track)
        if enabled:
            self._paint_bar(painter, self.place_of(self._available), theme.selection)
            self._paint_bar(painter, knob.x(), accent)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2.0))
            painter.drawEllipse(knob, _RING_RADIUS, _RING_RADIUS)
        active = self.underMouse() or self._dragged_to is not None
        radius = _KNOB_RADIUS if active and enabled else _KNOB_RADIUS - 1.0
        painter.setPen(QPen(QColor(theme.card), 2.0))
        painter.setBrush(QColor(accent))
        painter.drawEllipse(knob, radius + 1.0, radius + 1.0)
        painter.end()

    def _paint_bar(self, painter: QPainter, right: float, colour: str) -> None:
        left = self._span()[0]
        top = (self.height() - _TRACK_HEIGHT) / 2
        bar = QRectF(left, top, right - left, _TRACK_HEIGHT)
        if bar.width() > 0.0:
            radius = min(_TRACK_HEIGHT, bar.width()) / 2
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(bar, radius, radius)

    def _span(self) -> tuple[float, float]:
        """Return where step 0 is and how far from it the last step is."""
        margin = _RING_RADIUS + 1.0
        return margin, max(1.0, self.width() - 2.0 * margin)

    @Slot(int)
    def _ask_for_value(self, value: int) -> None:
        """Turn what a key, the wheel or a screen reader did to the slider into a request."""
        if value == self._cursor:
            return
        self.seek_requested.emit(value)
        # Whatever became of the request, the slider shows the cursor.
        self.setValue(self._cursor)

    def _show_bubble(self, x: float) -> None:
        if self.maximum() == 0:
            return
        if self._bubble is None:
            self._bubble = StepBubble(self.window())
        step = self.step_at(x) if self._dragged_to is None else self._dragged_to
        text = self.tr("Step {step}").format(step=grouped(step))
        if step > self._available:
            text = self.tr("Step {step}, not computed yet").format(step=grouped(step))
        left, span = self._span()
        place = QPointF(min(max(x, left), left + span), 0.0)
        self._bubble.show_over(self.mapTo(self.window(), place).toPoint(), text)

    def _drop_bubble(self) -> None:
        if self._bubble is not None:
            self._bubble.hide()
            self._bubble.deleteLater()
            self._bubble = None
