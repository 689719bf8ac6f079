"""The field of a regression."""

from typing import Final

from gdstudio.experiment.data_objectives import Dataset, RegressionObjective
from gdstudio.experiment.fields import (
    Field,
    Key,
    Tagged,
    Values,
    absent,
    choice,
    constant,
    converted,
    integer,
    number,
    optional,
    record,
    required,
    tagged,
)
from gdstudio.experiment.limits import HIGHEST_DEGREE
from gdstudio.experiment.vocabulary import Words
from gdstudio.experiment.word_fields import tag_key

_DEFAULT_MODEL: Final = "linear"
_POLYNOMIAL: Final = "polynomial"
_LOGISTIC: Final = "logistic"
_CLASS_LOSSES: Final = ("binary_cross_entropy", "cross_entropy")
"""On logits, of which they make probabilities; the first is the default."""


def regression_field(losses: Words, dataset: Field[Dataset]) -> Tagged[RegressionObjective]:
    """Return the field of a regression, by its model."""
    models = (_DEFAULT_MODEL, _POLYNOMIAL, _LOGISTIC)
    branches = {model: _model(model, losses, dataset) for model in models}
    return tagged("model", branches, lambda value: value.model, default=_DEFAULT_MODEL)


def _model(model: str, losses: Words, dataset: Field[Dataset]) -> Field[RegressionObjective]:
    keys = {
        "kind": required(constant("regression")),
        "model": tag_key(model, _DEFAULT_MODEL),
        "degree": _degree(model),
        "loss": _loss(model, losses),
        "l2": optional(number(minimum=0), 0.0),
        "dataset": required(dataset),
    }

    def decode(values: Values) -> RegressionObjective:
        own = {name: values[name] for name in ("model", "loss", "l2", "dataset")}
        return RegressionObjective(degree=values["degree"] or 1, **own)

    def encode(value: RegressionObjective) -> Values:
        is_plain = model != _POLYNOMIAL and value.degree == 1
        return {
            "kind": "regression",
            "model": value.model,
            "degree": None if is_plain else value.degree,
            "loss": value.loss,
            "l2": value.l2,
            "dataset": value.dataset,
        }

    return converted(record(keys), decode, encode)


def _degree(model: str) -> Key:
    if model == _POLYNOMIAL:
        return optional(integer(minimum=1, maximum=HIGHEST_DEGREE), 1)
    # A file may say 1, which is so; the program does not.
    return absent(constant(1))


def _loss(model: str, losses: Words) -> Key:
    if model == _LOGISTIC:
        return optional(choice([key for key in _CLASS_LOSSES if key in losses]), _CLASS_LOSSES[0])
    return optional(choice(tuple(losses)), "mse")
