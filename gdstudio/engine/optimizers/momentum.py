"""Momentum, also called the heavy ball (Polyak 1964), in three conventions."""

import math

from gdstudio.engine.jit import kernel
from gdstudio.engine.optimizers.optimizer import (
    Convention,
    Hyperparameter,
    Matrix,
    Optimizer,
    Split,
    StepState,
    Values,
    Vector,
    always,
    decay,
    learning_rate,
)
from gdstudio.engine.signatures import UPDATE


@kernel(UPDATE)
def pytorch(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """b₁ = g; b ← μb + (1−τ)g; θ ← θ − ηb (torch.optim.SGD)."""
    momentum, dampening = hyper[0], hyper[1]
    fresh = 1.0 if t == 1 else 1.0 - dampening
    for i in range(theta.size):
        slots[0, i] = momentum * slots[0, i] + fresh * gradient[i]
        theta[i] -= rate * slots[0, i]


@kernel(UPDATE)
def keras(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """V ← μv − ηg; θ ← θ + v (keras.optimizers.SGD)."""
    for i in range(theta.size):
        slots[0, i] = hyper[0] * slots[0, i] - rate * gradient[i]
        theta[i] += slots[0, i]


@kernel(UPDATE)
def ema(theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int) -> None:
    """V ← μv + (1−μ)g; θ ← θ − ηv (lecture notes: an exponential moving average of g)."""
    for i in range(theta.size):
        slots[0, i] = hyper[0] * slots[0, i] + (1.0 - hyper[0]) * gradient[i]
        theta[i] -= rate * slots[0, i]


def _pytorch_split(state: StepState) -> Split:
    """−ηb = −η(1−τ)g − ημb, with the b of the step before on the right."""
    fresh = 1.0 if state.t == 1 else 1.0 - state.values["dampening"]
    return Split(-state.rate * fresh, -state.rate * state.values["momentum"] * state.before[0])


def heavy_ball_split(state: StepState) -> Split:
    """V = −ηg + μv."""
    return Split(-state.rate, state.values["momentum"] * state.before[0])


def _ema_split(state: StepState) -> Split:
    """−ηv = −η(1−μ)g − ημv."""
    momentum = state.values["momentum"]
    return Split(-state.rate * (1.0 - momentum), -state.rate * momentum * state.before[0])


MOMENTUM_FACTOR = decay(
    "momentum",
    "Momentum",
    r"\mu",
    0.9,
    "How much of the last step is kept. At 0.9 a steady slope is taken ten times as fast.",
)


def _heavy_ball_limit(values: Values) -> float:
    """Return the limit of the heavy ball, 2(1 + μ) (Polyak 1964)."""
    return 2.0 * (1.0 + values["momentum"])


def _dampened_limit(values: Values) -> float:
    """Return the limit where dampening τ leaves (1 − τ) of the learning rate."""
    fresh = 1.0 - values["dampening"]
    return _heavy_ball_limit(values) / fresh if fresh > 0.0 else math.inf


def _moving_average_limit(values: Values) -> float:
    """Return the limit where only (1 − μ) of the learning rate counts."""
    return _heavy_ball_limit(values) / (1.0 - values["momentum"])


MOMENTUM = Optimizer(
    key="momentum",
    label="Momentum",
    hint="A heavy ball: it keeps part of its last step and rolls through small bumps.",
    hyperparameters=(
        learning_rate(0.01),
        MOMENTUM_FACTOR,
        Hyperparameter(
            name="dampening",
            label="Dampening",
            symbol=r"\tau",
            default=0.0,
            maximum=1.0,
            hint="Shrinks the fresh gradient by 1 − τ (used by the PyTorch convention alone).",
        ),
    ),
    conventions=(
        Convention(
            key="pytorch",
            label="PyTorch",
            update=pytorch,
            split=_pytorch_split,
            formula=always(
                r"b \leftarrow \mu b + (1 - \tau)\, g, \quad b_1 = g",
                r"\theta \leftarrow \theta - \eta\, b",
            ),
            initial_slots=(0.0,),
            highest_stable=_dampened_limit,
        ),
        Convention(
            key="keras",
            label="Keras",
            update=keras,
            split=heavy_ball_split,
            formula=always(r"v \leftarrow \mu v - \eta\, g", r"\theta \leftarrow \theta + v"),
            initial_slots=(0.0,),
            highest_stable=_heavy_ball_limit,
        ),
        Convention(
            key="ema",
            label="Moving average",
            update=ema,
            split=_ema_split,
            formula=always(
                r"v \leftarrow \mu v + (1 - \mu)\, g",
                r"\theta \leftarrow \theta - \eta\, v",
            ),
            initial_slots=(0.0,),
            highest_stable=_moving_average_limit,
        ),
    ),
)
