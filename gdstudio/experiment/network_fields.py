"""The field of a network."""

from itertools import pairwise
from typing import Final

from gdstudio.experiment.data_objectives import (
    CsvSource,
    Dataset,
    Initialization,
    InlineSource,
    Layer,
    NetworkObjective,
)
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import (
    Field,
    Tagged,
    Values,
    array,
    checked,
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
from gdstudio.experiment.fields.wording import at_key
from gdstudio.experiment.limits import MOST_LAYERS, MOST_PARAMETERS, MOST_UNITS
from gdstudio.experiment.vocabulary import Vocabulary, Word, Words
from gdstudio.experiment.word_fields import parameter_keys, tag_key, word_field

_DEFAULT_ACTIVATION: Final = "linear"
_SOFTMAX: Final = (
    'softmax comes with the loss "cross_entropy"; give the output layer the activation "linear"'
)


def network_field(vocabulary: Vocabulary, dataset: Field[Dataset]) -> Field[NetworkObjective]:
    """Return the field of a network."""
    usual = Initialization()
    init = word_field(
        "scheme",
        vocabulary.inits,
        Initialization,
        lambda init: (init.scheme, init.parameters),
        usual.scheme,
    )
    keys = {
        "kind": required(constant("network")),
        "layers": required(array(_layer(vocabulary.activations), 1, MOST_LAYERS)),
        "loss": optional(choice(tuple(vocabulary.losses)), "mse"),
        "init": optional(init, usual),
        "l2": optional(number(minimum=0), 0.0),
        "dataset": required(dataset),
    }
    names = tuple(name for name in keys if name != "kind")

    def decode(values: Values) -> NetworkObjective:
        return NetworkObjective(**{name: values[name] for name in names})

    def encode(value: NetworkObjective) -> Values:
        return {"kind": "network", **{name: getattr(value, name) for name in names}}

    return checked(converted(record(keys), decode, encode), _refuse_too_large)


def _layer(activations: Words) -> Tagged[Layer]:
    def branch(word: Word) -> Field[Layer]:
        keys = {
            "units": required(integer(minimum=1, maximum=MOST_UNITS)),
            "activation": tag_key(word.key, _DEFAULT_ACTIVATION),
            **parameter_keys(word.parameters),
        }

        def encode(layer: Layer) -> Values:
            slope = {"slope": layer.slope} if "slope" in keys or layer.slope != 1.0 else {}
            return {"units": layer.units, "activation": layer.activation, **slope}

        return converted(record(keys), lambda values: Layer(**values), encode)

    return tagged(
        "activation",
        {key: branch(word) for key, word in activations.items()},
        lambda layer: layer.activation,
        default=_DEFAULT_ACTIVATION,
        refusals={"softmax": _SOFTMAX},
    )


def _refuse_too_large(network: NetworkObjective, path: str) -> None:
    widths = [_fewest_inputs(network.dataset), *(layer.units for layer in network.layers)]
    parameters = sum((inputs + 1) * units for inputs, units in pairwise(widths))
    if parameters > MOST_PARAMETERS:
        reason = f"expected at most {MOST_PARAMETERS} weights and biases, got {parameters}"
        raise ExperimentError(at_key(path, "layers"), reason)


def _fewest_inputs(dataset: Dataset) -> int:
    match dataset.source:
        case InlineSource(inputs=rows):
            return len(rows[0])
        case CsvSource(inputs=columns):
            return len(columns)
        case _:
            return 1
