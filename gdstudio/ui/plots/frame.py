"""What a picture shows: an experiment, its results, a step."""

from dataclasses import dataclass

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.run import Row, RunResult, last_row
from gdstudio.simulation.simulation import Simulation


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment of an experiment.

    Attributes
    ----------
    cursor
        The step that is shown. A run that ended before shows its last step.
    heads
        Where each run is at that step.
    hidden
        Indices of runs that are not drawn.
    selected
        Index of the run whose details are shown.
    following
        Where the selected run is one step later; None at its end.
    """

    experiment: Experiment
    results: tuple[RunResult, ...]
    cursor: int
    heads: tuple[Row, ...]
    hidden: frozenset[int] = frozenset()
    selected: int = 0
    following: Row | None = None

    def visible_runs(self) -> list[int]:
        """Return the indices of the runs that are drawn."""
        return [index for index in range(len(self.results)) if index not in self.hidden]

    @property
    def last_step(self) -> int:
        """The last step that any run has reached."""
        return max((result.trace.last_step for result in self.results), default=0)


def frame_of(
    simulation: Simulation,
    results: tuple[RunResult, ...],
    cursor: int,
    *,
    exact: bool = True,
    hidden: frozenset[int] = frozenset(),
    selected: int = 0,
) -> Frame:
    """Return the frame at ``cursor``.

    Parameters
    ----------
    simulation
        The runs.
    results
        How far they were when the pictures were last told; each has a row.
    cursor
        The step.
    exact
        Where a trace is thinned, compute the step that fell out again. A moving picture does
        without: the row before is a thousandth of the run away.
    hidden, selected
        As in `Frame`.
    """
    rows = [run.row if exact else run.recorded_row for run in simulation.runs]
    heads = tuple(row(cursor) for row in rows)
    following = rows[selected](heads[selected].step + 1)
    return Frame(
        simulation.experiment,
        results,
        cursor,
        heads,
        hidden,
        selected,
        following if following.step == heads[selected].step + 1 else None,
    )


def frame_of_results(experiment: Experiment, results: tuple[RunResult, ...]) -> Frame:
    """Return the last frame of runs that have ended."""
    heads = tuple(last_row(result) for result in results)
    return Frame(experiment, results, max(head.step for head in heads), heads)
