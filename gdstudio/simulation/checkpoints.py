"""Checkpoints: from them any step can be reached again, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FIRST_INTERVAL = 4096
"""Visits between checkpoints at first: to enter the driver costs as much as a hundred steps."""
FIRST_INTERVAL_OF_DATA = 128
"""The same for training on data, whose steps are slower."""

MOST_CHECKPOINTS = 1024
FEWEST_CHECKPOINTS: Final = 16
MOST_BYTES = 128 * 2**20
"""Memory that the checkpoints of a run may take; fewer are kept where the parameters are many."""
MOST_BYTES_TOGETHER = 512 * 2**20
"""Memory that the checkpoints of all runs of an experiment may take."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The whole state of a run before it visits ``step``."""

    step: int
    theta: NDArray[np.float64]
    slots: NDArray[np.float64]
    last_loss: float
    calm_steps: int
    generator_state: Mapping[str, Any]
    quiet_steps: int = 0


class Checkpoints:
    """Checkpoints at the multiples of an interval, which doubles when there are too many.

    Parameters
    ----------
    interval, most
        The first interval, and how many are kept: as for a function if left out.
    """

    def __init__(self, interval: int | None = None, most: int | None = None) -> None:
        self.interval = FIRST_INTERVAL if interval is None else interval
        self._most = MOST_CHECKPOINTS if most is None else most
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
        if len(kept) > self._most:
            self.interval *= 2
            kept = tuple(each for each in kept if each.step % self.interval == 0)
        # One assignment: another thread that reads sees the old ones or the new ones.
        self._kept = kept

    def before(self, step: int) -> Checkpoint:
        """Return the last checkpoint at or before ``step``."""
        return next(each for each in reversed(self._kept) if each.step <= step)


def most_checkpoints_for(numbers: int, runs: int = 1) -> int:
    """Return how many checkpoints of so many numbers each of ``runs`` runs keeps."""
    affordable = min(MOST_BYTES, MOST_BYTES_TOGETHER // runs) // (8 * numbers)
    return min(MOST_CHECKPOINTS, max(FEWEST_CHECKPOINTS, affordable))
