"""The names under which results stand in NPZ and JSON files."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.run import RunResult


def named_arrays(results: Sequence[RunResult]) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Yield ``run{i}.steps`` and so on: float64 and int64 columns, text scalars."""
    for index, result in enumerate(results):
        outcome = "running" if result.outcome is None else result.outcome.name.lower()
        yield f"run{index}.steps", result.steps
        yield f"run{index}.parameters", result.parameters
        yield f"run{index}.losses", result.losses
        yield f"run{index}.gradient_norms", result.gradient_norms
        yield f"run{index}.learning_rates", result.learning_rates
        yield f"run{index}.label", np.array(result.label)
        yield f"run{index}.outcome", np.array(outcome)
