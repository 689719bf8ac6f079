import numpy as np
import pytest

from gdstudio.simulation.step_parts import PartKind, StepPart, StepParts
from gdstudio.ui.plots.step_vectors import STEP, UNSCALED, enlargement, step_arrows, words_for

UP = np.array([100.0, -100.0])
"""Pixels to a unit: to the right, and up."""


def parts(scale: float = 1.0) -> StepParts:
    gradient, momentum = scale * np.array([1.0, 0.0]), scale * np.array([0.0, 0.5])
    both = (StepPart(PartKind.GRADIENT, gradient), StepPart(PartKind.MOMENTUM, momentum))
    start = np.array([2.0, 3.0])
    return StepParts(4, start, start + gradient + momentum, start, both, both)


def test_that_parts_lie_tip_to_tail_and_end_with_the_step() -> None:
    step = step_arrows(parts(), (0, 1), np.array([50.0, 60.0]), UP, 1000.0)
    whole, gradient, momentum = step.arrows
    assert [whole.key, gradient.key, momentum.key] == [STEP, "gradient", "momentum"]
    assert step.factor == 1.0
    np.testing.assert_allclose(whole.tail, [50.0, 60.0])
    np.testing.assert_allclose(gradient.tip, [150.0, 60.0])
    np.testing.assert_allclose(momentum.tail, gradient.tip)
    # Up on the screen is down in pixels.
    np.testing.assert_allclose(momentum.tip, [150.0, 10.0])
    np.testing.assert_allclose(whole.tip, momentum.tip)


@pytest.mark.parametrize("scale", [1e-9, 1e-4, 0.01, 0.1, 1.0, 30.0, 1e6])
def test_that_arrows_are_seen_whatever_the_step(scale: float) -> None:
    step = step_arrows(parts(scale), (0, 1), np.zeros(2), UP, 300.0)
    lengths = [np.hypot(*(arrow.tip - arrow.tail)) for arrow in step.arrows]
    assert 24.0 <= max(lengths) <= 300.0
    np.testing.assert_allclose(step.arrows[0].tip, step.factor * scale * np.array([100.0, -50.0]))


@pytest.mark.parametrize("length", [3e-7, 0.02, 1.0, 11.9, 23.0])
def test_that_the_factor_is_one_two_or_five_times_a_power_of_ten(length: float) -> None:
    factor = enlargement([np.array([length, 0.0])], 400.0)
    assert f"{factor:e}"[:8] in ("1.000000", "2.000000", "5.000000")
    assert 56.0 <= factor * length < 5.1 * 56.0


def test_that_no_step_has_no_factor() -> None:
    assert enlargement([np.zeros(2)], 400.0) == 1.0
    assert enlargement([np.array([np.nan, 0.0])], 400.0) == 1.0


def test_that_a_scaled_step_shows_where_the_gradient_would_have_led() -> None:
    start, plain, scaled = np.zeros(2), np.array([8.0, -6.0]), np.array([0.5, -0.5])
    both = (
        StepPart(PartKind.GRADIENT, plain),
        StepPart(PartKind.PRECONDITIONING, scaled - plain),
    )
    adaptive = StepParts(0, start, scaled, start, both, (StepPart(PartKind.GRADIENT, scaled),))
    step = step_arrows(adaptive, (0, 1), np.zeros(2), UP, 1000.0)
    (unscaled,) = (arrow for arrow in step.arrows if arrow.key == UNSCALED)
    way = unscaled.tip - unscaled.tail
    np.testing.assert_allclose(way / np.hypot(*way), [0.8, 0.6])


def test_that_other_variables_make_other_arrows() -> None:
    vector = np.array([0.0, 1.0, -2.0])
    part = (StepPart(PartKind.GRADIENT, vector),)
    step = step_arrows(
        StepParts(0, np.zeros(3), vector, np.zeros(3), part, part),
        (2, 1),
        np.zeros(2),
        UP,
        1000.0,
    )
    np.testing.assert_allclose(step.arrows[0].tip, [-200.0, -100.0])


@pytest.mark.parametrize("key", [STEP, UNSCALED, *(kind.value for kind in PartKind)])
def test_that_every_arrow_has_words(key: str) -> None:
    assert words_for(key)
