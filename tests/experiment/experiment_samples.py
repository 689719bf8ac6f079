"""A small vocabulary and small files for the tests of the experiment."""

from types import MappingProxyType
from typing import Any

from gdstudio.experiment import (
    ExperimentFormat,
    MethodSchema,
    Parameter,
    Vocabulary,
    Word,
)
from gdstudio.experiment.fields import REQUIRED, boolean, integer, number

RATE = number(exclusive_minimum=0)
FRACTION = number(minimum=0, exclusive_maximum=1)


def adam_parameters(epsilon: float) -> tuple[Parameter, ...]:
    return (
        Parameter("learning_rate", RATE, 0.001),
        Parameter("beta1", FRACTION, 0.9),
        Parameter("epsilon", RATE, epsilon),
        Parameter("amsgrad", boolean(), False),
    )


GD = MethodSchema("gd", "Gradient descent", (), {None: (Parameter("learning_rate", RATE, 0.01),)})
ADAM = MethodSchema(
    "adam",
    "Adam",
    ("pytorch", "keras"),
    {"pytorch": adam_parameters(1e-8), "keras": adam_parameters(1e-7)},
)
ADAMW = MethodSchema(
    "adamw",
    "AdamW",
    (),
    {
        None: (
            Parameter("learning_rate", RATE, 0.001),
            Parameter("weight_decay", number(minimum=0), 0.01),
        )
    },
)
COSINE = Word(
    "cosine",
    "Cosine",
    (
        Parameter("period", integer(minimum=1), REQUIRED),
        Parameter("minimum", number(minimum=0), 0.0),
    ),
)


NOISE = Parameter("noise", number(minimum=0), 0.1)
CLASSES = Parameter("classes", integer(minimum=2, maximum=5), 2)


def words(*found: Word) -> MappingProxyType[str, Word]:
    """Return words by their keys."""
    return MappingProxyType({word.key: word for word in found})


VOCABULARY = Vocabulary(
    methods=MappingProxyType({schema.key: schema for schema in (GD, ADAM, ADAMW)}),
    schedules=words(Word("constant", "Constant"), COSINE),
    activations=words(
        Word("linear", "Linear"),
        Word("sigmoid", "Sigmoid", (Parameter("slope", RATE, 1.0),)),
        Word("tanh", "Tanh"),
    ),
    losses=words(
        Word("mse", "Mean squared error"),
        Word("half_sse", "Half the sum of squared errors"),
        Word("binary_cross_entropy", "Binary cross-entropy"),
        Word("cross_entropy", "Cross-entropy"),
    ),
    inits=words(
        Word("glorot_uniform", "Glorot uniform"),
        Word("uniform", "Uniform", (Parameter("limit", RATE, 0.5),)),
        Word("normal", "Normal", (Parameter("std", RATE, REQUIRED),)),
    ),
    generators=words(
        Word("moons", "Moons", (NOISE,)),
        Word("spirals", "Spirals", (NOISE, Parameter("turns", RATE, 1.5), CLASSES)),
    ),
)
FORMAT = ExperimentFormat(VOCABULARY)


def small_file(**changes: Any) -> dict[str, Any]:
    """Return a file that states no more than it must, with some keys changed."""
    return {
        "format": "gdstudio.experiment",
        "version": 1,
        "objective": {"kind": "function", "expression": "x^2 + 3y^2"},
        "runs": [{"optimizer": {"method": "gd"}}],
        **changes,
    }


def function(**changes: Any) -> dict[str, Any]:
    """Return the objective of the small file, with some keys changed."""
    return {"kind": "function", "expression": "x^2 + 3y^2", **changes}


def runs(*optimizers: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one run for each optimizer."""
    return [{"optimizer": optimizer} for optimizer in optimizers]
