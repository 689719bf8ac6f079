import numpy as np
import pytest
from simulated import experiment
from trained import training

import gdstudio as gd


def test_that_a_formula_has_its_critical_points() -> None:
    found = gd.critical_points("x^4 - 5x^2 - 3x")
    assert [each.kind for each in found.points] == [
        gd.CriticalKind.MINIMUM,
        gd.CriticalKind.MINIMUM,
        gd.CriticalKind.MAXIMUM,
    ]
    assert found.lowest is not None
    np.testing.assert_allclose(found.lowest.point, [1.71394], atol=5e-6)


def test_that_the_domain_and_the_order_of_variables_can_be_chosen() -> None:
    found = gd.critical_points("(x - 1)^2 + (y - 2)^2", [[1.5, 3], [0, 4]], variables=["y", "x"])
    (only,) = found.points
    np.testing.assert_allclose(only.point, [2.0, 1.0])
    assert gd.critical_points("(x - 1)^2", domain=((2, 3),)).points == ()


def test_that_an_experiment_has_those_of_its_function() -> None:
    found = gd.critical_points(experiment("x^2 + (y - 1)^2", (1.0, 2.0)))
    (only,) = found.points
    np.testing.assert_allclose(only.point, [0.0, 1.0])
    assert gd.critical_points(experiment("x^2"), domain=[(1, 2)]).points == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x +",), "expression"),
        (("x^2", [[1, 0]]), "expected low < high"),
        (("x^2", [[0, 1], [0, 1]]), "one \\[low, high\\] for each variable"),
        (("x^2", "wide"), "domain: expected a list"),
        ((training(),), "critical points are found of functions alone"),
    ],
)
def test_that_bad_input_is_refused_in_a_sentence(arguments: tuple, words: str) -> None:
    with pytest.raises(gd.ExperimentError, match=words):
        gd.critical_points(*arguments)


def test_that_the_hessian_and_the_calculus_are_public() -> None:
    function = gd.expression("x^2 y")
    np.testing.assert_array_equal(function.hessian([1.0, 2.0]), [[4.0, 2.0], [2.0, 0.0]])
    here = gd.calculus_at(function, [1.0, 2.0])
    np.testing.assert_array_equal(here.gradient, [4.0, 1.0])
