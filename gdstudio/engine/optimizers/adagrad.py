"""AdaGrad (Duchi, Hazan and Singer 2011)."""

import math

import numpy as np

from gdstudio.engine.jit import kernel
from gdstudio.engine.optimizers.optimizer import (
    Convention,
    Matrix,
    Optimizer,
    Split,
    StepState,
    Vector,
    always,
    epsilon,
    learning_rate,
)
from gdstudio.engine.signatures import UPDATE


@kernel(UPDATE)
def pytorch(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """S ← s + g²; θ ← θ − ηg/(√s + ε) (torch.optim.Adagrad)."""
    for i in range(theta.size):
        slots[0, i] += gradient[i] * gradient[i]
        theta[i] -= rate * gradient[i] / (math.sqrt(slots[0, i]) + hyper[0])


@kernel(UPDATE)
def keras(
    theta: Vector, gradient: Vector, slots: Matrix, hyper: Vector, rate: float, t: int
) -> None:
    """S ← s + g², s₀ = 0.1; θ ← θ − ηg/√(s + ε) (keras.optimizers.Adagrad)."""
    for i in range(theta.size):
        slots[0, i] += gradient[i] * gradient[i]
        theta[i] -= rate * gradient[i] / math.sqrt(slots[0, i] + hyper[0])


def _pytorch_split(state: StepState) -> Split:
    """−ηg, each component divided by √s + ε."""
    root = np.sqrt(state.after[0])
    return Split(-state.rate, scale=1.0 / (root + state.values["epsilon"]))


def _keras_split(state: StepState) -> Split:
    """−ηg, each component divided by √(s + ε)."""
    return Split(-state.rate, scale=1.0 / np.sqrt(state.after[0] + state.values["epsilon"]))


ADAGRAD = Optimizer(
    key="adagrad",
    label="AdaGrad",
    hint="Each parameter has its own step, which shrinks with all the slope it has seen.",
    hyperparameters=(learning_rate(0.01), epsilon(1e-10)),
    conventions=(
        Convention(
            key="pytorch",
            label="PyTorch",
            update=pytorch,
            split=_pytorch_split,
            formula=always(
                r"s \leftarrow s + g^2",
                r"\theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s} + \varepsilon}",
            ),
            initial_slots=(0.0,),
        ),
        Convention(
            key="keras",
            label="Keras",
            update=keras,
            split=_keras_split,
            formula=always(
                r"s \leftarrow s + g^2, \quad s_0 = 0.1",
                r"\theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s + \varepsilon}}",
            ),
            defaults={"epsilon": 1e-7},
            initial_slots=(0.1,),
        ),
    ),
    is_adaptive=True,
)
