"""A function given as a tape: value and gradient at one point, by reverse-mode differentiation."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import kernel
from gdstudio.engine.objectives.operations import (
    ADD,
    ATAN2,
    DIVIDE,
    MAXIMUM,
    MINIMUM,
    MULTIPLY,
    POWER,
    SQUARE,
    SUBTRACT,
    binary_slopes,
    unary_slope,
    value_of,
)
from gdstudio.engine.signatures import OBJECTIVE
from gdstudio.expression.tape import Tape

HEADER = 4
"""Numbers before the instructions: variables, first result, instructions, result register."""


def structure_of(tape: Tape) -> NDArray[np.int64]:
    """Return the tape as the ``structure`` of an objective."""
    variables = len(tape.variables)
    first_result = variables + tape.constants.size
    header = [variables, first_result, len(tape.instructions), tape.result]
    return np.concatenate([np.array(header, dtype=np.int64), tape.instructions.reshape(-1)])


def workspace(tape: Tape) -> NDArray[np.float64]:
    """Return registers and their adjoints, with the constants in their registers."""
    variables = len(tape.variables)
    registers = variables + tape.constants.size + len(tape.instructions)
    work = np.zeros(2 * registers)
    work[variables : variables + tape.constants.size] = tape.constants
    return work


@kernel(OBJECTIVE)
def tape_objective(
    theta: NDArray[np.float64],
    structure: NDArray[np.int64],
    constants: NDArray[np.float64],
    data: NDArray[np.float64],
    rows: NDArray[np.int64],
    work: NDArray[np.float64],
    gradient: NDArray[np.float64],
) -> float:
    """Return the value of a tape and write its gradient (see ``engine.signatures``)."""
    variables, first, count, result = structure[0], structure[1], structure[2], structure[3]
    registers = first + count
    for index in range(variables):
        work[index] = theta[index]

    position = HEADER
    for register in range(first, registers):
        work[register] = value_of(
            structure[position],
            work[structure[position + 1]],
            work[structure[position + 2]],
        )
        position += 3

    for adjoint in range(registers, 2 * registers):
        work[adjoint] = 0.0
    work[registers + result] = 1.0
    for register in range(registers - 1, first - 1, -1):
        position -= 3
        adjoint = work[registers + register]
        if adjoint == 0.0:
            # Nothing flows: 0 · ∞ of a branch that does not count must not become NaN.
            continue
        opcode = structure[position]
        left, right = structure[position + 1], structure[position + 2]
        to_left, to_right = registers + left, registers + right
        if opcode == ADD:
            work[to_left] += adjoint
            work[to_right] += adjoint
        elif opcode == SUBTRACT:
            work[to_left] += adjoint
            work[to_right] -= adjoint
        elif opcode == MULTIPLY:
            work[to_left] += adjoint * work[right]
            work[to_right] += adjoint * work[left]
        elif opcode == SQUARE:
            work[to_left] += adjoint * (2.0 * work[left])
        elif opcode == DIVIDE:
            quotient = adjoint / work[right]
            work[to_left] += quotient
            work[to_right] -= quotient * work[register]
        elif opcode == POWER or opcode == MINIMUM or opcode == MAXIMUM or opcode == ATAN2:
            left_slope, right_slope = binary_slopes(opcode, work[left], work[right], work[register])
            work[to_left] += adjoint * left_slope
            work[to_right] += adjoint * right_slope
        else:
            work[to_left] += adjoint * unary_slope(opcode, work[left], work[right], work[register])

    for index in range(variables):
        gradient[index] = work[registers + index]
    return work[result]
