from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from reference_network import ReferenceNetwork
from trained import problem, training

from gdstudio.simulation.cells import cell_centres
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.landscape import (
    Plane,
    explained,
    finite_rows,
    losses_over,
    principal_plane,
    random_plane,
    weight_plane,
)
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import run
from gdstudio.simulation.slice_map import slice_map, window_around

Float = NDArray[np.float64]

DATA = np.random.default_rng(5)
INPUTS: Float = DATA.normal(size=(17, 2))
TARGETS: Float = (INPUTS[:, :1] * INPUTS[:, 1:] > 0.0).astype(np.float64)
NETWORK = {
    "kind": "network",
    "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "linear"}],
    "loss": "binary_cross_entropy",
    "l2": 0.01,
    "dataset": {"inputs": INPUTS.tolist(), "targets": TARGETS.tolist()},
}
REFERENCE = ReferenceNetwork((2, 3, 1), ("tanh", "linear"), "binary_cross_entropy", 0.01)


@cache
def result() -> RunResult:
    return run(training(objective=NETWORK, size=5, max_steps=60, seed=3))[0]


def network() -> DataProblem:
    return problem(NETWORK)


def some_plane() -> Plane:
    generator = np.random.default_rng(8)
    base, u, v = generator.normal(size=(3, REFERENCE.size))
    return Plane(base, u, v)


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_that_points_of_the_plane_are_projected_on_themselves(x: float, y: float) -> None:
    plane = some_plane()
    assert plane.project(plane.point(x, y)[np.newaxis])[0] == pytest.approx([x, y], abs=1e-12)
    assert plane.distance(plane.point(x, y)) == pytest.approx(0.0, abs=1e-12)


def test_that_a_projection_is_the_nearest_point() -> None:
    plane = some_plane()
    point = np.random.default_rng(9).normal(size=REFERENCE.size)
    directions = np.column_stack([plane.u, plane.v])
    nearest, squares, *_ = np.linalg.lstsq(directions, point - plane.base, rcond=None)
    assert plane.project(point[np.newaxis])[0] == pytest.approx(nearest, rel=1e-12)
    assert plane.distance(point) == pytest.approx(np.sqrt(squares[0]), rel=1e-12)


def test_that_the_plane_of_two_weights_has_their_values_as_coordinates() -> None:
    path = result().parameters
    plane = weight_plane(path[-1], 4, 2)
    assert np.array_equal(plane.project(path), path[:, [4, 2]])
    assert np.array_equal(plane.point(*path[-1, [4, 2]]), path[-1])
    others = np.delete(path[0] - path[-1], [2, 4])
    assert plane.distance(path[0]) == pytest.approx(np.linalg.norm(others), rel=1e-12)


def test_that_random_directions_have_the_lengths_of_the_filters() -> None:
    base = result().parameters[-1]
    plane = random_plane(network().architecture, base, seed=4)
    drawn = np.random.default_rng(4).standard_normal((2, REFERENCE.size))
    for direction, normal in zip((plane.u, plane.v), drawn, strict=True):
        layers = zip(
            REFERENCE.layers(direction),
            REFERENCE.layers(normal),
            REFERENCE.layers(base),
            strict=True,
        )
        for (weights, biases), (random, _), (trained, _) in layers:
            assert not biases.any()
            for unit in range(weights.shape[1]):
                # Li et al.: d ← d / ‖d‖ · ‖θ‖, filter by filter.
                wanted = random[:, unit] / np.sqrt(np.sum(random[:, unit] ** 2))
                wanted = wanted * np.sqrt(np.sum(trained[:, unit] ** 2))
                assert weights[:, unit] == pytest.approx(wanted, rel=1e-12)


def test_that_a_scaled_network_has_scaled_directions() -> None:
    base = result().parameters[-1]
    one = random_plane(network().architecture, base, seed=4)
    other = random_plane(network().architecture, 10.0 * base, seed=4)
    assert other.u == pytest.approx(10.0 * one.u, rel=1e-12)


def test_that_random_directions_follow_from_the_seed_alone() -> None:
    base = result().parameters[-1]
    one, same, other = (random_plane(network().architecture, base, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.u, same.u)
    assert np.array_equal(one.v, same.v)
    assert not np.array_equal(one.u, other.u)


def test_that_a_network_of_zeros_has_random_directions_without_length() -> None:
    zeros = np.zeros(REFERENCE.size)
    plane = random_plane(network().architecture, zeros, seed=0)
    assert not plane.u.any()
    assert plane.project(np.ones((1, REFERENCE.size)))[0] == pytest.approx([0.0, 0.0])


def test_that_principal_directions_are_those_of_the_covariance() -> None:
    path = result().parameters
    plane = principal_plane(path[-1], path)
    offsets = path - path[-1]
    values, vectors = np.linalg.eigh(offsets.T @ offsets)
    for direction, vector in ((plane.u, vectors[:, -1]), (plane.v, vectors[:, -2])):
        assert abs(direction @ vector) == pytest.approx(1.0, rel=1e-9)
        # The path comes from the left and from below.
        assert offsets[0] @ direction <= 0.0
    shares = explained(plane, path)
    assert shares == pytest.approx((values[-1] / values.sum(), values[-2] / values.sum()), rel=1e-9)


def test_that_many_parameters_have_principal_directions_too() -> None:
    generator = np.random.default_rng(6)
    path = np.cumsum(generator.normal(size=(40, 300)), axis=0)
    plane = principal_plane(path[-1], path)
    exact = np.linalg.svd(path - path[-1], full_matrices=False)
    assert abs(plane.u @ exact.Vh[0]) == pytest.approx(1.0, rel=1e-12)
    assert abs(plane.v @ exact.Vh[1]) == pytest.approx(1.0, rel=1e-12)
    ratios = exact.S**2 / np.sum(exact.S**2)
    assert explained(plane, path) == pytest.approx(tuple(ratios[:2]), rel=1e-12)


@pytest.mark.parametrize("size", [3, 50])
def test_that_a_straight_path_has_a_second_direction_across(size: int) -> None:
    way = np.arange(1.0, size + 1.0)
    path = np.linspace(0.0, 1.0, 10)[:, np.newaxis] * way
    plane = principal_plane(path[-1], path)
    assert plane.u == pytest.approx(way / np.linalg.norm(way), rel=1e-9)
    assert np.linalg.norm(plane.v) == pytest.approx(1.0)
    assert plane.u @ plane.v == pytest.approx(0.0, abs=1e-9)
    assert explained(plane, path) == pytest.approx((1.0, 0.0), abs=1e-9)


def test_that_a_plane_is_the_same_wherever_it_is_seen_from() -> None:
    plane, point = some_plane(), np.random.default_rng(10).normal(size=REFERENCE.size)
    seen = plane.seen_from(point)
    assert seen.project(point[np.newaxis])[0] == pytest.approx([0.0, 0.0], abs=1e-12)
    assert plane.distance(seen.base) == pytest.approx(0.0, abs=1e-12)
    assert seen.distance(point) == pytest.approx(plane.distance(point), rel=1e-12)


def test_that_the_same_path_has_the_same_principal_directions() -> None:
    path = result().parameters
    one, same = principal_plane(path[-1], path), principal_plane(path[-1], path.copy())
    assert np.array_equal(one.u, same.u)
    assert np.array_equal(one.v, same.v)


def test_that_a_path_within_a_plane_is_explained_wholly() -> None:
    generator = np.random.default_rng(1)
    u, v = np.linalg.qr(generator.normal(size=(9, 2)))[0].T
    steps = generator.normal(size=(30, 2)) * [3.0, 1.0]
    path = 2.0 + steps @ np.stack([u, v])
    assert sum(explained(principal_plane(path[-1], path), path)) == pytest.approx(1.0, rel=1e-12)
    assert sum(explained(Plane(path[-1], u, v), path)) == pytest.approx(1.0, rel=1e-12)
    # Directions that are not at right angles span the same plane.
    assert sum(explained(Plane(path[-1], u, u + 0.1 * v), path)) == pytest.approx(1.0, rel=1e-12)
    half = explained(Plane(path[-1], u, u), path)
    offsets = steps - steps[-1]
    assert half == pytest.approx((np.sum(offsets[:, 0] ** 2) / np.sum(offsets**2), 0.0))


def test_that_a_path_that_rests_is_explained_and_one_point_has_no_directions() -> None:
    path = np.ones((5, 4))
    assert explained(Plane(path[0], path[0], path[0]), path) == (1.0, 0.0)
    with pytest.raises(ValueError, match="fewer than two points"):
        principal_plane(path[0], path[:1])


def test_that_of_a_long_path_some_points_stand_for_all() -> None:
    time = np.linspace(0.0, 1.0, 20_000)[:, np.newaxis]
    path = np.exp(-3.0 * time) * [3.0, 0.0, 4.0] + np.sin(6.0 * time) * [0.0, 0.5, 0.0]
    offsets = path - path[-1]
    exact = np.linalg.svd(offsets, full_matrices=False)
    plane = principal_plane(path[-1], path)
    assert abs(plane.u @ exact.Vh[0]) == pytest.approx(1.0, abs=1e-4)
    ratios = exact.S**2 / np.sum(exact.S**2)
    assert explained(plane, path) == pytest.approx(tuple(ratios[:2]), abs=2e-3)


def test_that_the_slice_has_the_losses_of_its_points() -> None:
    plane, x, y = some_plane(), np.linspace(-2.0, 2.0, 7), np.linspace(-1.0, 1.5, 5)
    losses = losses_over(network(), plane, x, y)
    assert losses is not None
    assert losses.shape == (5, 7)
    for row in range(5):
        for column in range(7):
            theta = plane.base + x[column] * plane.u + y[row] * plane.v
            assert losses[row, column] == pytest.approx(network().loss(theta), rel=1e-12)
            reference, _ = REFERENCE.loss_and_gradient(theta, INPUTS, TARGETS)
            assert losses[row, column] == pytest.approx(reference, rel=1e-12)


@pytest.mark.parametrize("seconds", [1e-9, 1e-5, 1e-4, 10.0])
def test_that_the_losses_do_not_depend_on_the_parts(
    monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr("gdstudio.simulation.landscape.PART_SECONDS", seconds)
    plane, x, y = some_plane(), np.linspace(-2.0, 2.0, 31), np.linspace(-1.0, 1.5, 23)
    parts: list[int] = []
    losses = losses_over(network(), plane, x, y, lambda done: parts.append(done) is None)
    assert losses is not None
    assert np.array_equal(losses, network().over_plane(plane.base, (plane.u, x), (plane.v, y)))
    assert parts == sorted(set(parts))
    assert parts[-1] == 31 * 23


def test_that_a_slice_can_be_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdstudio.simulation.landscape.PART_SECONDS", 1e-9)
    x = np.linspace(-2.0, 2.0, 31)
    done: list[int] = []

    def goes_on(points: int) -> bool:
        done.append(points)
        return points < 40

    assert losses_over(network(), some_plane(), x, x, goes_on) is None
    assert done == list(range(1, 41))


def test_that_the_window_contains_the_paths_with_air_around() -> None:
    path = np.array([[-3.0, 0.5], [1.0, 0.0], [np.nan, 0.0]])
    window = window_around([path, np.array([[0.0, 2.5]])])
    assert window.x_range == pytest.approx((-3.0 - 0.15 * 4.0, 1.0 + 0.15 * 4.0))
    assert window.y_range == pytest.approx((0.0 - 0.15 * 2.5, 2.5 + 0.15 * 2.5))


def test_that_the_window_is_not_slim() -> None:
    window = window_around([np.array([[0.0, 1.0], [10.0, 1.0]])])
    assert window.x_range == pytest.approx((-1.5, 11.5))
    assert window.y_range == pytest.approx((1.0 - 0.65 * 4.0, 1.0 + 0.65 * 4.0))
    around_nothing = window_around([np.zeros((3, 2))])
    assert around_nothing.x_range[0] < 0.0 < around_nothing.x_range[1]
    reaching = window_around([np.zeros((3, 2))], reach=1.0)
    assert reaching.x_range == pytest.approx((-1.3, 1.3))


def test_that_a_path_that_flies_off_has_directions_too() -> None:
    path = np.array([[1.0, 2.0, 3.0], [1e20, -1e20, 0.0], [3e200, -4e200, 1.0]])
    plane = principal_plane(path[-1], path)
    assert np.abs(plane.u) == pytest.approx([0.6, 0.8, 0.0])
    assert sum(explained(plane, path)) == pytest.approx(1.0)
    assert np.isfinite(window_around([plane.project(path)]).x_range).all()


def test_that_a_path_ends_where_it_leaves_all_numbers() -> None:
    path = np.array([[1.0, 2.0], [3.0, 4.0], [np.inf, 0.0], [1.0, 1.0]])
    assert np.array_equal(finite_rows(path), path[:2])
    assert finite_rows(path[:2]) is not None
    assert len(finite_rows(path[:2])) == 2


def test_that_contour_lines_run_where_the_loss_has_their_level() -> None:
    window = window_around([], reach=1.0)
    x, y = (cell_centres(each, 80) for each in (window.x_range, window.y_range))
    bowl = x[np.newaxis] ** 2 + 2.0 * y[:, np.newaxis] ** 2
    drawn = slice_map(window, bowl)
    assert drawn.request == window
    assert len(drawn.contours) == 12
    for level, lines in drawn.contours:
        for line in lines:
            assert line[:, 0] ** 2 + 2.0 * line[:, 1] ** 2 == pytest.approx(level, abs=2e-3)


def test_that_a_slice_without_heights_has_no_contour_lines() -> None:
    window = window_around([], reach=1.0)
    assert slice_map(window, np.full((8, 8), 3.0)).contours == ()
    assert slice_map(window, np.full((8, 8), np.nan)).contours == ()
