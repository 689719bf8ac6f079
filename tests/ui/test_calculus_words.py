import math

import numpy as np
import pytest
from numpy.typing import ArrayLike

from gdstudio.simulation.calculus import Calculus
from gdstudio.ui.panels.calculus_words import (
    angle_text,
    curvature_word,
    direction_text,
    slope_word,
    tangent_lines,
    vector_text,
)


def calculus(point: ArrayLike, value: float, gradient: ArrayLike) -> Calculus:
    where = np.array(point, dtype=np.float64)
    return Calculus(
        where, value, np.array(gradient, dtype=np.float64), np.zeros((where.size, where.size))
    )


def lines(names: tuple[str, ...], *of: object) -> list[str]:
    return [line.strip() for line in tangent_lines(names, calculus(*of))]  # type: ignore[arg-type]


def test_that_signs_are_written_as_in_a_textbook() -> None:
    assert lines(("x", "y"), [-1.0, 0.0], 3.0, [-2.0, 1.0]) == [
        "T(x, y) = 3",
        "− 2\u2009(x + 1)",
        "+ 1\u2009(y)",
        "= −2x + y + 1",
    ]


def test_that_a_level_tangent_is_its_value() -> None:
    assert lines(("x",), [5.0], 7.0, [0.0])[-1] == "= 7"
    assert lines(("x",), [5.0], 0.0, [0.0])[-1] == "= 0"


def test_that_rounding_is_no_constant() -> None:
    # 0.3 − 3 · 0.1 is 5.6e−17 in float64.
    assert lines(("x",), [0.1], 3.0 * 0.1, [3.0])[-1] == "= 3x"


def test_that_many_variables_are_cut() -> None:
    names = tuple(f"x{i}" for i in range(9))
    shown = lines(names, np.ones(9), 1.0, np.ones(9))
    assert shown[0] == "T(x0, x1, x2, x3, x4, …) = 1"
    assert shown[-1] == "+ …"
    assert len(shown) == 7


@pytest.mark.parametrize(
    ("angle", "text"),
    [(0.0, "0°"), (-0.0, "0°"), (math.pi, "180°"), (-math.pi, "180°"), (-0.5, "−28.6°")],
)
def test_that_angles_are_degrees(angle: float, text: str) -> None:
    assert angle_text(angle) == text


def test_that_no_angle_is_a_dash() -> None:
    assert angle_text(None) == "–"


def test_that_a_long_vector_ends_in_dots() -> None:
    assert vector_text(np.array([0.6, -0.8])) == "(0.6, −0.8)"
    assert vector_text(np.arange(9.0)) == "(0, 1, 2, …)"


def test_that_a_direction_of_many_variables_names_the_largest_two() -> None:
    names = ("a", "b", "c", "d")
    assert direction_text(names, np.array([0.6, 1e-17, 0.0, -0.8])) == "−0.8d + 0.6a"
    assert direction_text(names, np.array([0.0, 1.0, 1e-16, 0.0])) == "1b"
    assert (
        direction_text(("x1", "x2", "x3", "x4"), np.array([0.6, 0, 0, -0.8])) == "−0.8·x4 + 0.6·x1"
    )
    assert direction_text(names[:2], np.array([1e-17, 1.0])) == "(0, 1)"


@pytest.mark.parametrize(
    ("eigenvalues", "word"),
    [
        ([1.0, 2.0], "bowl"),
        ([-2.0, -1.0], "dome"),
        ([-1.0, 1.0], "saddle"),
        ([0.0, 1.0], "trough"),
        ([-1.0, 1e-12], "ridge"),
        ([0.0, 0.0], "flat"),
        ([3.0], "upward"),
        ([-3.0], "downward"),
        ([0.0], "straight"),
        ([math.nan, math.nan], "no second derivative"),
    ],
)
def test_that_signs_of_curvatures_have_a_word(eigenvalues: list[float], word: str) -> None:
    assert word in curvature_word(np.array(eigenvalues))


@pytest.mark.parametrize(
    ("slope", "word"),
    [
        (5.0, "steepest uphill"),
        (-5.0, "steepest downhill"),
        (0.0, "level"),
        (2.5, "uphill, 50 %"),
        (-2.5, "downhill, 50 %"),
        (math.nan, "no slope"),
    ],
)
def test_that_a_slope_is_compared_with_the_steepest(slope: float, word: str) -> None:
    assert word in slope_word(calculus([0.0, 0.0], 0.0, [3.0, 4.0]), slope)
    assert "level in every" in slope_word(calculus([0.0, 0.0], 0.0, [0.0, 0.0]), 0.0)
