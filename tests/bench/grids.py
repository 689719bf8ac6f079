"""Values over a grid against vectorised NumPy, and the picture in a file."""

import math
import os

import numpy as np

from gdstudio.simulation.problem import expression
from tests.bench.figures import Figure, Measurement, alternating, median

SIDE = 400
INTERVAL = (-3.0, 3.0)
ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"
ACKLEY = "-20exp(-0.2sqrt(0.5(x^2 + y^2))) - exp(0.5(cos(2π x) + cos(2π y))) + e + 20"


def measure() -> Measurement:
    """Measure two functions, and an exported picture."""
    axis = np.linspace(*INTERVAL, SIDE)
    x, y = np.meshgrid(axis, axis)
    rosenbrock, ackley = expression(ROSENBROCK, ("x", "y")), expression(ACKLEY, ("x", "y"))
    samples = alternating(
        (
            lambda: rosenbrock.over_grid((0.0, 0.0), (0, axis), (1, axis)),
            lambda: (1.0 - x) ** 2 + 100.0 * (y - x**2) ** 2,
            lambda: ackley.over_grid((0.0, 0.0), (0, axis), (1, axis)),
            lambda: (
                -20.0 * np.exp(-0.2 * np.sqrt(0.5 * (x**2 + y**2)))
                - np.exp(0.5 * (np.cos(2.0 * np.pi * x) + np.cos(2.0 * np.pi * y)))
                + math.e
                + 20.0
            ),
        ),
        21,
    )
    ours, numpys, our_ackley, numpy_ackley = (1e3 * median(each) for each in samples)
    return Measurement(
        "Grids and files",
        f"{SIDE} × {SIDE} values in one thread, both results new arrays; medians of calls that"
        " take turns. The picture is 960 × 900 at two pixels a pixel, with its map computed.",
        (
            Figure("Rosenbrock, ours", ours, "ms"),
            Figure("Rosenbrock, NumPy", numpys, "ms"),
            Figure("Rosenbrock, NumPy / ours", numpys / ours, "×"),
            Figure("Ackley, ours", our_ackley, "ms"),
            Figure("Ackley, NumPy", numpy_ackley, "ms"),
            Figure("Ackley, NumPy / ours", numpy_ackley / our_ackley, "×"),
            Figure("PNG of the ready example", _png_milliseconds(), "ms"),
        ),
    )


def _png_milliseconds() -> float:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gdstudio.simulation.simulation import run
    from gdstudio.ui.colours import LIGHT
    from gdstudio.ui.example import ready_example
    from gdstudio.ui.figure import FigureStyle, render_figure
    from gdstudio.ui.picture_file import png_bytes
    from gdstudio.ui.plots.frame import frame_of_results
    from gdstudio.ui.theme import apply_theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, LIGHT)
    experiment = ready_example()
    frame = frame_of_results(experiment, run(experiment))
    (samples,) = alternating(
        (lambda: png_bytes(render_figure(frame, FigureStyle()), experiment),), 5
    )
    return 1e3 * median(samples)
