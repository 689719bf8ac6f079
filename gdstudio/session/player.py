"""Playback: a cursor that moves over what is computed."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

SPEEDS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6)
"""Steps a second."""

AS_FAST_AS_DRAWN = math.inf
"""The speed that shows every single step, one a frame."""

DEFAULT_SPEED = 50.0
FRAME_MILLISECONDS = 16
_FRAMES_A_SECOND = 1000.0 / FRAME_MILLISECONDS

LONGEST_WAIT = 0.03
"""Seconds for which a frame waits at the most until the pictures have shown the one before."""
LONGEST_TICK = 0.5
"""Seconds that one tick counts at the most: a window that was stalled does not leap."""


class Player(QObject):
    """Moves the cursor: plays, steps, jumps. Going backwards computes nothing.

    The player knows which step is *wanted*; the cursor is that step, or the last one that is
    computed before it. So a cursor that was sent beyond what is computed gets there in time, and
    when everything is computed anew, as while the start is dragged, it finds back to its step. A
    cursor at the end wants to be at the end, and moves on with it as the picture of a live video
    does.

    Parameters
    ----------
    clock
        Tells the time in seconds.
    """

    cursor_changed = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    range_changed = Signal(int, int)
    """The last step that can be shown, and the last that is expected."""

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._cursor = 0
        self._available = 0
        self._expected = 0
        self._speed = DEFAULT_SPEED
        # While playing it has a fraction; infinite while the cursor follows the end.
        self._wanted = math.inf
        self._last_tick = 0.0
        self._last_frame = -math.inf
        self._is_behind: Callable[[], bool] = _never
        self.loops = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MILLISECONDS)
        self._timer.timeout.connect(self._advance)

    @property
    def cursor(self) -> int:
        """The step that is shown."""
        return self._cursor

    @property
    def available(self) -> int:
        """The last step that can be shown."""
        return self._available

    @property
    def expected(self) -> int:
        """The last step that the computation will reach, as far as is known."""
        return self._expected

    @property
    def speed(self) -> float:
        """Steps a second, or `AS_FAST_AS_DRAWN`."""
        return self._speed

    @property
    def is_playing(self) -> bool:
        """Whether the cursor moves by itself."""
        return self._timer.isActive()

    @property
    def follows_end(self) -> bool:
        """Whether the cursor is at the end, and moves on with it."""
        return math.isinf(self._wanted)

    def set_range(self, available: int, expected: int) -> None:
        """Say how far the computation is, and how far it will go."""
        available = max(0, available)
        expected = max(available, expected)
        changed = (available, expected) != (self._available, self._expected)
        self._available, self._expected = available, expected
        # The cursor is within the range before anybody hears of either.
        moved = self._place_cursor()
        if changed:
            self.range_changed.emit(available, expected)
        if moved:
            self.cursor_changed.emit(self._cursor)

    def wait_for(self, is_behind: Callable[[], bool]) -> None:
        """Say how to ask whether pictures have not shown the last frame yet.

        A cursor that went on regardless would leave the slower ones further and further behind.
        """
        self._is_behind = is_behind

    @Slot()
    def play(self) -> None:
        """Play on; from the start when the cursor is at the end."""
        if self.is_playing:
            return
        at_end = self.follows_end or self._cursor >= self._expected
        self._wanted = 0.0 if at_end else float(self._cursor)
        self._last_tick = self._clock()
        self._timer.start()
        self.playing_changed.emit(True)
        self._show_wanted()

    @Slot()
    def pause(self) -> None:
        """Hold the cursor where it is."""
        if self.is_playing:
            self._timer.stop()
            self._wanted = float(self._cursor)
            self.playing_changed.emit(False)

    @Slot()
    def toggle(self) -> None:
        """Play, or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    @Slot()
    def step_forward(self) -> None:
        """Show the next step."""
        self.seek(self._cursor + 1)

    @Slot()
    def step_back(self) -> None:
        """Show the step before."""
        self.seek(self._cursor - 1)

    @Slot()
    def to_start(self) -> None:
        """Show step 0."""
        self.seek(0)

    @Slot()
    def to_end(self) -> None:
        """Show the last step, and stay there while more is computed."""
        self.pause()
        self._wanted = math.inf
        self._show_wanted()

    @Slot(int)
    def seek(self, step: int) -> None:
        """Pause, and show a step; one that is not computed yet as soon as it is."""
        self.pause()
        beyond = step > 0 and step >= self._expected
        self._wanted = math.inf if beyond else float(max(0, step))
        self._show_wanted()

    @Slot()
    def faster(self) -> None:
        """Take the next higher speed."""
        now = self._steps_a_second()
        self.set_speed(next((each for each in SPEEDS if each > now), SPEEDS[-1]))

    @Slot()
    def slower(self) -> None:
        """Take the next lower speed."""
        now = self._steps_a_second()
        self.set_speed(next((each for each in reversed(SPEEDS) if each < now), SPEEDS[0]))

    @Slot(float)
    def set_speed(self, steps_a_second: float) -> None:
        """Play so many steps a second, from now on."""
        if steps_a_second == self._speed:
            return
        if self.is_playing:
            # The time until now counts at the old speed.
            self._count_time()
        self._speed = steps_a_second
        self.speed_changed.emit(steps_a_second)

    @Slot(bool)
    def set_loops(self, loops: bool) -> None:
        """Say whether playing begins again at the end."""
        self.loops = loops

    @Slot()
    def _advance(self) -> None:
        now = self._clock()
        if now - self._last_frame < LONGEST_WAIT and self._is_behind():
            return
        self._last_frame = now
        was_at_end = self._cursor >= self._available == self._expected
        if self._speed == AS_FAST_AS_DRAWN:
            self._last_tick = self._clock()
            self._wanted = min(math.floor(self._wanted) + 1.0, max(self._wanted, self._available))
        else:
            self._count_time()
        if self._wanted < self._available or self._available < self._expected:
            self._show_wanted()
        elif self.loops and self._expected > 0:
            # The last step is seen for a frame before the first comes again.
            self._wanted = 0.0 if was_at_end else float(self._available)
            self._show_wanted()
        else:
            self._wanted = float(self._available)
            self._show_wanted()
            self.to_end()

    def _count_time(self) -> None:
        now = self._clock()
        seconds = min(max(now - self._last_tick, 0.0), LONGEST_TICK)
        self._last_tick = now
        if self._speed == AS_FAST_AS_DRAWN:
            return
        # Where the picture has caught up with the computation, it waits for it; where the
        # computation began anew, the step that was shown is still the one to go on from.
        self._wanted = min(
            self._wanted + self._speed * seconds, max(self._wanted, float(self._available))
        )

    def _steps_a_second(self) -> float:
        return _FRAMES_A_SECOND if self._speed == AS_FAST_AS_DRAWN else self._speed

    def _show_wanted(self) -> None:
        if self._place_cursor():
            self.cursor_changed.emit(self._cursor)

    def _place_cursor(self) -> bool:
        """Bring the cursor as near to the wanted step as can be; return whether it moved."""
        step = self._available if self._wanted >= self._available else int(self._wanted)
        if step == self._cursor:
            return False
        self._cursor = step
        return True


def _never() -> bool:
    return False
