"""The names under which results stand in NPZ and JSON files."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.run import RunResult


def named_arrays(results: Sequence[RunResult]) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Yield ``run{i}.steps`` and so on: float64 and int64 columns, text scalars.

    The columns of evaluations are those of trainings alone, and accuracies those of classes.
    """
    for index, result in enumerate(results):
        outcome = "running" if result.outcome is None else result.outcome.name.lower()
        yield f"run{index}.steps", result.steps
        yield f"run{index}.parameters", result.parameters
        yield f"run{index}.losses", result.losses
        yield f"run{index}.gradient_norms", result.gradient_norms
        yield f"run{index}.learning_rates", result.learning_rates
        if len(result.evaluations) > 0:
            yield f"run{index}.evaluated_steps", result.evaluated_steps
            yield f"run{index}.train_losses", result.train_losses
            yield f"run{index}.test_losses", result.test_losses
            if result.evaluations.has_accuracies:
                yield f"run{index}.train_accuracies", result.train_accuracies
                yield f"run{index}.test_accuracies", result.test_accuracies
        yield f"run{index}.label", np.array(result.label)
        yield f"run{index}.outcome", np.array(outcome)
