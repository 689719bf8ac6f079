"""Tells the file format which methods and schedules the engine has."""

from types import MappingProxyType

from gdstudio.engine.optimizers.optimizer import Convention, Hyperparameter, Optimizer
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES, ScheduleParameter
from gdstudio.experiment.fields import boolean, integer, number
from gdstudio.experiment.vocabulary import (
    REQUIRED,
    MethodSchema,
    Parameter,
    ScheduleSchema,
    Vocabulary,
)


def _hyperparameter(hyperparameter: Hyperparameter, convention: Convention) -> Parameter:
    default = convention.default_of(hyperparameter)
    if hyperparameter.is_switch:
        return Parameter(hyperparameter.name, boolean(), default)
    low, high = hyperparameter.minimum, hyperparameter.maximum
    field = number(
        minimum=None if hyperparameter.minimum_excluded else low,
        exclusive_minimum=low if hyperparameter.minimum_excluded else None,
        maximum=None if hyperparameter.maximum_excluded else high,
        exclusive_maximum=high if hyperparameter.maximum_excluded else None,
    )
    return Parameter(hyperparameter.name, field, default)


def _method(optimizer: Optimizer) -> MethodSchema:
    return MethodSchema(
        key=optimizer.key,
        label=optimizer.label,
        conventions=tuple(each.key for each in optimizer.conventions if each.key is not None),
        hyperparameters={
            convention.key: tuple(
                _hyperparameter(hyperparameter, convention)
                for hyperparameter in optimizer.hyperparameters
            )
            for convention in optimizer.conventions
        },
    )


def _schedule_parameter(parameter: ScheduleParameter) -> Parameter:
    default = REQUIRED if parameter.default is None else parameter.default
    if parameter.is_integer:
        field = integer(minimum=int(parameter.minimum))
        return Parameter(parameter.name, field, default if default is REQUIRED else int(default))
    return Parameter(
        parameter.name,
        number(
            minimum=None if parameter.minimum_excluded else parameter.minimum,
            exclusive_minimum=parameter.minimum if parameter.minimum_excluded else None,
            maximum=parameter.maximum,
        ),
        default,
    )


VOCABULARY = Vocabulary(
    methods=MappingProxyType({key: _method(method) for key, method in OPTIMIZERS.items()}),
    schedules=MappingProxyType(
        {
            key: ScheduleSchema(
                key, schedule.label, tuple(map(_schedule_parameter, schedule.parameters))
            )
            for key, schedule in SCHEDULES.items()
        }
    ),
)
