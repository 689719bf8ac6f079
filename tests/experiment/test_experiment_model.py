from dataclasses import FrozenInstanceError, replace

import pytest
from experiment_samples import FORMAT, VOCABULARY, runs, small_file

from gdstudio.experiment import (
    RUN_COLORS,
    ExperimentError,
    MethodSchema,
    Parameter,
    Schedule,
    Word,
    free_color,
    free_label,
    run_color,
)
from gdstudio.experiment.fields import boolean, number

ADAM = VOCABULARY.optimizer("adam")
EXPERIMENT = FORMAT.from_json(small_file(runs=runs({"method": "gd"}, {"method": "adam"})))


def test_that_values_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        EXPERIMENT.seed = 1


def test_that_hyperparameters_are_found_and_replaced_by_name():
    changed = ADAM.with_value("beta1", 0.5)
    assert changed.value("beta1") == 0.5
    assert [name for name, _ in changed.hyperparameters] == [n for n, _ in ADAM.hyperparameters]
    assert changed.with_value("beta1", 0.9) == ADAM
    with pytest.raises(KeyError, match="momentum"):
        ADAM.with_value("momentum", 0.9)
    with pytest.raises(KeyError, match="momentum"):
        ADAM.value("momentum")
    assert Schedule("cosine", (("period", 7),)).value("period") == 7


def test_that_a_run_is_replaced_in_its_place():
    run = replace(EXPERIMENT.runs[1], label="B")
    changed = EXPERIMENT.replace_run(1, run)
    assert changed.runs == (EXPERIMENT.runs[0], run)
    assert changed != EXPERIMENT
    with pytest.raises(IndexError):
        EXPERIMENT.replace_run(2, run)


def test_that_a_run_uses_its_own_start_or_the_common_one():
    own = replace(EXPERIMENT.runs[0], start=(1.0, 2.0))
    assert EXPERIMENT.start_of(own) == (1.0, 2.0)
    assert EXPERIMENT.start_of(EXPERIMENT.runs[0]) == EXPERIMENT.start


def test_that_run_colors_repeat_only_when_all_are_used():
    assert len(set(RUN_COLORS)) == len(RUN_COLORS)
    assert run_color(0) == "#1b9e77"
    assert run_color(len(RUN_COLORS)) == run_color(0)
    assert free_color(1, {RUN_COLORS[1]}) == RUN_COLORS[0]
    assert free_color(1, RUN_COLORS[:-1]) == RUN_COLORS[-1]
    assert free_color(1, RUN_COLORS) == RUN_COLORS[1]


def test_that_labels_are_numbered_from_two():
    assert free_label("Adam", {"GD"}) == "Adam"
    assert free_label("Adam", {"Adam", "Adam 3"}) == "Adam 2"
    assert free_label("Adam", {"Adam", "Adam 2"}) == "Adam 3"


def test_that_the_vocabulary_makes_optimizers_with_the_defaults_of_a_convention():
    assert ADAM.convention == "pytorch"
    assert ADAM.value("epsilon") == 1e-8
    assert VOCABULARY.optimizer("adam", "keras").value("epsilon") == 1e-7
    assert VOCABULARY.optimizer("gd").convention is None


RATE = Parameter("learning_rate", number(), 1.0)


@pytest.mark.parametrize(
    ("conventions", "hyperparameters"),
    [
        (("pytorch",), {None: (RATE,)}),
        ((), {}),
        ((), {None: ()}),
        ((), {None: (Parameter("beta", number(), 1.0), RATE)}),
        ((), {None: (RATE, Parameter("schedule", boolean(), False))}),
    ],
)
def test_that_a_method_that_cannot_be_written_down_is_no_schema(conventions, hyperparameters):
    with pytest.raises(ValueError, match="m: "):
        MethodSchema("m", "M", conventions, hyperparameters)


def test_that_a_vocabulary_has_the_constant_schedule_and_consistent_keys():
    with pytest.raises(ValueError, match="constant"):
        replace(VOCABULARY, schedules={})
    with pytest.raises(ValueError, match="another key"):
        replace(VOCABULARY, schedules={"constant": Word("cosine", "Cosine")})
    with pytest.raises(ValueError, match="another key"):
        replace(VOCABULARY, inits={"zeros": Word("ones", "Ones")})


def test_that_an_error_without_a_path_is_its_reason():
    assert str(ExperimentError("", "bad")) == "bad"
    assert str(ExperimentError("a[0]", "bad")) == "a[0]: bad"
    assert isinstance(ExperimentError("", "bad"), ValueError)
