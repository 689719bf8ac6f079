"""Where a run is among all its parameters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class HeadLine:
    """Where a run is at the cursor.

    Attributes
    ----------
    step
        The cursor, or the last step of a run that ended before.
    parameters
        (d,).
    is_selected
        Whether its line is the boldest.
    """

    index: int
    colour: str
    step: int
    parameters: NDArray[np.float64]
    is_selected: bool
