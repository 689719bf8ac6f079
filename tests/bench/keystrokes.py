"""From a key in the formula field to the picture of exactly that formula."""

import math
import time
from dataclasses import replace

from PySide6.QtTest import QTest

from gdstudio.experiment.model import Experiment
from gdstudio.expression import ExpressionError, parse
from gdstudio.session.run_state import RunState
from gdstudio.ui.example import ready_example
from gdstudio.ui.main_window import MainWindow
from tests.bench.figures import Figure, Measurement, median, percentile
from tests.bench.studio import PICTURE, process_for, studio, wait_until
from tests.bench.watching import Painted, watched

FORMULAS = (
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "(1 - x)^2 + 100(y - x^2)^2",
    "-20exp(-0.2sqrt(0.5(x^2 + y^2))) - exp(0.5(cos(2pi x) + cos(2pi y))) + e + 20",
    "sin(x)cos(y) + x^2/10 + y^2/10",
    "3(1-x)^2 exp(-x^2 - (y+1)^2) - 10(x/5 - x^3 - y^5)exp(-x^2 - y^2)",
)
BETWEEN_KEYS = 0.12
"""Seconds: a hundred words a minute."""
STEPS = 500


def measure() -> Measurement:
    """Type five formulas twice with 500 steps a run, then once with 100 000."""
    figures = []
    for steps, formulas in ((STEPS, 2 * FORMULAS), (100_000, FORMULAS)):
        with watched() as painted, studio(_experiment(steps)) as window:
            wait_until(lambda: painted.shows(window))
            process_for(1.0)
            samples = [sample for text in formulas for sample in _typed(window, painted, text)]
        name = f"4 runs of {steps} steps"
        note = f"{len(samples)} keystrokes"
        floor = 80.0 if steps == STEPS else None
        figures += [
            Figure(f"{name}: median", median(samples), "ms", note=note),
            Figure(f"{name}: 95th percentile", percentile(samples), "ms", floor),
            Figure(f"{name}: longest", max(samples, default=math.nan), "ms"),
        ]
    return Measurement(
        "Keystrokes",
        "Typed into the formula field as key events, one each"
        f" {1e3 * BETWEEN_KEYS:g} ms; counted are those after which the text is a formula of x and"
        " y. From before the key is pressed until the picture was painted that shows the map of"
        f" exactly this text and the finished runs on it, {PICTURE.width()} × {PICTURE.height()}"
        " pixels.",
        tuple(figures),
    )


def _typed(window: MainWindow, painted: Painted, formula: str) -> list[float]:
    """Type a formula in place of what is there, and return milliseconds to each picture."""
    field = window.function_panel.formula_field.edit()
    field.setFocus()
    field.selectAll()
    samples = []
    for character in formula:
        began = time.perf_counter()
        QTest.keyClicks(field, character)
        if _is_counted(field.text()):
            wait_until(lambda: painted.shows(window))
            samples.append(1e3 * (time.perf_counter() - began))
        else:
            wait_until(lambda: window.controller.state is RunState.FINISHED)
        process_for(max(0.0, BETWEEN_KEYS - (time.perf_counter() - began)))
    return samples


def _is_counted(text: str) -> bool:
    try:
        return set(parse(text).variables) == {"x", "y"}
    except ExpressionError:
        return False


def _experiment(steps: int) -> Experiment:
    example = ready_example()
    return replace(example, stop=replace(example.stop, max_steps=steps))
