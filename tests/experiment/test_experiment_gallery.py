import math
from dataclasses import replace
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from experiment_samples import FORMAT, small_file
from gallery_classics import CLASSICS

from gdstudio.experiment import ExperimentError, entry_for, find, load_gallery
from gdstudio.expression import parse

GALLERY = load_gallery()
KINKED = {"absolute_value", "ackley", "bukin_6"}  # no gradient at the minimum
ON_THE_EDGE = {"eggholder"}  # lowest within the domain alone
WITHOUT_MINIMUM = {"saddle", "monkey_saddle"}
STEPS = 300


def each_entry_but(exceptions):
    entries = [entry for entry in GALLERY if entry.key not in exceptions]
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry.key)


each_entry = each_entry_but(())


def each_minimum_but(exceptions):
    minima = [
        pytest.param(entry, minimum, id=f"{entry.key}-{index}")
        for entry in GALLERY
        if entry.key not in exceptions
        for index, minimum in enumerate(entry.minima)
    ]
    return pytest.mark.parametrize(("entry", "minimum"), minima)


each_minimum = each_minimum_but(())


def value(entry, point):
    """Evaluate the shipped expression."""
    formula = parse(entry.expression, entry.variables)
    return float(formula.evaluate(dict(zip(entry.variables, point, strict=True))))


def classic(entry, point):
    return float(CLASSICS[entry.key](mpmath.fp, *map(float, point)))


def gradient(entry, point):
    """Return central differences of the independent implementation."""
    result = []
    for index, coordinate in enumerate(point):
        step = 6e-6 * max(1.0, abs(coordinate))
        shifted = [[*point[:index], coordinate + s, *point[index + 1 :]] for s in (step, -step)]
        result.append((classic(entry, shifted[0]) - classic(entry, shifted[1])) / (2 * step))
    return np.array(result)


def descend(entry, momentum):
    """Return the losses of gradient descent with momentum, PyTorch's convention."""
    point = np.array(entry.start)
    velocity = np.zeros_like(point)
    losses = [classic(entry, point)]
    for _ in range(STEPS):
        velocity = momentum * velocity + gradient(entry, point.tolist())
        point = point - entry.learning_rate * velocity
        losses.append(classic(entry, point))
    return losses


def test_that_the_gallery_has_the_functions_that_are_checked_here():
    assert [entry.key for entry in GALLERY if entry.key not in CLASSICS] == []
    assert len(GALLERY) == len(CLASSICS) >= 24
    assert len({entry.key for entry in GALLERY}) == len(GALLERY)
    assert len({entry.name for entry in GALLERY}) == len(GALLERY)
    assert len({entry.expression for entry in GALLERY}) == len(GALLERY)


@each_entry
def test_that_an_entry_is_consistent(entry):
    size = len(entry.variables)
    assert len(entry.domain) == len(entry.start) == size
    assert all(low < high for low, high in entry.domain)
    assert all(low < x < high for x, (low, high) in zip(entry.start, entry.domain, strict=True))
    assert parse(entry.expression, entry.variables).variables == entry.variables
    assert entry.note.endswith(".")
    assert entry.key.isidentifier()
    assert entry.key == entry.key.lower()
    assert bool(entry.minima) is (entry.key not in WITHOUT_MINIMUM)
    for minimum in entry.minima:
        assert len(minimum.location) == size
        inside = zip(minimum.location, entry.domain, strict=True)
        assert all(low <= x <= high for x, (low, high) in inside)
    values = [minimum.value for minimum in entry.minima]
    assert values == sorted(values)


@each_entry
def test_that_an_expression_is_the_function_of_the_literature(entry):
    random = np.random.default_rng(0)
    low, high = np.array(entry.domain).T
    for point in random.uniform(low, high, size=(50, len(low))):
        assert value(entry, point) == pytest.approx(classic(entry, point), rel=1e-9, abs=1e-9)


@each_minimum
def test_that_the_value_at_a_minimum_is_the_stated_one(entry, minimum):
    for function in (value, classic):
        found = function(entry, minimum.location)
        assert found == pytest.approx(minimum.value, rel=1e-12, abs=1e-9)


@each_minimum_but(KINKED | ON_THE_EDGE)
def test_that_the_gradient_vanishes_at_a_smooth_minimum(entry, minimum):
    function = CLASSICS[entry.key]
    with mpmath.workdps(30):
        size = len(minimum.location)
        for index in range(size):
            order = tuple(int(index == other) for other in range(size))
            slope = mpmath.diff(lambda *p: function(mpmath.mp, *p), minimum.location, order)
            curvature = mpmath.diff(
                lambda *p: function(mpmath.mp, *p), minimum.location, tuple(2 * n for n in order)
            )
            # The location is exact to the last digits of a float.
            assert abs(slope) <= 1e-14 * (1 + abs(curvature)) * 10


@each_minimum
def test_that_no_neighbour_of_a_minimum_is_lower(entry, minimum):
    random = np.random.default_rng(1)
    low, high = np.array(entry.domain).T
    here = np.array(minimum.location)
    for radius in (1e-2, 1e-4):
        for direction in random.normal(size=(100, len(here))):
            step = radius * direction / np.linalg.norm(direction)
            neighbour = np.clip(here + step, low, high)
            # Rounding at the goldstein-price values is larger than what a small step gains.
            assert value(entry, neighbour) >= minimum.value - 1e-10 * (1 + abs(minimum.value))


@each_entry_but(WITHOUT_MINIMUM)
def test_that_the_first_minimum_is_the_lowest_of_the_picture(entry):
    random = np.random.default_rng(2)
    low, high = np.array(entry.domain).T
    points = random.uniform(low, high, size=(20_000, len(low)))
    formula = parse(entry.expression, entry.variables)
    values = formula.evaluate(dict(zip(entry.variables, points.T, strict=True)))
    assert values.min() >= entry.minima[0].value


@each_entry
def test_that_plain_descent_makes_a_stable_show(entry):
    losses = descend(entry, 0.0)
    assert all(map(math.isfinite, losses))
    assert losses[-1] < losses[0]
    if entry.key not in {"absolute_value"}:
        rises = [after - before for before, after in pairwise(losses)]
        assert max(rises) <= 1e-9 * (1 + abs(losses[0]))


@each_entry_but(WITHOUT_MINIMUM)
def test_that_momentum_is_stable_with_the_same_learning_rate(entry):
    losses = descend(entry, 0.9)
    assert all(map(math.isfinite, losses))
    assert losses[-1] < losses[0]


@each_entry
def test_that_the_adaptive_learning_rate_is_about_a_percent_of_the_picture(entry):
    width = min(high - low for low, high in entry.domain)
    assert 0.005 * width <= entry.adaptive_learning_rate <= 0.025 * width


@each_entry
def test_that_an_entry_is_found_by_its_key_and_by_its_function(entry):
    assert find(entry.key) is entry
    raw = small_file(objective={"kind": "function", "name": entry.key})
    experiment = FORMAT.from_json(raw)
    assert entry_for(experiment.objective) is entry
    assert experiment.start == entry.start
    elsewhere = replace(experiment.objective, gradient_noise=1.0)
    assert entry_for(elsewhere) is entry
    assert entry_for(replace(elsewhere, variables=tuple("abcdefgh"))) is None


def test_that_an_unknown_key_is_answered_with_the_nearest():
    with pytest.raises(ExperimentError) as caught:
        find("himelblau")
    assert caught.value.reason.startswith(
        'the gallery has no function "himelblau"; the nearest are "himmelblau", '
    )


def test_that_the_gallery_is_loaded_once():
    assert load_gallery() is load_gallery()
