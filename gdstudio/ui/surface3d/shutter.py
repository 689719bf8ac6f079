"""When pictures are taken, and how finely: they must keep up with what moves."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.ui.surface3d.photographer import Photographer
from gdstudio.ui.surface3d.scene import Shot, Taken

REST_MILLISECONDS = 160
REST_FACTOR = 1.5
"""After so long without a change, and so many times as long as they take, details are drawn."""
FINE_SECONDS = 0.1
"""What a picture with all details takes, as long as nothing is known."""
QUICK_SECONDS = 0.018
"""A picture with all details that takes no longer is drawn while it moves, too."""
SLOW_SECONDS, FAST_SECONDS = 0.040, 0.010
"""A moving picture that takes longer is drawn with fewer pixels, until it takes less."""
FEWER = 0.66
"""The share of pixels along each side."""

Aim = Callable[[float, bool], Shot | None]


class Shutter(QObject):
    """Asks for a picture at once when something changes, and for its details when all rests.

    Parameters
    ----------
    aim
        Returns what is to be taken, with which share of the pixels of the screen along each side,
        and whether with all details; None: nothing is.
    """

    taken = Signal(object)
    """A `Taken`."""
    failed = Signal()
    """There is no OpenGL."""

    def __init__(self, aim: Aim, parent: QObject) -> None:
        super().__init__(parent)
        self._aim = aim
        self._fine_seconds = FINE_SECONDS
        self._share = 1.0
        self._photographer: Photographer | None = None
        self._is_closed = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._press_finely)

    @property
    def is_behind(self) -> bool:
        """Whether the picture that was asked for is not there yet, not even without details."""
        return self._photographer is not None and self._photographer.is_behind

    def begin_soon(self) -> None:
        """Get ready: to load what OpenGL consists of takes a while, the page is seen first."""
        if self._photographer is None:
            QTimer.singleShot(0, self._begin)

    def press(self) -> None:
        """Take a picture now, and one with its details when nothing changes any more."""
        is_quick = self._fine_seconds < QUICK_SECONDS
        self._press(is_fine=is_quick)
        if not is_quick:
            # Details that take long must not keep the next step waiting.
            self._rest.start(max(REST_MILLISECONDS, round(REST_FACTOR * 1e3 * self._fine_seconds)))

    def take_now(self, shot: Shot) -> Taken | None:
        """Return a picture, however long it takes; None where there is no OpenGL."""
        return None if self._photographer is None else self._photographer.take_now(shot)

    def shut_down(self) -> None:
        """Take no more pictures."""
        self._is_closed = True
        self._rest.stop()
        if self._photographer is not None:
            self._photographer.shut_down()

    @Slot()
    def _begin(self) -> None:
        if self._photographer is None and not self._is_closed:
            self._photographer = Photographer(self)
            self._photographer.taken.connect(self._on_taken)
            self._photographer.failed.connect(self.failed)
            self.press()

    @Slot()
    def _press_finely(self) -> None:
        self._press(is_fine=True)

    def _press(self, *, is_fine: bool) -> None:
        if self._photographer is not None:
            shot = self._aim(1.0 if is_fine else self._share, is_fine)
            if shot is not None:
                self._photographer.ask(shot)

    @Slot(object)
    def _on_taken(self, taken: Taken) -> None:
        if taken.shot.is_fine:
            self._fine_seconds = taken.seconds
        elif taken.seconds > SLOW_SECONDS:
            self._share = FEWER
        elif taken.seconds < FAST_SECONDS:
            self._share = 1.0
        self.taken.emit(taken)
