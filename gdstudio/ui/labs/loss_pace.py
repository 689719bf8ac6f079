"""When a slice of the loss that moves along with a run is computed."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

MOVING_MILLISECONDS = 60
"""How often a slice that moves is computed: contour lines take longer to draw than paths."""
REST_MILLISECONDS = 150
"""How long a slice that moves rests before it is computed as finely as the screen shows."""


class LossPace(QObject):
    """Asks for coarse pictures while a slice moves, and for a fine one when it rests."""

    wanted = Signal(bool)
    """A picture is to be computed; whether a coarse one will do."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._moving, self._rest = QTimer(self), QTimer(self)
        for timer, interval, slot in (
            (self._moving, MOVING_MILLISECONDS, self._on_moving),
            (self._rest, REST_MILLISECONDS, self._on_rest),
        ):
            timer.setSingleShot(True)
            timer.setInterval(interval)
            timer.timeout.connect(slot)

    @property
    def is_moving(self) -> bool:
        """Whether a fine picture is still to be asked for."""
        return self._rest.isActive()

    def move(self) -> None:
        """Say that the slice is another one now."""
        if not self._moving.isActive():
            self._moving.start()
        self._rest.start()

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._moving.stop()
        self._rest.stop()

    @Slot()
    def _on_moving(self) -> None:
        self.wanted.emit(True)

    @Slot()
    def _on_rest(self) -> None:
        self.wanted.emit(False)
