"""Results as a NumPy archive."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gdstudio.atomic_file import replacing
from gdstudio.export.arrays import named_arrays
from gdstudio.simulation.run import RunResult


def write_npz(results: Sequence[RunResult], path: Path) -> None:
    """Write every run to an uncompressed ``.npz``: the same results, the same bytes."""
    arrays: dict[str, Any] = dict(named_arrays(results))
    with replacing(path) as file:
        np.savez(file, **arrays)
