"""What a frame of playback costs, and what the event loop feels while a long run computes."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from gdstudio.experiment.model import Experiment
from gdstudio.session.player import Player
from gdstudio.ui.example import ready_example
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.turns import Turns, View
from tests.bench.figures import Figure, Measurement, median, percentile
from tests.bench.studio import PICTURE, process_for, studio, wait_until
from tests.bench.watching import watched

STEPS = 100_000
NOISE = 30.0
"""So much that the paths wander through all of their valleys."""
SECONDS = 6.0
FRAME, GAP = 16.7, 50.0


def measure() -> Measurement:
    """Play calm and noisy runs, slowly and fast, and drag the cursor about."""
    figures: list[Figure] = []
    for name, noise in (("calm", 0.0), ("noisy", NOISE)):
        with stopwatch() as frames, watched() as painted, studio(long_runs(noise)) as window:
            wait_until(lambda: painted.shows(window))
            process_for(0.5)
            player = window.player
            for speed in (200.0, 10_000.0):
                player.to_start()
                player.set_speed(speed)
                process_for(0.3)
                frames.clear()
                before = painted.count
                player.play()
                process_for(SECONDS)
                player.pause()
                rate = (painted.count - before) / SECONDS
                figures += _frame_figures(f"{name}, {speed:g} steps/s", frames, rate)
            frames.clear()
            # A golden-ratio walk: forwards and back, near and far.
            for index in range(60):
                player.seek(int(STEPS * (index * 0.618034 % 1.0)))
                process_for(0.01)
            figures.append(
                Figure(f"{name}, dragging: 95th percentile", percentile(frames), "ms", FRAME)
            )
    return Measurement(
        "Frames",
        f"Four runs of {STEPS} steps in a picture of {PICTURE.width()} × {PICTURE.height()} pixels,"
        " curves and lists beside it. A frame lasts from where the player shows a step until all"
        " that this caused was handled and everything that changed was painted and given to the"
        " window system. Rates: pictures painted a second (the player asks for 62).",
        tuple(figures),
    )


def long_runs(noise: float) -> Experiment:
    """Return the ready example with runs that never stop early."""
    example = ready_example()
    return replace(
        example,
        objective=replace(example.objective, gradient_noise=noise),
        stop=replace(example.stop, max_steps=STEPS, gradient_tolerance=0.0),
    )


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Note how many milliseconds each step that the player shows takes, with its paints.

    Pictures that wait for their turn in the event loop have it at once.
    """
    frames: list[float] = []
    everybody: set[Turns] = set()
    show, give = Player._show_wanted, Turns.show

    def noting(self: Turns, frame: Frame, views: Iterable[View]) -> None:
        everybody.add(self)
        give(self, frame, views)

    def timed(self: Player) -> None:
        cursor = self.cursor
        began = time.perf_counter()
        show(self)
        # Handled: what was queued. Scene, views and window each queue what the next one does.
        for _ in range(4):
            QCoreApplication.sendPostedEvents()
        for turns in everybody:
            while turns.is_waiting:
                turns.take_one()
                for _ in range(4):
                    QCoreApplication.sendPostedEvents()
        if self.cursor != cursor:
            frames.append(1e3 * (time.perf_counter() - began))

    Player._show_wanted = timed  # type: ignore[method-assign]
    Turns.show = noting  # type: ignore[method-assign]
    try:
        yield frames
    finally:
        Player._show_wanted = show  # type: ignore[method-assign]
        Turns.show = give  # type: ignore[method-assign]


def _frame_figures(name: str, frames: list[float], rate: float) -> list[Figure]:
    note = f"{len(frames)} frames"
    return [
        Figure(f"{name}: median", median(frames), "ms", note=note),
        Figure(f"{name}: 95th percentile", percentile(frames), "ms", FRAME),
        Figure(f"{name}: frames", rate, "1/s"),
    ]
