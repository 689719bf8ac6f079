"""Nesterov's accelerated gradient (Nesterov 1983; Sutskever et al. 2013), in three conventions."""

from gdstudio.engine.jit import kernel
from gdstudio.engine.optimizers.momentum import MOMENTUM_FACTOR, heavy_ball_split
from gdstudio.engine.optimizers.momentum import keras as heavy_ball
from gdstudio.engine.optimizers.optimizer import (
    Convention,
    Matrix,
    Optimizer,
    Split,
    StepState,
    Vector,
    always,
    learning_rate,
)
from gdstudio.engine.signatures import PROBE, UPDATE


@kernel(UPDATE)
def pytorch(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """B ← μb + g; θ ← θ − η(g + μb) (torch.optim.SGD with nesterov=True)."""
    momentum = hyper[0]
    for i in range(theta.size):
        slots[0, i] = momentum * slots[0, i] + gradient[i]
        theta[i] -= rate * (gradient[i] + momentum * slots[0, i])


@kernel(UPDATE)
def keras(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """V ← μv − ηg; θ ← θ + μv − ηg (keras.optimizers.SGD with nesterov=True)."""
    momentum = hyper[0]
    for i in range(theta.size):
        step = rate * gradient[i]
        slots[0, i] = momentum * slots[0, i] - step
        theta[i] += momentum * slots[0, i] - step


@kernel(PROBE)
def ahead(theta: Vector, slots: Matrix, hyper: Vector, point: Vector) -> None:
    """Take the gradient at θ + μv, where the ball is about to roll."""
    for i in range(theta.size):
        point[i] = theta[i] + hyper[0] * slots[0, i]


def _pytorch_split(state: StepState) -> Split:
    """−η(g + μb) = −η(1+μ)g − ημ²b, with the b of the step before on the right."""
    rate, momentum = state.rate, state.values["momentum"]
    return Split(-rate * (1.0 + momentum), -rate * momentum * momentum * state.before[0])


def _keras_split(state: StepState) -> Split:
    """μv − ηg = −η(1+μ)g + μ²v, with the v of the step before on the right."""
    momentum = state.values["momentum"]
    return Split(-state.rate * (1.0 + momentum), momentum * momentum * state.before[0])


NESTEROV = Optimizer(
    key="nesterov",
    label="Nesterov",
    hint="Momentum that looks ahead: it brakes before the far slope instead of on it.",
    hyperparameters=(learning_rate(0.01), MOMENTUM_FACTOR),
    conventions=(
        Convention(
            key="pytorch",
            label="PyTorch",
            update=pytorch,
            split=_pytorch_split,
            formula=always(
                r"b \leftarrow \mu b + g",
                r"\theta \leftarrow \theta - \eta\,(g + \mu b)",
            ),
            initial_slots=(0.0,),
        ),
        Convention(
            key="keras",
            label="Keras",
            update=keras,
            split=_keras_split,
            formula=always(
                r"v \leftarrow \mu v - \eta\, g",
                r"\theta \leftarrow \theta + \mu v - \eta\, g",
            ),
            initial_slots=(0.0,),
        ),
        Convention(
            key="lookahead",
            label="Lookahead",
            update=heavy_ball,
            split=heavy_ball_split,
            formula=always(
                r"v \leftarrow \mu v - \eta\, \nabla f(\theta + \mu v)",
                r"\theta \leftarrow \theta + v",
            ),
            initial_slots=(0.0,),
            probe=ahead,
        ),
    ),
)
