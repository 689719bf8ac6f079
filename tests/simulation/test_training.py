import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import bits, finished, small_memory
from trained import (
    CLASSES,
    INPUTS,
    ROWS,
    TARGETS,
    plane_gradient,
    plane_loss,
    problem,
    trained,
    training,
)

import gdstudio as gd
from gdstudio.experiment.model import Batch
from gdstudio.simulation import evaluations
from gdstudio.simulation.batches import Batches
from gdstudio.simulation.checkpoints import most_checkpoints_for
from gdstudio.simulation.run import RunResult, RunSimulation
from gdstudio.simulation.simulation import Simulation
from gdstudio.simulation.trace import capacity_for

ALL = np.arange(ROWS)
START = (0.3, -0.7, 1.1)


def all_bits(result: RunResult) -> tuple[bytes, ...]:
    columns = result.evaluations.columns()
    return (*bits(result.trace), *(np.ascontiguousarray(each).tobytes() for each in columns))


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("size", [None, 1, 5, 8, 22, 100])
def test_that_each_step_descends_along_the_gradient_of_its_batch(
    size: int | None, shuffle: bool
) -> None:
    result = finished(trained(size=size, shuffle=shuffle, start=START, seed=6, max_steps=50))
    batches = Batches(ROWS, Batch(size, shuffle), seed=6)
    theta = np.array(START)
    for step in range(51):
        rows = batches.rows_at(step) if step < 50 else ALL
        gradient = plane_gradient(theta, rows)
        np.testing.assert_allclose(result.parameters[step], theta, rtol=1e-12)
        assert result.losses[step] == pytest.approx(plane_loss(theta, rows), rel=1e-12)
        assert result.gradient_norms[step] == pytest.approx(np.linalg.norm(gradient), rel=1e-11)
        theta = theta - 0.01 * gradient


def test_that_unshuffled_batches_follow_the_file_and_keep_the_rest() -> None:
    batches = Batches(ROWS, Batch(8, shuffle=False), seed=1)
    seen = [batches.rows_at(step).tolist() for step in range(4)]
    assert seen == [list(range(8)), list(range(8, 16)), list(range(16, 23)), list(range(8))]


def test_that_a_run_may_have_batches_of_its_own() -> None:
    value = training({"method": "gd"}, {"method": "gd"}, size=5, start=START, max_steps=9)
    mixed = value.replace_run(1, replace(value.runs[1], batch=Batch(None)))
    small, full = gd.run(mixed)
    alone = finished(trained(size=None, start=START, max_steps=9))
    np.testing.assert_array_equal(full.parameters, alone.parameters)
    assert not np.array_equal(small.parameters, full.parameters)
    assert small.evaluated_steps.tolist() == [0, 5, 9]
    assert full.evaluated_steps.tolist() == list(range(10))


def test_that_runs_of_one_batch_size_see_the_same_batches() -> None:
    one, other = gd.run(training({"method": "gd"}, {"method": "gd"}, size=4, max_steps=30))
    assert all_bits(one) == all_bits(other)


def ended(ending: str) -> RunResult:
    options: dict[str, Any] = {"size": 5, "seed": 3}
    if ending == "max steps":
        return finished(trained(max_steps=17, **options))
    if ending == "diverged":
        return finished(trained({"method": "gd", "learning_rate": 9.0}, **options))
    if ending == "converged":
        return finished(trained(loss_tolerance=100.0, max_steps=100, **options))
    run = trained(max_steps=1000, **options)
    run.advance(18)
    if ending == "stopped":
        run.stop()
    else:
        run.fail("There was no memory left.")
    return run.result


@pytest.mark.parametrize("ending", ["max steps", "converged", "diverged", "stopped", "failed"])
def test_that_the_last_row_is_over_all_rows_whatever_ended_the_run(ending: str) -> None:
    result = ended(ending)
    assert result.outcome is not None
    assert result.outcome.value == ending
    batches = Batches(ROWS, Batch(5), seed=3)
    last = len(result.steps) - 1
    for row in {0, last // 2, last - 1, last}:
        rows = ALL if row == last else batches.rows_at(int(result.steps[row]))
        theta = result.parameters[row]
        assert result.losses[row] == pytest.approx(plane_loss(theta, rows), rel=1e-11)
        norm = np.linalg.norm(plane_gradient(theta, rows))
        assert result.gradient_norms[row] == pytest.approx(norm, rel=1e-10)
    assert result.evaluated_steps[-1] == result.steps[-1]
    assert result.train_losses[-1] == pytest.approx(result.losses[-1], rel=1e-13)


def test_that_stopping_leaves_views_as_they_were() -> None:
    run = trained(size=5, max_steps=1000)
    run.advance(18)
    seen, before = run.result, all_bits(run.result)
    run.stop()
    assert all_bits(seen) == before
    assert run.result.losses[-1] != seen.losses[-1]
    np.testing.assert_array_equal(run.result.losses[:-1], seen.losses[:-1])
    np.testing.assert_array_equal(run.result.parameters, seen.parameters)


def test_that_a_training_stopped_before_its_first_step_has_its_start() -> None:
    run = trained(size=5, start=START)
    run.stop()
    assert run.result.steps.tolist() == run.result.evaluated_steps.tolist() == [0]
    assert run.result.losses[0] == pytest.approx(plane_loss(np.array(START), ALL), rel=1e-12)


@pytest.mark.parametrize(
    ("size", "interval", "expected"),
    [
        (5, None, [0, 5, 10, 15, 17]),
        (5, 4, [0, 4, 8, 12, 16, 17]),
        (None, None, list(range(18))),
        (None, 6, [0, 6, 12, 17]),
        (1, None, [0, 17]),
        (22, None, [0, 2, 4, 6, 8, 10, 12, 14, 16, 17]),
    ],
)
def test_that_all_rows_are_evaluated_once_an_epoch_or_as_told(
    size: int | None, interval: int | None, expected: list[int]
) -> None:
    result = finished(trained(size=size, interval=interval, max_steps=17))
    assert result.evaluated_steps.tolist() == expected
    for step, loss in zip(expected, result.train_losses, strict=True):
        assert loss == pytest.approx(plane_loss(result.parameters[step], ALL), rel=1e-12)
    assert np.isnan(result.test_losses).all()
    assert np.isnan(result.train_accuracies).all()


def test_that_training_and_test_rows_are_evaluated_apart() -> None:
    result = finished(trained(objective=CLASSES, size=6, interval=7, max_steps=40))
    model = problem(CLASSES)
    counts = model.dataset.training_rows, model.dataset.test_rows
    assert counts == (16, 7)
    inputs, is_up = INPUTS[model.dataset.rows], TARGETS[model.dataset.rows] > 0
    for index, step in enumerate(result.evaluated_steps):
        theta = result.parameters[step]
        logits = inputs @ theta[:2] + theta[2]
        losses = np.log1p(np.exp(np.where(is_up, -logits, logits)))
        right = (logits > 0) == is_up
        expected = [losses[:16].mean(), losses[16:].mean(), right[:16].mean(), right[16:].mean()]
        found = [float(column[index]) for column in result.evaluations.columns()[1:]]
        assert found == pytest.approx(expected, rel=1e-12)


def test_that_a_function_has_no_evaluations() -> None:
    result = gd.minimize("x^2", [1.0], steps=5)
    assert len(result.evaluations) == 0
    assert result.train_losses.size == result.test_accuracies.size == 0


chunk_sizes = st.lists(st.one_of(st.integers(0, 20), st.integers(0, 700)), max_size=12)
METHODS = ({"method": "gd"}, {"method": "adam"}, {"method": "nesterov", "convention": "lookahead"})


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(METHODS),
    st.sampled_from((None, 1, 5, 8)),
    st.sampled_from((None, 3)),
    chunk_sizes,
    st.booleans(),
    st.integers(1, 1500),
)
def test_that_chunks_leave_no_mark_on_a_training(
    optimizer: dict[str, Any],
    size: int | None,
    interval: int | None,
    chunks: list[int],
    small: bool,
    steps: int,
) -> None:
    options: dict[str, Any] = {"size": size, "interval": interval, "max_steps": steps, "seed": 8}
    with pytest.MonkeyPatch.context() as patch, small_memory() if small else small_memory(2**17):
        patch.setattr(evaluations, "MOST_EVALUATIONS", 32)
        whole = finished(trained(optimizer, **options))
        pieces = trained(optimizer, **options)
        for visits in chunks:
            pieces.advance(visits)
            if len(pieces.result.trace):
                pieces.row(pieces.result.trace.last_step // 2)
        result = finished(pieces)
    assert all_bits(result) == all_bits(whole)
    assert (result.outcome, result.message) == (whole.outcome, whole.message)
    assert len(result.evaluations) <= 33


@pytest.mark.parametrize("size", [1, 5, None])
def test_that_any_step_of_a_training_is_found_again(size: int | None) -> None:
    options: dict[str, Any] = {"size": size, "seed": 2, "max_steps": 4000}
    full = finished(trained({"method": "adam"}, **options)).trace
    with small_memory():
        run = trained({"method": "adam"}, **options)
        finished(run)
    assert len(run.result.trace) <= 65
    for step in (0, 1, 127, 128, 129, 2222, 3999, 4000):
        row = run.row(step)
        assert (row.step, row.loss) == (step, full.losses[step])
        assert row.gradient_norm == full.gradient_norms[step]
        assert row.parameters.tobytes() == full.parameters[step].tobytes()


def test_that_stopping_a_thinned_training_records_its_last_step() -> None:
    with small_memory(rows=16):
        run = trained(size=5, max_steps=10**6)
        run.advance(1000)
        run.stop()
    assert run.result.trace.last_step == run.result.evaluations.last_step == 999
    again = finished(trained(size=5, max_steps=999))
    assert all_bits(again)[1][-24:] == all_bits(run.result)[1][-24:]
    assert again.losses[-1] == run.result.losses[-1]
    assert again.train_losses[-1] == run.result.train_losses[-1]


TRAIN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from trained import CLASSES, training
import gdstudio as gd
from gdstudio.export.npz import write_npz
experiment = training({"method": "adam"}, objective=CLASSES, size=5, max_steps=300)
write_npz(gd.run(experiment), Path(sys.argv[2]))
"""


def test_that_two_processes_train_alike(tmp_path: Path) -> None:
    here = str(Path(__file__).parent)
    files = [tmp_path / f"{number}.npz" for number in range(2)]
    for file in files:
        subprocess.run([sys.executable, "-c", TRAIN, here, str(file)], check=True)
    assert files[0].read_bytes() == files[1].read_bytes()
    with np.load(files[0]) as archive:
        (mine,) = gd.run(training({"method": "adam"}, objective=CLASSES, size=5, max_steps=300))
        np.testing.assert_array_equal(archive["run0.parameters"], mine.parameters)
        np.testing.assert_array_equal(archive["run0.test_losses"], mine.test_losses)


def test_that_one_content_row_ends_no_training() -> None:
    # The first rows are fitted from the start; only the last one has a gradient.
    objective = {
        "kind": "regression",
        "dataset": {
            "inputs": [[0.0], [1.0], [2.0], [3.0]],
            "targets": [[0.0], [0.0], [0.0], [9.0]],
        },
    }
    result = finished(
        trained(objective=objective, size=1, shuffle=False, gradient_tolerance=1e-6, max_steps=50)
    )
    assert result.outcome is gd.Outcome.MAX_STEPS


def test_that_a_training_converges_where_all_rows_are_content() -> None:
    targets = (INPUTS @ [1.0, -1.0] + 2.0)[:, np.newaxis].tolist()
    objective = {"kind": "regression", "dataset": {"inputs": INPUTS.tolist(), "targets": targets}}
    options: dict[str, Any] = {"gradient_tolerance": 1e-7, "max_steps": 100_000}
    run = trained({"method": "gd", "learning_rate": 0.1}, objective=objective, size=5, **options)
    result = finished(run)
    assert result.outcome is gd.Outcome.CONVERGED
    assert result.gradient_norms[-1] <= 1e-7
    np.testing.assert_allclose(result.parameters[-1], [1.0, -1.0, 2.0], atol=1e-6)
    assert "within the tolerance 1e-07. The loss over all 23 training rows is" in result.message


@pytest.mark.parametrize("size", [None, 5])
def test_that_regressions_start_with_zeros_and_runs_share_the_start(size: int | None) -> None:
    results = gd.run(training({"method": "gd"}, {"method": "adam"}, size=size, max_steps=1))
    for result in results:
        assert result.parameter_names == ("w1", "w2", "b")
        assert result.parameters[0].tolist() == [0.0, 0.0, 0.0]


def test_that_a_start_has_one_number_for_each_parameter() -> None:
    with pytest.raises(gd.ExperimentError) as caught:
        Simulation(training(start=(1.0, 2.0)))
    assert caught.value.path == "start"
    assert caught.value.reason == ("expected 3 numbers, one for each parameter (w1, w2, b), got 2")


def test_that_full_descent_ends_in_the_least_squares() -> None:
    result = finished(trained({"method": "gd", "learning_rate": 0.2}, max_steps=3000))
    design = np.column_stack([INPUTS, np.ones(ROWS)])
    expected = np.linalg.lstsq(design, TARGETS, rcond=None)[0]
    np.testing.assert_allclose(result.parameters[-1], expected, rtol=1e-9)


def test_that_the_messages_of_trainings_read_well() -> None:
    one = finished(trained(objective=CLASSES, size=6, max_steps=7))
    assert one.message.startswith("Made all 7 steps, 2.3 epochs; the gradient norm is ")
    assert f"The loss over all 16 training rows is {one.train_losses[-1]:.4g}, the" in one.message
    accuracy = 100 * one.test_accuracies[-1]
    assert one.message.endswith(
        f"over the 7 test rows it is {one.test_losses[-1]:.4g}, the accuracy {accuracy:.4g} %."
    )
    full = finished(trained(max_steps=7))
    assert full.message.startswith("Made all 7 steps; the gradient norm is ")
    run = trained(size=5, max_steps=1000)
    run.advance(3)
    run.stop()
    assert run.result.message == (
        f"Stopped by you at step 2. The loss over all 23 training rows is"
        f" {run.result.losses[-1]:.4g}."
    )


def test_that_a_full_batch_that_diverges_is_told_the_limit_of_the_learning_rate() -> None:
    result = finished(trained({"method": "gd", "learning_rate": 3.0}, max_steps=500))
    assert result.outcome is gd.Outcome.DIVERGED
    gradient = plane_gradient(np.zeros(3), ALL)
    design = np.column_stack([INPUTS, np.ones(ROWS)])
    hessian = 2.0 * design.T @ design / ROWS
    curvature = gradient @ hessian @ gradient / (gradient @ gradient)
    assert f"past the limit 1e+12; over all rows it was {result.losses[0]:.4g}" in result.message
    assert f"smaller than 2/{curvature:.4g} = {2 / curvature:.4g}; it is 3." in result.message


def test_that_batches_that_diverge_are_told_to_make_smaller_steps() -> None:
    result = ended("diverged")
    assert "the loss of a batch is" in result.message
    assert result.message.endswith("The learning rate is 9: try a smaller one.")


def test_that_a_training_that_diverges_at_once_says_so() -> None:
    result = finished(trained(start=(1e9, 0.0, 0.0)))
    assert result.outcome is gd.Outcome.DIVERGED
    assert result.message.startswith("Diverged at step 0: the loss is ")
    infinite = finished(trained(start=(1e300, 0.0, 0.0)))
    assert "the loss is beyond all numbers at the start" in infinite.message


@pytest.mark.parametrize("dimension", [1, 1000, 101_770, 1_000_000])
@pytest.mark.parametrize("runs", [1, 4, 16])
def test_that_the_memory_of_long_rows_is_bounded(dimension: int, runs: int) -> None:
    rows, checkpoints = capacity_for(dimension, runs), most_checkpoints_for(4 * dimension, runs)
    for count, size, limit in ((rows, dimension + 4, 64), (checkpoints, 4 * dimension, 128)):
        together = min(limit, 512 // runs) * 2**20
        assert count == 16 or count * size * 8 <= together
        # Half of what there is would be a waste.
        assert count >= 1024 or count * size * 8 > together / 2


def test_that_a_training_of_many_parameters_keeps_few_rows_and_checkpoints() -> None:
    # 100 classes of 1000 inputs: 100 100 parameters, 3.2 MB in a checkpoint of Adam.
    chance = np.random.default_rng(5)
    objective = {
        "kind": "regression",
        "model": "logistic",
        "loss": "cross_entropy",
        "dataset": {
            "inputs": chance.normal(size=(100, 1000)).tolist(),
            "targets": [[f"{number:02}"] for number in range(100)],
        },
    }
    run = trained({"method": "adam"}, objective=objective, size=10, max_steps=300)
    result = finished(run)
    assert result.parameters.shape[1] == 100_100
    assert result.trace.parameters.base is not None
    assert result.trace.parameters.base.nbytes <= 65 * 2**20
    assert len(result.steps) > 32
    assert result.evaluated_steps.tolist() == list(range(0, 301, 10))
    assert math.isclose(result.train_losses[0], math.log(100), rel_tol=1e-12)
    assert isinstance(run, RunSimulation)
