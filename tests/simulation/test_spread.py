from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from trained import PLANE, training

import gdstudio as gd
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.spread import Training, quartiles, trainings, with_seed

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
NETWORK = {
    "kind": "network",
    "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "linear"}],
    "loss": "binary_cross_entropy",
    "dataset": {"name": "moons", "samples": 40, "test_fraction": 0.25},
}
ADAM = {"method": "adam", "learning_rate": 0.05}


def small(**options: object) -> Experiment:
    settings = {"size": 7, "max_steps": 300, "seed": 11} | options
    return training({"method": "gd", "learning_rate": 0.1}, ADAM, objective=NETWORK, **settings)


def test_that_each_training_is_the_run_of_its_seed() -> None:
    experiment = small()
    spread = list(trainings(experiment, 1, 4))
    assert [each.seed for each in spread] == [11, 12, 13, 14]
    for each in spread:
        result = gd.run(replace(experiment, seed=each.seed))[1]
        assert each.outcome is result.outcome
        assert each.last_step == result.trace.last_step
        assert each.train_loss == result.train_losses[-1]
        assert each.test_loss == result.test_losses[-1]
        assert each.train_accuracy == result.train_accuracies[-1]
        assert each.test_accuracy == result.test_accuracies[-1]
        shown = dict(zip(result.evaluated_steps.tolist(), result.train_losses, strict=True))
        # Thirty training rows are five batches of seven: an epoch is five steps.
        assert each.steps.tolist() == [*range(0, 300, 5), 300]
        assert each.losses.tolist() == [shown[step] for step in each.steps.tolist()]


def test_that_the_seeds_begin_with_different_parameters_and_batches() -> None:
    one, other = trainings(small(), 0, 2)
    assert one.losses[0] != other.losses[0]
    assert one.train_loss != other.train_loss


def test_that_a_long_curve_keeps_its_ends_and_some_steps_between() -> None:
    (training,) = trainings(small(max_steps=5000, interval=2), 0, 1)
    assert training.steps[[0, -1]].tolist() == [0, 5000]
    assert training.steps.size == training.losses.size == 240
    assert set(np.diff(training.steps).tolist()) <= {20, 22}
    assert np.isfinite(training.losses).all()


def test_that_two_at_a_time_come_to_the_same() -> None:
    alone, together = (list(trainings(small(), 0, 5, workers=workers)) for workers in (1, 2))
    assert [each.seed for each in together] == [11, 12, 13, 14, 15]
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.losses, other.losses)
        assert one.train_loss == other.train_loss


def test_that_a_start_of_its_own_does_not_count() -> None:
    fixed = small(start=[0.1] * 13)
    assert [each.train_loss for each in trainings(fixed, 0, 2)] == [
        each.train_loss for each in trainings(small(), 0, 2)
    ]


def test_that_a_seed_taken_over_shows_the_training_again() -> None:
    experiment = small(start=[0.1] * 13)
    spread = list(trainings(experiment, 1, 3))
    taken = with_seed(experiment, 1, spread[2].seed)
    assert taken.start == ()
    assert len(taken.runs) == 2
    assert gd.run(taken)[1].train_losses[-1] == spread[2].train_loss


def test_that_xor_gets_stuck_from_some_of_fifty_initializations() -> None:
    experiment = gd.load(EXAMPLES / "3-xor.gds.json")
    spread = list(trainings(experiment, 0, 50))
    perfect = [each for each in spread if each.is_perfect]
    stuck = [each for each in spread if each.is_stuck(0.1)]
    assert len(perfect) + len(stuck) == 50
    assert len(stuck) >= 5
    assert len(perfect) >= 25
    # What is stuck has three points right, or two: one more is a quarter of all.
    assert {each.train_accuracy for each in stuck} <= {0.25, 0.5, 0.75}


def test_that_a_diverged_training_is_stuck() -> None:
    objective = NETWORK | {"loss": "mse"}
    experiment = training(
        {"method": "gd", "learning_rate": 1e3}, objective=objective, max_steps=200, seed=0
    )
    (diverged,) = trainings(experiment, 0, 1)
    assert diverged.outcome is Outcome.DIVERGED
    assert diverged.is_stuck(0.1)
    assert diverged.last_step < 200
    assert diverged.steps[-1] == 200
    end = diverged.losses[np.searchsorted(diverged.steps, diverged.last_step) :]
    assert np.array_equal(end, np.full(end.size, diverged.train_loss), equal_nan=True)


def test_that_the_quartiles_are_losses_that_occur() -> None:
    steps = np.arange(3)
    spread = [
        Training(seed, steps, np.array(losses), Outcome.MAX_STEPS, 2, losses[-1], *[np.nan] * 3)
        for seed, losses in enumerate(
            ([4.0, 9.0, 1.0], [3.0, 8.0, np.nan], [2.0, 7.0, np.inf], [1.0, 6.0, 5.0])
        )
    ]
    low, middle, high = quartiles(spread)
    assert low.tolist() == [1.0, 6.0, 1.0]
    assert middle.tolist() == [2.0, 7.0, 5.0]
    assert high.tolist() == [3.0, 8.0, np.inf]


def test_that_trainings_can_be_given_up() -> None:
    stops = iter([False, False, False, False, True])
    experiment = small(max_steps=1)
    got = list(trainings(experiment, 0, 50, should_stop=lambda: next(stops, True)))
    assert len(got) < 3


def test_that_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="network"):
        list(trainings(training(objective=PLANE), 0, 2))
    with pytest.raises(ValueError, match="run of the experiment"):
        list(trainings(small(), 2, 2))
