"""Why a step goes where it goes: the update taken apart into what the rule adds up."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.optimizers.optimizer import Convention, Split, StepState
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.simulation.checkpoints import Checkpoint
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.run import RunSimulation
from gdstudio.simulation.stepper import StepperSetup
from gdstudio.simulation.trace import Trace

Float = NDArray[np.float64]

_CLIP_GUARD = 1e-6
"""What the driver adds to the norm by which it divides (FORMULAS: ``clip_norm``)."""


class PartKind(Enum):
    """What a part of a step comes from; the value names it in English."""

    GRADIENT = "gradient"
    """The gradient of this step, times its factor in the rule (−η for plain descent)."""
    NOISE = "noise"
    """The noise that the experiment adds to the gradient."""
    CLIPPING = "clipping"
    """What shortening the gradient takes away."""
    WEIGHT_DECAY = "weight decay"
    """The pull towards 0."""
    MOMENTUM = "momentum"
    """What steps before this one left behind."""
    PRECONDITIONING = "preconditioning"
    """What scaling each component on its own changes (AdaGrad, RMSprop, Adam)."""


@dataclass(frozen=True, eq=False)
class StepPart:
    """One of the vectors (d,) that a step is the sum of."""

    kind: PartKind
    vector: Float


@dataclass(frozen=True, eq=False)
class StepParts:
    """A step taken apart in two ways. The vectors of each way add up to ``change``.

    Attributes
    ----------
    step
        The update from this step to the next.
    start, end
        The parameters (d,) before and after it.
    gradient_point
        Where the gradient is taken (d,): the start, but for Nesterov's look ahead.
    parts
        Gradient and momentum as they would act without preconditioning, and what preconditioning
        changes. Parts that the run does not have are left out; the gradient is always the first.
    scaled
        The same without the last one, each as it acts after preconditioning.
    """

    step: int
    start: Float
    end: Float
    gradient_point: Float
    parts: tuple[StepPart, ...]
    scaled: tuple[StepPart, ...]

    @property
    def change(self) -> Float:
        """Δθ (d,): where the step leads."""
        return self.end - self.start

    def part(self, kind: PartKind) -> Float | None:
        """Return the vector (d,) of a kind in ``parts``, or None."""
        return next((each.vector for each in self.parts if each.kind is kind), None)


def step_parts(run: RunSimulation, step: int) -> StepParts | None:
    """Take apart the update that a run makes at a step.

    Parameters
    ----------
    run
        The run. It is not changed: the step is made again, from the checkpoint before it.
    step
        Clipped to the steps that are recorded.

    Returns
    -------
    StepParts or None
        None where the run makes no update: it has ended there.
    """
    setup = run.setup
    stepper = run.stepper_at(min(max(step, 0), run.result.trace.last_step))
    before = stepper.checkpoint()
    stepper.visit(1, Trace(before.theta.size, capacity=1))
    after = stepper.checkpoint()
    if after.step == before.step:
        return None
    convention = OPTIMIZERS[setup.optimizer.method].convention(setup.optimizer.convention)
    point = _gradient_point(setup, convention, before)
    split = convention.split(
        StepState(
            before.slots,
            after.slots,
            dict(setup.optimizer.hyperparameters),
            float(setup.learning_rates(np.array([float(before.step)]))[0]),
            after.step,
        )
    )
    plain, scaled = _parts(_slopes(setup, before, point), split)
    return StepParts(before.step, before.theta, after.theta, point, plain, scaled)


def _gradient_point(setup: StepperSetup, convention: Convention, before: Checkpoint) -> Float:
    point = before.theta.copy()
    if convention.probe is not None:
        hyper = np.array([float(each) for _, each in setup.optimizer.hyperparameters[1:]])
        convention.probe(before.theta, before.slots, hyper, point)
    return point


def _slopes(setup: StepperSetup, before: Checkpoint, point: Float) -> dict[PartKind, Float]:
    """Return what the driver adds up to the gradient (d,) that the rule is given."""
    problem, optimizer = setup.problem, setup.optimizer
    if isinstance(problem, DataProblem):
        gradient = problem.loss_and_gradient(point, setup.batches.rows_at(before.step))[1]
    else:
        gradient = problem.gradient(point)
    slopes = {PartKind.GRADIENT: gradient}
    if setup.noise > 0.0:
        generator = np.random.default_rng()
        generator.bit_generator.state = before.generator_state
        slopes[PartKind.NOISE] = setup.noise * generator.standard_normal(gradient.size)
    if optimizer.clip_norm:
        seen = sum(slopes.values(), np.zeros_like(gradient))
        share = min(1.0, optimizer.clip_norm / (float(np.linalg.norm(seen)) + _CLIP_GUARD))
        if share < 1.0:
            slopes[PartKind.CLIPPING] = (share - 1.0) * seen
    if optimizer.weight_decay > 0.0:
        slopes[PartKind.WEIGHT_DECAY] = optimizer.weight_decay * before.theta
    return slopes


def _parts(
    slopes: dict[PartKind, Float], split: Split
) -> tuple[tuple[StepPart, ...], tuple[StepPart, ...]]:
    """Return the parts of a step without preconditioning and its effect; and with it."""
    plain = [(kind, split.fresh * slope, split.scale) for kind, slope in slopes.items()]
    if np.any(split.memory != 0.0):
        plain.append((PartKind.MOMENTUM, np.asarray(split.memory), split.memory_scale))
    parts = [StepPart(kind, vector) for kind, vector, _ in plain]
    scaled = [StepPart(kind, scale * vector) for kind, vector, scale in plain]
    if isinstance(split.scale, np.ndarray):
        changes = [new.vector - old.vector for new, old in zip(scaled, parts, strict=True)]
        parts.append(StepPart(PartKind.PRECONDITIONING, np.sum(changes, axis=0)))
    return tuple(parts), tuple(scaled)
