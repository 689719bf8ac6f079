import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.simulation.strands import Path, StrandRequest, ranges_of, spaced_rows, strands_of
from gdstudio.simulation.trace import TraceView


def trace(parameters: NDArray[np.float64]) -> TraceView:
    rows = len(parameters)
    nothing = np.zeros(rows)
    return TraceView(np.arange(rows), parameters, nothing, nothing, nothing)


def test_that_each_axis_ranges_over_what_its_variable_does() -> None:
    one = trace(np.array([[0.0, 5.0, 2.0], [4.0, 5.0, -2.0]]))
    other = trace(np.array([[0.0, 5.0, 2.0], [-4.0, 5.0, 6.0]]))
    strands = strands_of(StrandRequest((Path(0, one), Path(2, other)), 10))
    assert strands.low.tolist() == [-4.0, 5.0, -2.0]
    assert strands.high.tolist() == [4.0, 5.0, 6.0]
    assert strands.steps.tolist() == [0, 0, 1, 1]
    assert strands.runs.tolist() == [0, 2, 0, 2]
    # (0 + 4)/8, the middle of what does not move, (2 + 2)/8
    assert strands.places[0].tolist() == [0.5, 0.5, 0.5]
    assert strands.places[2].tolist() == [1.0, 0.5, 0.0]
    assert strands.place(np.array([2.0, 9.0, 4.0])).tolist() == [0.75, 0.5, 0.75]


def test_that_a_run_that_flew_off_squeezes_no_other() -> None:
    calm = trace(np.array([[1.0, 1.0], [0.0, 2.0]]))
    wild = trace(np.array([[1.0, 1.0], [-1e200, 1e300], [np.inf, np.nan]]))
    low, high = ranges_of([Path(0, calm), Path(1, wild, flew_off=True)])
    assert (low.tolist(), high.tolist()) == ([0.0, 1.0], [1.0, 2.0])
    strands = strands_of(StrandRequest((Path(0, calm), Path(1, wild, flew_off=True)), 10))
    assert np.isfinite(strands.places).all()
    alone = strands_of(StrandRequest((Path(1, wild, flew_off=True),), 10))
    assert alone.low.tolist() == [-1e200, 1.0]
    farthest = trace(np.array([[1e308, 1.0], [-1e308, 1.0]]))
    assert np.isfinite(strands_of(StrandRequest((Path(0, farthest),), 10)).places).all()


def test_that_lines_stand_where_a_path_moves() -> None:
    # It jumps along the first axis, rests for 9 000 steps, then creeps along the second.
    jump = np.column_stack([np.linspace(0.0, 1.0, 11), np.zeros(11)])
    rest = np.tile([1.0, 0.0], (9000, 1))
    creep = np.column_stack([np.ones(1000), np.linspace(0.001, 1.0, 1000)])
    places = np.concatenate([jump, rest, creep])
    rows = spaced_rows(places, 41)
    assert rows[0] == 0
    assert rows[-1] == len(places) - 1
    assert rows.size <= 41
    assert np.all(np.diff(rows) > 0)
    assert np.count_nonzero(rows <= 10) == 11
    assert np.count_nonzero((rows > 11) & (rows < 9000)) == 0
    gaps = np.abs(np.diff(places[rows[rows > 9011]], axis=0)).max(axis=1)
    assert gaps == pytest.approx(1.0 / 20.0, abs=2e-3)


def test_that_few_rows_are_all_there() -> None:
    assert spaced_rows(np.zeros((5, 3)), 5).tolist() == [0, 1, 2, 3, 4]
