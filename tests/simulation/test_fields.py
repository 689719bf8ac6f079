import numpy as np
import pytest

from gdstudio.simulation.fields import Quantity, gradients_over_grid, log_loss, over_grid
from gdstudio.simulation.problem import expression

X = np.linspace(-2.0, 2.0, 37)
Y = np.linspace(-1.0, 3.0, 23)
GRID_X, GRID_Y = np.meshgrid(X, Y)


def test_that_each_quantity_of_rosenbrock_is_its_closed_form() -> None:
    function = expression("(1 - x)^2 + 100(y - x^2)^2")
    gap = GRID_Y - GRID_X**2
    slopes = np.stack([-2 * (1 - GRID_X) - 400 * GRID_X * gap, 200 * gap], axis=-1)
    loss = (1 - GRID_X) ** 2 + 100 * gap**2
    a, b = 2 - 400 * gap + 800 * GRID_X**2, -400 * GRID_X
    largest = (a + 200) / 2 + np.sqrt((a - 200) ** 2 / 4 + b**2)

    wanted = {
        Quantity.LOSS: loss,
        Quantity.LOG_LOSS: np.log10(np.maximum(loss, 1e-12 * loss.max())),
        Quantity.GRADIENT_NORM: np.hypot(*np.moveaxis(slopes, -1, 0)),
        Quantity.LARGEST_EIGENVALUE: largest,
    }
    for quantity, values in wanted.items():
        found = over_grid(function, quantity, (0.0, 0.0), (0, X), (1, Y))
        np.testing.assert_allclose(found, values, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(
        gradients_over_grid(function, (0.0, 0.0), (0, X), (1, Y)), slopes, rtol=1e-12, atol=1e-12
    )


def test_that_the_slice_of_a_function_of_three_variables_is_that_of_its_base() -> None:
    function = expression("x y z + z^3 - x^2")
    base = (9.0, 0.5, 9.0)
    slopes = gradients_over_grid(function, base, (2, X), (0, Y))
    # Along a row z varies, from row to row x.
    np.testing.assert_allclose(slopes[..., 0], 0.5 * GRID_Y + 3 * GRID_X**2)
    np.testing.assert_allclose(slopes[..., 1], 0.5 * GRID_X - 2 * GRID_Y)
    largest = over_grid(function, Quantity.LARGEST_EIGENVALUE, base, (2, X), (0, Y))
    for row, column in ((0, 0), (5, 30), (22, 11)):
        x, y, z = Y[row], 0.5, X[column]
        hessian = [[-2, z, y], [z, 0, x], [y, x, 6 * z]]
        assert largest[row, column] == pytest.approx(np.linalg.eigvalsh(hessian)[-1])


def test_that_a_large_grid_is_the_same_as_its_parts() -> None:
    function = expression("sin(x) + y^2 x")
    x, y = np.linspace(-1, 1, 301), np.linspace(-2, 2, 129)
    for quantity in Quantity:
        whole = over_grid(function, quantity, (0, 0), (0, x), (1, y), lowest=-3.0)
        if quantity is not Quantity.LOG_LOSS:
            part = over_grid(function, quantity, (0, 0), (0, x[7:20]), (1, y[90:]), lowest=-3.0)
            np.testing.assert_array_equal(whole[90:, 7:20], part)


def test_that_curvature_is_nan_where_the_function_is_not_finite() -> None:
    function = expression("sqrt(x) y + z^2")
    found = over_grid(
        function, Quantity.LARGEST_EIGENVALUE, (0, 0, 0), (0, np.array([-1.0, 1.0])), (1, Y)
    )
    assert np.isnan(found[:, 0]).all()
    assert np.isfinite(found[:, 1]).all()


def test_that_the_logarithm_is_of_the_height_above_what_is_negative() -> None:
    np.testing.assert_allclose(log_loss(np.array([1.0, 10.0, 1000.0])), (0.0, 1.0, 3.0))
    np.testing.assert_allclose(log_loss(np.array([-1.0, 9.0, 99.0]))[1:], (1.0, 2.0))
    np.testing.assert_allclose(log_loss(np.array([5.0, 95.0]), lowest=-5.0), (1.0, 2.0))
    # A known minimum above 0 changes nothing.
    np.testing.assert_allclose(log_loss(np.array([10.0, 100.0]), lowest=3.0), (1.0, 2.0))


def test_that_the_lowest_place_has_a_finite_logarithm_and_nan_stays() -> None:
    found = log_loss(np.array([0.0, 1.0, np.nan, np.inf]))
    assert found[0] == pytest.approx(-12.0)
    assert np.isnan(found[2])
    assert np.isfinite(log_loss(np.zeros(3))).all()
    assert np.isnan(log_loss(np.array([np.nan, np.inf]))).all()


def test_that_blocks_of_many_variables_are_whole() -> None:
    names = tuple(f"x{index}" for index in range(40))
    function = expression(" + ".join(f"{k} {name}^2" for k, name in enumerate(names, 1)), names)
    x, y = np.linspace(-1.0, 1.0, 301), np.linspace(-2.0, 2.0, 3)
    base = np.full(40, 0.5)
    norms = over_grid(function, Quantity.GRADIENT_NORM, base, (0, x), (39, y))
    others = (np.arange(2, 40) ** 2).sum()
    wanted = np.sqrt((2 * x) ** 2 + others + (80 * y[:, np.newaxis]) ** 2)
    np.testing.assert_allclose(norms, wanted, rtol=1e-12)
    largest = over_grid(function, Quantity.LARGEST_EIGENVALUE, base, (0, x), (39, y))
    np.testing.assert_allclose(largest, np.full((3, 301), 80.0), rtol=1e-12)
