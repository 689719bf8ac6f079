import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.simulation.parameter_curves import MOST_BLOCKS, parameter_curves
from gdstudio.simulation.strands import Path
from gdstudio.simulation.trace import TraceView


def trace(parameters: NDArray[np.float64]) -> TraceView:
    nothing = np.zeros(len(parameters))
    return TraceView(2 * np.arange(len(parameters)), parameters, nothing, nothing, nothing)


def test_that_a_short_run_keeps_every_row() -> None:
    path = np.random.default_rng(1).normal(size=(40, 3))
    curves = parameter_curves((Path(1, trace(path)),))
    (curve,) = curves.curves
    assert curve.index == 1
    assert np.array_equal(curve.values, path)
    assert curve.steps.tolist() == list(range(0, 80, 2))
    assert curves.last_step == 78
    assert np.array_equal(curves.high, path.max(axis=0))


def test_that_a_long_run_keeps_its_ends_and_every_peak() -> None:
    path = np.random.default_rng(2).normal(size=(100_000, 2))
    path[71_234, 1] = 50.0
    path[3, 0] = -50.0
    (curve,) = parameter_curves((Path(0, trace(path)),)).curves
    assert len(curve.values) <= 4 * MOST_BLOCKS
    assert np.array_equal(curve.values[[0, -1]], path[[0, -1]])
    assert curve.steps[[0, -1]].tolist() == [0.0, 199_998.0]
    assert np.all(np.diff(curve.steps) >= 0.0)
    place = int(np.argmax(curve.values[:, 1]))
    assert curve.values[place, 1] == 50.0
    assert curve.steps[place] == pytest.approx(2 * 71_234, abs=2 * 100_000 / MOST_BLOCKS)
    assert curve.values[:, 0].min() == -50.0
