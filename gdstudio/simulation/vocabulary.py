"""Tells the file format what the engine has: methods, schedules, losses and so on."""

from types import MappingProxyType
from typing import Final

from gdstudio.engine.initialization import INITS, Init, InitParameter
from gdstudio.engine.objectives.activations import ACTIVATIONS, Activation
from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.engine.optimizers.optimizer import Convention, Hyperparameter, Optimizer
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES, Schedule, ScheduleParameter
from gdstudio.experiment.datasets.generator import Generator
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.fields import boolean, integer, number
from gdstudio.experiment.limits import MOST_NOISE
from gdstudio.experiment.vocabulary import (
    REQUIRED,
    MethodSchema,
    Parameter,
    Vocabulary,
    Word,
)

SLOPE: Final = InitParameter("slope", "Slope", r"\lambda", 1.0, minimum_excluded=True)
"""Of an activation that has one."""


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


def _word(named: Schedule | Init) -> Word:
    return Word(named.key, named.label, tuple(map(_parameter, named.parameters)))


def _parameter(parameter: ScheduleParameter | InitParameter) -> Parameter:
    default = REQUIRED if parameter.default is None else parameter.default
    if isinstance(parameter, ScheduleParameter) and parameter.is_integer:
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


def _activation(activation: Activation) -> Word:
    parameters = (_parameter(SLOPE),) if activation.has_slope else ()
    return Word(activation.key, activation.label, parameters)


def _generator(generator: Generator) -> Word:
    noise = Parameter("noise", number(minimum=0, maximum=MOST_NOISE), generator.noise)
    own = (Parameter(each.name, each.field, each.default) for each in generator.parameters)
    return Word(generator.key, generator.label, (noise, *own))


VOCABULARY = Vocabulary(
    methods=MappingProxyType({key: _method(method) for key, method in OPTIMIZERS.items()}),
    schedules=MappingProxyType({key: _word(schedule) for key, schedule in SCHEDULES.items()}),
    activations=MappingProxyType({key: _activation(each) for key, each in ACTIVATIONS.items()}),
    losses=MappingProxyType({key: Word(key, each.label) for key, each in LOSSES.items()}),
    inits=MappingProxyType({key: _word(init) for key, init in INITS.items()}),
    generators=MappingProxyType({key: _generator(each) for key, each in GENERATORS.items()}),
)
