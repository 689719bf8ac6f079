"""Edits of what is trained, and on which data, as pure functions.

Each takes an experiment on data and returns one that can be trained: output units follow from the
loss and the classes, a loss that cannot take the data gives way, and a start for other parameters
is dropped. `facts` is what is known of the new data; None where it is not known, and then what
depends on it stays as it is.
"""

from dataclasses import replace
from itertools import pairwise
from math import comb

from gdstudio.experiment.data_objectives import (
    CsvSource,
    Dataset,
    GeneratedSource,
    Initialization,
    Layer,
    NetworkObjective,
    RegressionObjective,
)
from gdstudio.experiment.datasets.data import TargetKind
from gdstudio.experiment.datasets.features import MOST_FEATURES
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.limits import MOST_LAYERS, MOST_PARAMETERS
from gdstudio.experiment.model import DataObjective, Experiment, FunctionObjective
from gdstudio.simulation.data_facts import (
    USUAL_LOSS,
    DataFacts,
    Source,
    class_count,
    facts_of,
    input_count,
)

FIRST_LAYER = Layer(4, "tanh")
"""What is added to a network that has no hidden layer."""


def data_objective(experiment: Experiment) -> DataObjective:
    """Return the objective of an experiment on data; a `TypeError` for a function."""
    if isinstance(experiment.objective, FunctionObjective):
        raise TypeError("the objective of this experiment is not on data")
    return experiment.objective


def network_of(experiment: Experiment) -> NetworkObjective:
    """Return the network of an experiment; a `TypeError` for any other objective."""
    if isinstance(experiment.objective, NetworkObjective):
        return experiment.objective
    raise TypeError("the objective of this experiment is not a network")


def regression_of(experiment: Experiment) -> RegressionObjective:
    """Return the regression of an experiment; a `TypeError` for any other objective."""
    if isinstance(experiment.objective, RegressionObjective):
        return experiment.objective
    raise TypeError("the objective of this experiment is not a regression")


def with_objective(
    experiment: Experiment, objective: DataObjective, facts: DataFacts | None
) -> Experiment:
    """Return the experiment with another objective, made to fit its data.

    Raises
    ------
    ExperimentError
        It would have more parameters than are possible.
    """
    fitting = _fitting(objective, facts)
    _refuse_too_large(fitting)
    changed = replace(experiment, objective=fitting)
    if _shape(data_objective(experiment)) == _shape(fitting):
        return changed
    runs = tuple(replace(run, start=None) for run in experiment.runs)
    return replace(changed, start=(), runs=runs)


def generated_source(name: str) -> GeneratedSource:
    """Return the data of a generator as it proposes them."""
    generator = GENERATORS[name]
    parameters = tuple(generator.defaults.items())
    return GeneratedSource(name, noise=generator.noise, parameters=parameters)


def with_generator(experiment: Experiment, name: str) -> Experiment:
    """Return the experiment on the data of a generator, as many as there were."""
    before = data_objective(experiment).dataset.source
    source = generated_source(name)
    if isinstance(before, GeneratedSource):
        source = replace(source, samples=before.samples)
    return with_source(experiment, source, facts_of(source))


def with_source(experiment: Experiment, source: Source, facts: DataFacts | None) -> Experiment:
    """Return the experiment on the data of a source; another kind of target brings its loss."""
    before = data_objective(experiment)
    objective = replace(before, dataset=replace(before.dataset, source=source))
    if _identity(source) == _identity(before.dataset.source):
        return with_objective(experiment, objective, facts)
    if facts is not None and facts.are_classes != is_for_classes(before.loss):
        objective = replace(objective, loss=USUAL_LOSS[facts.suits])
        if isinstance(objective, RegressionObjective) and objective.model == "linear":
            objective = replace(objective, model="logistic" if facts.are_classes else "linear")
    # A title names the data that it was given for.
    return replace(with_objective(experiment, objective, facts), title="")


def with_dataset(experiment: Experiment, dataset: Dataset) -> Experiment:
    """Return the experiment with its data split, standardized or drawn in another way."""
    objective = replace(data_objective(experiment), dataset=dataset)
    return replace(experiment, objective=objective)


def with_loss(experiment: Experiment, loss: str, facts: DataFacts | None) -> Experiment:
    """Return the experiment with another loss."""
    objective = replace(data_objective(experiment), loss=loss)
    return with_objective(experiment, objective, facts)


def with_l2(experiment: Experiment, l2: float) -> Experiment:
    """Return the experiment with another pull of the weights towards 0."""
    return replace(experiment, objective=replace(data_objective(experiment), l2=l2))


def with_model(
    experiment: Experiment, model: str, degree: int, facts: DataFacts | None
) -> Experiment:
    """Return the experiment with another model; ``degree`` is that of a polynomial.

    Raises
    ------
    ExperimentError
        The model cannot be fitted to these data.
    """
    before = regression_of(experiment)
    loss = before.loss
    if model == "logistic" and not is_for_classes(loss):
        kinds = {TargetKind.PROBABILITY: 1} if facts is None else dict(facts.outputs)
        kind = TargetKind.PROBABILITY if TargetKind.PROBABILITY in kinds else TargetKind.CLASS
        if kind not in kinds:
            raise ExperimentError(
                "objective.model",
                "logistic regression tells classes apart, and these targets are numbers to fit; "
                "choose other data",
            )
        loss = USUAL_LOSS[kind]
    elif model == "linear" and before.model == "logistic":
        loss = _loss_for_numbers(loss, facts)
    degree = degree if model == "polynomial" else 1
    objective = replace(before, model=model, degree=degree, loss=loss)
    return with_objective(experiment, objective, facts)


def with_layers(
    experiment: Experiment, layers: tuple[Layer, ...], facts: DataFacts | None
) -> Experiment:
    """Return the experiment with other layers; the last is the output layer.

    Raises
    ------
    ExperimentError
        The network would be too large.
    """
    return with_objective(experiment, replace(network_of(experiment), layers=layers), facts)


def with_layer(
    experiment: Experiment, index: int, layer: Layer, facts: DataFacts | None
) -> Experiment:
    """Return the experiment with another layer in the place of one."""
    layers = network_of(experiment).layers
    return with_layers(experiment, (*layers[:index], layer, *layers[index + 1 :]), facts)


def with_added_layer(experiment: Experiment, facts: DataFacts | None) -> Experiment:
    """Return the experiment with one more hidden layer, like the last of them."""
    layers = network_of(experiment).layers
    if len(layers) == MOST_LAYERS:
        return experiment
    hidden, output = layers[:-1], layers[-1]
    added = hidden[-1] if hidden else FIRST_LAYER
    return with_layers(experiment, (*hidden, added, output), facts)


def without_layer(experiment: Experiment, index: int, facts: DataFacts | None) -> Experiment:
    """Return the experiment without a hidden layer; the output layer stays."""
    layers = network_of(experiment).layers
    if index >= len(layers) - 1:
        return experiment
    return with_layers(experiment, layers[:index] + layers[index + 1 :], facts)


def with_moved_layer(
    experiment: Experiment, source: int, target: int, facts: DataFacts | None
) -> Experiment:
    """Return the experiment with a hidden layer at another place among the hidden layers."""
    hidden = list(network_of(experiment).layers[:-1])
    if not 0 <= target < len(hidden):
        return experiment
    hidden.insert(target, hidden.pop(source))
    return with_layers(experiment, (*hidden, network_of(experiment).layers[-1]), facts)


def with_init(experiment: Experiment, init: Initialization) -> Experiment:
    """Return the experiment with weights that are drawn in another way."""
    return replace(experiment, objective=replace(network_of(experiment), init=init))


def parameter_count(network: NetworkObjective) -> int:
    """Return how many weights and biases a network has."""
    widths = (input_count(network.dataset.source), *(layer.units for layer in network.layers))
    return sum((inputs + 1) * units for inputs, units in pairwise(widths))


def _fitting(objective: DataObjective, facts: DataFacts | None) -> DataObjective:
    if facts is None or not facts.outputs:
        return objective
    loss = objective.loss
    if facts.outputs_for(loss) is None:
        loss = USUAL_LOSS[facts.suits]
    objective = replace(objective, loss=loss)
    if isinstance(objective, RegressionObjective):
        is_lost = objective.model == "logistic" and not is_for_classes(loss)
        return replace(objective, model="linear") if is_lost else objective
    outputs = facts.outputs_for(loss)
    *hidden, output = objective.layers
    units = output.units if outputs is None else outputs
    return replace(objective, layers=(*hidden, replace(output, units=units)))


def _refuse_too_large(objective: DataObjective) -> None:
    if isinstance(objective, RegressionObjective):
        inputs, degree = input_count(objective.dataset.source), objective.degree
        terms = comb(inputs + degree, degree) - 1
        if terms > MOST_FEATURES:
            raise ExperimentError(
                "objective.degree",
                f"a polynomial of degree {degree} in {inputs} inputs has {terms} terms; at most "
                f"{MOST_FEATURES} are possible",
            )
        return
    parameters = parameter_count(objective)
    if parameters > MOST_PARAMETERS:
        raise ExperimentError(
            "objective.layers",
            f"this network would have {parameters} weights and biases; at most {MOST_PARAMETERS} "
            "are possible",
        )


def _loss_for_numbers(loss: str, facts: DataFacts | None) -> str:
    """Return the squared error where the data are numbers too, as classes 0 and 1 are."""
    usual = USUAL_LOSS[TargetKind.NUMBERS]
    return usual if facts is not None and facts.outputs_for(usual) is not None else loss


def is_for_classes(loss: str) -> bool:
    """Return whether a loss takes classes as targets."""
    return TargetKind.of(loss) is not TargetKind.NUMBERS


def _identity(source: Source) -> object:
    """Return what makes data other data, not the same in other numbers."""
    match source:
        case GeneratedSource():
            return source.name
        case CsvSource():
            return source.path, source.target
        case _:
            return source


def _shape(objective: DataObjective) -> object:
    """Return what decides how many parameters there are, and which is which."""
    source = objective.dataset.source
    inputs: object = source.inputs if isinstance(source, CsvSource) else input_count(source)
    if isinstance(objective, NetworkObjective):
        return inputs, tuple(layer.units for layer in objective.layers)
    kind = TargetKind.of(objective.loss)
    outputs: object = 1
    if isinstance(source, GeneratedSource):
        outputs = class_count(source) if kind is TargetKind.CLASS else 1
    elif kind is TargetKind.CLASS or not isinstance(source, CsvSource):
        outputs = _identity(source)
    return inputs, objective.degree, outputs
