import numpy as np
import pytest

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.derivative_curve import derivative_curve
from gdstudio.simulation.maps import CurveRequest


def test_that_the_derivative_of_the_quartic_has_its_closed_form() -> None:
    objective = FunctionObjective("x^4 - 5x^2 - 3x", ("x",), ((-3.0, 3.0),))
    curve = derivative_curve(CurveRequest(objective, (2.5,), 0, (-3.0, 3.0), 301))
    assert curve.x[[0, -1]].tolist() == [-3.0, 3.0]
    assert curve.values == pytest.approx(4.0 * curve.x**3 - 10.0 * curve.x - 3.0, rel=1e-12)


def test_that_another_variable_is_held_where_the_base_is() -> None:
    objective = FunctionObjective("x^2 y^3", ("x", "y"), ((-3.0, 3.0), (-3.0, 3.0)))
    curve = derivative_curve(CurveRequest(objective, (2.0, 9.0), 1, (-1.0, 1.0), 11))
    assert curve.values == pytest.approx(12.0 * np.linspace(-1.0, 1.0, 11) ** 2, abs=1e-12)
