"""One run of an experiment: it steps forward, keeps its trace, and finds any step again."""

import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine import driver
from gdstudio.simulation.checkpoints import (
    FIRST_INTERVAL_OF_DATA,
    Checkpoint,
    Checkpoints,
    most_checkpoints_for,
)
from gdstudio.simulation.evaluations import Evaluations, EvaluationView, no_evaluations
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.outcome_text import outcome_of, sentence, stopped_sentence
from gdstudio.simulation.stepper import Stepper, StepperSetup
from gdstudio.simulation.trace import Trace, TraceView, capacity_for


@dataclass(frozen=True, eq=False)
class Row:
    """One step of a run, exactly."""

    step: int
    parameters: NDArray[np.float64]
    loss: float
    gradient_norm: float
    learning_rate: float


@dataclass(frozen=True, eq=False)
class RunResult:
    """A run as far as it went.

    Attributes
    ----------
    label
        The name of the run.
    parameter_names
        Names of the columns of ``trace.parameters``.
    trace
        Its rows.
    outcome, message
        How it ended and a sentence about it; None and "" while it goes on.
    evaluations
        The loss over all training and all test rows, now and then; none for a function.
    """

    label: str
    parameter_names: tuple[str, ...]
    trace: TraceView
    outcome: Outcome | None
    message: str
    evaluations: EvaluationView = field(default_factory=no_evaluations)

    @property
    def steps(self) -> NDArray[np.int64]:
        """The step of each row, int64 (rows,)."""
        return self.trace.steps

    @property
    def parameters(self) -> NDArray[np.float64]:
        """The parameters of each row, float64 (rows, d); row 0 is the start."""
        return self.trace.parameters

    @property
    def losses(self) -> NDArray[np.float64]:
        """The loss of each row, float64 (rows,): of its batch, in the last row of all rows."""
        return self.trace.losses

    @property
    def gradient_norms(self) -> NDArray[np.float64]:
        """The norm of the gradient of each row, float64 (rows,)."""
        return self.trace.gradient_norms

    @property
    def learning_rates(self) -> NDArray[np.float64]:
        """The learning rate of each row, float64 (rows,)."""
        return self.trace.learning_rates

    @property
    def evaluated_steps(self) -> NDArray[np.int64]:
        """The step of each evaluation, int64 (evaluations,)."""
        return self.evaluations.steps

    @property
    def train_losses(self) -> NDArray[np.float64]:
        """The loss over all training rows at each evaluation, float64 (evaluations,)."""
        return self.evaluations.train_losses

    @property
    def test_losses(self) -> NDArray[np.float64]:
        """The loss over all test rows at each evaluation; NaN where there are none."""
        return self.evaluations.test_losses

    @property
    def train_accuracies(self) -> NDArray[np.float64]:
        """Which part of the training rows has its class recognized; NaN without classes."""
        return self.evaluations.train_accuracies

    @property
    def test_accuracies(self) -> NDArray[np.float64]:
        """Which part of the test rows has its class recognized; NaN without classes or rows."""
        return self.evaluations.test_accuracies


class RunSimulation:
    """One run, which computes ahead of what is shown.

    One thread advances it; ``result`` and ``row`` may be asked by others.

    Parameters
    ----------
    label, setup
        Its name, and what it needs to know.
    runs
        How many runs share the memory.
    """

    def __init__(self, label: str, setup: StepperSetup, runs: int = 1) -> None:
        self.label = label
        self.setup = setup
        self._stepper = Stepper(setup)
        self._trace = Trace(len(setup.start), capacity_for(len(setup.start), runs))
        self._evaluations = setup.new_evaluations()
        self._checkpoints = Checkpoints(
            None if self._evaluations is None else FIRST_INTERVAL_OF_DATA,
            most_checkpoints_for(self._stepper.numbers, runs),
        )
        self._checkpoints.add(self._stepper.checkpoint())
        self._near: tuple[Checkpoint, ...] = ()
        self._replayed: dict[int, Row] = {}
        self._seconds_a_visit = 0.0
        self.result = self._result(None, "")

    @property
    def is_finished(self) -> bool:
        """Whether the run has an outcome."""
        return self.result.outcome is not None

    def advance(self, visits: int) -> None:
        """Visit up to so many steps; fewer when the run ends."""
        status = driver.RUNNING
        while visits > 0 and not self.is_finished and status == driver.RUNNING:
            step = self._stepper.step
            if self._checkpoints.is_due(step):
                self._checkpoints.add(self._stepper.checkpoint())
            for columns in self._recorded:
                if columns.visits_until_full(step) <= 0:
                    columns.thin()
            now = min(
                visits,
                self._checkpoints.visits_until_due(step),
                *(columns.visits_until_full(step) for columns in self._recorded),
            )
            began = time.perf_counter()
            status = self._stepper.visit(now, self._trace, self._evaluations)
            self._seconds_a_visit = (time.perf_counter() - began) / now
            visits -= now
        if status != driver.RUNNING:
            message = sentence(
                status, self.setup, *self._views(), seen_loss=self._stepper.last_loss
            )
            self.result = self._result(outcome_of(status), message)
        elif not self.is_finished:
            self.result = self._result(None, "")

    def stop(self) -> None:
        """End the run where it is."""
        if not self.is_finished:
            self._keep_last_visit()
            message = stopped_sentence(self.setup, *self._views())
            self.result = self._result(Outcome.STOPPED, message)

    def fail(self, message: str) -> None:
        """End the run where it is because it could not go on; ``message`` says why."""
        if not self.is_finished:
            try:
                self._keep_last_visit()
            except (ArithmeticError, LookupError, MemoryError, OSError, ValueError):
                # What broke the run may break this visit too; the start is known all the same.
                self._keep_start()
            self.result = self._result(Outcome.FAILED, message)

    def row(self, step: int) -> Row:
        """Return a step that was visited: from the trace, or computed again, bit for bit.

        Parameters
        ----------
        step
            Clipped to the steps that are recorded.
        """
        trace = self.result.trace
        step = min(max(step, 0), trace.last_step)
        known = self._known_row(step)
        if known is not None:
            return known
        replay = self.stepper_at(step)
        here = replay.checkpoint()
        beside = Trace(len(self.setup.start), capacity=1)
        replay.visit(1, beside)
        # A person steps on from here, and a picture is drawn more than once.
        self._near = (replay.checkpoint(), here)
        if len(self._replayed) >= _REMEMBERED:
            self._replayed.clear()
        row = self._replayed[step] = _row(beside.view(), 0)
        return row

    def seconds_to(self, step: int) -> float:
        """Return about how long ``row`` takes to find a step."""
        step = min(max(step, 0), self.result.trace.last_step)
        if self._known_row(step) is not None:
            return 0.0
        return (step - self._nearest(step).step) * self._seconds_a_visit

    def recorded_row(self, step: int) -> Row:
        """Return the last recorded row at or before ``step``: nothing is computed."""
        trace = self.result.trace
        return _row(trace, trace.row_at(step))

    def stepper_at(self, step: int) -> Stepper:
        """Return a new stepper of the same run that is about to visit ``step``."""
        stepper = Stepper(self.setup)
        stepper.restore(self._nearest(step))
        beside = Trace(len(self.setup.start), capacity=1, stride=_RECORD_NOTHING)
        while stepper.step < step:
            # A bounded number at a time: their noise is drawn ahead.
            stepper.visit(min(step - stepper.step, _REPLAYED), beside)
            beside.rows = 0
        return stepper

    def _known_row(self, step: int) -> Row | None:
        trace = self.result.trace
        if trace.has(step):
            return _row(trace, trace.row_at(step))
        return self._replayed.get(step)

    def _nearest(self, step: int) -> Checkpoint:
        """Return the last known state at or before a step."""
        candidates = [self._checkpoints.before(step), *self._near]
        return max((each for each in candidates if each.step <= step), key=lambda each: each.step)

    def _keep_last_visit(self) -> None:
        """Record the last step that was visited as the end of a run is recorded.

        A thinned trace may have passed it by, and if not, its loss is that of a batch. A run that
        has visited none records its start.
        """
        last = max(0, self._stepper.step - 1)
        is_there = all(columns.view().last_step == last for columns in self._recorded)
        if is_there and self.setup.batches.updates == 1:
            return
        replay = self.stepper_at(last)
        # The driver has room for one row more, as when a run ends by itself.
        for columns in self._recorded:
            columns.forget_last(last)
        replay.visit(1, self._trace, self._evaluations, last_step=last)

    def _keep_start(self) -> None:
        """Record the start without a loss in a trace that has no row."""
        if self._trace.rows == 0:
            storage = self._trace.storage
            storage.steps[0] = 0
            storage.parameters[0] = self.setup.start
            for column in (storage.losses, storage.gradient_norms, storage.learning_rates):
                column[0] = np.nan
            self._trace.rows = 1

    @property
    def _recorded(self) -> tuple[Trace | Evaluations, ...]:
        """What the driver appends to."""
        return (self._trace,) if self._evaluations is None else (self._trace, self._evaluations)

    def _views(self) -> tuple[TraceView, EvaluationView | None]:
        return self._trace.view(), None if self._evaluations is None else self._evaluations.view()

    def _result(self, outcome: Outcome | None, message: str) -> RunResult:
        trace, evaluations = self._views()
        return RunResult(
            self.label,
            self.setup.problem.parameter_names,
            trace,
            outcome,
            message,
            no_evaluations() if evaluations is None else evaluations,
        )


def last_row(result: RunResult) -> Row:
    """Return the last row of a run."""
    return _row(result.trace, len(result.trace) - 1)


_RECORD_NOTHING = 2**62
_REPLAYED = 65_536
_REMEMBERED = 64
"""Rows that were computed again and are kept."""


def _row(trace: TraceView, index: int) -> Row:
    return Row(
        int(trace.steps[index]),
        trace.parameters[index].copy(),
        float(trace.losses[index]),
        float(trace.gradient_norms[index]),
        float(trace.learning_rates[index]),
    )
