"""In which order the numbers of a ledger come about."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache


class Phase(Enum):
    """What is computed in a step of the ledger."""

    SAMPLE = auto()
    """The inputs and targets are looked up."""
    FORWARD = auto()
    """z and y of a layer."""
    LOSS = auto()
    """E of the outputs, and ∂E/∂y of each."""
    DELTA = auto()
    """δ = ∂E/∂z of a layer."""
    GRADIENT = auto()
    """∂E/∂w and ∂E/∂b of a layer."""


@dataclass(frozen=True)
class LedgerStep:
    """A step of the ledger; the layer of the sample is 0, that of the loss the last."""

    phase: Phase
    layer: int


@lru_cache(maxsize=64)
def ledger_steps(layers: int) -> tuple[LedgerStep, ...]:
    """Return the steps for so many layers: forward to the loss, and back."""
    forward = [LedgerStep(Phase.FORWARD, layer) for layer in range(layers)]
    back = [
        LedgerStep(phase, layer)
        for layer in reversed(range(layers))
        for phase in (Phase.DELTA, Phase.GRADIENT)
    ]
    loss = LedgerStep(Phase.LOSS, layers - 1)
    return (LedgerStep(Phase.SAMPLE, 0), *forward, loss, *back)
