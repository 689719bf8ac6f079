"""A tape: an expression as a straight line of register instructions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Tape:
    """Instructions that compute one number from the values of the variables.

    Registers are numbered: first the variables, then the constants, then one result per
    instruction, in order. An instruction reads only registers with smaller numbers than its own.

    Attributes
    ----------
    variables
        Names of the variables, in the order of the parameter vector.
    constants
        Values of the constant registers, float64, shape (c,).
    instructions
        Rows ``opcode, left register, right register``, int64, shape (n, 3). An operation of one
        operand repeats it as the right register.
    result
        The register that holds the value of the expression.
    """

    variables: tuple[str, ...]
    constants: NDArray[np.float64]
    instructions: NDArray[np.int64]
    result: int
