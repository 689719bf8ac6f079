import numpy as np
import pytest

from gdstudio.simulation.polylines import Polylines, counted

LINES = (
    np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 10.0]]),
    np.array([[5.0, 5.0], [5.0, 5.0]]),
    np.array([[3.0, 10.0], [7.0, 10.0]]),
)


def joined(*lines: np.ndarray) -> Polylines:
    return Polylines(np.concatenate(lines), np.cumsum([len(line) for line in lines]))


def parted(lines: Polylines) -> list[np.ndarray]:
    return np.split(lines.points, lines.ends[:-1])


def test_that_lines_are_measured_each_for_itself() -> None:
    assert joined(*LINES).lengths.tolist() == [11.0, 0.0, 4.0]


def test_that_places_are_found_on_their_own_line() -> None:
    lines = np.array([0, 0, 0, 1, 2, 2, 2])
    places = np.array([0.0, 8.0, 11.0, 0.0, -1.0, 1.0, 4.0])
    expected = [[0, 0], [3, 7], [3, 10], [5, 5], [3, 10], [4, 10], [7, 10]]
    assert joined(*LINES).at(lines, places).tolist() == expected


def test_that_points_at_equal_steps_keep_both_ends() -> None:
    first, point, last = parted(joined(*LINES).at_equal_steps(1.0))
    assert len(first) == 12
    np.testing.assert_allclose(np.hypot(*np.diff(first, axis=0).T), 1.0)
    assert point.tolist() == [[5, 5], [5, 5]]
    assert last.tolist() == [[3, 10], [4, 10], [5, 10], [6, 10], [7, 10]]


def test_that_a_smoothed_point_is_the_mean_of_its_neighbours() -> None:
    numbers = np.random.default_rng(1)
    lines = [numbers.normal(size=(count, 2)) for count in (1, 2, 3, 8, 40)]
    for line, smooth in zip(lines, parted(joined(*lines).smoothed(3)), strict=True):
        reach = min(3, (len(line) - 1) // 2)
        for index in range(reach, len(line) - reach):
            mean = line[index - reach : index + reach + 1].mean(axis=0)
            assert smooth[index] == pytest.approx(mean, abs=1e-12)
        assert smooth[0] == pytest.approx(line[0], abs=1e-12)
        assert smooth[-1] == pytest.approx(line[-1], abs=1e-12)


def test_that_a_straight_line_stays_straight() -> None:
    line = np.stack([np.arange(30.0), 2.0 * np.arange(30.0)], axis=1)
    np.testing.assert_allclose(joined(line).smoothed(12).points, line, atol=1e-12)


def test_that_counting_begins_anew_for_each() -> None:
    which, number = counted(np.array([2, 0, 3]))
    assert which.tolist() == [0, 0, 2, 2, 2]
    assert number.tolist() == [0, 1, 0, 1, 2]
