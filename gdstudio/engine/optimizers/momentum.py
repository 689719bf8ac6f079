"""Momentum, also called the heavy ball (Polyak 1964), in three conventions."""

from gdstudio.engine.jit import kernel
from gdstudio.engine.optimizers.optimizer import (
    Convention,
    Hyperparameter,
    Matrix,
    Optimizer,
    Vector,
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


MOMENTUM_FACTOR = decay(
    "momentum",
    "Momentum",
    r"\mu",
    0.9,
    "How much of the last step is kept. At 0.9 a steady slope is taken ten times as fast.",
)

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
            formula=(
                r"b \leftarrow \mu b + (1 - \tau)\, g, \quad b_1 = g",
                r"\theta \leftarrow \theta - \eta\, b",
            ),
            initial_slots=(0.0,),
        ),
        Convention(
            key="keras",
            label="Keras",
            update=keras,
            formula=(r"v \leftarrow \mu v - \eta\, g", r"\theta \leftarrow \theta + v"),
            initial_slots=(0.0,),
        ),
        Convention(
            key="ema",
            label="Moving average",
            update=ema,
            formula=(
                r"v \leftarrow \mu v + (1 - \mu)\, g",
                r"\theta \leftarrow \theta - \eta\, v",
            ),
            initial_slots=(0.0,),
        ),
    ),
)
