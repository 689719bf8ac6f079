"""Momentum on Rosenbrock in C, with the recording of our driver and nothing else."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SOURCE = """
#include <math.h>
#include <stdint.h>

void momentum(int64_t visits, double rate, double mu, double *theta, double *velocity,
              int64_t *steps, double *parameters, double *losses, double *norms, double *rates)
{
    double x = theta[0], y = theta[1], u = velocity[0], v = velocity[1];
    for (int64_t step = 0; step < visits; step++) {
        double a = 1.0 - x, b = y - x * x;
        double gx = -2.0 * a - 400.0 * b * x, gy = 200.0 * b;
        steps[step] = step;
        parameters[2 * step] = x;
        parameters[2 * step + 1] = y;
        losses[step] = a * a + 100.0 * (b * b);
        norms[step] = sqrt(gx * gx + gy * gy);
        rates[step] = rate;
        u = mu * u + gx;
        v = mu * v + gy;
        x -= rate * u;
        y -= rate * v;
    }
    theta[0] = x; theta[1] = y; velocity[0] = u; velocity[1] = v;
}
"""

Columns = tuple[
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
]
Loop = Callable[[tuple[float, float], float, float, Columns], None]


def c_loop() -> Loop | None:
    """Return the loop, compiled with full optimization; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, library = Path(folder, "loop.c"), Path(folder, "loop.so")
        source.write_text(SOURCE, encoding="utf-8")
        command = [compiler, "-O3", "-shared", "-fPIC", "-o", str(library), str(source), "-lm"]
        with suppress(subprocess.CalledProcessError):
            subprocess.run(command, check=True, capture_output=True)
            return _loop(ctypes.CDLL(str(library)))
    return None


def _loop(library: ctypes.CDLL) -> Loop:
    function = library.momentum
    function.restype = None
    pointer = ctypes.c_void_p
    function.argtypes = [ctypes.c_int64, ctypes.c_double, ctypes.c_double, *7 * [pointer]]

    def run(start: tuple[float, float], rate: float, momentum: float, columns: Columns) -> None:
        theta, velocity = np.array(start), np.zeros(2)
        arrays = (theta, velocity, *columns)
        function(
            columns[0].size, rate, momentum, *(array.ctypes.data_as(pointer) for array in arrays)
        )

    return run
