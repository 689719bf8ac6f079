"""Maps of a loss in the background, what is seen of them, and minima by formula."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdstudio.experiment.data_objectives import (
    Dataset,
    GeneratedSource,
    InlineSource,
    RegressionObjective,
)
from gdstudio.simulation.gradient_clouds import variance_share
from gdstudio.simulation.maps import LossRequest, SurfaceMap, loss_map
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.regression_facts import least_squares, regression_facts
from gdstudio.ui.labs.loss_job import LossJob, stages_of
from gdstudio.ui.labs.loss_view import home_view


def objective(samples: int = 100, **fields: object) -> RegressionObjective:
    return RegressionObjective(Dataset(GeneratedSource("line", samples)), **fields)


def request(samples: int = 100, columns: int = 60, x_low: float = -2.0) -> LossRequest:
    problem = problem_of(objective(samples))
    return LossRequest(problem, (0.0, 0.0), 0, 1, (x_low, 3.0), (-1.0, 2.0), columns, 50)


@pytest.fixture
def job() -> Iterator[LossJob]:
    job = LossJob()
    yield job
    job.shut_down()


def test_that_a_small_map_is_there_at_once(qtbot: QtBot, job: LossJob) -> None:
    maps: list[SurfaceMap] = []
    job.done.connect(maps.append)
    job.submit(request())
    assert job.is_busy
    qtbot.waitUntil(lambda: not job.is_busy)
    assert [surface.request for surface in maps] == [request()]
    np.testing.assert_array_equal(maps[0].values, loss_map(request()).values)


def test_that_a_large_map_comes_coarse_first(qtbot: QtBot, job: LossJob) -> None:
    maps: list[SurfaceMap] = []
    job.done.connect(maps.append)
    wanted = request(samples=3000)
    job.submit(wanted)
    qtbot.waitUntil(lambda: not job.is_busy)
    coarse, fine = maps
    assert coarse.values.size < fine.values.size == 60 * 50
    assert fine.request == wanted
    np.testing.assert_array_equal(fine.values, loss_map(wanted).values)


def test_that_a_newer_request_takes_the_place_of_an_older_one(qtbot: QtBot, job: LossJob) -> None:
    maps: list[SurfaceMap] = []
    job.done.connect(maps.append)
    for x_low in (-2.0, -3.0, -4.0, -5.0):
        job.submit(request(samples=3000, x_low=x_low))
    qtbot.waitUntil(lambda: not job.is_busy)
    assert {surface.request.x_range[0] for surface in maps} == {-5.0}


def test_that_no_map_takes_forever() -> None:
    problem = problem_of(objective(200))
    huge = LossRequest(problem, (0.0, 0.0), 0, 1, (0.0, 1.0), (0.0, 1.0), 4000, 4000)
    quick, finest = stages_of(huge, 1e8)
    for stage, most in ((quick, 2e6), (finest, 1e8)):
        assert 0.9 * most < stage.columns * stage.rows * 200 <= most
    assert stages_of(huge, 1e4) == stages_of(huge, 1e3)


@pytest.mark.parametrize("loss", ["mse", "half_mse", "half_sse"])
@pytest.mark.parametrize("l2", [0.0, 0.7])
def test_that_the_gradient_is_zero_at_the_minimum(loss: str, l2: float) -> None:
    rows = tuple((x, 0.3 * x * x - 1.0) for x in (-1.0, 0.0, 0.5, 2.0, 3.0))
    targets = tuple((2.0 * x - y, x + 1.0) for x, y in rows)
    problem = problem_of(
        RegressionObjective(Dataset(InlineSource(rows, targets)), "linear", loss, l2=l2)
    )
    minimum = least_squares(problem)
    assert minimum is not None
    np.testing.assert_allclose(problem.gradient(minimum), 0.0, atol=1e-10)


def test_that_a_loss_without_a_formula_has_no_minimum() -> None:
    assert least_squares(problem_of(objective(loss="mae"))) is None
    facts = regression_facts(objective(loss="huber"))
    assert facts is not None
    assert facts.minimum is None


def test_that_data_that_cannot_be_read_have_no_facts() -> None:
    ragged = InlineSource(((1.0,), (2.0,)), ((1.0,),))
    assert regression_facts(RegressionObjective(Dataset(ragged))) is None


def test_that_the_view_has_all_anchors_and_near_paths() -> None:
    anchors = np.array([[-1.0, -1.0], [2.0, 1.0]])
    near = np.array([[0.0, 1.5], [2.5, 1.0]])
    far = np.array([[1e6, -1e6], [np.nan, 0.0], [np.inf, 1.0]])
    (left, right), (bottom, top) = home_view(anchors, [near, far])
    for x, y in (*anchors, *near):
        assert left < x < right
        assert bottom < y < top
    assert right - left < 15.0
    assert top - bottom < 15.0


def test_that_a_single_point_has_a_view_too() -> None:
    (left, right), (bottom, top) = home_view(np.zeros((1, 2)), [])
    assert left < 0.0 < right
    assert bottom < 0.0 < top


def test_that_the_variance_of_all_batches_follows_the_formula() -> None:
    # All batches of 2 out of 4 rows: the variance of their means over that of the rows.
    rows = np.array([1.0, 4.0, 6.0, 13.0])
    means = [rows[[i, j]].mean() for i in range(4) for j in range(i)]
    assert variance_share(2, 4) == pytest.approx(np.var(means) / np.var(rows))
    assert variance_share(1, 4) == 1.0
    assert variance_share(4, 4) == 0.0
    assert variance_share(1, 1) == 0.0
