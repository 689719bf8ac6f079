"""One sample's way through a network and back, with every number of the chain rule.

Layers, units and inputs count from 0. Layer 0 is the first that has weights; the inputs of the
network are below it. The formulas are those of backpropagation as Rumelhart, Hinton & Williams
give them (Nature 323, 1986), with y the outputs of units and o the targets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.engine.objectives.anatomy import network_responses
from gdstudio.engine.objectives.architecture import Architecture
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.ledger_entries import (
    DeltaEntry,
    Factor,
    FactorKind,
    ForwardEntry,
    WeightEntry,
)
from gdstudio.simulation.ledger_steps import Phase, ledger_steps
from gdstudio.simulation.sample_loss import SampleLoss, sample_loss

Float = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LayerLedger:
    """A layer in arrays: inputs x, W, b, z, y, f′(z), ∂E/∂y and δ."""

    inputs: Float
    weights: Float
    biases: Float
    pre_activations: Float
    activations: Float
    slopes: Float
    upstream: Float
    deltas: Float


Entry = ForwardEntry | SampleLoss | DeltaEntry | WeightEntry


@dataclass(frozen=True, eq=False)
class Ledger:
    """All that is computed for one sample.

    Attributes
    ----------
    architecture
        The network.
    layers
        Its layers.
    loss
        E of the sample, without penalty.
    """

    architecture: Architecture
    layers: tuple[LayerLedger, ...]
    loss: SampleLoss

    @property
    def inputs(self) -> Float:
        """What comes into the network (f,)."""
        return self.layers[0].inputs

    def forward(self, layer: int, unit: int) -> ForwardEntry:
        """Return how the output of a unit came about."""
        at = self.layers[layer]
        return ForwardEntry(
            layer,
            unit,
            at.inputs,
            at.weights[:, unit],
            float(at.biases[unit]),
            float(at.pre_activations[unit]),
            float(at.activations[unit]),
            float(at.slopes[unit]),
        )

    def delta(self, layer: int, unit: int) -> DeltaEntry:
        """Return how δ of a unit came about."""
        at = self.layers[layer]
        is_last = layer == len(self.layers) - 1
        return DeltaEntry(
            layer,
            unit,
            np.empty(0) if is_last else self.layers[layer + 1].weights[unit],
            np.empty(0) if is_last else self.layers[layer + 1].deltas,
            float(at.upstream[unit]),
            float(at.slopes[unit]),
            float(at.deltas[unit]),
        )

    def weight(self, layer: int, source: int | None, unit: int) -> WeightEntry:
        """Return how ∂E/∂w of a weight came about, or ∂E/∂b (``source`` None)."""
        at = self.layers[layer]
        incoming = 1.0 if source is None else float(at.inputs[source])
        value = float(at.biases[unit] if source is None else at.weights[source, unit])
        factors = (
            Factor(FactorKind.LOSS, layer, unit, None, float(at.upstream[unit])),
            Factor(FactorKind.SLOPE, layer, unit, None, float(at.slopes[unit])),
            Factor(FactorKind.INPUT, layer, unit, source, incoming),
        )
        penalty = 0.0 if source is None else self.architecture.l2 * value
        return WeightEntry(layer, source, unit, value, factors, penalty)

    def path(self, layer: int, source: int | None, units: Sequence[int]) -> tuple[Factor, ...]:
        """Return the factors from the loss to a weight along one path.

        Parameters
        ----------
        layer, source
            The weight's layer and input.
        units
            The unit of the path in that layer and in each one above. The products of all paths
            add up to ∂E/∂w, without penalty.
        """
        last = len(self.layers) - 1
        end = units[-1]
        upstream = float(self.loss.derivatives[end])
        factors = [Factor(FactorKind.LOSS, last, end, None, upstream)]
        for above in range(last, layer - 1, -1):
            at, unit = self.layers[above], units[above - layer]
            factors.append(Factor(FactorKind.SLOPE, above, unit, None, float(at.slopes[unit])))
            if above > layer:
                below = units[above - layer - 1]
                weight = float(at.weights[below, unit])
                factors.append(Factor(FactorKind.WEIGHT, above, unit, below, weight))
        return (*factors, self.weight(layer, source, units[0]).factors[-1])

    def entries(self) -> Iterator[Entry]:
        """Yield every entry in the order in which the numbers come about."""
        for step in ledger_steps(len(self.layers)):
            fan_in, units = self.layers[step.layer].weights.shape
            match step.phase:
                case Phase.FORWARD:
                    yield from (self.forward(step.layer, unit) for unit in range(units))
                case Phase.LOSS:
                    yield self.loss
                case Phase.DELTA:
                    yield from (self.delta(step.layer, unit) for unit in range(units))
                case Phase.GRADIENT:
                    for source in (*range(fan_in), None):
                        yield from (self.weight(step.layer, source, j) for j in range(units))


def ledger_of(problem: DataProblem, theta: ArrayLike, row: int) -> Ledger:
    """Return the ledger of one row of the data at the parameters θ (d,).

    Raises
    ------
    ValueError
        θ does not have one number for each parameter, or there is no such row.
    """
    point, architecture = problem.point(theta), problem.architecture
    if not 0 <= row < len(problem.data):
        raise ValueError(f"expected a row from 0 to {len(problem.data) - 1}, got {row}")
    inputs = problem.data[row, : architecture.inputs]
    targets = problem.data[row, architecture.inputs :]
    responses = network_responses(architecture, point, inputs[np.newaxis])
    below = [inputs, *(response.activations[0] for response in responses)]
    parameters = architecture.layer_parameters(point)
    # A run that diverged has parameters beyond all numbers, and so have its derivatives.
    with np.errstate(all="ignore"):
        loss = sample_loss(architecture.loss, below[-1], targets)
        upstream, layers = loss.derivatives, []
        for layer in reversed(range(len(parameters))):
            (weights, biases), response = parameters[layer], responses[layer]
            deltas = upstream * response.slopes[0]
            layers.append(
                LayerLedger(
                    below[layer],
                    weights,
                    biases,
                    response.pre_activations[0],
                    response.activations[0],
                    response.slopes[0],
                    upstream,
                    deltas,
                )
            )
            upstream = weights @ deltas
    return Ledger(architecture, tuple(reversed(layers)), loss)
