"""The one stepping loop: every objective and every update rule runs through this machine code."""

import math
import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import REORDERED, FunctionAt, Kernel, kernel
from gdstudio.engine.signatures import OBJECTIVE, PROBE, UPDATE

Float = NDArray[np.float64]
Integer = NDArray[np.int64]

Objective = Kernel[[Float, Integer, Float, Float, Integer, Float, Float], float]
ObjectivePointer = Callable[[Float, Integer, Float, Float, Integer, Float, Float], float]
"""What ``Objective.compiled`` is."""

Rules = tuple[int, int, int, int]
"""Addresses of the objective, the update rule, the probe and the score; 0 for no probe or score."""
Problem = tuple[Integer, Float, Float, Integer, Integer]
"""Structure, constants and data of the objective; its training rows and its test rows."""
State = tuple[Float, Float, Float, Integer]
"""What steps change: θ (d,), slots (s, d), the loss of the visit before (1,), counters."""
Space = tuple[Float, Float, Float]
"""Work space of the objective, room for a gradient (d,) and for a point (d,)."""
TraceColumns = tuple[Integer, Float, Float, Float, Float]
"""Steps, parameters, losses, norms of the gradients, learning rates."""
EvaluationColumns = tuple[Integer, Float, Float, Float, Float]
"""Steps, loss over the training and the test rows, accuracy over the training and the test rows."""

RUNNING = 0
CONVERGED_GRADIENT = 1
CONVERGED_LOSS = 2
MAX_STEPS = 3
DIVERGED = 4

SMALLEST_NORMAL = sys.float_info.min

LONG = 64
"""Entries beyond which a vector is summed up by several sums at once; a function has no more."""

CALM_STEPS = 10
"""Consecutive steps whose loss must hardly change for ``loss_tolerance``."""

STEP, CALM, QUIET, ROWS, EVALUATIONS = 0, 1, 2, 3, 4
"""Places in ``counters``: the step; steps in a row whose loss hardly changed, and whose gradient
was within the tolerance; rows and evaluations recorded."""
COUNTERS = 5

GRADIENT_TOLERANCE, LOSS_TOLERANCE, DIVERGENCE_LOSS, CLIP_NORM, WEIGHT_DECAY = 0, 1, 2, 3, 4
"""Places in ``limits``. A tolerance or norm of 0 is off."""

objective_at: FunctionAt[[Float, Integer, Float, Float, Integer, Float, Float], float] = FunctionAt(
    OBJECTIVE
)
update_at: FunctionAt[[Float, Float, Float, Float, float, int], None] = FunctionAt(UPDATE)
probe_at: FunctionAt[[Float, Float, Float, Float], None] = FunctionAt(PROBE)


@kernel("float64(float64[::1])", liberties=REORDERED)
def sum_of_squares(vector: NDArray[np.float64]) -> float:
    """Return Σv², several sums side by side."""
    total = 0.0
    for i in range(vector.size):
        total += vector[i] * vector[i]
    return total


@kernel("float64(float64[::1])", liberties=REORDERED)
def sum_of_nothings(vector: NDArray[np.float64]) -> float:
    """Return Σ0·v: 0 if all entries are finite, else NaN."""
    total = 0.0
    for i in range(vector.size):
        total += 0.0 * vector[i]
    return total


@kernel("float64(float64[::1])", inline=True)
def norm(vector: NDArray[np.float64]) -> float:
    """Return ‖vector‖₂, also where the squares are too large or too small for a number."""
    total = 0.0
    if vector.size > LONG:
        total = sum_of_squares(vector)
    else:
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
    if vector.size > LONG:
        # 0 times what is not finite is not a number, and neither is any sum with it.
        return sum_of_nothings(vector) == 0.0
    finite = True
    for i in range(vector.size):
        finite = finite and math.isfinite(vector[i])
    return finite


@kernel(
    "float64(intp, Tuple((int64[::1], float64[::1], float64[:, ::1], int64[::1], int64[::1])), "
    "UniTuple(float64[::1], 3), float64[::1])"
)
def look_at_all(objective: int, problem: Problem, space: Space, theta: Float) -> float:
    """Return the loss at θ over all training rows; its gradient is left in ``space``."""
    structure, constants, data, training, _ = problem
    work, _, point = space
    return objective_at(objective)(theta, structure, constants, data, training, work, point)


@kernel(
    "void(intp, Tuple((int64[::1], float64[::1], float64[:, ::1], int64[::1], int64[::1])), "
    "UniTuple(float64[::1], 3), float64[::1], int64, int64, "
    "Tuple((int64[::1], float64[::1], float64[::1], float64[::1], float64[::1])))"
)
def evaluate(
    score: int,
    problem: Problem,
    space: Space,
    theta: Float,
    step: int,
    row: int,
    columns: EvaluationColumns,
) -> None:
    """Record loss and accuracy at θ over all training rows, and over all test rows if any."""
    structure, constants, data, training, test = problem
    steps, training_losses, test_losses, training_accuracies, test_accuracies = columns
    work, _, answer = space
    steps[row] = step
    score_of = objective_at(score)
    training_losses[row] = score_of(theta, structure, constants, data, training, work, answer)
    training_accuracies[row] = answer[0]
    test_losses[row] = test_accuracies[row] = math.nan
    if test.size > 0:
        test_losses[row] = score_of(theta, structure, constants, data, test, work, answer)
        test_accuracies[row] = answer[0]


@kernel(
    "int64(UniTuple(intp, 4), "
    "Tuple((int64[::1], float64[::1], float64[:, ::1], int64[::1], int64[::1])), "
    "int64[:, ::1], int64, "
    "Tuple((float64[::1], float64[:, ::1], float64[::1], int64[::1])), UniTuple(float64[::1], 3), "
    "float64[::1], float64[::1], int64, float64[::1], float64[:, ::1], "
    "Tuple((int64[::1], float64[:, ::1], float64[::1], float64[::1], float64[::1])), int64, "
    "Tuple((int64[::1], float64[::1], float64[::1], float64[::1], float64[::1])), int64)"
)
def drive(
    rules: Rules,
    problem: Problem,
    order: Integer,
    batch_size: int,
    state: State,
    space: Space,
    hyper: Float,
    limits: Float,
    max_steps: int,
    rates: Float,
    noise: Float,
    trace: TraceColumns,
    stride: int,
    evaluations: EvaluationColumns,
    interval: int,
) -> int:
    """Visit one step for each learning rate in ``rates``: look, check, record, update.

    Parameters
    ----------
    rules
        The kernels that are called.
    problem
        What the objective reads.
    order, batch_size
        Each row of ``order`` (epochs, n) is an epoch: the training rows in the order in which its
        batches take them, so many at a time, the last batch what is left. After the last epoch
        comes the first again; step 0 begins one.
    state, space
        What steps change, and memory for intermediate results.
    hyper, limits, max_steps
        Hyperparameters of the method; tolerances, divergence loss, clip norm and weight decay; the
        step at which the run ends.
    rates, noise
        Learning rates (v,) of these visits; noise (v, d) to add to the gradients, or (0, 0).
    trace, stride
        Every step that ``stride`` divides is recorded, and the last one.
    evaluations, interval
        If there is a score: every step that ``interval`` divides is evaluated, and the last one.

    Returns
    -------
    int
        RUNNING, or how the run ended: then the last row recorded is its last step, and no update
        was made after it. Its loss and gradient are those of all training rows.
    """
    objective, update, probe = objective_at(rules[0]), update_at(rules[1]), probe_at(rules[2])
    structure, constants, data, _, _ = problem
    theta, slots, last_loss, counters = state
    work, gradient, point = space
    steps, parameters, losses, norms, learning_rates = trace
    epochs, samples = order.shape
    updates = max(1, (samples + batch_size - 1) // batch_size)
    epoch = counters[STEP] // updates % epochs
    first = counters[STEP] % updates * batch_size
    status = RUNNING
    for visit in range(rates.size):
        step = counters[STEP]
        batch = order[epoch, first : min(first + batch_size, samples)]
        first += batch_size
        if first >= samples:
            first = 0
            epoch = epoch + 1 if epoch + 1 < epochs else 0

        loss = objective(theta, structure, constants, data, batch, work, gradient)
        if rules[2] != 0:
            # The loss of a row belongs to its parameters; the gradient to where the rule takes it.
            probe(theta, slots, hyper, point)
            objective(point, structure, constants, data, batch, work, gradient)
        if noise.size > 0:
            for i in range(theta.size):
                gradient[i] += noise[visit, i]
        size = norm(gradient)

        if not (
            abs(loss) <= limits[DIVERGENCE_LOSS] and all_finite(gradient) and all_finite(theta)
        ):
            status = DIVERGED
        else:
            is_calm = step > 0 and abs(loss - last_loss[0]) <= limits[LOSS_TOLERANCE]
            is_quiet = limits[GRADIENT_TOLERANCE] > 0.0 and size <= limits[GRADIENT_TOLERANCE]
            counters[CALM] = counters[CALM] + 1 if is_calm else 0
            counters[QUIET] = counters[QUIET] + 1 if is_quiet else 0
            if is_quiet and updates == 1:
                status = CONVERGED_GRADIENT
            elif limits[LOSS_TOLERANCE] > 0.0 and counters[CALM] >= CALM_STEPS:
                status = CONVERGED_LOSS
            elif step >= max_steps:
                status = MAX_STEPS
        last_loss[0] = loss

        # An epoch of quiet batches is no proof: each saw another θ. All rows are asked about this
        # one, and also where the run ends.
        if updates > 1 and (status != RUNNING or counters[QUIET] >= updates):
            loss_of_all = look_at_all(rules[0], problem, space, theta)
            size_of_all = norm(point)
            if counters[QUIET] >= updates and size_of_all <= limits[GRADIENT_TOLERANCE]:
                status = CONVERGED_GRADIENT
            counters[QUIET] = 0
            if status != RUNNING:
                loss, size = loss_of_all, size_of_all

        if status != RUNNING or step % stride == 0:
            row = counters[ROWS]
            steps[row] = step
            for i in range(theta.size):
                parameters[row, i] = theta[i]
            losses[row] = loss
            norms[row] = size
            learning_rates[row] = rates[visit]
            counters[ROWS] = row + 1
        if rules[3] != 0 and (status != RUNNING or step % interval == 0):
            evaluate(rules[3], problem, space, theta, step, counters[EVALUATIONS], evaluations)
            counters[EVALUATIONS] += 1
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
