"""The trace of a run: append-only columns of numbers, bounded by thinning."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

MOST_ROWS = 131_072
"""Rows that a trace keeps at the most, and 100 000 steps unthinned."""

MOST_BYTES = 64 * 2**20
"""Memory that the rows of a run may take; fewer are kept where a row is long."""

MOST_BYTES_TOGETHER = 512 * 2**20
"""Memory that the rows of all runs of an experiment may take."""

Float = NDArray[np.float64]
Columns = tuple[NDArray[np.int64], Float, Float, Float, Float]


@dataclass(frozen=True, eq=False)
class TraceView:
    """Rows of a trace that will not change any more.

    Row k holds step ``steps[k]``: the parameters after that many updates, the loss there, the norm
    of the gradient that the next update sees and its learning rate.

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
    parameters: NDArray[np.float64]
    losses: NDArray[np.float64]
    gradient_norms: NDArray[np.float64]
    learning_rates: NDArray[np.float64]
    origin: object = field(default_factory=object)
    run: object = field(default_factory=object)

    def __len__(self) -> int:
        return self.steps.size

    @property
    def last_step(self) -> int:
        """The last step that is recorded; −1 while there is none."""
        return int(self.steps[-1]) if self.steps.size else -1

    def row_at(self, step: int) -> int:
        """Return the row of the last recorded step ≤ ``step``."""
        return max(0, int(np.searchsorted(self.steps, step, side="right")) - 1)

    def has(self, step: int) -> bool:
        """Return whether ``step`` itself is recorded."""
        return len(self) > 0 and bool(self.steps[self.row_at(step)] == step)

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


class Trace:
    """Columns to which the driver appends.

    When they are full, every other row is dropped and from then on only every second of the steps
    is recorded: the rows depend on the number of steps alone, never on how the work was cut into
    chunks. The columns are then new arrays, so that a view taken earlier stays as it was.
    """

    def __init__(self, dimension: int, capacity: int | None = None) -> None:
        self.capacity = capacity_for(dimension) if capacity is None else capacity
        self.stride = 1
        self.rows = 0
        self.storage = _new_storage(self.capacity + 1, dimension, run=object())

    def visits_until_full(self, step: int) -> int:
        """Return how many visits from ``step`` on surely fit."""
        return self.capacity * self.stride - step

    def thin(self) -> None:
        """Drop every other row and double the stride."""
        kept = (self.rows + 1) // 2
        dimension = self.storage.parameters.shape[1]
        fresh = _new_storage(self.capacity + 1, dimension, self.storage.run)
        for old, new in zip(self.storage.columns(), fresh.columns(), strict=True):
            new[:kept] = old[: self.rows : 2]
        self.storage, self.rows, self.stride = fresh, kept, 2 * self.stride

    def view(self) -> TraceView:
        """Return the rows recorded so far."""
        return self.storage.head(self.rows)


def capacity_for(dimension: int, runs: int = 1) -> int:
    """Return how many rows each trace of ``runs`` runs keeps: a power of two.

    It follows from the experiment alone, and so do the rows.
    """
    affordable = min(MOST_BYTES, MOST_BYTES_TOGETHER // runs) // (8 * (dimension + 4))
    return min(MOST_ROWS, 1 << max(10, affordable.bit_length() - 1))


def _new_storage(rows: int, dimension: int, run: object) -> TraceView:
    return TraceView(
        np.empty(rows, dtype=np.int64),
        np.empty((rows, dimension)),
        np.empty(rows),
        np.empty(rows),
        np.empty(rows),
        run=run,
    )
