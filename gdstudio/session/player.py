"""Playback: a cursor that moves over what is computed."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

SPEEDS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6)
"""Steps a second."""

DEFAULT_SPEED = 50.0
FRAME_MILLISECONDS = 16


class Player(QObject):
    """Moves the cursor: plays, steps, jumps. Going backwards computes nothing.

    A cursor at the end stays at the end while more is computed, as the picture of a live video
    does.
    """

    cursor_changed = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    range_changed = Signal(int, int)
    """The last step that can be shown, and the last that is expected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cursor = 0
        self._available = 0
        self._expected = 0
        self._speed = DEFAULT_SPEED
        self._follows_end = True
        self._exact_cursor = 0.0
        self._last_tick = 0.0
        self.loops = False
        self._timer = QTimer(self)
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
        """Steps a second."""
        return self._speed

    @property
    def is_playing(self) -> bool:
        """Whether the cursor moves by itself."""
        return self._timer.isActive()

    def set_range(self, available: int, expected: int) -> None:
        """Say how far the computation is, and how far it will go."""
        if (available, expected) != (self._available, self._expected):
            self._available, self._expected = available, expected
            self.range_changed.emit(available, expected)
        if self._follows_end and not self.is_playing:
            self._move_to(available)
        elif self._cursor > available:
            self._move_to(available)

    @Slot()
    def play(self) -> None:
        """Play on; from the start when the cursor is at the end."""
        if self.is_playing:
            return
        if self._cursor >= self._available:
            self._move_to(0)
        self._follows_end = False
        self._exact_cursor = float(self._cursor)
        self._last_tick = time.perf_counter()
        self._timer.start()
        self.playing_changed.emit(True)

    @Slot()
    def pause(self) -> None:
        """Hold the cursor where it is."""
        if self.is_playing:
            self._timer.stop()
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
        self.seek(self._available)

    @Slot(int)
    def seek(self, step: int) -> None:
        """Pause, and show a step."""
        self.pause()
        self._follows_end = step >= self._available
        self._move_to(step)

    @Slot()
    def faster(self) -> None:
        """Take the next higher speed."""
        self.set_speed(next((each for each in SPEEDS if each > self._speed), SPEEDS[-1]))

    @Slot()
    def slower(self) -> None:
        """Take the next lower speed."""
        self.set_speed(next((each for each in reversed(SPEEDS) if each < self._speed), SPEEDS[0]))

    def set_speed(self, steps_a_second: float) -> None:
        """Play so many steps a second."""
        if steps_a_second != self._speed:
            self._speed = steps_a_second
            self.speed_changed.emit(steps_a_second)

    def set_loops(self, loops: bool) -> None:
        """Say whether playing begins again at the end."""
        self.loops = loops

    @Slot()
    def _advance(self) -> None:
        now = time.perf_counter()
        self._exact_cursor += self._speed * (now - self._last_tick)
        self._last_tick = now
        if self._exact_cursor < self._available:
            self._move_to(int(self._exact_cursor))
        elif self._available < self._expected:
            # The picture has caught up with the computation: wait for it.
            self._exact_cursor = float(self._available)
            self._move_to(self._available)
        elif self.loops and self._cursor >= self._available:
            self._exact_cursor = 0.0
            self._move_to(0)
        else:
            self._move_to(self._available)
            if not self.loops:
                self._follows_end = True
                self.pause()

    def _move_to(self, step: int) -> None:
        step = min(max(step, 0), self._available)
        if step != self._cursor:
            self._cursor = step
            self.cursor_changed.emit(step)
