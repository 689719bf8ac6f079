"""Which rows of the data each step sees."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.model import Batch

Rows = NDArray[np.int64]

BLOCK_ROWS: Final = 65_536
"""Rows that are shuffled together: small epochs many at a time, since a generator costs 15 µs."""

_STREAM: Final = 1
"""Keeps the numbers of the permutations apart from those that others draw from the same seed."""
_UNLIMITED: Final = 2**62


class Batches:
    """The batches of a run: the same for all runs of a seed that have batches of the same size.

    Parameters
    ----------
    samples
        Number of training rows; 0 for a function, whose batches are empty.
    batch
        How many rows each step sees.
    seed
        Each epoch is a permutation of the rows that follows from it and from the number of the
        epoch: any step is found without those before it.

    Attributes
    ----------
    size
        Rows in a batch; the last one of an epoch has what is left.
    updates
        Steps in an epoch; 1 where each step sees all rows.
    """

    def __init__(self, samples: int, batch: Batch, seed: int) -> None:
        self.samples = samples
        self.size = max(1, samples if batch.size is None else min(batch.size, samples))
        self.updates = max(1, -(-samples // self.size))
        self._seed = seed
        # Sums over all rows do not depend on their order but in the last bits.
        self._is_shuffled = batch.shuffle and self.updates > 1
        self._epochs = max(1, BLOCK_ROWS // max(1, samples)) if self._is_shuffled else 1

    def epochs_from(self, step: int) -> tuple[Rows, int]:
        """Return the epochs of a step.

        Returns
        -------
        rows, int64 (epochs, samples)
            What the driver takes as ``order``.
        int
            For how many steps, counted from this one, it is right.
        """
        if not self._is_shuffled:
            return np.arange(self.samples)[np.newaxis], _UNLIMITED
        block, passed = divmod(step, self._epochs * self.updates)
        order = _permutations(self._seed, block, self._epochs, self.samples)
        return order, self._epochs * self.updates - passed

    def epoch_of(self, step: int) -> int:
        """Return how many epochs are complete when a step is about to be made."""
        return step // self.updates

    def rows_at(self, step: int) -> Rows:
        """Return the training rows that a step sees, int64 (rows,)."""
        order, _ = self.epochs_from(step)
        epoch, batch = divmod(step, self.updates)
        first = batch * self.size
        return order[epoch % len(order), first : first + self.size].copy()


@lru_cache(maxsize=8)
def _permutations(seed: int, block: int, epochs: int, samples: int) -> Rows:
    """Return a block of epochs (epochs, samples), each a permutation of the rows."""
    generator = np.random.default_rng((seed, _STREAM, block))
    return generator.permuted(np.tile(np.arange(samples), (epochs, 1)), axis=1)
