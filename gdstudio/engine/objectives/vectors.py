"""Vectors: eight numbers that a kernel keeps in registers, where loops over arrays would not do.

LLVM turns a loop over one sum into vector instructions, but not one over many sums at a time, which
a fast product of matrices is made of. Here is what each operation means, in NumPy; its machine code
is in ``vector_code``, for processors with vectors of any width. Indices are not checked.
"""

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import operation

WIDTH = 8
"""Numbers in a vector."""

Vector = NDArray[np.float64]
"""Float64 (WIDTH,); in a kernel no array, but a value as a number is."""

_CODE = "gdstudio.engine.objectives.vector_code"


@operation(_CODE)
def zeros() -> Vector:
    """Return a vector of zeros."""
    return np.zeros(WIDTH)


@operation(_CODE)
def load(array: NDArray[np.float64], index: int) -> Vector:
    """Return the numbers from ``index`` on."""
    return array[index : index + WIDTH].copy()


@operation(_CODE)
def store(array: NDArray[np.float64], index: int, vector: Vector) -> None:
    """Write a vector from ``index`` on."""
    array[index : index + WIDTH] = vector


@operation(_CODE)
def spread(array: NDArray[np.float64], index: int) -> Vector:
    """Return a vector of the one number at ``index``."""
    return np.full(WIDTH, array[index])


@operation(_CODE)
def multiply_add(a: Vector, b: Vector, c: Vector) -> Vector:
    """Return a·b + c, rounded once where the processor can."""
    return a * b + c


@operation(_CODE)
def total(vector: Vector) -> float:
    """Return the sum of a vector, in any order."""
    return float(vector.sum())


@operation(_CODE)
def add_totals(
    array: NDArray[np.float64], index: int, a: Vector, b: Vector, c: Vector, d: Vector
) -> None:
    """Add the totals of four vectors to the four numbers from ``index`` on."""
    array[index : index + 4] += [a.sum(), b.sum(), c.sum(), d.sum()]
