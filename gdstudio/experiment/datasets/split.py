"""Which rows are held back for the test."""

from math import floor

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def split_rows(
    labels: NDArray[np.int64], test_fraction: float, random: np.random.Generator
) -> tuple[Rows, Rows]:
    """Return the training rows and the test rows of n rows, each ascending.

    The test gets ``test_fraction`` of the rows, rounded (half up), but at least one where the
    fraction is not 0, and never all.

    Parameters
    ----------
    labels
        The class of each row, int64 (n,). Each class gives its part of its rows to the test,
        rounded up or down. All the same: the test rows are simply random.
    test_fraction
        In [0, 1).
    random
        Decides.
    """
    rows = labels.size
    wanted = max(floor(test_fraction * rows + 0.5), 1) if test_fraction > 0.0 else 0
    test_rows = min(wanted, rows - 1)
    if test_rows == 0:
        return np.arange(rows), np.empty(0, dtype=np.int64)
    # Rows in random order, class by class: those at equal distances from one another are random
    # within their class, and each class has its share of them.
    shuffled = random.permutation(rows)
    by_class = shuffled[np.argsort(labels[shuffled], kind="stable")]
    offset = int(random.integers(rows))
    places = (np.arange(test_rows, dtype=np.int64) * rows + offset) // test_rows
    is_test = np.zeros(rows, dtype=np.bool_)
    is_test[by_class[places]] = True
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)
