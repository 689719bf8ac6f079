"""What a mouse does on the surface: it drags, or it clicks."""

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

CLICK_REACH = 3.0
"""Pixels that a hand may tremble in a click."""
CLICK_DELAY_MILLISECONDS = 220
"""How long a click waits to be the first half of a double click; as in the map."""


class Gesture(QObject):
    """Tells drags from clicks; none of the way of a drag is lost."""

    dragged = Signal(QPointF, bool)
    """The way since it was last told, and whether it is the left button alone that is held."""
    clicked = Signal(QPointF)
    """A click with the left button; with Shift it comes at once."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._grip: QPointF | None = None
        self._is_drag = False
        self._click = QPointF()
        self._click_timer = QTimer(self)
        self._click_timer.setSingleShot(True)
        self._click_timer.setInterval(CLICK_DELAY_MILLISECONDS)
        self._click_timer.timeout.connect(self._on_waited)

    @property
    def is_holding(self) -> bool:
        """Whether a button is held."""
        return self._grip is not None

    def press(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._grip, self._is_drag = event.position(), False

    def move(self, event: QMouseEvent) -> None:
        """Go on."""
        if self._grip is None:
            return
        way = event.position() - self._grip
        self._is_drag = self._is_drag or way.manhattanLength() > CLICK_REACH
        if self._is_drag:
            self._grip = event.position()
            is_plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.dragged.emit(way, is_plain and event.buttons() == Qt.MouseButton.LeftButton)

    def release(self, event: QMouseEvent) -> None:
        """Let go: where nothing was dragged, it was a click."""
        is_click = self._grip is not None and not self._is_drag
        self._grip = None
        if is_click and event.button() == Qt.MouseButton.LeftButton:
            self._click = event.position()
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._on_waited()
            else:
                self._click_timer.start()

    def forget(self) -> None:
        """Take it for neither a click nor a drag: it was a double click."""
        self._grip = None
        self._click_timer.stop()

    @Slot()
    def _on_waited(self) -> None:
        self.clicked.emit(self._click)
