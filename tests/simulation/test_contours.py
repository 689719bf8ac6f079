import numpy as np
import pytest

from gdstudio.simulation.cells import cell_centres
from gdstudio.simulation.contours import LineFinder

X, Y = cell_centres((-2.0, 2.0), 160), cell_centres((-1.5, 1.5), 120)
BOWL = X**2 + Y[:, np.newaxis] ** 2


def test_that_cells_have_their_middles_at_equal_distances() -> None:
    assert cell_centres((-1.0, 3.0), 4).tolist() == [-0.5, 0.5, 1.5, 2.5]


def test_that_the_lines_of_a_bowl_are_circles() -> None:
    for level, lines in LineFinder(X, Y, BOWL).contours((0.25, 1.0)):
        (line,) = lines
        np.testing.assert_allclose(np.hypot(*line.T), np.sqrt(level), atol=1e-3)
        assert np.array_equal(line[0], line[-1])


def test_that_a_level_beyond_the_heights_has_no_line() -> None:
    finder = LineFinder(X, Y, BOWL)
    assert finder.lines(-1.0) == finder.lines(99.0) == finder.lines(np.nan) == ()


def test_that_lines_end_where_there_are_no_heights() -> None:
    half = np.where(X > 0.0, BOWL, np.nan)
    (line,) = LineFinder(X, Y, half).lines(1.0)
    assert line[:, 0].min() > 0.0


@pytest.mark.parametrize("shape", [(0, 5), (1, 5), (5, 1)])
def test_that_a_single_row_has_no_lines(shape: tuple[int, int]) -> None:
    rows, columns = shape
    assert LineFinder(np.arange(columns), np.arange(rows), np.zeros(shape)).lines(0.0) == ()
