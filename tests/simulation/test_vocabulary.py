import math

import pytest

from gdstudio.engine.initialization import INITS
from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.engine.optimizers.optimizer import Hyperparameter
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES
from gdstudio.experiment import ExperimentError
from gdstudio.experiment.datasets.generator import GeneratorParameter
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.vocabulary import Parameter
from gdstudio.simulation.vocabulary import VOCABULARY


def test_that_a_file_may_name_everything_that_the_engine_has() -> None:
    assert list(VOCABULARY.methods) == list(OPTIMIZERS)
    assert list(VOCABULARY.schedules) == list(SCHEDULES)
    assert list(VOCABULARY.activations) == list(ACTIVATIONS)
    assert list(VOCABULARY.losses) == list(LOSSES)
    assert list(VOCABULARY.inits) == list(INITS)
    assert list(VOCABULARY.generators) == list(GENERATORS)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_hyperparameters_and_defaults_are_those_of_the_engine(key: str) -> None:
    method, schema = OPTIMIZERS[key], VOCABULARY.methods[key]
    assert schema.default_convention == method.conventions[0].key
    for convention in method.conventions:
        parameters = schema.hyperparameters[convention.key]
        assert [each.name for each in parameters] == [each.name for each in method.hyperparameters]
        for parameter, own in zip(parameters, method.hyperparameters, strict=True):
            assert parameter.default == convention.default_of(own)
            assert parameter.field.read(parameter.default, "") == parameter.default
        optimizer = VOCABULARY.optimizer(key, convention.key)
        assert optimizer.hyperparameters[0][0] == "learning_rate"


def accepts(hyperparameter: Hyperparameter, key: str, value: object) -> bool:
    schema = VOCABULARY.methods[key]
    field = next(
        each.field
        for each in schema.hyperparameters[schema.default_convention]
        if each.name == hyperparameter.name
    )
    try:
        field.read(value, "")
    except ExperimentError:
        return False
    return True


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_ranges_are_those_of_the_engine(key: str) -> None:
    for each in OPTIMIZERS[key].hyperparameters:
        if each.is_switch:
            assert accepts(each, key, True)
            assert not accepts(each, key, 1)
            continue
        assert not accepts(each, key, True)
        assert not accepts(each, key, math.nan)
        assert not accepts(each, key, math.inf)
        if each.minimum is not None:
            assert accepts(each, key, each.minimum) != each.minimum_excluded
            assert not accepts(each, key, each.minimum - 1e-9)
            assert accepts(each, key, each.minimum + 1e-9)
        if each.maximum is not None:
            assert accepts(each, key, each.maximum) != each.maximum_excluded
            assert not accepts(each, key, each.maximum + 1e-9)
            assert accepts(each, key, each.maximum - 1e-9)


def test_that_schedules_have_their_numbers() -> None:
    for key, schedule in SCHEDULES.items():
        schema = VOCABULARY.schedules[key]
        assert [each.name for each in schema.parameters] == [
            each.name for each in schedule.parameters
        ]
        for parameter, own in zip(schema.parameters, schedule.parameters, strict=True):
            if own.default is not None:
                assert parameter.default == own.default
                assert isinstance(parameter.default, int) == own.is_integer
                assert parameter.field.read(parameter.default, "") == own.default


def is_in_range(parameter: Parameter, value: object) -> bool:
    try:
        parameter.field.read(value, "")
    except ExperimentError:
        return False
    return True


def assert_same(parameter: Parameter, own: GeneratorParameter) -> None:
    assert (parameter.name, parameter.default) == (own.name, own.default)
    assert isinstance(parameter.field.read(own.default, ""), type(own.default))
    assert is_in_range(parameter, own.minimum)
    assert is_in_range(parameter, own.maximum)
    assert not is_in_range(parameter, own.minimum - 1)
    assert not is_in_range(parameter, own.maximum + 1)
    assert is_in_range(parameter, own.minimum + 0.25) != isinstance(own.default, int)


@pytest.mark.parametrize("key", GENERATORS)
def test_that_generators_have_their_noise_and_their_parameters(key: str) -> None:
    generator, word = GENERATORS[key], VOCABULARY.generators[key]
    noise, *others = word.parameters
    assert word.label == generator.label
    assert (noise.name, noise.default) == ("noise", generator.noise)
    assert is_in_range(noise, 0)
    assert not is_in_range(noise, -1e-9)
    for parameter, own in zip(others, generator.parameters, strict=True):
        assert_same(parameter, own)


@pytest.mark.parametrize("key", INITS)
def test_that_initializations_have_their_numbers(key: str) -> None:
    init, word = INITS[key], VOCABULARY.inits[key]
    assert word.label == init.label
    for parameter, own in zip(word.parameters, init.parameters, strict=True):
        assert (parameter.name, parameter.default) == (own.name, own.default)
        assert is_in_range(parameter, own.default)
        assert is_in_range(parameter, own.minimum) != own.minimum_excluded
        assert not is_in_range(parameter, own.minimum - 1e-9)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_an_activation_with_a_slope_has_one_above_0(key: str) -> None:
    word = VOCABULARY.activations[key]
    assert word.label == ACTIVATIONS[key].label
    assert bool(word.parameters) == ACTIVATIONS[key].has_slope
    for parameter in word.parameters:
        assert (parameter.name, parameter.default) == ("slope", 1.0)
        assert not is_in_range(parameter, 0)
        assert is_in_range(parameter, 1e-9)
