"""A tape over a plane through the space of its variables, rows of points at a time."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import kernel
from gdstudio.engine.objectives.grid import LANES, evaluate_lanes


@kernel(
    "void(int64[::1], float64[:, ::1], float64[::1], UniTuple(float64[::1], 2), "
    "UniTuple(float64[::1], 2), float64[:, ::1])"
)
def tape_over_plane(
    structure: NDArray[np.int64],
    registers: NDArray[np.float64],
    base: NDArray[np.float64],
    horizontal: tuple[NDArray[np.float64], NDArray[np.float64]],
    vertical: tuple[NDArray[np.float64], NDArray[np.float64]],
    values: NDArray[np.float64],
) -> None:
    """Write the values of a tape at ``base + xu + yv``.

    Parameters
    ----------
    structure, registers
        From ``structure_of`` and ``grid_workspace``.
    base
        A point (d,) of the plane.
    horizontal, vertical
        A direction (d,) and the multiples of it: u and x (w,), v and y (h,).
    values
        Written: float64 (h, w).
    """
    variables, result = structure[0], structure[3]
    u, x = horizontal
    v, y = vertical
    for row in range(y.size):
        for start in range(0, x.size, LANES):
            lanes = min(LANES, x.size - start)
            for variable in range(variables):
                for lane in range(lanes):
                    registers[variable, lane] = (
                        base[variable] + x[start + lane] * u[variable] + y[row] * v[variable]
                    )
            evaluate_lanes(structure, registers, lanes)
            for lane in range(lanes):
                values[row, start + lane] = registers[result, lane]
