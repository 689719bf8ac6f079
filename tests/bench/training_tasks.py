"""What every library trains: the same network, start, rows, batches and learning rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.initialization import initial_parameters
from gdstudio.engine.objectives.architecture import Architecture, Layer
from gdstudio.experiment.model import Batch
from gdstudio.simulation.batches import Batches

RATE = 0.01
SEED = 0

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """Steps of plain gradient descent of a network of tanh layers, in mini-batches.

    Attributes
    ----------
    widths
        Inputs, units of each layer. The last layer is linear.
    batch, samples
        Rows of a batch; rows of the data, a multiple of it.
    steps, slow_steps
        How many steps a fast library and a slow one take.
    """

    widths: tuple[int, ...]
    batch: int
    samples: int
    steps: int
    slow_steps: int

    @property
    def name(self) -> str:
        """Such as ``2-8-8-1, batch 30``."""
        return f"{'-'.join(map(str, self.widths))}, batch {self.batch}"

    @property
    def loss(self) -> str:
        """Key of the loss: for yes or no, or for classes."""
        return "binary_cross_entropy" if self.widths[-1] == 1 else "cross_entropy"

    @cached_property
    def architecture(self) -> Architecture:
        """The network."""
        *hidden, outputs = self.widths[1:]
        layers = (*(Layer(units, "tanh") for units in hidden), Layer(outputs))
        return Architecture(self.widths[0], layers, self.loss)

    @cached_property
    def start(self) -> Float:
        """The first parameters (d,)."""
        return initial_parameters(self.architecture, "glorot_uniform", SEED)

    @cached_property
    def data(self) -> tuple[Float, Float]:
        """Inputs (n, f) and targets (n, m); these follow a linear rule with some noise."""
        chance = np.random.default_rng(SEED)
        inputs = chance.normal(size=(self.samples, self.widths[0]))
        scores = inputs @ chance.normal(size=(self.widths[0], self.widths[-1]))
        scores += chance.normal(size=scores.shape)
        if self.loss == "binary_cross_entropy":
            return inputs, (scores > 0.0).astype(np.float64)
        return inputs, np.eye(self.widths[-1])[scores.argmax(axis=1)]

    def batches(self, steps: int) -> NDArray[np.int64]:
        """Return the rows of each step (steps, batch): those that our run takes."""
        batches = Batches(self.samples, Batch(self.batch), SEED)
        return np.array([batches.rows_at(step) for step in range(steps)])


TASKS: Mapping[str, Task] = {
    task.name: task
    for task in (
        Task((2, 8, 8, 1), 30, 300, 20_000, 1_000),
        Task((2, 16, 16, 1), 32, 320, 15_000, 1_000),
        Task((64, 32, 10), 64, 1_792, 3_000, 600),
        Task((784, 128, 10), 64, 2_048, 300, 200),
    )
}
