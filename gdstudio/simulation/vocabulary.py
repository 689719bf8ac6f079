"""Tells the file format what the engine has: methods, schedules, losses and so on."""

from collections.abc import Mapping
from types import MappingProxyType

from gdstudio.engine.optimizers.optimizer import Convention, Hyperparameter, Optimizer
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES, ScheduleParameter
from gdstudio.experiment.fields import boolean, integer, number
from gdstudio.experiment.vocabulary import (
    REQUIRED,
    MethodSchema,
    Parameter,
    Vocabulary,
    Word,
    Words,
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


def _words(labels: Mapping[str, str], **parameters: tuple[Parameter, ...]) -> Words:
    words = (Word(key, label, parameters.get(key, ())) for key, label in labels.items())
    return MappingProxyType({word.key: word for word in words})


VOCABULARY = Vocabulary(
    methods=MappingProxyType({key: _method(method) for key, method in OPTIMIZERS.items()}),
    schedules=MappingProxyType(
        {
            key: Word(key, schedule.label, tuple(map(_schedule_parameter, schedule.parameters)))
            for key, schedule in SCHEDULES.items()
        }
    ),
    activations=_words(
        {
            "linear": "Linear",
            "sigmoid": "Sigmoid",
            "tanh": "Tanh",
            "relu": "ReLU",
            "leaky_relu": "Leaky ReLU",
            "elu": "ELU",
            "softplus": "Softplus",
            "gelu": "GELU",
            "sin": "Sine",
        },
        sigmoid=(Parameter("slope", number(exclusive_minimum=0), 1.0),),
    ),
    losses=_words(
        {
            "mse": "Mean squared error",
            "half_sse": "Half the sum of squared errors",
            "half_mse": "Half the mean squared error",
            "mae": "Mean absolute error",
            "huber": "Huber",
            "binary_cross_entropy": "Binary cross-entropy",
            "cross_entropy": "Cross-entropy",
        }
    ),
    inits=_words(
        {
            "zeros": "Zeros",
            "uniform": "Uniform",
            "normal": "Normal",
            "glorot_uniform": "Glorot uniform",
            "glorot_normal": "Glorot normal",
            "he_uniform": "He uniform",
            "he_normal": "He normal",
            "lecun_uniform": "LeCun uniform",
            "lecun_normal": "LeCun normal",
        },
        uniform=(Parameter("limit", number(exclusive_minimum=0), 0.5),),
        normal=(Parameter("std", number(exclusive_minimum=0), 0.5),),
    ),
    generators=_words(
        {
            "moons": "Moons",
            "circles": "Circles",
            "blobs": "Blobs",
            "xor": "XOR",
            "spirals": "Spirals",
            "checkerboard": "Checkerboard",
            "line": "Line",
            "sine": "Sine",
            "polynomial": "Polynomial",
            "plane": "Plane",
            "saddle": "Saddle",
        },
        spirals=(Parameter("turns", number(exclusive_minimum=0), 1.0),),
    ),
)
