"""A tape with its second derivatives at many points: forward over reverse.

Each register carries, beside its value, its derivative along some directions (its tangents). The
reverse sweep then carries, beside each adjoint, the adjoint's own derivative along them; at the
variables these are the products of the Hessian with the directions (Griewank and Walther 2008,
Evaluating Derivatives, chapter 5). Points are taken many at a time, so that each instruction runs
along a whole row of numbers.
"""

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import kernel
from gdstudio.engine.objectives.curvatures import (
    binary_derivatives,
    is_binary,
    unary_curvature,
)
from gdstudio.engine.objectives.operations import unary_slope, value_of
from gdstudio.engine.objectives.tape import HEADER
from gdstudio.expression.tape import Tape

Float = NDArray[np.float64]
Integer = NDArray[np.int64]

LANES = 64
"""Points that are taken together: their registers stay in the processor's fastest cache."""

VALUES, ADJOINTS, TANGENTS = 0, 1, 2
"""Places in the work space: values; adjoints; k tangents, and after them their adjoints."""

LEFT, RIGHT, LEFT_LEFT, LEFT_RIGHT, RIGHT_RIGHT = 0, 1, 2, 3, 4
"""Places of an instruction's derivatives."""


def second_order_workspace(tape: Tape, directions: int) -> Float:
    """Return memory for so many directions, with the constants filled in."""
    variables = len(tape.variables)
    registers = variables + tape.constants.size + len(tape.instructions)
    work = np.zeros((2 + 2 * directions, registers, LANES))
    work[VALUES, variables : variables + tape.constants.size] = tape.constants[:, np.newaxis]
    return work


@kernel("float64(float64, float64)", inline=True)
def flow(amount: float, slope: float) -> float:
    """Return amount · slope: 0 where one of them is 0, though the other be not finite.

    What stands in a branch that does not count must not become NaN.
    """
    return 0.0 if amount == 0.0 or slope == 0.0 else amount * slope


@kernel("void(int64, float64[::1], float64[::1], float64[::1], int64, float64[:, ::1])")
def differentiate(
    opcode: int, a: Float, b: Float, values: Float, lanes: int, derivatives: Float
) -> None:
    """Write the first and second derivatives (5, lanes) of an instruction."""
    if is_binary(opcode):
        for lane in range(lanes):
            left, right, left_left, left_right, right_right = binary_derivatives(
                opcode, a[lane], b[lane], values[lane]
            )
            derivatives[LEFT, lane] = left
            derivatives[RIGHT, lane] = right
            derivatives[LEFT_LEFT, lane] = left_left
            derivatives[LEFT_RIGHT, lane] = left_right
            derivatives[RIGHT_RIGHT, lane] = right_right
    else:
        for lane in range(lanes):
            derivatives[LEFT, lane] = unary_slope(opcode, a[lane], b[lane], values[lane])
            derivatives[LEFT_LEFT, lane] = unary_curvature(opcode, a[lane], b[lane], values[lane])


@kernel("void(int64[::1], float64[:, :, ::1], int64, float64[:, ::1])")
def forward(structure: Integer, work: Float, lanes: int, derivatives: Float) -> None:
    """Compute each register's value, and its tangents from those of the variables."""
    first, count = structure[1], structure[2]
    directions = (work.shape[0] - TANGENTS) // 2
    values = work[VALUES]
    for index in range(count):
        position = HEADER + 3 * index
        opcode, left, right = structure[position], structure[position + 1], structure[position + 2]
        register = first + index
        for lane in range(lanes):
            values[register, lane] = value_of(opcode, values[left, lane], values[right, lane])
        if directions > 0:
            differentiate(opcode, values[left], values[right], values[register], lanes, derivatives)
        for tangent in range(TANGENTS, TANGENTS + directions):
            a, b, out = work[tangent, left], work[tangent, right], work[tangent, register]
            for lane in range(lanes):
                out[lane] = flow(a[lane], derivatives[LEFT, lane])
            if is_binary(opcode):
                for lane in range(lanes):
                    out[lane] += flow(b[lane], derivatives[RIGHT, lane])


@kernel("void(int64[::1], float64[:, :, ::1], int64, float64[:, ::1])")
def reverse(structure: Integer, work: Float, lanes: int, derivatives: Float) -> None:
    """Compute each register's adjoint, and the adjoint's derivative along each direction."""
    first, count, result = structure[1], structure[2], structure[3]
    directions = (work.shape[0] - TANGENTS) // 2
    values, adjoints = work[VALUES], work[ADJOINTS]
    adjoints[:] = 0.0
    work[TANGENTS + directions :] = 0.0
    adjoints[result, :lanes] = 1.0
    for index in range(count - 1, -1, -1):
        position = HEADER + 3 * index
        opcode, left, right = structure[position], structure[position + 1], structure[position + 2]
        register = first + index
        both = is_binary(opcode)
        differentiate(opcode, values[left], values[right], values[register], lanes, derivatives)
        adjoint = adjoints[register]
        for lane in range(lanes):
            adjoints[left, lane] += flow(adjoint[lane], derivatives[LEFT, lane])
        if both:
            for lane in range(lanes):
                adjoints[right, lane] += flow(adjoint[lane], derivatives[RIGHT, lane])
        for tangent in range(TANGENTS, TANGENTS + directions):
            a, b = work[tangent, left], work[tangent, right]
            change = work[tangent + directions, register]
            to_left = work[tangent + directions, left]
            for lane in range(lanes):
                bend = flow(a[lane], derivatives[LEFT_LEFT, lane])
                if both:
                    bend += flow(b[lane], derivatives[LEFT_RIGHT, lane])
                to_left[lane] += flow(change[lane], derivatives[LEFT, lane])
                to_left[lane] += flow(adjoint[lane], bend)
            if both:
                to_right = work[tangent + directions, right]
                for lane in range(lanes):
                    bend = flow(a[lane], derivatives[LEFT_RIGHT, lane])
                    bend += flow(b[lane], derivatives[RIGHT_RIGHT, lane])
                    to_right[lane] += flow(change[lane], derivatives[RIGHT, lane])
                    to_right[lane] += flow(adjoint[lane], bend)


@kernel(
    "void(int64[::1], float64[:, :, ::1], float64[:, ::1], float64[:, ::1], float64[::1], "
    "float64[:, ::1], float64[:, :, ::1])"
)
def tape_at_points(
    structure: Integer,
    work: Float,
    points: Float,
    directions: Float,
    values: Float,
    gradients: Float,
    products: Float,
) -> None:
    """Write value, gradient and the Hessian's products with k directions at each point.

    Parameters
    ----------
    structure, work
        From ``structure_of`` and ``second_order_workspace`` for k directions.
    points, directions
        float64 (n, d) and (k, d): with the unit vectors the products are the Hessian itself.
    values, gradients, products
        Written: float64 (n,), (n, d) and (n, k, d).
    """
    variables, result = structure[0], structure[3]
    count = directions.shape[0]
    derivatives = np.empty((5, LANES))
    for tangent in range(count):
        for variable in range(variables):
            work[TANGENTS + tangent, variable] = directions[tangent, variable]
    for start in range(0, points.shape[0], LANES):
        lanes = min(LANES, points.shape[0] - start)
        for variable in range(variables):
            for lane in range(lanes):
                work[VALUES, variable, lane] = points[start + lane, variable]
        forward(structure, work, lanes, derivatives)
        reverse(structure, work, lanes, derivatives)
        for lane in range(lanes):
            values[start + lane] = work[VALUES, result, lane]
        for variable in range(variables):
            for lane in range(lanes):
                gradients[start + lane, variable] = work[ADJOINTS, variable, lane]
        for tangent in range(count):
            changes = work[TANGENTS + count + tangent]
            for variable in range(variables):
                for lane in range(lanes):
                    products[start + lane, tangent, variable] = changes[variable, lane]
