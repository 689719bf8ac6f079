"""A run in motion: the state that the driver changes, and how it is saved and restored."""

from dataclasses import dataclass

import numpy as np

from gdstudio.engine import driver
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES, Rates, Steps
from gdstudio.experiment.model import Optimizer, StopRules
from gdstudio.simulation.checkpoints import Checkpoint
from gdstudio.simulation.problem import Problem
from gdstudio.simulation.trace import TraceView


@dataclass(frozen=True)
class StepperSetup:
    """What a run needs to know: it never changes while the run goes on.

    Attributes
    ----------
    noise
        Standard deviation of the noise added to each component of the gradient.
    seed
        Of the noise. Runs that share it see the same noise, which makes them comparable.
    """

    problem: Problem
    optimizer: Optimizer
    start: tuple[float, ...]
    stop: StopRules
    noise: float
    seed: int

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
        method = OPTIMIZERS[setup.optimizer.method]
        self._convention = method.convention(setup.optimizer.convention)
        # The first one is the learning rate, which the schedule changes.
        self._hyper = np.array([float(each) for _, each in setup.optimizer.hyperparameters[1:]])

        stop = setup.stop
        self._limits = np.array(
            [
                stop.gradient_tolerance,
                stop.loss_tolerance,
                stop.divergence_loss,
                setup.optimizer.clip_norm or 0.0,
                setup.optimizer.weight_decay,
            ]
        )
        dimension = len(setup.start)
        self._work = setup.problem.workspace()
        self._gradient, self._point = np.zeros(dimension), np.zeros(dimension)
        self._theta = np.array(setup.start, dtype=np.float64)
        self._slots = np.repeat(
            np.array(self._convention.initial_slots, dtype=np.float64)[:, np.newaxis],
            dimension,
            axis=1,
        )
        self._last_loss = np.zeros(1)
        self._counters = np.zeros(3, dtype=np.int64)
        self._generator = np.random.default_rng(setup.seed)

    @property
    def step(self) -> int:
        """The step that is visited next."""
        return int(self._counters[driver.STEP])

    def visit(self, visits: int, storage: TraceView, rows: int, stride: int) -> tuple[int, int]:
        """Visit steps and record them in ``storage`` after its first ``rows`` rows.

        Returns
        -------
        tuple of int
            How many rows are recorded now, and the driver's status.
        """
        steps = np.arange(self.step, self.step + visits, dtype=np.float64)
        rates = self.setup.learning_rates(steps)
        dimension = self._theta.size
        noise = (
            self.setup.noise * self._generator.standard_normal((visits, dimension))
            if self.setup.noise > 0.0
            else np.zeros((0, 0))
        )
        problem, convention = self.setup.problem, self._convention
        self._counters[driver.ROWS] = rows
        status = driver.drive(
            problem.kernel.compiled,
            convention.update.compiled,
            (convention.probe or driver.at_theta).compiled,
            convention.probe is not None,
            problem.structure,
            problem.constants,
            problem.data,
            problem.rows,
            self._work,
            self._theta,
            self._slots,
            self._hyper,
            self._gradient,
            self._point,
            rates,
            noise,
            self._limits,
            self._last_loss,
            self._counters,
            self.setup.stop.max_steps,
            *storage.columns(),
            stride,
        )
        return int(self._counters[driver.ROWS]), status

    def checkpoint(self) -> Checkpoint:
        """Return the state before the next visit."""
        return Checkpoint(
            self.step,
            self._theta.copy(),
            self._slots.copy(),
            float(self._last_loss[0]),
            int(self._counters[driver.CALM]),
            self._generator.bit_generator.state,
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back, or forward, to a state of the same run."""
        self._theta[:] = checkpoint.theta
        self._slots[:] = checkpoint.slots
        self._last_loss[0] = checkpoint.last_loss
        self._counters[driver.STEP] = checkpoint.step
        self._counters[driver.CALM] = checkpoint.calm_steps
        self._generator.bit_generator.state = checkpoint.generator_state
