import math

import numpy as np
import pytest
from mpmath import mp, mpf

from gdstudio.engine.objectives.activations import ACTIVATIONS, activate

mp.dps = 60

NORMAL_PEAK = 1 / mp.sqrt(2 * mp.pi)


def exact(key: str, z: mpf, slope: mpf) -> tuple[mpf, mpf]:
    """Return f(z) and f′(z) with sixty digits."""
    if key == "linear":
        return z, mpf(1)
    if key == "sigmoid":
        y, rest = 1 / (1 + mp.exp(-slope * z)), 1 / (1 + mp.exp(slope * z))
        return y, slope * y * rest
    if key == "tanh":
        return mp.tanh(z), mp.sech(z) ** 2
    if key in ("relu", "leaky_relu"):
        leak = mpf(0.01) if key == "leaky_relu" else mpf(0)
        return (z, mpf(1)) if z > 0 else (leak * z, leak)
    if key == "elu":
        return (z, mpf(1)) if z > 0 else (mp.expm1(z), mp.exp(z))
    if key == "softplus":
        return mp.log1p(mp.exp(z)), 1 / (1 + mp.exp(-z))
    if key == "gelu":
        below = mp.erfc(-z / mp.sqrt(2)) / 2
        return z * below, below + z * NORMAL_PEAK * mp.exp(-(z**2) / 2)
    if key == "sin":
        return mp.sin(z), mp.cos(z)
    raise KeyError(key)


def ours(key: str, z: np.ndarray, slope: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    work = np.concatenate([np.full(z.size, np.nan), z])
    activate(ACTIVATIONS[key].code, slope, work, 0, z.size, z.size)
    return work[: z.size], work[z.size :]


def units_in_the_last_place(got: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.abs(got - wanted) / np.spacing(np.abs(wanted))


NEAR = np.concatenate(
    [
        np.linspace(-12.0, 12.0, 1201),
        [s * 10.0**-k for k in (2, 5, 9, 17, 100, 308) for s in (1, -1)],
    ]
)
FAR = np.array([s * x for x in (18.9, 37.5, 100.0, 350.0, 708.0, 745.0) for s in (1, -1)])


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_values_and_slopes_are_right_to_a_few_units_in_the_last_place(key: str) -> None:
    # Powers of two, by which λz is not rounded.
    slopes = (1.0, 0.25, 4.0) if ACTIVATIONS[key].has_slope else (1.0,)
    z = NEAR if key in ("gelu", "sin") else np.concatenate([NEAR, FAR])
    for slope in slopes:
        wanted = np.array([tuple(map(float, exact(key, mpf(x), mpf(slope)))) for x in z.tolist()])
        values, derivatives = ours(key, z, slope)
        if key == "gelu":
            # Φ and φ lose what z² loses by its rounding.
            np.testing.assert_allclose(values, wanted[:, 0], rtol=1e-13)
            np.testing.assert_allclose(derivatives, wanted[:, 1], rtol=1e-13, atol=1e-16)
            continue
        assert units_in_the_last_place(values, wanted[:, 0]).max() <= 4.0
        # Beyond, a slope is a subnormal number.
        near = np.abs(z) < 700.0 / slope
        assert units_in_the_last_place(derivatives, wanted[:, 1])[near].max() <= 6.0


@pytest.mark.parametrize(
    ("key", "below", "above"),
    [
        ("linear", (-math.inf, 1.0), (math.inf, 1.0)),
        ("sigmoid", (0.0, 0.0), (1.0, 0.0)),
        ("tanh", (-1.0, 0.0), (1.0, 0.0)),
        ("relu", (0.0, 0.0), (math.inf, 1.0)),
        ("leaky_relu", (-math.inf, 0.01), (math.inf, 1.0)),
        ("elu", (-1.0, 0.0), (math.inf, 1.0)),
        ("softplus", (0.0, 0.0), (math.inf, 1.0)),
        ("gelu", (0.0, 0.0), (math.inf, 1.0)),
    ],
)
def test_that_far_out_every_function_ends_at_its_limit(
    key: str, below: tuple[float, float], above: tuple[float, float]
) -> None:
    z = np.array([-math.inf, -1e308, -1e5, 1e5, 1e308, math.inf])
    values, slopes = ours(key, z)
    for limit, value, x in zip((below,) * 3 + (above,) * 3, values, z, strict=True):
        scaled = 0.01 * x if limit[0] == -math.inf and key == "leaky_relu" else x
        assert value == (scaled if math.isinf(limit[0]) else limit[0])
    np.testing.assert_array_equal(slopes, [below[1]] * 3 + [above[1]] * 3)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_nan_stays_nan(key: str) -> None:
    # Among numbers: the loop takes several at a time.
    z = np.linspace(-3.0, 3.0, 37)
    z[[0, 9, 36]] = np.nan
    values, _ = ours(key, z)
    np.testing.assert_array_equal(np.isnan(values), np.isnan(z))


def test_that_a_wave_has_no_value_at_infinity() -> None:
    assert np.isnan(ours("sin", np.array([math.inf, -math.inf]))[0]).all()


def test_that_the_kinks_have_the_slope_of_their_left_side() -> None:
    z = np.array([0.0, -0.0])
    assert ours("relu", z)[1].tolist() == [0.0, 0.0]
    assert ours("leaky_relu", z)[1].tolist() == [0.01, 0.01]
    assert ours("elu", z)[1].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_any_number_of_values_is_computed(key: str) -> None:
    z = np.linspace(-2.0, 2.0, 70)
    values, slopes = ours(key, z)
    for count in (1, 2, 3, 7, 8, 9, 15, 31, 33, 64, 70):
        some, their_slopes = ours(key, z[:count])
        np.testing.assert_allclose(some, values[:count], rtol=1e-15)
        np.testing.assert_allclose(their_slopes, slopes[:count], rtol=1e-15)


def test_that_the_registry_names_each_function_once() -> None:
    assert list(ACTIVATIONS) == [
        *("linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "gelu", "sin")
    ]
    assert all(key == each.key for key, each in ACTIVATIONS.items())
    assert sorted(each.code for each in ACTIVATIONS.values()) == list(range(9))
    assert [key for key, each in ACTIVATIONS.items() if each.has_slope] == ["sigmoid"]
