"""From the last turn of the wheel to the picture of the new part, with its layers."""

import time
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.session.run_state import RunState
from gdstudio.simulation.map_options import PLAIN, Arrows, MapOptions, Shading
from gdstudio.ui.example import ready_example
from gdstudio.ui.main_window import MainWindow
from tests.bench.figures import Figure, Measurement, percentile
from tests.bench.responses import Heartbeat
from tests.bench.studio import PICTURE, process_for, studio, wait_until
from tests.bench.watching import Painted, watched

LAYERS = {
    "layers off": PLAIN,
    "layers on": MapOptions(
        shading=Shading.LARGEST_EIGENVALUE,
        arrows=Arrows.DESCENT,
        streamlines=True,
        level_set=True,
        step_vectors=True,
        critical_points=True,
    ),
}
FUNCTIONS = {
    "Himmelblau": ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "xy", 5.0),
    "Rosenbrock": ("(1 - x)^2 + 100(y - x^2)^2", "xy", 2.0),
    "5 variables": (
        "100(b - a^2)^2 + (1 - a)^2 + 100(c - b^2)^2 + (1 - b)^2 + 100(d - c^2)^2 + (1 - c)^2"
        " + 100(u - d^2)^2 + (1 - d)^2",
        "abcdu",
        2.0,
    ),
}
TURNS, NOTCHES = 12, 5
"""How many times somebody zooms, in or out, and by how many notches of the wheel."""
BETWEEN_NOTCHES = 0.03
LIMIT, GAP = 150.0, 50.0


def measure() -> Measurement:
    """Zoom in and out on three functions, without layers and with all of them."""
    figures = []
    for name, (expression, variables, reach) in FUNCTIONS.items():
        with watched() as painted, studio(_experiment(expression, variables, reach)) as window:
            wait_until(lambda window=window: window.controller.state is RunState.FINISHED)
            for layers, options in LAYERS.items():
                window.picture.layers.set_options(options)
                wait_until(lambda window=window: _is_seen(window, painted))
                process_for(3.0)
                seconds, gaps = _zoomed(window, painted)
                case, note = f"{name}, {layers}", f"{len(seconds)} times"
                figures += [
                    Figure(f"{case}: 95th percentile", percentile(seconds), "ms", LIMIT, note=note),
                    Figure(f"{case}: largest gap", max(gaps), "ms", GAP),
                ]
    return Measurement(
        "Zooming",
        f"{NOTCHES} turns of the wheel over the map, one each {1e3 * BETWEEN_NOTCHES:g} ms, in and"
        " out again. From the last one until the map of exactly the visible part was painted with"
        f" all its layers, {PICTURE.width()} × {PICTURE.height()} pixels; a timer of 5 ms notes how"
        " late the event loop is.",
        tuple(figures),
    )


def _zoomed(window: MainWindow, painted: Painted) -> tuple[list[float], list[float]]:
    """Return milliseconds to each picture, and how late the event loop was."""
    heartbeat = Heartbeat()
    heartbeat.restart()
    seconds = []
    for turn in range(TURNS):
        for _ in range(NOTCHES):
            process_for(BETWEEN_NOTCHES)
            _turn_wheel(window, 1 if turn % 4 < 2 else -1)
        began = time.perf_counter()
        wait_until(lambda: _is_seen(window, painted))
        seconds.append(1e3 * (time.perf_counter() - began))
        process_for(0.2)
    return seconds, list(heartbeat.gaps)


def _is_seen(window: MainWindow, painted: Painted) -> bool:
    picture = window.picture
    return painted.request == picture.plot.map_request(picture.devicePixelRatioF())


def _turn_wheel(window: MainWindow, notches: int) -> None:
    viewport = window.picture.canvas.viewport()
    place = QPointF(0.55 * viewport.width(), 0.45 * viewport.height())
    target, none = viewport.mapToGlobal(place), Qt.MouseButton.NoButton
    no_key = Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, place, target, none, none, no_key)
    QApplication.sendEvent(viewport, move)
    wheel = QWheelEvent(
        place,
        target,
        QPoint(),
        QPoint(0, 120 * notches),
        none,
        no_key,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, wheel)


def _experiment(expression: str, variables: str, reach: float) -> Experiment:
    example = ready_example()
    count = len(variables)
    return replace(
        example,
        objective=FunctionObjective(expression, tuple(variables), ((-reach, reach),) * count),
        start=(-0.6 * reach, 0.5 * reach) + (0.3 * reach,) * (count - 2),
    )
