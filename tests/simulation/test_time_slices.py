import time

import numpy as np
import pytest

import gdstudio as gd
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.run import RunSimulation
from gdstudio.simulation.simulation import Simulation
from gdstudio.simulation.stepper import Stepper


def experiment(runs: int, steps: int) -> gd.Experiment:
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {"kind": "function", "name": "himmelblau"},
            "stop": {"max_steps": steps, "gradient_tolerance": 0},
            "runs": [
                {"optimizer": {"method": "gd", "learning_rate": 0.001 / (index + 1)}}
                for index in range(runs)
            ],
        }
    )


def test_that_slow_runs_are_left_after_a_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = 0.0

    def clock() -> float:
        return seconds

    def slow_advance(run: RunSimulation, visits: int) -> None:
        nonlocal seconds
        seconds += 0.001 * visits
        advance(run, visits)

    advance = RunSimulation.advance
    monkeypatch.setattr(time, "perf_counter", clock)
    monkeypatch.setattr(RunSimulation, "advance", slow_advance)
    simulation = Simulation(experiment(runs=16, steps=10**9))
    for _ in range(50):
        began = seconds
        simulation.advance_for(0.008)
        assert seconds - began <= 0.008 + 0.017
    assert seconds - began <= 0.010
    assert all(result.trace.last_step >= 0 for result in simulation.results)


def test_that_slices_of_time_do_not_change_the_numbers() -> None:
    simulation = Simulation(experiment(runs=3, steps=5000))
    while not simulation.is_finished:
        simulation.advance_for(0.0005)
    for sliced, whole in zip(simulation.results, gd.run(simulation.experiment), strict=True):
        np.testing.assert_array_equal(sliced.parameters, whole.parameters)
        assert sliced.message == whole.message


def test_that_a_step_is_computed_again_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    simulation = Simulation(experiment(runs=1, steps=400_000))
    while not simulation.is_finished:
        simulation.advance(100_000)
    run, visited = simulation.runs[0], 0
    visit = Stepper.visit

    def counting_visit(stepper: Stepper, visits: int, *rest: object) -> int:
        nonlocal visited
        visited += visits
        return visit(stepper, visits, *rest)

    step = 123_457
    assert not run.result.trace.has(step)
    monkeypatch.setattr(Stepper, "visit", counting_visit)
    first = run.row(step)
    assert visited > 1
    visited = 0
    assert run.row(step) is first
    assert visited == 0
    assert run.row(step + 2).step == step + 2
    assert visited == 2


def test_that_the_step_after_a_replayed_one_is_that_of_a_fresh_run() -> None:
    simulation = Simulation(experiment(runs=1, steps=400_000))
    while not simulation.is_finished:
        simulation.advance(100_000)
    run = simulation.runs[0]
    for step in (200_001, 200_003, 200_002, 7, 399_999):
        fresh = RunSimulation("fresh", run.setup)
        fresh.advance(step + 1)
        np.testing.assert_array_equal(
            run.row(step).parameters, fresh.row(step).parameters, err_msg=str(step)
        )
