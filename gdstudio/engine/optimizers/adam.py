"""Adam (Kingma and Ba 2015), with AMSGrad (Reddi, Kale and Kumar 2018)."""

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
    """θ ← θ − η m̂/(√v̂ + ε), m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ) (torch.optim.Adam)."""
    beta1, beta2, small, amsgrad = hyper[0], hyper[1], hyper[2], hyper[3] != 0.0
    step = rate / (1.0 - math.pow(beta1, t))
    root = math.sqrt(1.0 - math.pow(beta2, t))
    for i in range(theta.size):
        g = gradient[i]
        slots[0, i] = beta1 * slots[0, i] + (1.0 - beta1) * g
        slots[1, i] = beta2 * slots[1, i] + (1.0 - beta2) * g * g
        second = slots[1, i]
        if amsgrad:
            slots[2, i] = max(slots[2, i], second)
            second = slots[2, i]
        theta[i] -= step * slots[0, i] / (math.sqrt(second) / root + small)


@kernel(UPDATE)
def keras(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """θ ← θ − η√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε) (keras.optimizers.Adam)."""
    beta1, beta2, small, amsgrad = hyper[0], hyper[1], hyper[2], hyper[3] != 0.0
    step = rate * math.sqrt(1.0 - math.pow(beta2, t)) / (1.0 - math.pow(beta1, t))
    for i in range(theta.size):
        g = gradient[i]
        slots[0, i] = beta1 * slots[0, i] + (1.0 - beta1) * g
        slots[1, i] = beta2 * slots[1, i] + (1.0 - beta2) * g * g
        second = slots[1, i]
        if amsgrad:
            slots[2, i] = max(slots[2, i], second)
            second = slots[2, i]
        theta[i] -= step * slots[0, i] / (math.sqrt(second) + small)


def _pytorch_split(state: StepState) -> Split:
    """−ηm̂ = −η((1−β₁)g + β₁m)/(1−β₁ᵗ), each component divided by √v̂ + ε."""
    root = np.sqrt(_mean_square(state)) / math.sqrt(1.0 - state.values["beta2"] ** state.t)
    return _moment_split(state, 1.0 / (root + state.values["epsilon"]))


def _keras_split(state: StepState) -> Split:
    """−η√(1−β₂ᵗ)((1−β₁)g + β₁m)/(1−β₁ᵗ), each component divided by √v + ε.

    The root belongs to what is divided by: without it the plain step would not be that of m̂.
    """
    root = math.sqrt(1.0 - state.values["beta2"] ** state.t)
    scale = root / (np.sqrt(_mean_square(state)) + state.values["epsilon"])
    return _moment_split(state, scale)


def _moment_split(state: StepState, scale: Vector) -> Split:
    beta1 = state.values["beta1"]
    step = -state.rate / (1.0 - beta1**state.t)
    return Split(step * (1.0 - beta1), step * beta1 * state.before[0], scale, scale)


def _mean_square(state: StepState) -> Vector:
    """Return the v (d,) by which the rule divides; with AMSGrad the largest."""
    mean_square: Vector = state.after[2] if state.values["amsgrad"] else state.after[1]
    return mean_square


def _pytorch_formula(values: Values) -> tuple[str, ...]:
    return (
        *_moments(values),
        r"\hat m = \frac{m}{1 - \beta_1^t}, \quad"
        rf" \hat v = \frac{{{_second(values)}}}{{1 - \beta_2^t}}",
        r"\theta \leftarrow \theta - \eta\, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}",
    )


def _keras_formula(values: Values) -> tuple[str, ...]:
    return (
        *_moments(values),
        r"\theta \leftarrow \theta - \eta\, \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}"
        rf"\, \frac{{m}}{{\sqrt{{{_second(values)}}} + \varepsilon}}",
    )


def _moments(values: Values) -> tuple[str, ...]:
    moments = (
        r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2",
    )
    return (*moments, r"v_{max} \leftarrow \max(v_{max}, v)") if values["amsgrad"] else moments


def _second(values: Values) -> str:
    return "v_{max}" if values["amsgrad"] else "v"


ADAM = Optimizer(
    key="adam",
    label="Adam",
    hint="Momentum and a step of its own for each parameter, both corrected for a cold start.",
    hyperparameters=(
        learning_rate(0.001),
        decay("beta1", "Beta 1", r"\beta_1", 0.9, "How long the gradient is remembered."),
        decay("beta2", "Beta 2", r"\beta_2", 0.999, "How long the squared gradient is remembered."),
        epsilon(1e-8),
        Hyperparameter(
            name="amsgrad",
            label="AMSGrad",
            symbol="",
            default=False,
            hint="Never let the denominator shrink: it keeps the largest v seen.",
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
            defaults={"epsilon": 1e-7},
            initial_slots=(0.0, 0.0, 0.0),
        ),
    ),
    is_adaptive=True,
)
