"""The table at the end of ``gdstudio run``: a line of numbers a run, and a sentence under it."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from gdstudio.cli.noted_table import NotedTable
from gdstudio.cli.streams import sign
from gdstudio.experiment import Experiment, Run
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.run import RunResult

_STYLES: Final[Mapping[Outcome | None, str]] = MappingProxyType(
    {
        Outcome.CONVERGED: "green",
        Outcome.DIVERGED: "red",
        Outcome.FAILED: "bold red",
        Outcome.STOPPED: "yellow",
    }
)


def outcome_table(experiment: Experiment, results: Sequence[RunResult]) -> RenderableType:
    """Return the table of how each run of an experiment ended."""
    table = NotedTable("Run", "Outcome", "Step>", "Loss>", "Gradient norm>")
    for run, result in zip(experiment.runs, results, strict=True):
        table.add(_cells(run, result), result.message)
    return Group(Text(experiment.title, "bold"), table) if experiment.title else table


def _cells(run: Run, result: RunResult) -> Iterable[Text]:
    yield Text(f"{sign('●', '*')} {result.label}", run.color)
    outcome = result.outcome
    yield Text("running" if outcome is None else outcome.value, _STYLES.get(outcome, ""))
    trace = result.trace
    yield Text(str(trace.last_step))
    yield Text(f"{trace.losses[-1]:.6g}")
    yield Text(f"{trace.gradient_norms[-1]:.3g}")
