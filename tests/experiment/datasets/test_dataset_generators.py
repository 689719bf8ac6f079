import math

import numpy as np
import pytest

from gdstudio.experiment import ExperimentError
from gdstudio.experiment.data_objectives import Dataset, GeneratedSource
from gdstudio.experiment.datasets import GENERATORS, TargetKind, load_dataset
from gdstudio.experiment.limits import MOST_SAMPLES

CLASSES = ("moons", "circles", "blobs", "xor", "spirals", "checkerboard")
NUMBERS = ("line", "sine", "polynomial", "plane", "saddle")


def generated(name, samples=300, noise=0.0, seed=3, **parameters):
    source = GeneratedSource(name, samples, noise, tuple(parameters.items()))
    return load_dataset(Dataset(source, seed=seed), TargetKind.NUMBERS)


def columns(data):
    return (*data.inputs.T, data.targets[:, 0])


def refusal(**changes):
    with pytest.raises(ExperimentError) as caught:
        generated(**{"name": "moons", **changes})
    return caught.value.path, caught.value.reason


def test_that_the_generators_are_those_that_files_may_name():
    assert tuple(GENERATORS) == (*CLASSES, *NUMBERS)
    for key, generator in GENERATORS.items():
        assert generator.key == key
        assert generator.makes_classes is (key in CLASSES)
        assert generator.hint.endswith(".")
        assert all(each.hint.endswith(".") for each in generator.parameters)
        assert all(each.minimum <= each.default <= each.maximum for each in generator.parameters)
    assert GENERATORS["blobs"].defaults == {"classes": 2}
    assert GENERATORS["spirals"].defaults == {"turns": 2.0, "classes": 2}


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize("samples", [1, 2, 3, 7, 200])
def test_that_any_number_of_rows_is_made(name, samples):
    data = generated(name, samples, noise=0.1)
    generator = GENERATORS[name]
    assert data.input_names == generator.input_names
    assert data.target_names == (generator.target_name,)
    assert data.inputs.shape == (samples, len(generator.input_names))
    assert data.targets.shape == (samples, 1)
    assert np.isfinite(data.inputs).all()
    assert np.isfinite(data.targets).all()


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("samples", [2, 5, 200, 201])
def test_that_two_classes_are_balanced_and_mixed(name, samples):
    targets = generated(name, samples).targets[:, 0]
    assert set(targets) <= {0.0, 1.0}
    assert abs(2 * targets.sum() - samples) <= 1
    if samples >= 200:
        # The chance of so few changes in random order is below 1e-9.
        assert np.count_nonzero(np.diff(targets)) > samples / 4


@pytest.mark.parametrize("name", ["blobs", "spirals"])
@pytest.mark.parametrize("classes", [2, 3, 7, 10])
def test_that_there_are_as_many_classes_as_wanted(name, classes):
    source = GeneratedSource(name, 100, 0.1, (("classes", classes),))
    data = load_dataset(Dataset(source), TargetKind.CLASS)
    assert data.classes == tuple(map(str, range(classes)))
    counts = data.targets.sum(axis=0)
    assert counts.max() - counts.min() <= 1
    assert counts.sum() == 100


def test_that_moons_are_half_circles():
    x, y, label = columns(generated("moons"))
    upper, lower = label == 0, label == 1
    np.testing.assert_allclose(np.hypot(x, y)[upper], 1.0, rtol=1e-12)
    assert (y[upper] >= 0).all()
    np.testing.assert_allclose(np.hypot(x - 1.0, y - 0.5)[lower], 1.0, rtol=1e-12)
    assert (y[lower] <= 0.5).all()
    assert (x[upper].min(), x[upper].max()) == pytest.approx((-1, 1))
    assert (x[lower].min(), x[lower].max()) == pytest.approx((0, 2))


@pytest.mark.parametrize("factor", [0.0, 0.3, 0.5])
def test_that_circles_have_their_radii(factor):
    x, y, label = columns(generated("circles", factor=factor))
    radius = np.where(label == 0, 1.0, factor)
    np.testing.assert_allclose(np.hypot(x, y), radius, atol=1e-12)
    outer = np.sort(np.arctan2(y, x)[label == 0])
    np.testing.assert_allclose(np.diff(outer), 2 * math.pi / 150, rtol=1e-9)


def test_that_blobs_have_their_centres_on_the_unit_circle():
    x, y, label = columns(generated("blobs", classes=5))
    np.testing.assert_allclose(x**2 + y**2, 1.0, rtol=1e-12)
    centres = {(round(a, 9), round(b, 9), c) for a, b, c in zip(x, y, label, strict=True)}
    assert len(centres) == 5
    x, y, _ = columns(generated("blobs"))
    np.testing.assert_allclose(np.abs((x, y)), math.sqrt(0.5), rtol=1e-12)
    np.testing.assert_allclose(x, y, rtol=1e-12)


def test_that_xor_is_1_where_the_signs_differ():
    x, y, label = columns(generated("xor"))
    np.testing.assert_array_equal(label, (x > 0) ^ (y > 0))
    assert (np.abs((x, y)) >= 0.1).all()
    assert (np.abs((x, y)) <= 0.9).all()


def test_that_xor_without_spread_is_four_points():
    x, y, label = columns(generated("xor", 4, spread=0.0))
    points = set(zip(x, y, label, strict=True))
    assert points == {(0.5, 0.5, 0), (-0.5, -0.5, 0), (0.5, -0.5, 1), (-0.5, 0.5, 1)}


@pytest.mark.parametrize(("turns", "classes"), [(2.0, 2), (0.5, 2), (1.5, 3)])
def test_that_spirals_wind_outwards(turns, classes):
    data = generated("spirals", turns=turns, classes=classes)
    x, y, label = columns(data)
    radius = np.hypot(x, y)
    assert (radius.min(), radius.max()) == pytest.approx((0.1, 1.0))
    expected = 2 * math.pi * (turns * (radius - 0.1) / 0.9 + label / classes)
    np.testing.assert_allclose(np.cos(expected), x / radius, atol=1e-9)
    np.testing.assert_allclose(np.sin(expected), y / radius, atol=1e-9)


@pytest.mark.parametrize("cells", [2, 3, 4, 10])
def test_that_a_checkerboard_alternates(cells):
    x, y, label = columns(generated("checkerboard", 2000, cells=cells))
    assert (np.abs((x, y)) <= 1.0).all()
    column, row = (np.floor((each + 1) * cells / 2) for each in (x, y))
    np.testing.assert_array_equal(label, (column + row) % 2)
    assert len(set(zip(column, row, strict=True))) == cells * cells


def test_that_regressions_follow_their_equations():
    x, y = columns(generated("line", slope=-3.0, intercept=0.25))
    np.testing.assert_allclose(y, -3.0 * x + 0.25, atol=1e-14)
    x, y = columns(generated("sine", periods=2.5))
    np.testing.assert_allclose(y, np.sin(2.5 * math.pi * x), atol=1e-14)
    x, y, z = columns(generated("plane", slope_x=2.0, slope_y=4.0, intercept=-1.0))
    np.testing.assert_allclose(z, 2 * x + 4 * y - 1, atol=1e-14)
    x, y, z = columns(generated("saddle"))
    np.testing.assert_allclose(z, x * x - y * y, atol=1e-15)
    for name in NUMBERS:
        inputs = generated(name).inputs
        assert (np.abs(inputs) <= 1.0).all()
        assert inputs.min() < -0.9
        assert inputs.max() > 0.9


@pytest.mark.parametrize("degree", range(1, 11))
def test_that_the_polynomial_is_that_of_chebyshev(degree):
    x, y = columns(generated("polynomial", degree=degree))
    # T(cos φ) = cos(degree φ)
    np.testing.assert_allclose(y, np.cos(degree * np.arccos(x)), atol=1e-12)


@pytest.mark.parametrize("name", GENERATORS)
def test_that_noise_is_normal_and_of_the_stated_deviation(name):
    clean, noisy, noisier = (generated(name, 4000, noise=noise) for noise in (0.0, 0.25, 0.5))
    moved, kept = ("inputs", "targets") if name in CLASSES else ("targets", "inputs")
    np.testing.assert_array_equal(getattr(clean, kept), getattr(noisy, kept))
    noise = getattr(noisy, moved) - getattr(clean, moved)
    # Six standard errors.
    bound = 6 / math.sqrt(noise.size)
    assert abs(noise.mean()) < 0.25 * bound
    assert noise.std() == pytest.approx(0.25, rel=bound)
    assert np.mean(np.abs(noise) < 0.25) == pytest.approx(0.6827, abs=bound)
    twice = getattr(noisier, moved) - getattr(clean, moved)
    np.testing.assert_allclose(twice, 2 * noise, atol=1e-12)


def test_that_the_seed_decides():
    first, same, other = (generated("moons", noise=0.1, seed=seed) for seed in (1, 1, 2))
    assert first.inputs.tobytes() == same.inputs.tobytes()
    assert first.inputs.tobytes() != other.inputs.tobytes()


def test_that_a_parameter_left_out_has_its_default():
    stated = generated("spirals", turns=2.0, classes=2)
    assert generated("spirals").inputs.tobytes() == stated.inputs.tobytes()


def test_that_a_wrong_description_is_refused_with_its_place():
    assert refusal(name="moon") == (
        "objective.dataset.name",
        'there is no data set "moon"; did you mean "moons"?',
    )
    path, reason = refusal(name="zzz")
    assert path == "objective.dataset.name"
    assert reason.startswith('there is no data set "zzz"; there are moons, circles, ')
    assert refusal(samples=0) == (
        "objective.dataset.samples",
        f"expected an integer from 1 to {MOST_SAMPLES}, got 0",
    )
    assert refusal(noise=-1.0) == (
        "objective.dataset.noise",
        "expected a number from 0 to 1e+06, got -1.0",
    )
    assert refusal(noise=math.inf)[0] == "objective.dataset.noise"
    assert refusal(seed=-1) == ("objective.dataset.seed", "expected an integer ≥ 0, got -1")
    assert refusal(name="spirals", turn=3) == (
        "objective.dataset.turn",
        'the data set "spirals" has no parameter "turn"; did you mean "turns"?',
    )
    assert refusal(name="blobs", classes=11) == (
        "objective.dataset.classes",
        "expected an integer from 2 to 10, got 11",
    )
    assert refusal(name="circles", factor=1.5) == (
        "objective.dataset.factor",
        "expected a number from 0 to 1, got 1.5",
    )
