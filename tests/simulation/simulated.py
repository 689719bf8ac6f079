"""Experiments and runs for the tests of the simulation."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from gdstudio.experiment.model import Experiment
from gdstudio.simulation import checkpoints, trace
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.run import RunResult, RunSimulation
from gdstudio.simulation.simulation import Simulation
from gdstudio.simulation.trace import TraceView

ALL_METHODS: tuple[dict[str, Any], ...] = (
    {"method": "gd"},
    *({"method": "momentum", "convention": each} for each in ("pytorch", "keras", "ema")),
    *({"method": "nesterov", "convention": each} for each in ("pytorch", "keras", "lookahead")),
    *({"method": "adagrad", "convention": each} for each in ("pytorch", "keras")),
    *(
        {"method": "rmsprop", "convention": each, "momentum": 0.5, "centered": True}
        for each in ("pytorch", "keras")
    ),
    *({"method": "adam", "convention": each, "amsgrad": True} for each in ("pytorch", "keras")),
)


def experiment(
    expression: str = "x^2",
    start: Sequence[float] = (10.0,),
    *optimizers: dict[str, Any],
    noise: float = 0.0,
    seed: int = 0,
    **stop: float,
) -> Experiment:
    """Return an experiment with one run for each optimizer (plain descent if there is none)."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {"kind": "function", "expression": expression, "gradient_noise": noise},
            "start": list(start),
            "stop": {"gradient_tolerance": 0, **stop},
            "seed": seed,
            "runs": [{"optimizer": each} for each in optimizers or ({"method": "gd"},)],
        }
    )


def simulated(*args: Any, **options: Any) -> RunSimulation:
    """Return the first run of such an experiment, before its first step."""
    return Simulation(experiment(*args, **options)).runs[0]


def finished(run: RunSimulation) -> RunResult:
    """Advance a run to its end."""
    while not run.is_finished:
        run.advance(100_000)
    return run.result


def bits(view: TraceView) -> tuple[bytes, ...]:
    """Return every bit of a trace."""
    return tuple(np.ascontiguousarray(column).tobytes() for column in view.columns())


@contextmanager
def small_memory(rows: int = 64, interval: int = 8, most_checkpoints: int = 4) -> Iterator[None]:
    """Let traces and checkpoints thin early."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trace, "MOST_ROWS", rows)
        patch.setattr(checkpoints, "FIRST_INTERVAL", interval)
        patch.setattr(checkpoints, "MOST_CHECKPOINTS", most_checkpoints)
        yield
