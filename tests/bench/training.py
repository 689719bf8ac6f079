"""Updates of networks a second: ours, JAX, PyTorch, NumPy, scikit-learn, one thread each."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Mapping

from tests.bench.figures import Figure, Measurement, median
from tests.bench.training_tasks import TASKS, Task

NAMES = {
    "driver": "our driver",
    "simulation": "our simulation",
    "jax": "JAX",
    "torch": "PyTorch",
    "numpy": "NumPy",
    "sklearn": "scikit-learn",
}
ROUNDS = 3
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}

Rates = Mapping[str, float]
"""Updates a second of each library, NaN where it is not installed."""


def measure() -> Measurement:
    """Measure all of them, in turns."""
    answers: dict[str, list[dict[str, tuple[float, float]]]] = {name: [] for name in NAMES}
    for _ in range(ROUNDS):
        for name, mine in answers.items():
            mine.append(_answer_of(name))
    figures: list[Figure] = []
    for task in TASKS.values():
        rates = {
            name: median([answer[task.name][0] for answer in mine if answer])
            for name, mine in answers.items()
        }
        losses = {
            name: mine[0][task.name][1] if mine[0] else math.nan for name, mine in answers.items()
        }
        figures += _figures(task, rates, losses)
    return Measurement(
        "Training",
        "Gradient descent in mini-batches, float64, from one start over the same batches in the"
        " same order (scikit-learn starts and shuffles by itself); JAX as one jitted scan, PyTorch"
        " eager. Our driver also records parameters and norms of gradients; our simulation"
        " evaluates all rows after each epoch, too. Each library is a process of its own that is"
        f" kept to one processor; medians of {ROUNDS} rounds in which they take turns.",
        tuple(figures),
    )


def _answer_of(name: str) -> dict[str, tuple[float, float]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.trainers", name],
        env={**os.environ, **ONE_THREAD},
        check=True,
        capture_output=True,
        text=True,
    )
    answer: dict[str, tuple[float, float]] = json.loads(done.stdout)
    return answer


def _figures(task: Task, rates: Rates, losses: Rates) -> list[Figure]:
    driver = rates["driver"]
    figures = [
        Figure(f"{task.name}, {label}", rates[name], "updates/s", note=_note(losses[name]))
        for name, label in NAMES.items()
    ]
    if task.widths[0] < 784:
        figures.append(_ratio(f"{task.name}, driver / JAX", driver / rates["jax"], 1.0, "JAX"))
    else:
        best = max(
            (rates[name] for name in ("jax", "torch", "numpy") if not math.isnan(rates[name])),
            default=math.nan,
        )
        name = f"{task.name}, driver / best of the others"
        figures.append(_ratio(name, driver / best, 0.9, "None of them"))
    if task.widths == (2, 8, 8, 1):
        share = driver / rates["torch"]
        figures.append(_ratio(f"{task.name}, driver / PyTorch", share, 30.0, "PyTorch"))
    return figures


def _ratio(name: str, value: float, floor: float, other: str) -> Figure:
    note = f"{other} is not installed" if math.isnan(value) else ""
    return Figure(name, value, "×", floor, higher_is_better=True, note=note)


def _note(loss: float) -> str:
    return "not installed" if math.isnan(loss) else f"loss {loss:.6f}"
