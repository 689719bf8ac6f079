"""What the event loop feels while a long run computes, and how soon a pause is one."""

import time
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.session.run_state import RunState
from gdstudio.ui.example import ready_example
from tests.bench.figures import Figure, Measurement, percentile
from tests.bench.studio import process_for, studio, wait_until

STEPS = 10_000_000
TICK_MILLISECONDS = 5
PAUSES = 20
OPENING = 0.3
"""Seconds in which the window is laid out for another experiment: that is a figure of its own."""
LIMIT = 50.0


class Heartbeat(QObject):
    """A timer that notes how long the event loop did not come round."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(TICK_MILLISECONDS)

    def restart(self) -> None:
        """Forget what was."""
        self.gaps.clear()
        self._last = time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(1e3 * (now - self._last))
        self._last = now


def measure() -> Measurement:
    """Compute one long run, then four with pauses."""
    with studio(ready_example()) as window:
        controller = window.controller
        wait_until(lambda: controller.state is RunState.FINISHED)
        process_for(1.0)
        heartbeat = Heartbeat()
        heartbeat.restart()
        began = time.perf_counter()
        window.document.replace(very_long_run())
        process_for(OPENING)
        opening = list(heartbeat.gaps)
        heartbeat.restart()
        wait_until(lambda: controller.state is RunState.FINISHED)
        seconds = time.perf_counter() - began
        gaps = list(heartbeat.gaps)

        window.document.replace(very_long_run(10 * STEPS))
        wait_until(lambda: controller.state is RunState.RUNNING)
        pauses = []
        for _ in range(PAUSES):
            process_for(0.1)
            began = time.perf_counter()
            controller.pause()
            wait_until(lambda: controller.state is RunState.PAUSED)
            pauses.append(1e3 * (time.perf_counter() - began))
            controller.resume()
            wait_until(lambda: controller.state is RunState.RUNNING)
        controller.stop()
        wait_until(lambda: controller.state is RunState.FINISHED)
    return Measurement(
        "While a long run computes",
        f"One run of {STEPS} steps in the window, which shows it as it grows; a timer of"
        f" {TICK_MILLISECONDS} ms notes how late it is. Pause: from the request until the window"
        f" knows that the computation holds, {PAUSES} times.",
        (
            Figure("largest gap of the event loop", max(gaps), "ms", LIMIT),
            Figure("gap while it is opened", max(opening), "ms"),
            Figure("gaps, 95th percentile", percentile(gaps), "ms", note=f"{len(gaps)} beats"),
            Figure("until paused, longest", max(pauses), "ms", LIMIT),
            Figure("until paused, 95th percentile", percentile(pauses), "ms"),
            Figure("the whole run", seconds, "s"),
        ),
    )


def very_long_run(steps: int = STEPS) -> Experiment:
    """Return momentum on Rosenbrock that never stops early."""
    example = ready_example()
    momentum = example.runs[1]
    optimizer = momentum.optimizer.with_value("learning_rate", 1e-5)
    return replace(
        example,
        objective=FunctionObjective(
            "(1 - x)^2 + 100(y - x^2)^2", ("x", "y"), ((-2.0, 2.0), (-1.0, 3.0))
        ),
        start=(-1.2, 1.0),
        runs=(replace(momentum, optimizer=optimizer),),
        stop=replace(example.stop, max_steps=steps, gradient_tolerance=0.0),
    )
