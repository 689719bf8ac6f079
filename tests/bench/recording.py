"""Recorded steps a second of momentum on Rosenbrock: ours, C, NumPy, Python."""

import math

import numpy as np

from gdstudio.experiment.model import StopRules
from gdstudio.simulation.problem import expression
from gdstudio.simulation.run import RunSimulation
from gdstudio.simulation.stepper import Stepper, StepperSetup
from gdstudio.simulation.trace import Trace
from gdstudio.simulation.vocabulary import VOCABULARY
from tests.bench.c_loop import Columns, c_loop
from tests.bench.figures import Figure, Measurement, alternating, median

FORMULA = "(1 - x)^2 + 100(y - x^2)^2"
START = (-1.2, 1.0)
RATE, MOMENTUM = 1e-4, 0.9
STEPS = 100_000
"""As many as a trace keeps unthinned."""
SLOW_STEPS = 10_000
REPETITIONS = 21


def measure() -> Measurement:
    """Measure all of them, in turns."""
    columns = _columns()
    setup = _setup(STEPS)
    stepper = Stepper(setup)
    fresh = stepper.checkpoint()
    trace = Trace(2, STEPS)
    compiled = c_loop()

    def simulation() -> None:
        run = RunSimulation("", setup)
        while not run.is_finished:
            run.advance(STEPS + 1)

    def driver() -> None:
        stepper.restore(fresh)
        trace.rows = 0
        stepper.visit(STEPS, trace)

    def c_into_new() -> None:
        if compiled is not None:
            compiled(START, RATE, MOMENTUM, _columns())

    def c_into_old() -> None:
        if compiled is not None:
            compiled(START, RATE, MOMENTUM, columns)

    fast = alternating((simulation, c_into_new, driver, c_into_old), REPETITIONS)
    ours, c_new, bare, c_old = (STEPS / median(each) for each in fast)
    slow = alternating((with_numpy, with_python), 5)
    numpy_rate, python_rate = (SLOW_STEPS / median(each) for each in slow)
    if compiled is None:
        c_new = c_old = math.nan
    no_compiler = "no compiler" if compiled is None else ""
    return Measurement(
        "Recorded steps",
        f"Momentum on {FORMULA}: {STEPS} steps, of each the parameters, loss, norm of the gradient"
        " and learning rate are recorded; medians of runs that take turns. The simulation and"
        " 'C, new arrays' pay for the memory of their trace, the driver and 'C' write into one"
        " that is there.",
        (
            Figure("simulation", ours, "steps/s"),
            Figure("driver", bare, "steps/s"),
            Figure("C, new arrays", c_new, "steps/s", note=no_compiler),
            Figure("C -O3", c_old, "steps/s", note=no_compiler),
            Figure("NumPy loop", numpy_rate, "steps/s"),
            Figure("Python loop", python_rate, "steps/s"),
            Figure("simulation / C, new arrays", ours / c_new, "×", 0.07, True),
            Figure("driver / C", bare / c_old, "×", 0.07, True),
            Figure("simulation / NumPy", ours / numpy_rate, "×"),
            Figure("simulation / Python", ours / python_rate, "×"),
        ),
    )


def with_numpy() -> None:
    """Step as one does with NumPy."""
    theta, velocity = np.array(START), np.zeros(2)
    parameters, losses, norms = (
        np.empty((SLOW_STEPS, 2)),
        np.empty(SLOW_STEPS),
        np.empty(SLOW_STEPS),
    )
    for step in range(SLOW_STEPS):
        x, y = theta
        b = y - x * x
        gradient = np.array([-2.0 * (1.0 - x) - 400.0 * b * x, 200.0 * b])
        parameters[step] = theta
        losses[step] = (1.0 - x) ** 2 + 100.0 * b**2
        norms[step] = np.sqrt(gradient @ gradient)
        velocity = MOMENTUM * velocity + gradient
        theta = theta - RATE * velocity


def with_python() -> None:
    """Step with Python's own numbers."""
    x, y = START
    u = v = 0.0
    trace = []
    for step in range(SLOW_STEPS):
        b = y - x * x
        gx, gy = -2.0 * (1.0 - x) - 400.0 * b * x, 200.0 * b
        trace.append((step, x, y, (1.0 - x) ** 2 + 100.0 * b**2, math.hypot(gx, gy), RATE))
        u, v = MOMENTUM * u + gx, MOMENTUM * v + gy
        x, y = x - RATE * u, y - RATE * v


def _columns() -> Columns:
    return (
        np.empty(STEPS, dtype=np.int64),
        np.empty((STEPS, 2)),
        np.empty(STEPS),
        np.empty(STEPS),
        np.empty(STEPS),
    )


def _setup(steps: int) -> StepperSetup:
    optimizer = VOCABULARY.optimizer("momentum")
    optimizer = optimizer.with_value("learning_rate", RATE).with_value("momentum", MOMENTUM)
    stop = StopRules(max_steps=steps, gradient_tolerance=0.0)
    return StepperSetup(expression(FORMULA), optimizer, START, stop, 0.0, 0)
