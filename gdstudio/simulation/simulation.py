"""An experiment brought to life."""

import time
from collections.abc import Callable

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.problem import Problem, gradient_noise_of, problem_of
from gdstudio.simulation.run import RunResult, RunSimulation
from gdstudio.simulation.starts import starts_of
from gdstudio.simulation.stepper import StepperSetup

SLICES = 2
"""Parts into which the time of ``advance_for`` is cut."""
MOST_VISITS = 1 << 18
REPORT_SECONDS = 0.1
"""Time between two reports of progress, unless a single step takes longer."""


class Simulation:
    """The runs of an experiment, stepped side by side.

    Raises
    ------
    ExperimentError
        Its data cannot be read, or do not fit the model or the start.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._turn = -1
        self._visits = 1
        self.problem: Problem = problem_of(experiment.objective)
        self.runs = tuple(
            RunSimulation(
                run.label,
                StepperSetup(
                    problem=self.problem,
                    optimizer=run.optimizer,
                    start=start,
                    stop=experiment.stop,
                    noise=gradient_noise_of(experiment),
                    seed=experiment.seed,
                    batch=experiment.batch if run.batch is None else run.batch,
                    evaluation_interval=experiment.evaluation_interval,
                ),
                len(experiment.runs),
            )
            for run, start in zip(experiment.runs, starts_of(experiment, self.problem), strict=True)
        )

    @property
    def is_finished(self) -> bool:
        """Whether every run has ended."""
        return all(run.is_finished for run in self.runs)

    @property
    def results(self) -> tuple[RunResult, ...]:
        """Each run as far as it went, in order."""
        return tuple(run.result for run in self.runs)

    def advance(self, visits: int) -> None:
        """Visit up to so many steps of each run."""
        for run in self.runs:
            run.advance(visits)

    def advance_for(self, seconds: float) -> None:
        """Compute for about so long, the runs in turn.

        However slow a run is, the time is kept: it is looked at after a few steps, and how many
        that are follows from how long the last ones took.
        """
        slice_seconds = seconds / SLICES
        now = time.perf_counter()
        end = now + seconds
        while now < end and not self.is_finished:
            self._turn = (self._turn + 1) % len(self.runs)
            run = self.runs[self._turn]
            if run.is_finished:
                continue
            run.advance(self._visits)
            began, now = now, time.perf_counter()
            factor = slice_seconds / max(now - began, 1e-9)
            self._visits = int(min(MOST_VISITS, max(1, self._visits * min(2.0, factor))))

    def stop(self) -> None:
        """End every run where it is."""
        for run in self.runs:
            run.stop()

    def fail(self, message: str) -> None:
        """End every run where it is because the computation could not go on."""
        for run in self.runs:
            run.fail(message)


def run(
    experiment: Experiment,
    progress: Callable[[int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[RunResult, ...]:
    """Run an experiment to its end.

    Parameters
    ----------
    experiment
        What to run.
    progress
        Called now and then with the number of steps made so far by the slowest run.
    should_stop
        Asked as often; where it says yes, the runs end where they are.

    Returns
    -------
    tuple of RunResult
        One for each run, in order.

    Raises
    ------
    ExperimentError
        Its data cannot be read, or do not fit the model or the start.
    """
    simulation = Simulation(experiment)
    while not simulation.is_finished:
        simulation.advance_for(REPORT_SECONDS)
        if progress is not None:
            progress(
                min(
                    (each.trace.last_step for each in simulation.results if each.outcome is None),
                    default=experiment.stop.max_steps,
                )
            )
        if should_stop is not None and should_stop():
            simulation.stop()
    return simulation.results
