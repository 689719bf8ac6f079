"""The one stepping loop: every objective and every update rule runs through this machine code."""

import math
import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import Kernel, kernel
from gdstudio.engine.optimizers.optimizer import ProbePointer, UpdatePointer
from gdstudio.engine.signatures import OBJECTIVE, PROBE, UPDATE

Objective = Kernel[
    [
        NDArray[np.float64],
        NDArray[np.int64],
        NDArray[np.float64],
        NDArray[np.float64],
        NDArray[np.int64],
        NDArray[np.float64],
        NDArray[np.float64],
    ],
    float,
]
ObjectivePointer = Callable[
    [
        NDArray[np.float64],
        NDArray[np.int64],
        NDArray[np.float64],
        NDArray[np.float64],
        NDArray[np.int64],
        NDArray[np.float64],
        NDArray[np.float64],
    ],
    float,
]
"""What ``Objective.compiled`` is."""

RUNNING = 0
CONVERGED_GRADIENT = 1
CONVERGED_LOSS = 2
MAX_STEPS = 3
DIVERGED = 4

SMALLEST_NORMAL = sys.float_info.min

CALM_STEPS = 10
"""Consecutive steps whose loss must hardly change for ``loss_tolerance``."""

STEP, CALM, ROWS = 0, 1, 2
"""Places in ``counters``: the step, calm steps in a row, rows recorded."""

GRADIENT_TOLERANCE, LOSS_TOLERANCE, DIVERGENCE_LOSS, CLIP_NORM, WEIGHT_DECAY = 0, 1, 2, 3, 4
"""Places in ``limits``. A tolerance or norm of 0 is off."""


@kernel(PROBE)
def at_theta(
    theta: NDArray[np.float64],
    slots: NDArray[np.float64],
    hyper: NDArray[np.float64],
    point: NDArray[np.float64],
) -> None:
    """Take the gradient at θ itself: the probe of methods that have none."""
    for i in range(theta.size):
        point[i] = theta[i]


@kernel("float64(float64[::1])", inline=True)
def norm(vector: NDArray[np.float64]) -> float:
    """Return ‖vector‖₂, also where the squares are too large or too small for a number."""
    total = 0.0
    for i in range(vector.size):
        total += vector[i] * vector[i]
    largest = 1.0
    if total < SMALLEST_NORMAL or total == math.inf:
        largest = 0.0
        for i in range(vector.size):
            largest = max(largest, abs(vector[i]))
        if largest > 0.0 and largest < math.inf:
            total = 0.0
            for i in range(vector.size):
                total += (vector[i] / largest) * (vector[i] / largest)
    return largest * math.sqrt(total)


@kernel("boolean(float64[::1])", inline=True)
def all_finite(vector: NDArray[np.float64]) -> bool:
    """Return whether no entry is NaN or infinite."""
    finite = True
    for i in range(vector.size):
        finite = finite and math.isfinite(vector[i])
    return finite


@kernel(
    f"int64(FunctionType({OBJECTIVE}), FunctionType({UPDATE}), FunctionType({PROBE}), boolean, "
    "int64[::1], float64[::1], float64[:, ::1], int64[::1], float64[::1], "
    "float64[::1], float64[:, ::1], float64[::1], float64[::1], float64[::1], "
    "float64[::1], float64[:, ::1], float64[::1], float64[::1], int64[::1], int64, "
    "int64[::1], float64[:, ::1], float64[::1], float64[::1], float64[::1], int64)"
)
def drive(
    objective: ObjectivePointer,
    update: UpdatePointer,
    probe: ProbePointer,
    probes: bool,
    structure: NDArray[np.int64],
    constants: NDArray[np.float64],
    data: NDArray[np.float64],
    rows: NDArray[np.int64],
    work: NDArray[np.float64],
    theta: NDArray[np.float64],
    slots: NDArray[np.float64],
    hyper: NDArray[np.float64],
    gradient: NDArray[np.float64],
    point: NDArray[np.float64],
    rates: NDArray[np.float64],
    noise: NDArray[np.float64],
    limits: NDArray[np.float64],
    last_loss: NDArray[np.float64],
    counters: NDArray[np.int64],
    max_steps: int,
    kept_steps: NDArray[np.int64],
    kept_parameters: NDArray[np.float64],
    kept_losses: NDArray[np.float64],
    kept_norms: NDArray[np.float64],
    kept_rates: NDArray[np.float64],
    stride: int,
) -> int:
    """Visit one step for each learning rate in ``rates``: evaluate, record, check, update.

    Parameters
    ----------
    objective, update, probe
        Function pointers (see ``engine.signatures``); the probe is asked only if ``probes``.
    structure, constants, data, rows, work
        What the objective reads.
    theta, slots, hyper, gradient, point
        Parameters and memory of the method (changed), its hyperparameters, space for two vectors.
    rates, noise
        Learning rates (n,) of these visits; noise (n, d) to add to the gradients, or (0, 0).
    limits
        Tolerances, divergence loss, clip norm, weight decay.
    last_loss, counters
        Loss of the visit before (1,); step, calm steps and rows recorded (changed).
    max_steps
        The step at which the run ends.
    kept_steps, kept_parameters, kept_losses, kept_norms, kept_rates, stride
        The trace: every step that ``stride`` divides is recorded, and the last one.

    Returns
    -------
    int
        RUNNING, or how the run ended: then the last row recorded is its last step, and no update
        was made after it.
    """
    status = RUNNING
    for visit in range(rates.size):
        step = counters[STEP]
        loss = objective(theta, structure, constants, data, rows, work, gradient)
        if probes:
            # The loss of a row belongs to its parameters; the gradient to where the rule takes it.
            probe(theta, slots, hyper, point)
            objective(point, structure, constants, data, rows, work, gradient)
        if noise.size > 0:
            for i in range(theta.size):
                gradient[i] += noise[visit, i]
        size = norm(gradient)

        if not (
            abs(loss) <= limits[DIVERGENCE_LOSS] and all_finite(gradient) and all_finite(theta)
        ):
            status = DIVERGED
        else:
            if step > 0 and abs(loss - last_loss[0]) <= limits[LOSS_TOLERANCE]:
                counters[CALM] += 1
            else:
                counters[CALM] = 0
            if limits[GRADIENT_TOLERANCE] > 0.0 and size <= limits[GRADIENT_TOLERANCE]:
                status = CONVERGED_GRADIENT
            elif limits[LOSS_TOLERANCE] > 0.0 and counters[CALM] >= CALM_STEPS:
                status = CONVERGED_LOSS
            elif step >= max_steps:
                status = MAX_STEPS
        last_loss[0] = loss

        if status != RUNNING or step % stride == 0:
            row = counters[ROWS]
            kept_steps[row] = step
            for i in range(theta.size):
                kept_parameters[row, i] = theta[i]
            kept_losses[row] = loss
            kept_norms[row] = size
            kept_rates[row] = rates[visit]
            counters[ROWS] = row + 1
        if status != RUNNING:
            break

        if limits[CLIP_NORM] > 0.0:
            scale = min(1.0, limits[CLIP_NORM] / (size + 1e-6))
            for i in range(theta.size):
                gradient[i] *= scale
        if limits[WEIGHT_DECAY] > 0.0:
            for i in range(theta.size):
                gradient[i] += limits[WEIGHT_DECAY] * theta[i]
        update(theta, gradient, slots, hyper, rates[visit], step + 1)
        counters[STEP] = step + 1
    return status
