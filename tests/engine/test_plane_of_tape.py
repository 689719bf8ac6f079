import math

import numpy as np
import pytest
from test_grid import FORMULAS, assert_same_bits

from gdstudio.engine.objectives.grid import LANES
from gdstudio.expression import parse
from gdstudio.simulation.problem import FunctionProblem


@pytest.mark.parametrize("text", FORMULAS)
def test_that_a_plane_of_two_variables_is_their_grid(text: str) -> None:
    problem = FunctionProblem(parse(text, ["x", "y", "z"]))
    x, y = np.linspace(-2.5, 2.5, 21), np.array([-1.3, 0.0, 0.4, 3.0])
    got = problem.over_plane([0.0, 0.0, 0.3], ([1.0, 0.0, 0.0], x), ([0.0, 1.0, 0.0], y))
    assert_same_bits(got, problem.over_grid([0.0, 0.0, 0.3], (0, x), (1, y)))


def test_that_a_slanted_plane_has_the_values_of_its_points() -> None:
    names = [f"x{index}" for index in range(1, 6)]
    text = "x1^2 + 2 x2^2 + 3 x3^2 + (x1 x2 x3 - 1)^2 + exp(x4 - x5)"
    generator = np.random.default_rng(4)
    base, u, v = generator.normal(size=(3, 5))
    x, y = np.linspace(-1.0, 2.0, LANES + 9), np.linspace(-2.0, 1.0, 7)
    got = FunctionProblem(parse(text, names)).over_plane(base, (u, x), (v, y))
    assert got.shape == (7, LANES + 9)
    for row, column in ((0, 0), (3, LANES - 1), (3, LANES), (6, LANES + 8)):
        a, b, c, d, e = base + x[column] * u + y[row] * v
        wanted = a**2 + 2 * b**2 + 3 * c**2 + (a * b * c - 1) ** 2 + math.exp(d - e)
        assert got[row, column] == pytest.approx(wanted, rel=1e-13)


def test_that_directions_of_another_size_are_refused() -> None:
    problem = FunctionProblem(parse("x + y", ["x", "y"]))
    with pytest.raises(ValueError, match="expected 2 numbers"):
        problem.over_plane([0.0, 0.0], ([1.0], [0.0]), ([0.0, 1.0], [0.0]))
