from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

import gdstudio as gd
from gdstudio.experiment.data_objectives import CsvSource, Dataset, RegressionObjective
from gdstudio.experiment.model import Experiment
from gdstudio.session.run_controller import RunController
from gdstudio.session.run_state import RunState
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.outcome import Outcome

LONG = 10_000_000


def experiment(max_steps: int, learning_rate: float = 1e-4) -> Experiment:
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {"kind": "function", "expression": "x^2 + 3y^2"},
            "start": [1, 2],
            "stop": {"max_steps": max_steps, "gradient_tolerance": 0},
            "runs": [
                {"optimizer": {"method": "gd", "learning_rate": learning_rate}},
                {"optimizer": {"method": "adam", "learning_rate": learning_rate}},
            ],
        }
    )


@pytest.fixture
def controller(qapp) -> Iterator[RunController]:
    controller = RunController()
    yield controller
    controller.shut_down()


def last_steps(controller: RunController) -> list[int]:
    assert controller.simulation is not None
    return [result.trace.last_step for result in controller.simulation.results]


def wait_for(qtbot: QtBot, controller: RunController, state: RunState) -> None:
    # The first of all computations may have to compile.
    qtbot.waitUntil(lambda: controller.state is state, timeout=60_000)


def test_that_an_experiment_is_computed_to_its_end(qtbot: QtBot, controller: RunController) -> None:
    states: list[RunState] = []
    controller.state_changed.connect(states.append)
    controller.start(experiment(300))
    wait_for(qtbot, controller, RunState.FINISHED)
    assert states == [RunState.RUNNING, RunState.FINISHED]
    assert last_steps(controller) == [300, 300]


def test_that_results_are_those_of_the_public_function_bit_for_bit(
    qtbot: QtBot, controller: RunController
) -> None:
    controller.start(experiment(20_000))
    wait_for(qtbot, controller, RunState.FINISHED)
    assert controller.simulation is not None
    for found, expected in zip(
        controller.simulation.results, gd.run(experiment(20_000)), strict=True
    ):
        for ours, theirs in zip(found.trace.columns(), expected.trace.columns(), strict=True):
            np.testing.assert_array_equal(ours, theirs)
        assert found.message == expected.message


def test_that_a_long_computation_tells_of_new_rows_while_it_runs(
    qtbot: QtBot, controller: RunController
) -> None:
    seen: list[int] = []
    controller.results_changed.connect(
        lambda: seen.append(max(last_steps(controller))) if controller.simulation else None
    )
    controller.start(experiment(LONG))
    qtbot.waitUntil(lambda: len(set(seen)) >= 5)
    assert controller.state is RunState.RUNNING
    assert seen == sorted(seen)


def test_that_a_pause_arrives_and_holds_the_computation(
    qtbot: QtBot, controller: RunController
) -> None:
    controller.start(experiment(LONG))
    qtbot.waitUntil(lambda: controller.simulation is not None and min(last_steps(controller)) > 0)
    controller.pause()
    wait_for(qtbot, controller, RunState.PAUSED)
    held = last_steps(controller)
    assert 0 < max(held) < LONG
    with qtbot.assertNotEmitted(controller.results_changed, wait=100):
        pass
    assert last_steps(controller) == held
    controller.resume()
    qtbot.waitUntil(lambda: min(last_steps(controller)) > max(held))
    assert controller.state is RunState.RUNNING


@pytest.mark.parametrize("paused", [False, True])
def test_that_stopping_ends_the_runs_where_they_are(
    qtbot: QtBot, controller: RunController, paused: bool
) -> None:
    controller.start(experiment(LONG))
    qtbot.waitUntil(lambda: controller.simulation is not None and min(last_steps(controller)) > 0)
    if paused:
        controller.pause()
        wait_for(qtbot, controller, RunState.PAUSED)
    controller.stop()
    wait_for(qtbot, controller, RunState.FINISHED)
    assert controller.simulation is not None
    for result in controller.simulation.results:
        assert result.outcome is Outcome.STOPPED
        assert result.message == f"Stopped by you at step {result.trace.last_step}."
    held = last_steps(controller)
    controller.resume()
    with qtbot.assertNotEmitted(controller.state_changed, wait=50):
        pass
    assert last_steps(controller) == held


def test_that_a_new_experiment_takes_the_place_of_the_one_that_runs(
    qtbot: QtBot, controller: RunController
) -> None:
    controller.start(experiment(LONG))
    wait_for(qtbot, controller, RunState.RUNNING)
    latest = experiment(100)
    controller.start(latest)
    wait_for(qtbot, controller, RunState.FINISHED)
    assert controller.simulation is not None
    assert controller.simulation.experiment == latest
    assert last_steps(controller) == [100, 100]


def test_that_many_experiments_in_a_row_end_with_the_last(
    qtbot: QtBot, controller: RunController
) -> None:
    wanted = [replace(experiment(200), start=(0.01 * place, 1.0)) for place in range(100)]
    for each in wanted:
        controller.start(each)
    qtbot.waitUntil(
        lambda: (
            controller.state is RunState.FINISHED
            and controller.simulation is not None
            and controller.simulation.experiment == wanted[-1]
        )
    )
    assert last_steps(controller) == [200, 200]


def test_that_an_experiment_can_be_computed_again(qtbot: QtBot, controller: RunController) -> None:
    for _ in range(2):
        with qtbot.waitSignal(
            controller.state_changed, check_params_cb=lambda state: state is RunState.FINISHED
        ):
            controller.start(experiment(50))
    assert last_steps(controller) == [50, 50]


def test_that_commands_before_the_first_experiment_do_nothing(
    qtbot: QtBot, controller: RunController
) -> None:
    with qtbot.assertNotEmitted(controller.state_changed, wait=30):
        controller.pause()
        controller.resume()
        controller.stop()
    assert controller.state is RunState.IDLE


@pytest.mark.parametrize("when", ["idle", "at once", "running", "paused", "finished"])
def test_that_shutting_down_ends_the_thread(qtbot: QtBot, when: str) -> None:
    controller = RunController()
    (thread,) = controller.findChildren(QThread)
    assert thread.isRunning()
    if when != "idle":
        controller.start(experiment(LONG))
    if when not in ("idle", "at once"):
        wait_for(qtbot, controller, RunState.RUNNING)
    if when == "paused":
        controller.pause()
        wait_for(qtbot, controller, RunState.PAUSED)
    if when == "finished":
        controller.stop()
        wait_for(qtbot, controller, RunState.FINISHED)
    controller.shut_down()
    assert thread.isFinished()


def test_that_shutting_down_twice_does_no_harm(qapp) -> None:
    controller = RunController()
    controller.shut_down()
    controller.shut_down()


def test_that_a_failure_is_told_in_a_sentence(
    qtbot: QtBot, controller: RunController, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise MemoryError("no room for 4 rows")

    monkeypatch.setattr("gdstudio.simulation.simulation.Simulation", fail)
    with qtbot.waitSignal(controller.failed) as failed:
        controller.start(experiment(10))
    assert failed.args == ["The computation could not go on: no room for 4 rows."]


def test_that_a_failure_while_another_runs_ends_that_one(
    qtbot: QtBot, controller: RunController, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller.start(experiment(LONG))
    wait_for(qtbot, controller, RunState.RUNNING)

    def fail(_: object) -> None:
        raise ValueError("not this one")

    monkeypatch.setattr("gdstudio.simulation.simulation.Simulation", fail)
    controller.start(experiment(10))
    wait_for(qtbot, controller, RunState.IDLE)
    assert controller.simulation is None


def test_that_an_experiment_that_cannot_be_computed_leaves_nothing_of_the_one_before(
    qtbot: QtBot, controller: RunController
) -> None:
    controller.start(experiment(5))
    wait_for(qtbot, controller, RunState.FINISHED)
    nowhere = replace(
        experiment(5),
        objective=RegressionObjective(Dataset(CsvSource("/nowhere/points.csv", ("x",), "y"))),
        start=(),
    )
    with qtbot.waitSignal(controller.failed) as failed:
        controller.start(nowhere)
    (sentence,) = failed.args
    assert sentence.startswith("This cannot be computed: objective.dataset.csv: ")
    assert "points.csv" in sentence
    wait_for(qtbot, controller, RunState.IDLE)
    assert controller.simulation is None


def test_that_a_mistake_in_the_program_is_told_once_and_raised(
    qtbot: QtBot, controller: RunController, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake(*_: object) -> None:
        raise TypeError("that is no number")

    monkeypatch.setattr("gdstudio.simulation.simulation.Simulation.advance_for", mistake)
    with qtbot.captureExceptions() as raised:
        controller.start(experiment(LONG))
        wait_for(qtbot, controller, RunState.FINISHED)
    assert [kind for kind, *_ in raised] == [TypeError]
    assert controller.simulation is not None
    assert {result.outcome for result in controller.simulation.results} == {Outcome.FAILED}
