"""Which step, unit and weight of a ledger a person looks at."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from gdstudio.engine.objectives.architecture import Architecture
from gdstudio.simulation.ledger_steps import LedgerStep, Phase, ledger_steps


class Weight(NamedTuple):
    """A weight, from an input (None: a bias) to a unit of a layer; all count from 0."""

    layer: int
    source: int | None
    unit: int


Shape = tuple[tuple[int, int], ...]
"""The shape (fan_in, units) of each layer's weights."""


@dataclass(frozen=True)
class LedgerChoice:
    """What is explained.

    Attributes
    ----------
    shape
        The network.
    position
        The number of the step.
    units
        Of each layer, the unit that is explained when it is this layer's turn.
    weight
        The weight whose derivative is taken apart.
    """

    shape: Shape
    position: int
    units: tuple[int, ...]
    weight: Weight

    @property
    def steps(self) -> tuple[LedgerStep, ...]:
        """All steps."""
        return ledger_steps(len(self.shape))

    @property
    def step(self) -> LedgerStep:
        """The step."""
        return self.steps[self.position]

    @property
    def unit(self) -> int:
        """The unit of the step's layer that is explained."""
        return self.units[self.step.layer]

    @property
    def known(self) -> frozenset[LedgerStep]:
        """The steps whose numbers are there: those before this one, and this one."""
        return frozenset(self.steps[: self.position + 1])

    def at(self, position: int) -> "LedgerChoice":
        """Return the same at another step, or at the first or last one."""
        return replace(self, position=min(max(position, 0), len(self.steps) - 1))

    def with_unit(self, layer: int, unit: int) -> "LedgerChoice":
        """Return the same with another unit of a layer explained."""
        units = (*self.units[:layer], unit, *self.units[layer + 1 :])
        return replace(self, units=units)

    def with_weight(self, weight: Weight) -> "LedgerChoice":
        """Return the same with another weight, whose unit is explained from now on."""
        return replace(self.with_unit(weight.layer, weight.unit), weight=weight)

    def explaining(self, layer: int, unit: int) -> "LedgerChoice":
        """Return the step that computes a unit: on the way back if that is where this step is."""
        phase = self.step.phase
        if phase in (Phase.SAMPLE, Phase.LOSS):
            phase = Phase.FORWARD
        return self.with_unit(layer, unit).at(self.steps.index(LedgerStep(phase, layer)))

    def next_unit(self, by: int) -> "LedgerChoice":
        """Return the same with the next unit of the step's layer explained."""
        layer = self.step.layer
        return self.with_unit(layer, (self.unit + by) % self.shape[layer][1])

    def next_weight(self, by: int) -> "LedgerChoice":
        """Return the same with the next weight into the unit that is explained; then its bias."""
        layer, (fan_in, _) = self.step.layer, self.shape[self.step.layer]
        is_here = (self.weight.layer, self.weight.unit) == (layer, self.unit)
        source = fan_in if self.weight.source is None else self.weight.source
        chosen = (source + by) % (fan_in + 1) if is_here else 0
        return self.with_weight(Weight(layer, None if chosen == fan_in else chosen, self.unit))


def first_choice(architecture: Architecture) -> LedgerChoice:
    """Return what is looked at first: the first layer on the way forward, its first weight."""
    shape = architecture.shapes
    return LedgerChoice(shape, 1, (0,) * len(shape), Weight(0, 0, 0))


def index_of(weight: Weight, shape: Shape) -> int:
    """Return where a weight is in the flat parameter vector."""
    start = sum(fan_in * units + units for fan_in, units in shape[: weight.layer])
    fan_in, units = shape[weight.layer]
    return start + (fan_in if weight.source is None else weight.source) * units + weight.unit
