"""Decides which picture of the landscape is computed, and when."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.session.cancellable_job import CancellableJob
from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.slice_map import Window
from gdstudio.ui.labs.landscape_picture import (
    Landscape,
    LandscapeRequest,
    Reading,
    ReadingRequest,
    Slice,
    SliceChoice,
    SliceRequest,
    draw,
    moves_only,
    read,
)
from gdstudio.ui.plots.frame import Frame

DELAY_MILLISECONDS = 120
"""How long changes are gathered before a picture is begun."""
QUICK_SECONDS = 0.02
"""A reading that takes no longer may be followed by the next at once."""
SAME = 1e-6
"""Windows that differ by less than this part of their size show the same."""


class LandscapeJob(QObject):
    """Follows frames, the choice and the view; computes slices, pictures and readings for them.

    A new slice comes with its first picture, so that paths and map belong together.
    """

    slice_changed = Signal(object)
    """The first `Landscape` of a new slice."""
    picture_changed = Signal(object)
    """A `Landscape`, first coarse, then finer; the first of a new slice too."""
    reading_changed = Signal(object)
    """The `Reading` at the cursor."""
    impossible = Signal()
    """The path has no two points, and so no directions."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job = CancellableJob(draw, self)
        """What takes long; a person may cancel it."""
        self._readings = LatestJob(read, self)
        self._frame: Frame | None = None
        self._choice = SliceChoice()
        self._slice: Slice | None = None
        self._height = 1.0
        self._key: tuple[object, ...] = ()
        self._wants_slice = False
        self._awaits_slice = False
        self._view: Window | None = None
        self._computed: Window | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MILLISECONDS)
        self._timer.timeout.connect(self._begin)
        self._asked = 0.0
        self._is_reading = False
        self._last_read: ReadingRequest | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._read_on)
        self.job.published.connect(self._on_picture)
        self.job.done.connect(self._on_picture)
        self.job.ended.connect(self._on_ended)
        self._readings.done.connect(self._on_reading)

    @property
    def slice(self) -> Slice | None:
        """The slice of the last picture."""
        return self._slice

    @property
    def is_settled(self) -> bool:
        """Whether nothing is computed, nor about to be."""
        return not self._timer.isActive() and not self.job.is_busy

    def follow(self, frame: Frame, choice: SliceChoice) -> None:
        """Compute what a frame and a choice need."""
        self._frame = frame
        if choice != self._choice:
            self._choice = choice
            self._key = ()
        key = self._key_of(frame)
        if key != self._key:
            only_cursor = key[:-1] == self._key[:-1]
            self._key = key
            self._wants_slice = True
            if not only_cursor:
                self._awaits_slice = False
            if not self._timer.isActive():
                self._timer.start()
        self._read()

    def look_at(self, window: Window, height: float) -> None:
        """Compute what came into sight.

        Parameters
        ----------
        window
            The visible part of the plane.
        height
            Of the picture, as a part of its width.
        """
        self._height = height
        if self._slice is None or self._wants_slice or self._awaits_slice:
            return
        if self._computed is None or not is_same(window, self._computed):
            self._view = window
            self._timer.start()

    def forget(self) -> None:
        """Begin anew: what is known is of another objective."""
        self.job.cancel()
        self._timer.stop()
        self._slice, self._computed, self._key = None, None, ()
        self._wants_slice = self._awaits_slice = False

    def pause(self) -> None:
        """Compute nothing until the next frame; what is unfinished is computed then."""
        if not self.is_settled:
            self._key = ()
            self._timer.stop()
            self.job.cancel()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._timer.stop()
        self._pause.stop()
        self.job.shut_down()
        self._readings.shut_down()

    def _key_of(self, frame: Frame) -> tuple[object, ...]:
        """Return what a slice depends on, the cursor last."""
        selected = frame.results[frame.selected]
        return (
            frame.experiment.objective,
            self._choice,
            frame.selected,
            selected.trace.run,
            all(result.outcome is not None for result in frame.results),
            frame.heads[frame.selected].step if self._choice.through_cursor else None,
        )

    @Slot()
    def _begin(self) -> None:
        if not self._wants_slice:
            if self._slice is not None and self._view is not None:
                self._computed = self._view
                self.job.submit(LandscapeRequest(self._slice, self._view, self._height))
            return
        if self._awaits_slice and self.job.is_busy:
            # While the cursor moves on, the picture that follows it is shown before the next.
            self._timer.start()
            return
        frame = self._frame
        if frame is not None:
            point = frame.heads[frame.selected].parameters if self._choice.through_cursor else None
            request = SliceRequest(
                frame.experiment.objective, self._choice, frame.results, frame.selected, point
            )
            self._wants_slice, self._awaits_slice = False, True
            # What only moves along is seen in the same window.
            moves = self._slice is not None and moves_only(self._slice.request, request)
            window = self._computed if moves else None
            self.job.submit(LandscapeRequest(request, window, self._height, self._slice))

    @Slot()
    def _on_ended(self) -> None:
        # A person may have cancelled it before there was a picture.
        self._awaits_slice = False

    @Slot(object, object)
    def _on_picture(self, _request: LandscapeRequest, picture: Landscape | None) -> None:
        if picture is None:
            self._awaits_slice = False
            self.impossible.emit()
            return
        if picture.slice is not self._slice:
            if self._frame is None or _objective(self._frame) != picture.slice.request.objective:
                return
            self._slice = picture.slice
            self._computed = picture.map.request
            self.slice_changed.emit(picture)
            self._awaits_slice = False
            self._read()
        self.picture_changed.emit(picture)

    @Slot()
    def _read(self) -> None:
        frame, slice_ = self._frame, self._slice
        if frame is None or slice_ is None or self._is_reading or self._pause.isActive():
            return
        head = frame.heads[frame.selected]
        if head.parameters.size == slice_.plane.base.size:
            self._is_reading, self._asked = True, time.perf_counter()
            self._readings.submit(ReadingRequest(slice_, head.step, head.parameters))

    @Slot(object, object)
    def _on_reading(self, request: ReadingRequest, reading: Reading) -> None:
        self._is_reading, self._last_read = False, request
        if request.slice is self._slice:
            self.reading_changed.emit(reading)
        took = time.perf_counter() - self._asked
        if took > QUICK_SECONDS:
            # The losses of a large network take a while: what else is computed gets as long.
            self._pause.start(round(1000.0 * took))
        else:
            self._read_on()

    @Slot()
    def _read_on(self) -> None:
        """Read again if there is something new since the last time."""
        frame, last = self._frame, self._last_read
        if frame is None or last is None:
            return
        head = frame.heads[frame.selected]
        if last.slice is not self._slice or last.parameters is not head.parameters:
            self._read()


def is_same(one: Window, other: Window) -> bool:
    """Return whether two windows show the same."""
    return all(
        abs(low - other_low) + abs(high - other_high) <= SAME * (high - low)
        for (low, high), (other_low, other_high) in (
            (one.x_range, other.x_range),
            (one.y_range, other.y_range),
        )
    )


def _objective(frame: Frame) -> object:
    return frame.experiment.objective
