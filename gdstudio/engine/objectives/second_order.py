"""A tape with its second derivatives at many points: forward over reverse.

Each register carries, beside its value, its derivative along some directions (its tangents). The
reverse sweep then carries, beside each adjoint, the adjoint's own derivative along them; at the
variables these are the products of the Hessian with the directions (Griewank and Walther 2008,
Evaluating Derivatives, chapter 5). Points are taken many at a time, so that each instruction runs
along a whole row of numbers. Most registers change along few directions only, and most second
derivatives are 0: what is known to be 0 is not computed, however many directions there are.
"""

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import kernel
from gdstudio.engine.objectives.curvatures import (
    binary_derivatives,
    is_binary,
    is_straight,
    unary_curvature,
)
from gdstudio.engine.objectives.operations import MULTIPLY, unary_slope, value_of
from gdstudio.engine.objectives.tape import HEADER
from gdstudio.expression.tape import Tape

Float = NDArray[np.float64]
Integer = NDArray[np.int64]
Boolean = NDArray[np.bool_]

LANES = 64
"""Points that are taken together: their registers stay in the processor's fastest cache."""

VALUES, ADJOINTS, TANGENTS = 0, 1, 2
"""Places in the work space: values; adjoints; k tangents, and after them their adjoints."""

LEFT, RIGHT, LEFT_LEFT, LEFT_RIGHT, RIGHT_RIGHT = 0, 1, 2, 3, 4
"""Places of an instruction's derivatives."""


def second_order_workspace(tape: Tape, directions: int) -> Float:
    """Return memory for so many directions, with the constants filled in.

    What is not known to be live (see ``forward``) is not read before it is written.
    """
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


@kernel("void(int64[::1], float64[:, :, ::1], boolean[:, ::1], int64, float64[:, ::1])")
def forward(
    structure: Integer, work: Float, is_live: Boolean, lanes: int, derivatives: Float
) -> None:
    """Compute each register's value, and its tangents from those of the variables.

    Parameters
    ----------
    is_live
        bool (2 directions, registers): which tangents may differ from 0, and, after them, which
        derivatives of adjoints. Read for the variables, written for what follows from them.
    """
    first, count = structure[1], structure[2]
    directions = is_live.shape[0] // 2
    values = work[VALUES]
    for index in range(count):
        position = HEADER + 3 * index
        opcode, left, right = structure[position], structure[position + 1], structure[position + 2]
        register = first + index
        both = is_binary(opcode)
        for lane in range(lanes):
            values[register, lane] = value_of(opcode, values[left, lane], values[right, lane])
        if directions > 0:
            differentiate(opcode, values[left], values[right], values[register], lanes, derivatives)
        for direction in range(directions):
            from_left = is_live[direction, left]
            from_right = both and is_live[direction, right]
            is_live[direction, register] = from_left or from_right
            if not (from_left or from_right):
                continue
            tangents = work[TANGENTS + direction]
            a, b, out = tangents[left], tangents[right], tangents[register]
            for lane in range(lanes):
                out[lane] = flow(a[lane], derivatives[LEFT, lane]) if from_left else 0.0
            if from_right:
                for lane in range(lanes):
                    out[lane] += flow(b[lane], derivatives[RIGHT, lane])


@kernel(
    "void(float64[:, :, ::1], boolean[:, ::1], int64, int64, int64, int64, boolean, boolean, "
    "float64[::1], float64[::1], float64[::1], int64)"
)
def bend(
    work: Float,
    is_live: Boolean,
    direction: int,
    register: int,
    operand: int,
    other: int,
    bends_alone: bool,
    bends_together: bool,
    slope: Float,
    along: Float,
    across: Float,
    lanes: int,
) -> None:
    """Add to the derivative of an operand's adjoint along a direction.

    Parameters
    ----------
    register, operand, other
        The result of an instruction, the operand, and the other operand.
    bends_alone, bends_together
        Whether ``along`` and ``across`` differ from 0.
    slope, along, across
        The result's derivatives by the operand: the first, the second, and the mixed one.
    """
    row = is_live.shape[0] // 2 + direction
    has_change = is_live[row, register]
    has_own = bends_alone and is_live[direction, operand]
    has_other = bends_together and is_live[direction, other]
    if not (has_change or has_own or has_other):
        return
    change, out = work[TANGENTS + row, register], work[TANGENTS + row, operand]
    own, others = work[TANGENTS + direction, operand], work[TANGENTS + direction, other]
    adjoint = work[ADJOINTS, register]
    if not is_live[row, operand]:
        is_live[row, operand] = True
        out[:] = 0.0
    if has_change:
        for lane in range(lanes):
            out[lane] += flow(change[lane], slope[lane])
    if has_own or has_other:
        for lane in range(lanes):
            total = 0.0
            if has_own:
                total = flow(own[lane], along[lane])
            if has_other:
                total += flow(others[lane], across[lane])
            out[lane] += flow(adjoint[lane], total)


@kernel("void(int64[::1], float64[:, :, ::1], boolean[:, ::1], int64, float64[:, ::1])")
def reverse(
    structure: Integer, work: Float, is_live: Boolean, lanes: int, derivatives: Float
) -> None:
    """Compute each register's adjoint, and the adjoint's derivative along each direction."""
    first, count, result = structure[1], structure[2], structure[3]
    directions = is_live.shape[0] // 2
    values, adjoints = work[VALUES], work[ADJOINTS]
    adjoints[:] = 0.0
    is_live[directions:] = False
    adjoints[result, :lanes] = 1.0
    by_left, by_left_twice = derivatives[LEFT], derivatives[LEFT_LEFT]
    by_right, by_right_twice = derivatives[RIGHT], derivatives[RIGHT_RIGHT]
    by_both = derivatives[LEFT_RIGHT]
    for index in range(count - 1, -1, -1):
        position = HEADER + 3 * index
        opcode, left, right = structure[position], structure[position + 1], structure[position + 2]
        register = first + index
        both = is_binary(opcode)
        is_curved = not is_straight(opcode)
        # A product bends in both of its operands together only.
        bends_alone, bends_together = is_curved and opcode != MULTIPLY, is_curved and both
        differentiate(opcode, values[left], values[right], values[register], lanes, derivatives)
        adjoint = adjoints[register]
        for lane in range(lanes):
            adjoints[left, lane] += flow(adjoint[lane], by_left[lane])
        if both:
            for lane in range(lanes):
                adjoints[right, lane] += flow(adjoint[lane], by_right[lane])
        for direction in range(directions):
            bend(
                work,
                is_live,
                direction,
                register,
                left,
                right,
                bends_alone,
                bends_together,
                by_left,
                by_left_twice,
                by_both,
                lanes,
            )
            if both:
                bend(
                    work,
                    is_live,
                    direction,
                    register,
                    right,
                    left,
                    bends_alone,
                    bends_together,
                    by_right,
                    by_right_twice,
                    by_both,
                    lanes,
                )


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
    is_live = np.zeros((2 * count, work.shape[1]), dtype=np.bool_)
    for tangent in range(count):
        for variable in range(variables):
            work[TANGENTS + tangent, variable] = directions[tangent, variable]
            is_live[tangent, variable] = directions[tangent, variable] != 0.0
    for start in range(0, points.shape[0], LANES):
        lanes = min(LANES, points.shape[0] - start)
        for variable in range(variables):
            for lane in range(lanes):
                work[VALUES, variable, lane] = points[start + lane, variable]
        forward(structure, work, is_live, lanes, derivatives)
        reverse(structure, work, is_live, lanes, derivatives)
        for lane in range(lanes):
            values[start + lane] = work[VALUES, result, lane]
        for variable in range(variables):
            for lane in range(lanes):
                gradients[start + lane, variable] = work[ADJOINTS, variable, lane]
        for tangent in range(count):
            changes = work[TANGENTS + count + tangent]
            for lane in range(lanes):
                for variable in range(variables):
                    is_known = is_live[count + tangent, variable]
                    product = changes[variable, lane] if is_known else 0.0
                    products[start + lane, tangent, variable] = product
