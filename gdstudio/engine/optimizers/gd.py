"""Gradient descent."""

from gdstudio.engine.jit import kernel
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
from gdstudio.engine.signatures import UPDATE


@kernel(UPDATE)
def descend(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """θ ← θ − ηg (Cauchy 1847)."""
    for i in range(theta.size):
        theta[i] -= rate * gradient[i]


def _split(state: StepState) -> Split:
    """−ηg is the whole step."""
    return Split(-state.rate)


GD = Optimizer(
    key="gd",
    label="Gradient descent",
    hint="Walks straight downhill: each step is the negative gradient times the learning rate.",
    hyperparameters=(learning_rate(0.01),),
    conventions=(
        Convention(
            key=None,
            label="Standard",
            update=descend,
            split=_split,
            formula=always(r"\theta \leftarrow \theta - \eta\, g"),
            # Below it the error shrinks at each step.
            highest_stable=lambda _values: 2.0,
        ),
    ),
)
