"""RMSprop (Tieleman and Hinton 2012), with momentum and centring (Graves 2013)."""

import math

import numpy as np

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
    decay,
    epsilon,
    learning_rate,
)
from gdstudio.engine.signatures import UPDATE


@kernel(UPDATE)
def pytorch(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """θ ← θ − ηg/(√s + ε), with momentum θ ← θ − ηb, b ← μb + g/d (torch.optim.RMSprop)."""
    rho, small, momentum, centered = hyper[0], hyper[1], hyper[2], hyper[3] != 0.0
    for i in range(theta.size):
        g = gradient[i]
        slots[0, i] = rho * slots[0, i] + (1.0 - rho) * g * g
        variance = slots[0, i]
        if centered:
            slots[1, i] = rho * slots[1, i] + (1.0 - rho) * g
            # Never negative but for rounding, where the slope is steady.
            variance = max(0.0, variance - slots[1, i] * slots[1, i])
        direction = g / (math.sqrt(variance) + small)
        if momentum > 0.0:
            slots[2, i] = momentum * slots[2, i] + direction
            direction = slots[2, i]
        theta[i] -= rate * direction


@kernel(UPDATE)
def keras(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """θ ← θ − ηg/√(s + ε), with momentum θ ← θ − b, b ← μb + ηg/d (keras.optimizers.RMSprop)."""
    rho, small, momentum, centered = hyper[0], hyper[1], hyper[2], hyper[3] != 0.0
    for i in range(theta.size):
        g = gradient[i]
        slots[0, i] = rho * slots[0, i] + (1.0 - rho) * g * g
        variance = slots[0, i]
        if centered:
            slots[1, i] = rho * slots[1, i] + (1.0 - rho) * g
            variance = max(0.0, variance - slots[1, i] * slots[1, i])
        step = rate * g / math.sqrt(variance + small)
        if momentum > 0.0:
            slots[2, i] = momentum * slots[2, i] + step
            step = slots[2, i]
        theta[i] -= step


def _pytorch_split(state: StepState) -> Split:
    """−ηg, each component divided by d; with momentum also −ημb, which is divided already."""
    values = state.values
    scale = 1.0 / (np.sqrt(_spread(state)) + values["epsilon"])
    return Split(-state.rate, -state.rate * values["momentum"] * state.before[2], scale)


def _keras_split(state: StepState) -> Split:
    """−ηg, each component divided by d; with momentum also −μb, which is divided already."""
    values = state.values
    scale = 1.0 / np.sqrt(_spread(state) + values["epsilon"])
    return Split(-state.rate, -values["momentum"] * state.before[2], scale)


def _spread(state: StepState) -> Vector:
    """Return the mean square (d,) by which the rule divides; centred, the variance."""
    square, mean = state.after[0], state.after[1]
    spread: Vector = np.maximum(0.0, square - mean * mean) if state.values["centered"] else square
    return spread


def _pytorch_formula(values: Values) -> tuple[str, ...]:
    step = rf"\frac{{g}}{{\sqrt{{{_variance(values)}}} + \varepsilon}}"
    if values["momentum"] > 0.0:
        velocity = rf"b \leftarrow \mu b + {step}"
        return (*_averages(values), velocity, r"\theta \leftarrow \theta - \eta\, b")
    return (*_averages(values), rf"\theta \leftarrow \theta - \eta\, {step}")


def _keras_formula(values: Values) -> tuple[str, ...]:
    step = rf"\eta\, \frac{{g}}{{\sqrt{{{_variance(values)} + \varepsilon}}}}"
    if values["momentum"] > 0.0:
        velocity = rf"b \leftarrow \mu b + {step}"
        return (*_averages(values), velocity, r"\theta \leftarrow \theta - b")
    return (*_averages(values), rf"\theta \leftarrow \theta - {step}")


def _averages(values: Values) -> tuple[str, ...]:
    square = r"s \leftarrow \alpha s + (1 - \alpha)\, g^2"
    if values["centered"]:
        return (square, r"a \leftarrow \alpha a + (1 - \alpha)\, g")
    return (square,)


def _variance(values: Values) -> str:
    return "s - a^2" if values["centered"] else "s"


RMSPROP = Optimizer(
    key="rmsprop",
    label="RMSprop",
    hint="Divides each slope by its recent size, so that flat and steep directions move alike.",
    hyperparameters=(
        learning_rate(0.01),
        decay("rho", "Decay", r"\alpha", 0.99, "How long the squared gradient is remembered."),
        epsilon(1e-8),
        decay("momentum", "Momentum", r"\mu", 0.0, "How much of the last step is kept."),
        Hyperparameter(
            name="centered",
            label="Centred",
            symbol="",
            default=False,
            hint="Divide by the spread of the gradient instead of its size.",
        ),
    ),
    conventions=(
        Convention(
            key="pytorch",
            label="PyTorch",
            update=pytorch,
            split=_pytorch_split,
            formula=_pytorch_formula,
            initial_slots=(0.0, 0.0, 0.0),
        ),
        Convention(
            key="keras",
            label="Keras",
            update=keras,
            split=_keras_split,
            formula=_keras_formula,
            defaults={"learning_rate": 0.001, "rho": 0.9, "epsilon": 1e-7},
            initial_slots=(0.0, 0.0, 0.0),
        ),
    ),
    is_adaptive=True,
)
