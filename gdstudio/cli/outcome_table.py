"""The table at the end of ``gdstudio run``: a line of numbers a run, and a sentence under it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from gdstudio.cli.noted_table import NotedTable
from gdstudio.cli.streams import sign
from gdstudio.experiment import Experiment, Run
from gdstudio.simulation.evaluations import EvaluationView
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.training import percent

_STYLES: Final[Mapping[Outcome | None, str]] = MappingProxyType(
    {
        Outcome.CONVERGED: "green",
        Outcome.DIVERGED: "red",
        Outcome.FAILED: "bold red",
        Outcome.STOPPED: "yellow",
    }
)


Column = tuple[str, Callable[[RunResult], str]]
"""A heading as of `NotedTable`, and the text of a run under it."""

_STEP: Final[Column] = ("Step>", lambda result: str(result.trace.last_step))
_LOSS: Final[Column] = ("Loss>", lambda result: f"{result.losses[-1]:.6g}")
_GRADIENT: Final[Column] = ("Gradient norm>", lambda result: f"{result.gradient_norms[-1]:.3g}")
_TRAINING: Final[Column] = ("Training loss>", lambda result: f"{result.train_losses[-1]:.6g}")
_TEST: Final[Column] = ("Test loss>", lambda result: f"{result.test_losses[-1]:.6g}")
_TRAINING_ACCURACY: Final[Column] = (
    "Training accuracy>",
    lambda result: percent(result.train_accuracies[-1]),
)
_TEST_ACCURACY: Final[Column] = (
    "Test accuracy>",
    lambda result: percent(result.test_accuracies[-1]),
)


def outcome_table(experiment: Experiment, results: Sequence[RunResult]) -> RenderableType:
    """Return the table of how each run of an experiment ended."""
    columns = tuple(_columns(results[0].evaluations)) if results else ()
    table = NotedTable("Run", "Outcome", *(heading for heading, _ in columns))
    for run, result in zip(experiment.runs, results, strict=True):
        table.add(_cells(run, result, columns), result.message)
    return Group(Text(experiment.title, "bold"), table) if experiment.title else table


def _columns(evaluations: EvaluationView) -> Iterable[Column]:
    yield _STEP
    if len(evaluations) == 0:
        yield _LOSS
        yield _GRADIENT
        return
    has_test = not bool(np.all(np.isnan(evaluations.test_losses)))
    yield _TRAINING
    if has_test:
        yield _TEST
    if evaluations.has_accuracies:
        yield _TRAINING_ACCURACY
        if has_test:
            yield _TEST_ACCURACY


def _cells(run: Run, result: RunResult, columns: Sequence[Column]) -> Iterable[Text]:
    yield Text(f"{sign('●', '*')} {result.label}", run.color)
    outcome = result.outcome
    yield Text("running" if outcome is None else outcome.value, _STYLES.get(outcome, ""))
    for _, text_of in columns:
        yield Text(text_of(result))
