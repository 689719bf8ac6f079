"""Edits of the layers of a network as pure functions: an experiment in, an experiment out.

Another number of parameters has no use for a start that was given, so that each run starts as
the scheme of the network draws it. A network that would be too large is an `ExperimentError`.
"""

from dataclasses import replace

from gdstudio.experiment.data_objectives import Layer
from gdstudio.experiment.limits import MOST_LAYERS, MOST_UNITS
from gdstudio.experiment.model import Experiment
from gdstudio.ui.panels.data_edits import FIRST_LAYER, network_of, with_layer, with_layers


def with_units(experiment: Experiment, layer: int, units: int) -> Experiment:
    """Return the experiment with so many units in a layer, within what is possible."""
    before = network_of(experiment).layers[layer]
    after = replace(before, units=min(max(1, units), MOST_UNITS))
    return with_layer(experiment, layer, after, None)


def with_inserted_layer(experiment: Experiment, index: int) -> Experiment:
    """Return the experiment with a layer before that of an index, like its hidden neighbour."""
    layers = network_of(experiment).layers
    if len(layers) >= MOST_LAYERS:
        return experiment
    hidden = layers[:-1]
    like = hidden[min(max(index - 1, 0), len(hidden) - 1)] if hidden else FIRST_LAYER
    return with_layers(experiment, (*layers[:index], like, *layers[index:]), None)


def with_activation(experiment: Experiment, index: int, activation: str) -> Experiment:
    """Return the experiment with another activation in a layer; the parameters stay."""
    # A slope is the sigmoid's alone.
    layer = Layer(network_of(experiment).layers[index].units, activation)
    return with_layer(experiment, index, layer, None)
