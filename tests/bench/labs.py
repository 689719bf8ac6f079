"""What the event loop feels, and how often everything is drawn, while the window trains."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from gdstudio.experiment.model import Experiment
from gdstudio.session.run_state import RunState
from gdstudio.simulation.files import shipped_example
from gdstudio.ui.example import ready_example
from gdstudio.ui.labs.diagram_view import DiagramView
from gdstudio.ui.plots.canvas import PlotCanvas
from tests.bench.figures import Figure, Measurement, percentile
from tests.bench.responses import LIMIT, OPENING, Heartbeat
from tests.bench.studio import process_for, studio, wait_until

SECONDS = 5.0
ENDLESS = 10**8
FRAMES = 30.0
EXAMPLES = {
    "line, 3 runs": "1-line",
    "moons 2-8-8-1, 3 runs": "4-moons",
    "spirals 2-16-16-16-1, 2 runs": "5-spirals",
}


def measure() -> Measurement:
    """Train without end in the labs, followed and played."""
    figures: list[Figure] = []
    for name, example in EXAMPLES.items():
        with painted() as paints, studio(ready_example()) as window:
            controller = window.controller
            wait_until(lambda: controller.state is RunState.FINISHED)  # noqa: B023
            # Loads the kernels and makes the lab.
            window.document.replace(shipped_example(example))
            process_for(3.0)
            heartbeat = Heartbeat()
            window.document.replace(endless(shipped_example(example)))
            wait_until(lambda: controller.state is RunState.RUNNING)  # noqa: B023
            process_for(OPENING)
            for way in ("followed", "played"):
                if way == "played":
                    window.player.seek(0)
                    window.player.set_speed(200.0)
                    window.player.play()
                heartbeat.restart()
                paints.clear()
                began = time.perf_counter()
                process_for(SECONDS)
                rate = min(paints.values(), default=0) / (time.perf_counter() - began)
                note = f"{len(paints)} pictures"
                figures += [
                    Figure(f"{name}, {way}: largest gap", max(heartbeat.gaps), "ms", LIMIT),
                    Figure(
                        f"{name}, {way}: gaps, 95th percentile", percentile(heartbeat.gaps), "ms"
                    ),
                    Figure(
                        f"{name}, {way}: each picture",
                        rate,
                        "1/s",
                        FRAMES,
                        higher_is_better=True,
                        note=note,
                    ),
                ]
            controller.stop()
            wait_until(lambda: controller.state is RunState.FINISHED)  # noqa: B023
    return Measurement(
        "While data and networks train",
        f"Training that does not end, {SECONDS:g} s each: first the window shows the last step as"
        " it comes, then it plays from the start while the computation runs ahead. Gaps as above;"
        " each picture is the one of all pictures in sight that was painted least often.",
        tuple(figures),
    )


def endless(experiment: Experiment) -> Experiment:
    """Return an experiment that does not stop."""
    stop = replace(experiment.stop, max_steps=ENDLESS, gradient_tolerance=0.0)
    return replace(experiment, stop=stop)


@contextmanager
def painted() -> Iterator[Counter[int]]:
    """Count the paints of each plot and diagram that is painted at all."""
    counts: Counter[int] = Counter()
    originals = {kind: kind.paintEvent for kind in (PlotCanvas, DiagramView)}

    def counting(kind: type, original: Any) -> Any:
        def paint(self: Any, event: Any) -> None:
            counts[id(self)] += 1
            original(self, event)

        return paint

    for kind, original in originals.items():
        kind.paintEvent = counting(kind, original)  # type: ignore[method-assign]
    try:
        yield counts
    finally:
        for kind, original in originals.items():
            kind.paintEvent = original  # type: ignore[method-assign]
