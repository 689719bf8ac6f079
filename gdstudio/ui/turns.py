"""Shows a frame in several views, one in each turn of the event loop."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from gdstudio.ui.plots.frame import Frame


class View(Protocol):
    """What shows frames."""

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""


class Turns(QObject):
    """Lets views show the latest frame one after the other.

    Pictures of a hundred thousand rows, drawn together, would keep a click waiting.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._waiting: list[View] = []
        self._shown: list[View] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.take_one)

    @property
    def is_waiting(self) -> bool:
        """Whether a view shows an older frame than it was given."""
        return bool(self._waiting)

    def show(self, frame: Frame, views: Iterable[View]) -> None:
        """Show a frame in all views, in their turns."""
        wanted = list(views)
        self._frame = frame
        # Whose last turn is longest ago comes first, however fast the frames follow each other.
        self._shown = [view for view in self._shown if view in wanted]
        never = [view for view in wanted if view not in self._shown]
        self._waiting = [*never, *self._shown]
        self._timer.start()

    def forget(self) -> None:
        """Show nothing of what is still waiting."""
        self._waiting.clear()

    @Slot()
    def take_one(self) -> None:
        """Let the next view show the frame."""
        if self._frame is not None and self._waiting:
            view = self._waiting.pop(0)
            self._shown = [*(each for each in self._shown if each is not view), view]
            view.show_frame(self._frame)
        if self._waiting:
            self._timer.start()
