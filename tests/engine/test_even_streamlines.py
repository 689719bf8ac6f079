import numpy as np
import pytest

from gdstudio.engine.even_streamlines import even_streamlines

ROWS, COLUMNS = 60, 80


def traced(
    field: np.ndarray, separation: float = 9.0, nearest: float = 4.0, most_lines: int = 500
) -> list[np.ndarray]:
    points, ends = np.empty((50_000, 2)), np.empty(most_lines, dtype=np.int64)
    count = even_streamlines(field, separation, nearest, 10.0, np.empty((2_000, 2)), points, ends)
    assert np.all(np.diff(ends[:count]) > 0)
    return np.split(points[: ends[count - 1]], ends[: count - 1]) if count else []


def uniform(x: float, y: float) -> np.ndarray:
    return np.ascontiguousarray(np.broadcast_to([x, y], (ROWS, COLUMNS, 2)), dtype=np.float64)


@pytest.mark.parametrize(("x", "y"), [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.6, -0.8)])
def test_that_lines_of_a_uniform_field_are_straight_and_apart(x: float, y: float) -> None:
    lines = traced(uniform(x, y))
    assert len(lines) >= 5
    along, across = np.array([x, y]), np.array([-y, x])
    for line in lines:
        assert np.all(np.diff(line @ along) > 0.0)
        np.testing.assert_allclose(line @ across, (line @ across)[0], atol=1e-9)
        assert np.all((line >= 0.0) & (line <= (COLUMNS - 1, ROWS - 1)))
    places = np.sort([(line @ across)[0] for line in lines])
    assert np.diff(places).min() >= 4.0 - np.sqrt(2.0)
    # Where there is room for another line, there is one.
    assert np.diff(places).max() <= 2.0 * (9.0 + 3.0 + np.sqrt(2.0))


def test_that_lines_round_a_centre_are_circles() -> None:
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
    x, y = columns - 39.5, rows - 29.5
    radius = np.hypot(x, y)
    lines = traced(np.ascontiguousarray(np.stack([-y / radius, x / radius], axis=2)))
    for line in lines:
        apart = np.hypot(*(line - (39.5, 29.5)).T)
        far = apart[apart > 8.0]
        # A line that does not meet another goes round until it is as long as there is room.
        assert far.size == 0 or np.ptp(far) < 0.02 * len(far)


def test_that_lines_end_at_a_place_without_a_value() -> None:
    field = uniform(1.0, 0.0)
    field[:, 40:] = np.nan
    lines = traced(field)
    assert lines
    assert max(line[:, 0].max() for line in lines) <= 40.0


def test_that_lines_end_where_all_flows_together() -> None:
    field = uniform(1.0, 0.0)
    field[:, 40:, 0] = -1.0
    for line in traced(field):
        assert line[:, 0].max() <= 40.5 or line[:, 0].min() >= 38.5


@pytest.mark.parametrize("most", [1, 3])
def test_that_there_are_no_more_lines_than_there_is_room_for(most: int) -> None:
    assert len(traced(uniform(1.0, 0.0), most_lines=most)) == most


def test_that_nothing_flows_without_a_field() -> None:
    assert traced(np.full((ROWS, COLUMNS, 2), np.nan)) == []
    assert traced(uniform(0.0, 0.0)) == []
