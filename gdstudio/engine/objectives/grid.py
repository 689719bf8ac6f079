"""A tape over a grid: rows of points at a time, so that each instruction runs along a whole row."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.driver import ObjectivePointer
from gdstudio.engine.jit import kernel
from gdstudio.engine.objectives.operations import (
    ADD,
    DIVIDE,
    MULTIPLY,
    NEGATE,
    SQUARE,
    SUBTRACT,
    value_of,
)
from gdstudio.engine.objectives.tape import HEADER
from gdstudio.engine.signatures import OBJECTIVE
from gdstudio.expression.tape import Tape

LANES = 256
"""Points that are evaluated together: their registers stay in the processor's cache."""


def grid_workspace(tape: Tape) -> NDArray[np.float64]:
    """Return registers of ``LANES`` points each, with the constants filled in."""
    variables = len(tape.variables)
    registers = np.zeros((variables + tape.constants.size + len(tape.instructions), LANES))
    registers[variables : variables + tape.constants.size] = tape.constants[:, np.newaxis]
    return registers


@kernel("void(int64[::1], float64[:, ::1], int64)")
def evaluate_lanes(
    structure: NDArray[np.int64], registers: NDArray[np.float64], lanes: int
) -> None:
    """Run the instructions of a tape on the first ``lanes`` points in the registers."""
    first, count = structure[1], structure[2]
    for index in range(count):
        position = HEADER + 3 * index
        opcode = structure[position]
        a = registers[structure[position + 1]]
        b = registers[structure[position + 2]]
        out = registers[first + index]
        # Loops over plain arithmetic become vector instructions.
        if opcode == ADD:
            for lane in range(lanes):
                out[lane] = a[lane] + b[lane]
        elif opcode == SUBTRACT:
            for lane in range(lanes):
                out[lane] = a[lane] - b[lane]
        elif opcode == MULTIPLY:
            for lane in range(lanes):
                out[lane] = a[lane] * b[lane]
        elif opcode == DIVIDE:
            for lane in range(lanes):
                out[lane] = a[lane] / b[lane]
        elif opcode == SQUARE:
            for lane in range(lanes):
                out[lane] = a[lane] * a[lane]
        elif opcode == NEGATE:
            for lane in range(lanes):
                out[lane] = -a[lane]
        else:
            for lane in range(lanes):
                out[lane] = value_of(opcode, a[lane], b[lane])


@kernel(
    "void(int64[::1], float64[:, ::1], float64[::1], int64, float64[::1], int64, float64[::1], "
    "float64[:, ::1])"
)
def tape_over_grid(
    structure: NDArray[np.int64],
    registers: NDArray[np.float64],
    base: NDArray[np.float64],
    horizontal: int,
    columns: NDArray[np.float64],
    vertical: int,
    rows: NDArray[np.float64],
    values: NDArray[np.float64],
) -> None:
    """Write the values of a tape over a grid.

    Parameters
    ----------
    structure, registers
        From ``structure_of`` and ``grid_workspace``.
    base
        The point (d,) that gives the variables which do not vary.
    horizontal, columns
        The variable that varies along a row of the grid, and its values (w,).
    vertical, rows
        The variable that varies from row to row, and its values (h,); −1 for none.
    values
        Written: float64 (h, w).
    """
    variables, result = structure[0], structure[3]
    for row in range(rows.size):
        for start in range(0, columns.size, LANES):
            lanes = min(LANES, columns.size - start)
            for variable in range(variables):
                fixed = rows[row] if variable == vertical else base[variable]
                for lane in range(lanes):
                    registers[variable, lane] = fixed
            for lane in range(lanes):
                registers[horizontal, lane] = columns[start + lane]

            evaluate_lanes(structure, registers, lanes)
            for lane in range(lanes):
                values[row, start + lane] = registers[result, lane]


@kernel(
    f"void(FunctionType({OBJECTIVE}), int64[::1], float64[::1], float64[:, ::1], int64[::1], "
    "float64[::1], float64[:, ::1], float64[::1], float64[:, ::1])"
)
def objective_at_points(
    objective: ObjectivePointer,
    structure: NDArray[np.int64],
    constants: NDArray[np.float64],
    data: NDArray[np.float64],
    rows: NDArray[np.int64],
    work: NDArray[np.float64],
    points: NDArray[np.float64],
    values: NDArray[np.float64],
    gradients: NDArray[np.float64],
) -> None:
    """Write value (n,) and gradient (n, d) of any objective at each of ``points`` (n, d)."""
    for index in range(points.shape[0]):
        values[index] = objective(
            points[index], structure, constants, data, rows, work, gradients[index]
        )
