"""What a picture shows: an experiment, its results, a step."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.batches import Batches

if TYPE_CHECKING:
    from gdstudio.simulation.problem import Problem
    from gdstudio.simulation.run import Row, RunResult, RunSimulation
    from gdstudio.simulation.simulation import Simulation


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a run fits all its data at one step.

    Attributes
    ----------
    step
        Where it was evaluated.
    train_loss, test_loss
        Over all training and all test rows; NaN without test rows.
    train_accuracy, test_accuracy
        Which part of the rows has its class recognized; NaN where the targets are no classes.
    """

    step: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float

    @property
    def has_test(self) -> bool:
        """Whether rows are held back for a test."""
        return not math.isnan(self.test_loss) or not math.isnan(self.test_accuracy)

    @property
    def has_accuracy(self) -> bool:
        """Whether the targets are classes."""
        return not math.isnan(self.train_accuracy)


def evaluation_at(result: "RunResult", step: int) -> Evaluation | None:
    """Return the last evaluation of a run at or before a step; None of a function."""
    evaluations = result.evaluations
    if len(evaluations) == 0:
        return None
    row = evaluations.row_at(step)
    steps, *columns = evaluations.columns()
    return Evaluation(int(steps[row]), *(float(column[row]) for column in columns))


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
    problem
        What computes the objective; None: whoever needs it finds it.
    batches
        Which rows of the data the steps of each run see; empty: each step sees all.
    run
        What computes the selected run; None where only results are there.
    """

    experiment: Experiment
    results: "tuple[RunResult, ...]"
    cursor: int
    heads: "tuple[Row, ...]"
    hidden: frozenset[int] = frozenset()
    selected: int = 0
    following: "Row | None" = None
    problem: "Problem | None" = None
    batches: tuple[Batches, ...] = ()
    run: "RunSimulation | None" = None

    def visible_runs(self) -> list[int]:
        """Return the indices of the runs that are drawn."""
        return [index for index in range(len(self.results)) if index not in self.hidden]

    @property
    def last_step(self) -> int:
        """The last step that any run has reached."""
        return max((result.trace.last_step for result in self.results), default=0)

    def evaluation(self, index: int) -> Evaluation | None:
        """Return the last evaluation of a run at or before the cursor; None of a function."""
        return evaluation_at(self.results[index], self.cursor)

    def steps_an_epoch(self, index: int) -> int:
        """Return in how many steps a run sees each training row once; 1 for a function."""
        return self.batches[index].updates if index < len(self.batches) else 1

    @property
    def has_batches(self) -> bool:
        """Whether an epoch of any run is more than a step."""
        return any(each.updates > 1 for each in self.batches)


def frame_of(
    simulation: "Simulation",
    results: "tuple[RunResult, ...]",
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
        simulation.problem,
        tuple(run.setup.batches for run in simulation.runs),
        simulation.runs[selected],
    )


def frame_of_results(experiment: Experiment, results: "tuple[RunResult, ...]") -> Frame:
    """Return the last frame of runs that have ended."""
    from gdstudio.simulation.problem import problem_of
    from gdstudio.simulation.run import last_row

    heads = tuple(last_row(result) for result in results)
    problem = problem_of(experiment.objective)
    return Frame(
        experiment,
        results,
        max(head.step for head in heads),
        heads,
        problem=problem,
        batches=tuple(
            Batches(problem.rows.size, run.batch or experiment.batch, experiment.seed)
            for run in experiment.runs
        ),
    )
