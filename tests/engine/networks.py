"""Networks with data to train on, ours and the reference's side by side."""

from dataclasses import dataclass

import numpy as np
import numpy_network
from numpy.typing import NDArray

from gdstudio.engine.objectives.architecture import (
    Architecture,
    network_constants,
    network_data,
    network_structure,
    network_workspace,
)
from gdstudio.engine.objectives.network import network_objective, network_score

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Trained:
    """A network, parameters, and samples."""

    architecture: Architecture
    theta: Float
    inputs: Float
    targets: Float

    @property
    def all_rows(self) -> NDArray[np.int64]:
        return np.arange(len(self.inputs))

    def ours(self, theta: Float | None = None, rows: NDArray[np.int64] | None = None):
        """Return loss and gradient of our kernel."""
        return self._call(network_objective, theta, rows)

    def score(self, theta: Float | None = None, rows: NDArray[np.int64] | None = None):
        """Return loss and accuracy of our kernel."""
        loss, answer = self._call(network_score, theta, rows)
        return loss, answer[0]

    def _call(self, kernel, theta, rows):
        theta = self.theta if theta is None else theta
        rows = self.all_rows if rows is None else rows
        gradient = np.full_like(theta, np.nan)
        loss = kernel(
            theta,
            network_structure(self.architecture),
            network_constants(self.architecture),
            network_data(self.inputs, self.targets),
            rows,
            network_workspace(self.architecture, len(self.inputs)),
            gradient,
        )
        return loss, gradient

    def reference(self, theta: Float | None = None, rows: NDArray[np.int64] | None = None):
        """Return everything that the reference computes."""
        rows = self.all_rows if rows is None else rows
        return numpy_network.run(
            self.architecture.inputs,
            self.architecture.layers,
            self.architecture.loss,
            self.architecture.l2,
            self.theta if theta is None else theta,
            self.inputs[rows],
            self.targets[rows],
        )


def trained(architecture: Architecture, samples: int, seed: int = 0) -> Trained:
    """Return a network with normal parameters, inputs and, unless they are classes, targets."""
    chance = np.random.default_rng(seed)
    shape = (samples, architecture.outputs)
    if architecture.loss == "cross_entropy":
        targets = np.eye(architecture.outputs)[chance.integers(0, architecture.outputs, samples)]
    elif architecture.loss == "binary_cross_entropy":
        targets = chance.integers(0, 2, shape).astype(float)
    else:
        targets = chance.normal(size=shape)
    theta = chance.normal(size=architecture.parameter_count) * 0.7
    return Trained(architecture, theta, chance.normal(size=(samples, architecture.inputs)), targets)


def assert_close(got: Float, wanted: Float, tolerance: float = 1e-12) -> None:
    """Compare vectors relative to the largest entry."""
    assert got.shape == wanted.shape
    np.testing.assert_allclose(got, wanted, rtol=0.0, atol=tolerance * np.abs(wanted).max())
