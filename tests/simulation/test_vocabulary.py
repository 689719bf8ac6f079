import math

import pytest

from gdstudio.engine.optimizers.optimizer import Hyperparameter
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES
from gdstudio.experiment import ExperimentError
from gdstudio.simulation.vocabulary import VOCABULARY


def test_that_a_file_may_name_every_method_and_schedule() -> None:
    assert list(VOCABULARY.methods) == list(OPTIMIZERS)
    assert list(VOCABULARY.schedules) == list(SCHEDULES)


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
