"""The trace of a run: one row a step, as long as there is room."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.thinning import Steps, Thinned

MOST_ROWS = 131_072
"""Rows that a trace keeps at the most, and 100 000 steps unthinned."""
FEWEST_ROWS: Final = 16
"""Rows that a trace keeps however long they are."""

MOST_BYTES = 64 * 2**20
"""Memory that the rows of a run may take; fewer are kept where a row is long."""

MOST_BYTES_TOGETHER = 512 * 2**20
"""Memory that the rows of all runs of an experiment may take."""

Float = NDArray[np.float64]
Columns = tuple[NDArray[np.int64], Float, Float, Float, Float]


@dataclass(frozen=True, eq=False)
class TraceView(Steps):
    """Rows of a trace that will not change any more.

    Row k holds step ``steps[k]``: the parameters after that many updates, and what the next update
    sees there: the loss and the norm of the gradient of its batch, and its learning rate. In the
    last row of a run that ended they are those of all training rows.

    Attributes
    ----------
    steps
        int64 (rows,), ascending from 0.
    parameters
        float64 (rows, d).
    losses, gradient_norms, learning_rates
        float64 (rows,).
    origin
        Equal for two views of which one is the beginning of the other.
    run
        Equal for two views of one run, however thin they are.
    """

    steps: NDArray[np.int64]
    parameters: Float
    losses: Float
    gradient_norms: Float
    learning_rates: Float
    origin: object = field(default_factory=object)
    run: object = field(default_factory=object)

    def head(self, rows: int) -> "TraceView":
        """Return the first rows."""
        steps, parameters, losses, gradient_norms, learning_rates = self.columns()
        return TraceView(
            steps[:rows],
            parameters[:rows],
            losses[:rows],
            gradient_norms[:rows],
            learning_rates[:rows],
            self.origin,
            self.run,
        )

    def columns(self) -> Columns:
        """Return the columns in the order of the attributes."""
        return (
            self.steps,
            self.parameters,
            self.losses,
            self.gradient_norms,
            self.learning_rates,
        )


class Trace(Thinned[TraceView]):
    """The columns to which the driver appends the rows of a run.

    Parameters
    ----------
    dimension
        Number of parameters.
    capacity, stride
        As of all `Thinned` columns; without a capacity as many rows as ``capacity_for`` allows.
    """

    def __init__(self, dimension: int, capacity: int | None = None, stride: int = 1) -> None:
        run = object()

        def allocate(rows: int) -> TraceView:
            return TraceView(
                np.empty(rows, dtype=np.int64),
                np.empty((rows, dimension)),
                np.empty(rows),
                np.empty(rows),
                np.empty(rows),
                run=run,
            )

        super().__init__(
            allocate, capacity_for(dimension) if capacity is None else capacity, stride
        )


def capacity_for(dimension: int, runs: int = 1) -> int:
    """Return how many rows each trace of ``runs`` runs keeps: a power of two.

    It follows from the experiment alone, and so do the rows.
    """
    affordable = min(MOST_BYTES, MOST_BYTES_TOGETHER // runs) // (8 * (dimension + 4))
    return min(MOST_ROWS, max(FEWEST_ROWS, 1 << max(0, affordable.bit_length() - 1)))
