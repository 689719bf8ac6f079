"""The path of the gradient flow, by a Runge–Kutta method that chooses its own steps."""

import math

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.driver import Problem, objective_at
from gdstudio.engine.jit import kernel

Float = NDArray[np.float64]

TOLERANCE = 1e-7
"""Error of a step that is accepted, in sides of the box."""
SMALLEST_STEP = 1e-7
"""Where a step must be smaller, in sides of the box, the line has arrived, or cannot go on."""
MOST_STEPS = 200_000
"""A line that winds along a steep valley needs thousands, one in the edge of a kink all of them."""

_PROBLEM = "Tuple((int64[::1], float64[::1], float64[:, ::1], int64[::1], int64[::1]))"


@kernel(f"boolean(intp, {_PROBLEM}, float64[::1], float64[::1], float64[::1], float64[::1])")
def heading(
    objective: int, problem: Problem, work: Float, sides: Float, point: Float, velocity: Float
) -> bool:
    """Write the unit velocity of the flow at a point, in sides of the box a unit of length.

    Returns whether there is one: not where the gradient is 0 or not finite.
    """
    structure, constants, data, rows, _ = problem
    value = objective_at(objective)(point, structure, constants, data, rows, work, velocity)
    largest = 0.0
    for i in range(point.size):
        velocity[i] = 0.0 if sides[i] == 0.0 else -velocity[i] / sides[i]
        # A maximum that NaN passes through.
        largest = abs(velocity[i]) if not abs(velocity[i]) <= largest else largest
    if not (0.0 < largest < math.inf and math.isfinite(value)):
        return False
    total = 0.0
    for i in range(point.size):
        velocity[i] /= largest
        total += velocity[i] * velocity[i]
    for i in range(point.size):
        velocity[i] *= sides[i] / math.sqrt(total)
    return True


@kernel(
    f"float64(intp, {_PROBLEM}, float64[::1], float64[::1], float64[::1], float64, "
    "float64[::1], float64[:, ::1])"
)
def attempt(
    objective: int,
    problem: Problem,
    work: Float,
    sides: Float,
    point: Float,
    step: float,
    target: Float,
    stages: Float,
) -> float:
    """Make one step of Bogacki and Shampine (1989), of third order.

    ``stages`` holds the velocity at the point in row 0, and gets that at the target in row 3.
    Returns an estimate of the error in sides of the box; ∞ where there is no velocity.
    """
    for stage, share in ((1, 0.5), (2, 0.75)):
        for i in range(point.size):
            target[i] = point[i] + share * step * stages[stage - 1, i]
        if not heading(objective, problem, work, sides, target, stages[stage]):
            return math.inf
    for i in range(point.size):
        target[i] = point[i] + step / 9.0 * (
            2.0 * stages[0, i] + 3.0 * stages[1, i] + 4.0 * stages[2, i]
        )
    if not heading(objective, problem, work, sides, target, stages[3]):
        return math.inf
    total = 0.0
    for i in range(point.size):
        if sides[i] != 0.0:
            error = (
                -5.0 / 72.0 * stages[0, i]
                + stages[1, i] / 12.0
                + stages[2, i] / 9.0
                - stages[3, i] / 8.0
            )
            total += (error / sides[i]) * (error / sides[i])
    return abs(step) * math.sqrt(total)


@kernel(
    f"int64(intp, {_PROBLEM}, float64[::1], float64[::1], float64[::1], float64[::1], float64, "
    "float64[:, ::1])"
)
def follow(
    objective: int,
    problem: Problem,
    work: Float,
    sides: Float,
    low: Float,
    high: Float,
    longest: float,
    points: Float,
) -> int:
    """Write the points of a streamline from the first one on, and return how many there are.

    Parameters
    ----------
    objective, problem, work
        The address of the objective, what it reads, and its work space.
    sides, low, high
        The box (d,): a side is 0 along an axis that does not vary.
    longest
        The longest step in sides of the box; negative to go uphill.
    points
        float64 (n, d); row 0 is the start.
    """
    dimension = sides.size
    stages, target = np.empty((4, dimension)), np.empty(dimension)
    point = points[0].copy()
    count, step = 1, longest / 8.0
    if not heading(objective, problem, work, sides, point, stages[0]):
        return count
    for _ in range(MOST_STEPS):
        if abs(step) < SMALLEST_STEP or count == points.shape[0]:
            break
        error = attempt(objective, problem, work, sides, point, step, target, stages)
        growth = 0.9 * (TOLERANCE / max(error, 1e-3 * TOLERANCE)) ** (1.0 / 3.0)
        if error > TOLERANCE:
            step *= max(0.2, growth) if error < math.inf else 0.2
            continue
        share = 1.0
        for i in range(dimension):
            if sides[i] != 0.0 and not low[i] <= target[i] <= high[i]:
                edge = low[i] if target[i] < low[i] else high[i]
                share = min(share, (edge - point[i]) / (target[i] - point[i]))
        moved = turned = 0.0
        for i in range(dimension):
            point[i] += share * (target[i] - point[i])
            if sides[i] != 0.0:
                moved += ((point[i] - points[count - 1, i]) / sides[i]) ** 2
                turned += stages[0, i] / sides[i] * (stages[3, i] / sides[i])
            stages[0, i] = stages[3, i]
        if moved >= 0.25 * longest * longest or share < 1.0:
            points[count] = point
            count += 1
        if share < 1.0 or turned < 0.0:
            # At the box; or across a minimum, where the flow comes from the other side.
            break
        step *= min(2.0, max(0.2, growth))
        if abs(step) > abs(longest):
            step = longest
    if count < points.shape[0] and np.any(points[count - 1] != point):
        points[count] = point
        count += 1
    return count
