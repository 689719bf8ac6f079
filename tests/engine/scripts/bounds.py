"""Runs every kernel with indices checked; prints ``checked`` when none was out of range."""

import numpy as np

import gdstudio as gd
from gdstudio.engine.optimizers.gd import descend
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.expression import Opcode
from gdstudio.simulation import checkpoints, trace
from gdstudio.simulation.streamlines import streamline

FORMULAS = (
    "-x + y - x*y/(x + 3) + x^2 + x^5 + x^2.5 + x^y",
    "|x| + sign(x) + floor(x) + ceil(y) + min(x, y) + max(x, y) + sqrt(x) + cbrt(x)",
    "exp(x) + ln(x) + log2(x) + log10(y) + sin(x) + cos(x) + tan(x) + asin(x) + acos(x)",
    "atan(x) + atan2(x, y) + sinh(x) + cosh(x) + tanh(x) + sigmoid(x) + relu(x)",
    "softplus(x) + erf(x) + z",
    "z",
    "7",
)

met: set[int] = set()
for formula in FORMULAS:
    f = gd.expression(formula, ["x", "y", "z"])
    met |= set(f.formula.tape.instructions[:, 0].tolist())
    for point in ([0.4, 0.7, 1.0], [-1.0, 0.0, np.nan]):
        assert f.gradient(point).shape == (3,)
    f.at_points(np.ones((5, 3)))
    for count in (0, 1, 63, 64, 65, 200):
        f.derivatives(np.full((count, 3), 0.3))
    f.hessian_product([0.4, 0.7, 1.0], [1.0, 2.0, 3.0])
    streamline(f, [0.4, 0.7, 1.0], [(-1, 2), (-1, 2), (-1, 2)])
    streamline(f, [0.4, 0.7, 1.0], [(-1, 2), (-1, 2)], axes=(2, 1), uphill=True)
    for width in (1, 255, 256, 257, 600):
        f.over_grid([0.1, 0.2, 0.3], (0, np.linspace(-1, 1, width)), (2, np.linspace(-1, 1, 3)))
    f.over_grid([0.1, 0.2, 0.3], (1, np.linspace(-1, 1, 3)))
assert met == set(Opcode)

trace.MOST_ROWS, checkpoints.FIRST_INTERVAL, checkpoints.MOST_CHECKPOINTS = 16, 8, 4
for method in OPTIMIZERS.values():
    for convention in method.conventions:
        switches = {each.name: True for each in method.hyperparameters if each.is_switch}
        for steps in (1, 15, 16, 17, 31, 32, 33, 1000):
            result = gd.minimize(
                "sin(x) y^2 + z^2/9",
                [1.0, 0.3, 2.0],
                method=method.key,
                convention=convention.key,
                steps=steps,
                gradient_noise=0.1,
                clip_norm=1.0,
                weight_decay=0.01,
                **switches,
            )
            assert len(result.steps) <= 17

try:
    descend(np.zeros(3), np.zeros(2), np.zeros((0, 3)), np.zeros(0), 0.1, 1)
except IndexError:
    print("checked")
