"""A run in motion: the state that the driver changes, and how it is saved and restored."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine import driver
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES, Rates, Steps
from gdstudio.experiment.model import Batch, Optimizer, StopRules
from gdstudio.simulation.batches import Batches
from gdstudio.simulation.checkpoints import Checkpoint
from gdstudio.simulation.evaluations import Evaluations
from gdstudio.simulation.problem_base import Problem
from gdstudio.simulation.trace import Trace


@dataclass(frozen=True)
class StepperSetup:
    """What a run needs to know: it never changes while the run goes on.

    Attributes
    ----------
    noise
        Standard deviation of the noise added to each component of the gradient.
    seed
        Of the noise and of the batches. Runs that share it see the same noise and epochs in the
        same order, which makes them comparable.
    batch
        How many rows of the data each step sees.
    evaluation_interval
        Steps from one evaluation over all rows to the next; None: an epoch.
    """

    problem: Problem
    optimizer: Optimizer
    start: tuple[float, ...]
    stop: StopRules
    noise: float
    seed: int
    batch: Batch = field(default_factory=Batch)
    evaluation_interval: int | None = None

    @cached_property
    def initial_parameters(self) -> NDArray[np.float64]:
        """The start as a vector (d,)."""
        return np.array(self.start, dtype=np.float64)

    @cached_property
    def batches(self) -> Batches:
        """Which rows each step sees."""
        return Batches(self.problem.rows.size, self.batch, self.seed)

    def new_evaluations(self) -> Evaluations | None:
        """Return columns for the evaluations of this run; None for a function."""
        if self.problem.score_kernel is None:
            return None
        return Evaluations(self.evaluation_interval or self.batches.updates)

    def learning_rates(self, steps: Steps) -> Rates:
        """Return the learning rates (n,) of the updates that follow the 0-based steps (n,)."""
        optimizer = self.optimizer
        schedule = SCHEDULES[optimizer.schedule.kind]
        initial = float(optimizer.value("learning_rate"))
        return schedule.rates(initial, dict(optimizer.schedule.parameters), steps)


class Stepper:
    """Steps a run through the driver.

    The numbers do not depend on how many visits are made at a time.
    """

    def __init__(self, setup: StepperSetup) -> None:
        self.setup = setup
        problem, optimizer, stop = setup.problem, setup.optimizer, setup.stop
        convention = OPTIMIZERS[optimizer.method].convention(optimizer.convention)
        self._rules = (
            problem.kernel.address,
            convention.update.address,
            0 if convention.probe is None else convention.probe.address,
        )
        self._score = 0 if problem.score_kernel is None else problem.score_kernel.address
        self._problem = (
            problem.structure, problem.constants, problem.data, problem.rows, problem.test_rows
        )  # fmt: skip
        # The first one is the learning rate, which the schedule changes.
        self._hyper = np.array([float(each) for _, each in optimizer.hyperparameters[1:]])
        self._limits = np.array(
            [
                stop.gradient_tolerance,
                stop.loss_tolerance,
                stop.divergence_loss,
                optimizer.clip_norm or 0.0,
                optimizer.weight_decay,
            ]
        )
        dimension = len(setup.start)
        self._space = (problem.workspace(), np.zeros(dimension), np.zeros(dimension))
        self._theta = setup.initial_parameters.copy()
        self._slots = np.repeat(
            np.array(convention.initial_slots, dtype=np.float64)[:, np.newaxis], dimension, axis=1
        )
        self._last_loss = np.zeros(1)
        self._counters = np.zeros(driver.COUNTERS, dtype=np.int64)
        self._generator = np.random.default_rng(setup.seed)
        self._nowhere = Evaluations(1, capacity=0)

    @property
    def step(self) -> int:
        """The step that is visited next."""
        return int(self._counters[driver.STEP])

    @property
    def last_loss(self) -> float:
        """The loss that the last visit saw: that of its batch."""
        return float(self._last_loss[0])

    @property
    def numbers(self) -> int:
        """How many numbers a checkpoint holds."""
        return self._theta.size + self._slots.size

    def visit(
        self,
        visits: int,
        trace: Trace,
        evaluations: Evaluations | None = None,
        last_step: int | None = None,
    ) -> int:
        """Visit steps and record them.

        Parameters
        ----------
        visits
            How many, at the most.
        trace
            Takes the rows.
        evaluations
            Takes the evaluations; without them none are made.
        last_step
            The step at which the run ends; by default that of the experiment.

        Returns
        -------
        int
            The driver's status.
        """
        status = driver.RUNNING
        while visits > 0 and status == driver.RUNNING:
            order, right_for = self.setup.batches.epochs_from(self.step)
            now = min(visits, right_for)
            status = self._drive(now, order, trace, evaluations, last_step)
            visits -= now
        return status

    def _drive(
        self,
        visits: int,
        order: driver.Integer,
        trace: Trace,
        evaluations: Evaluations | None,
        last_step: int | None,
    ) -> int:
        setup = self.setup
        steps = np.arange(self.step, self.step + visits, dtype=np.float64)
        noise = (
            setup.noise * self._generator.standard_normal((visits, self._theta.size))
            if setup.noise > 0.0
            else np.zeros((0, 0))
        )
        score = 0 if evaluations is None else self._score
        evaluations = self._nowhere if evaluations is None else evaluations
        self._counters[driver.ROWS] = trace.rows
        self._counters[driver.EVALUATIONS] = evaluations.rows
        status = driver.drive(
            (*self._rules, score),
            self._problem,
            order,
            setup.batches.size,
            (self._theta, self._slots, self._last_loss, self._counters),
            self._space,
            self._hyper,
            self._limits,
            setup.stop.max_steps if last_step is None else last_step,
            setup.learning_rates(steps),
            noise,
            trace.storage.columns(),
            trace.stride,
            evaluations.storage.columns(),
            evaluations.stride,
        )
        trace.rows = int(self._counters[driver.ROWS])
        evaluations.rows = int(self._counters[driver.EVALUATIONS])
        return status

    def checkpoint(self) -> Checkpoint:
        """Return the state before the next visit."""
        return Checkpoint(
            self.step,
            self._theta.copy(),
            self._slots.copy(),
            self.last_loss,
            int(self._counters[driver.CALM]),
            self._generator.bit_generator.state,
            int(self._counters[driver.QUIET]),
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back, or forward, to a state of the same run."""
        self._theta[:] = checkpoint.theta
        self._slots[:] = checkpoint.slots
        self._last_loss[0] = checkpoint.last_loss
        self._counters[driver.STEP] = checkpoint.step
        self._counters[driver.CALM] = checkpoint.calm_steps
        self._counters[driver.QUIET] = checkpoint.quiet_steps
        self._generator.bit_generator.state = checkpoint.generator_state
