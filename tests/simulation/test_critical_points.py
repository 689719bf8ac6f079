import math
import random

import mpmath
import numpy as np
import pytest
import sympy
from numpy.typing import NDArray

from gdstudio.experiment.gallery import KnownMinimum, find
from gdstudio.simulation.critical_points import CriticalPoints, Kind, critical_points
from gdstudio.simulation.problem import expression

SQUARE = ((-3.0, 3.3), (-3.0, 3.1))
X, Y = sympy.symbols("x y", real=True)

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
SIX_HUMPS = "(4 - 2.1x^2 + x^4/3)x^2 + x y + (-4 + 4y^2)y^2"


def found_in(text: str, domain: tuple[tuple[float, float], ...]) -> CriticalPoints:
    return critical_points(expression(text), domain)


def kinds(found: CriticalPoints) -> dict[Kind, int]:
    return dict(found.counts)


def real_roots(polynomial: sympy.Expr, symbol: sympy.Symbol) -> list[mpmath.mpf]:
    roots = sympy.Poly(polynomial, symbol).nroots(n=60, maxsteps=500)
    return [sympy.re(root) for root in roots if abs(sympy.im(root)) < sympy.Float("1e-25")]


def roots_by_elimination(function: sympy.Expr) -> NDArray[np.float64]:
    """Return the real critical points (n, 2) of a polynomial in x and y, to many digits."""
    along_x, along_y = sympy.diff(function, X), sympy.diff(function, Y)
    eliminated = sympy.resultant(along_x, along_y, Y)
    return np.array(
        [
            (float(x), float(y))
            for x in real_roots(eliminated, X)
            for y in real_roots(along_x.subs(X, x), Y)
            if abs(along_y.subs({X: x, Y: y})) < sympy.Float("1e-20")
        ]
    )


def assert_same_points(
    found: CriticalPoints, wanted: NDArray[np.float64], tolerance: float = 1e-10
) -> None:
    places = np.array([each.point for each in found.points]).reshape(-1, wanted.shape[1])
    assert len(places) == len(wanted)
    for point in wanted:
        assert np.abs(places - point).max(axis=1).min() <= tolerance


@pytest.mark.parametrize(
    ("text", "exact", "domain", "counts"),
    [
        (
            HIMMELBLAU,
            (X**2 + Y - 11) ** 2 + (X + Y**2 - 7) ** 2,
            ((-6, 6), (-6, 6)),
            {Kind.MINIMUM: 4, Kind.SADDLE: 4, Kind.MAXIMUM: 1},
        ),
        (
            SIX_HUMPS,
            (4 - sympy.Rational(21, 10) * X**2 + X**4 / 3) * X**2 + X * Y + (-4 + 4 * Y**2) * Y**2,
            ((-2, 2), (-1.2, 1.2)),
            {Kind.MINIMUM: 6, Kind.SADDLE: 7, Kind.MAXIMUM: 2},
        ),
        (
            "(1 - x)^2 + 100(y - x^2)^2",
            (1 - X) ** 2 + 100 * (Y - X**2) ** 2,
            ((-2, 2), (-1, 3)),
            {Kind.MINIMUM: 1},
        ),
        (
            "2x^2 - 1.05x^4 + x^6/6 + x y + y^2",
            2 * X**2 - sympy.Rational(21, 20) * X**4 + X**6 / 6 + X * Y + Y**2,
            ((-2.5, 2.5), (-2.5, 2.5)),
            {Kind.MINIMUM: 3, Kind.SADDLE: 2},
        ),
    ],
)
def test_that_all_critical_points_of_famous_polynomials_are_found_to_ten_digits(
    text: str,
    exact: sympy.Expr,
    domain: tuple[tuple[float, float], ...],
    counts: dict[Kind, int],
) -> None:
    found = found_in(text, domain)
    assert_same_points(found, roots_by_elimination(sympy.nsimplify(exact)))
    assert kinds(found) == counts
    assert found.is_complete
    assert found.is_confirmed
    for each in found.points:
        hessian = sympy.hessian(exact, (X, Y)).subs(dict(zip((X, Y), each.point, strict=True)))
        wanted = np.linalg.eigvalsh(np.array(hessian, dtype=float))
        np.testing.assert_allclose(each.eigenvalues, wanted, rtol=1e-8)


def test_that_the_golden_quartic_has_its_three_points() -> None:
    found = found_in("x^4 - 5x^2 - 3x", ((-3.0, 3.0),))
    roots = [float(root) for root in mpmath.polyroots([4, 0, -10, -3], extraprec=100)]
    assert_same_points(found, np.array(roots)[:, np.newaxis])
    assert [each.kind for each in found.points] == [Kind.MINIMUM, Kind.MINIMUM, Kind.MAXIMUM]
    assert found.lowest is found.points[0]
    # The golden values of the lectures.
    assert found.points[0].point[0] == pytest.approx(1.71394, abs=5e-6)
    assert found.points[0].value == pytest.approx(-11.20033, abs=5e-6)
    assert found.points[1].point[0] == pytest.approx(-1.40177, abs=5e-6)
    assert found.points[2].point[0] == pytest.approx(-0.31217, abs=5e-6)


def test_that_no_root_of_random_polynomials_of_one_variable_is_missed_or_made_up() -> None:
    chance = random.Random(5)
    compared = 0
    while compared < 120:
        slope = [chance.uniform(-3, 3) for _ in range(chance.randint(2, 9))]
        roots = mpmath.polyroots(slope, maxsteps=500, extraprec=200)
        real = sorted(float(root.real) for root in roots if abs(root.imag) < 1e-12)
        inside = [root for root in real if abs(root) < 2.5]
        bends = [abs(mpmath.polyval(slope, root, derivative=True)[1]) for root in inside]
        if any(2.4 < abs(root) < 2.6 for root in real) or min(bends, default=1.0) < 1e-4:
            continue
        degree = len(slope)
        text = " + ".join(f"({each!r})x^{degree - k}/{degree - k}" for k, each in enumerate(slope))
        found = found_in(text, ((-2.5, 2.5),))
        assert_same_points(found, np.array(inside).reshape(-1, 1))
        for each in found.points:
            bend = mpmath.polyval(slope, float(each.point[0]), derivative=True)[1]
            assert each.kind is (Kind.MINIMUM if bend > 0 else Kind.MAXIMUM)
        compared += 1


def test_that_no_root_of_random_polynomials_of_two_variables_is_missed_or_made_up() -> None:
    chance = random.Random(6)
    for _ in range(12):
        terms = {
            (i, j): sympy.Rational(chance.randint(-30, 30), 10)
            for i in range(5)
            for j in range(5)
            if 1 <= i + j <= chance.choice((3, 4))
        }
        exact = sum((c * X**i * Y**j for (i, j), c in terms.items()), sympy.Integer(0))
        wanted = roots_by_elimination(exact)
        edge = np.abs(np.abs(wanted) - 3.0).min() if len(wanted) else 1.0
        assert edge > 1e-6
        wanted = wanted[np.all(np.abs(wanted) < 3.0, axis=1)] if len(wanted) else np.zeros((0, 2))
        text = " + ".join(f"({c}) x^{i} y^{j}" for (i, j), c in terms.items())
        found = critical_points(expression(text, ("x", "y")), ((-3.0, 3.0), (-3.0, 3.0)))
        assert_same_points(found, wanted, tolerance=1e-9)
        assert found.is_confirmed


@pytest.mark.parametrize(
    ("text", "kind", "tolerance"),
    [
        ("x^4 + 0y", Kind.DEGENERATE_MINIMUM, 1e-9),
        ("5 - x^4 - y^4", Kind.DEGENERATE_MAXIMUM, 1e-9),
        ("x^3 - 3x y^2", Kind.DEGENERATE_SADDLE, 1e-9),
        ("x^4 + y^2", Kind.DEGENERATE_MINIMUM, 1e-6),
        ("x^3 + y^2", Kind.DEGENERATE_SADDLE, 1e-6),
        ("y^2 - x^6", Kind.DEGENERATE_SADDLE, 1e-2),
        ("(x - 1)^4 + (y + 2)^4 + 1000", Kind.DEGENERATE_MINIMUM, 1e-9),
    ],
)
def test_that_degenerate_points_are_told_by_the_values_around(
    text: str, kind: Kind, tolerance: float
) -> None:
    found = found_in(text, SQUARE)
    (only,) = found.points
    assert only.kind is kind
    place = {"(x - 1)^4 + (y + 2)^4 + 1000": (1.0, -2.0)}.get(text, (0.0, 0.0))
    across = slice(0, 1) if text == "x^4 + 0y" else slice(0, 2)
    np.testing.assert_allclose(only.point[across], place[across], atol=tolerance)
    assert only.is_isolated is (text != "x^4 + 0y")


def test_that_the_level_inflection_of_a_cube_is_no_extremum() -> None:
    (only,) = found_in("x^3", ((-3.0, 3.5),)).points
    assert only.kind is Kind.DEGENERATE_SADDLE
    assert abs(only.point[0]) < 1e-10


def test_that_a_curve_of_critical_points_is_one_entry() -> None:
    (valley, top) = found_in("(x^2 + y^2 - 1)^2", SQUARE).points
    assert valley.kind is Kind.DEGENERATE_MINIMUM
    assert not valley.is_isolated
    assert math.hypot(*valley.point) == pytest.approx(1.0)
    assert top.kind is Kind.MAXIMUM
    assert top.is_isolated

    found = found_in("(x y - 1)^2", SQUARE)
    # Both branches of the hyperbola, and the saddle between them.
    assert [(each.kind, each.is_isolated) for each in found.points] == [
        (Kind.DEGENERATE_MINIMUM, False),
        (Kind.DEGENERATE_MINIMUM, False),
        (Kind.SADDLE, True),
    ]


def test_that_a_function_of_one_of_two_variables_has_one_entry_a_line() -> None:
    found = found_in("cos(x) + 0y", ((-10.0, 10.0), (-10.0, 10.0)))
    lines = sorted(each.point[0] for each in found.points)
    np.testing.assert_allclose(lines, math.pi * np.arange(-3, 4), atol=1e-10)
    assert not any(each.is_isolated for each in found.points)


@pytest.mark.parametrize(
    "text",
    [
        "|x| + |y|",
        "max(x, y)",
        "min(x + y, 2x)",
        "relu(x) + y",
        "floor(x) + x^2 + y^2",
        "sign(x) + x^2 + y^2",
        "1/x + y^2",
        "sqrt(x) + y^2",
        "ln(x) + y",
        "sigmoid(9x) + y/10^6",
        "sqrt(x^2 + y^2)",
        "atan2(y, x)",
        "x + y",
    ],
)
def test_that_kinks_jumps_poles_and_tails_make_up_no_points(text: str) -> None:
    assert found_in(text, SQUARE).points == ()


def test_that_flat_regions_are_said_and_not_listed() -> None:
    for text in ("5 + 0x", "floor(x)", "relu(x)"):
        found = found_in(text, ((-3.0, 3.3),))
        assert found.points == ()
        assert found.has_flat_region
    bell = found_in("exp(-x^2)", ((-60.0, 63.0),))
    assert kinds(bell) == {Kind.MAXIMUM: 1}
    assert bell.has_flat_region
    assert not found_in("x^2", ((-3.0, 3.3),)).has_flat_region


def test_that_points_outside_of_the_domain_are_not_listed() -> None:
    found = found_in(HIMMELBLAU, ((0.0, 6.0), (0.0, 6.0)))
    assert all(np.all(each.point >= 0.0) for each in found.points)
    assert kinds(found)[Kind.MINIMUM] == 1


def test_that_known_minima_are_called_known_also_in_a_kink() -> None:
    for key in ("himmelblau", "absolute_value", "ackley", "bukin_6", "rosenbrock_5d"):
        entry = find(key)
        function = expression(entry.expression, entry.variables)
        found = critical_points(function, entry.domain, known=entry.minima)
        known = [each for each in found.points if each.is_known]
        assert len(known) == len(entry.minima)
        lowest = found.lowest
        assert lowest is not None
        assert lowest.value == pytest.approx(min(each.value for each in entry.minima), abs=1e-12)
    nothing = critical_points(expression("x + y^2"), SQUARE, known=[KnownMinimum((1.0, 0.0), 1.0)])
    assert nothing.points == ()


def test_that_scales_far_apart_do_not_matter() -> None:
    for text, domain in (
        ("10^200 (x^2 + y^2)", SQUARE),
        ("1e-200 (x^2 + y^2)", SQUARE),
        ("x^2 + 10^9 y^2", SQUARE),
        ("x^2 + y^2", ((-1e2, 1.1e2), (-1e-2, 1.2e-2))),
    ):
        (only,) = found_in(text, domain).points
        assert only.kind is Kind.MINIMUM
        np.testing.assert_allclose(only.point, 0.0, atol=1e-10)


def test_that_a_pit_far_narrower_than_the_domain_is_a_minimum_like_any_other() -> None:
    function = expression("-exp(-10^8 (x^2 + y^2))")
    found = critical_points(function, SQUARE, known=[KnownMinimum((0.0, 0.0), -1.0)])
    (only,) = found.points
    assert only.kind is Kind.MINIMUM
    assert only.is_known


def test_that_many_variables_are_searched_too() -> None:
    found = found_in("(x^2 - 1)^2 + (y^2 - 1)^2 + (z^2 - 1)^2", ((-2.0, 2.1),) * 3)
    # Each variable is at −1, 0 or 1: a minimum where none is 0, the maximum where all are.
    assert kinds(found) == {Kind.MINIMUM: 8, Kind.SADDLE: 18, Kind.MAXIMUM: 1}
    ten = critical_points(
        expression(" + ".join(f"(x{i} - {i}/10)^2" for i in range(1, 11))), ((-2.0, 2.5),) * 10
    )
    (only,) = ten.points
    np.testing.assert_allclose(only.point, np.arange(1, 11) / 10, atol=1e-12)


def test_that_the_lowest_of_many_minima_of_many_variables_is_found() -> None:
    # Each variable is at one of two minima of its own: thirty-two minima, and 1024.
    for count in (5, 10):
        terms = " + ".join(f"(x{i}^4 - 16x{i}^2 + 5x{i})/2" for i in range(1, count + 1))
        lowest = critical_points(expression(terms), ((-5.0, 5.0),) * count).lowest
        assert lowest is not None
        root = float(mpmath.polyroots([4, 0, -32, 5], extraprec=60)[0].real)
        np.testing.assert_allclose(lowest.point, root, rtol=1e-12)


def test_that_a_search_can_be_stopped() -> None:
    asked: list[bool] = []

    def should_stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    found = critical_points(expression("sin(5x) sin(7y) + x y"), SQUARE, should_stop=should_stop)
    assert not found.is_complete
    assert len(asked) < 10


@pytest.mark.parametrize(
    "domain", [((0.0, 1.0),), ((0.0, 1.0), (1.0, 1.0)), ((0.0, 1.0), (0.0, math.inf))]
)
def test_that_a_domain_without_room_is_refused(domain: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueError, match=r"interval|finite"):
        found_in("x y", domain)
