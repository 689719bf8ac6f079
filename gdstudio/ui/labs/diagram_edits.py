"""Edits of the layers of a network as pure functions: an experiment in, an experiment out.

Another number of parameters has no use for a start that was given, so that each run starts as
the scheme of the network draws it.
"""

from dataclasses import replace

from gdstudio.experiment.data_objectives import Layer, NetworkObjective
from gdstudio.experiment.limits import MOST_LAYERS, MOST_UNITS
from gdstudio.experiment.model import Experiment

NEW_UNITS = 4


def network_of(experiment: Experiment) -> NetworkObjective:
    """Return the objective of an experiment on a network; a `TypeError` on any other."""
    if isinstance(experiment.objective, NetworkObjective):
        return experiment.objective
    raise TypeError("the objective of this experiment is not a network")


def with_units(experiment: Experiment, layer: int, units: int) -> Experiment:
    """Return the experiment with so many units in a layer, within what is possible."""
    layers = list(network_of(experiment).layers)
    layers[layer] = replace(layers[layer], units=min(max(1, units), MOST_UNITS))
    return _with_layers(experiment, tuple(layers))


def with_inserted_layer(experiment: Experiment, index: int) -> Experiment:
    """Return the experiment with a layer before that of an index, like its hidden neighbour."""
    layers = network_of(experiment).layers
    if len(layers) >= MOST_LAYERS:
        return experiment
    hidden = layers[:-1]
    like = hidden[min(max(index - 1, 0), len(hidden) - 1)] if hidden else Layer(NEW_UNITS, "tanh")
    return _with_layers(experiment, (*layers[:index], like, *layers[index:]))


def without_layer(experiment: Experiment, index: int) -> Experiment:
    """Return the experiment without a hidden layer; the output layer stays."""
    layers = network_of(experiment).layers
    if index >= len(layers) - 1:
        return experiment
    return _with_layers(experiment, layers[:index] + layers[index + 1 :])


def with_activation(experiment: Experiment, index: int, activation: str) -> Experiment:
    """Return the experiment with another activation in a layer; the parameters stay."""
    network = network_of(experiment)
    layers = list(network.layers)
    # A slope is the sigmoid's alone.
    layers[index] = Layer(layers[index].units, activation)
    return replace(experiment, objective=replace(network, layers=tuple(layers)))


def _with_layers(experiment: Experiment, layers: tuple[Layer, ...]) -> Experiment:
    network = network_of(experiment)
    if layers == network.layers:
        return experiment
    return replace(
        experiment,
        objective=replace(network, layers=layers),
        start=(),
        runs=tuple(replace(run, start=None) for run in experiment.runs),
    )
