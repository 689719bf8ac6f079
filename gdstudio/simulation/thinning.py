"""Append-only columns, bounded by thinning: the first and the last row are always kept."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray


class Steps:
    """Rows that belong to ascending steps.

    Attributes
    ----------
    steps
        int64 (rows,), ascending.
    """

    steps: NDArray[np.int64]

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


class View(Protocol):
    """Rows that will not change any more."""

    def __len__(self) -> int: ...

    @property
    def last_step(self) -> int:
        """The last step that is recorded; −1 while there is none."""

    def head(self, rows: int) -> Self:
        """Return the first rows."""

    def columns(self) -> Sequence[NDArray[Any]]:
        """Return the columns, the steps first."""


ViewType = TypeVar("ViewType", bound=View)


class Thinned(Generic[ViewType]):
    """Columns to which the driver appends the steps that ``stride`` divides, and the last one.

    When they are full, every other row is dropped and the stride is doubled: the rows depend on
    the number of steps alone, never on how the work was cut into chunks. The columns are then new
    arrays, so that a view taken earlier stays as it was.

    Parameters
    ----------
    allocate
        Makes columns of so many rows, whatever they contain.
    capacity
        How many rows are kept, beside the last one: a power of two.
    stride
        How many steps there are from one row to the next at first.
    """

    def __init__(self, allocate: Callable[[int], ViewType], capacity: int, stride: int = 1) -> None:
        self._allocate = allocate
        self.capacity = capacity
        self.stride = stride
        self.rows = 0
        self.storage = allocate(capacity + 1)

    def visits_until_full(self, step: int) -> int:
        """Return how many visits from ``step`` on surely fit."""
        return self.capacity * self.stride - step

    def thin(self) -> None:
        """Drop every other row and double the stride."""
        self._move((self.rows + 1) // 2, 2)
        self.stride *= 2

    def forget_last(self, step: int) -> None:
        """Drop the row of ``step``, if it is the last one, for another that is to take its place.

        Views that were taken earlier keep it.
        """
        if self.view().last_step == step:
            self._move(self.rows - 1, 1)

    def view(self) -> ViewType:
        """Return the rows recorded so far."""
        return self.storage.head(self.rows)

    def _move(self, rows: int, every: int) -> None:
        fresh = self._allocate(self.capacity + 1)
        for old, new in zip(self.storage.columns(), fresh.columns(), strict=True):
            new[:rows] = old[: every * rows : every]
        self.storage, self.rows = fresh, rows
