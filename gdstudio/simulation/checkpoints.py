"""Checkpoints: from them any step can be reached again, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST_INTERVAL = 4096
"""Visits between checkpoints at first: to enter the driver costs as much as a thousand steps."""
MOST_CHECKPOINTS = 1024


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The whole state of a run before it visits ``step``."""

    step: int
    theta: NDArray[np.float64]
    slots: NDArray[np.float64]
    last_loss: float
    calm_steps: int
    generator_state: Mapping[str, Any]


class Checkpoints:
    """Checkpoints at the multiples of an interval, which doubles when there are too many."""

    def __init__(self) -> None:
        self.interval = FIRST_INTERVAL
        self._kept: tuple[Checkpoint, ...] = ()

    def visits_until_due(self, step: int) -> int:
        """Return how many visits there are from ``step`` to the next checkpoint."""
        return self.interval - step % self.interval

    def is_due(self, step: int) -> bool:
        """Return whether the state before ``step`` is to be kept."""
        return step % self.interval == 0 and (not self._kept or self._kept[-1].step < step)

    def add(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint, and thin them when there are too many."""
        kept = (*self._kept, checkpoint)
        if len(kept) > MOST_CHECKPOINTS:
            self.interval *= 2
            kept = tuple(each for each in kept if each.step % self.interval == 0)
        # One assignment: another thread that reads sees the old ones or the new ones.
        self._kept = kept

    def before(self, step: int) -> Checkpoint:
        """Return the last checkpoint at or before ``step``."""
        return next(each for each in reversed(self._kept) if each.step <= step)
