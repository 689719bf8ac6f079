"""What a regression says of inputs, in the terms of a picture: numbers, or probabilities."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.simulation.problem import DataProblem

Float = NDArray[np.float64]


class DataModel:
    """The answers of a model that is linear in its parameters, and the targets beside them.

    Attributes
    ----------
    has_classes
        Whether the answers are probabilities of classes.
    low, high
        The lowest and the highest target of the first column, or 0 and 1 of probabilities.
    """

    def __init__(self, problem: DataProblem) -> None:
        self.problem = problem
        self.has_classes = LOSSES[problem.architecture.loss].is_for_classes
        targets = problem.dataset.targets
        span = (0.0, 1.0) if self.has_classes else (targets[:, 0].min(), targets[:, 0].max())
        self.low, self.high = float(span[0]), float(span[1])

    @property
    def inputs(self) -> int:
        """How many inputs a row has."""
        return int(self.problem.dataset.inputs.shape[1])

    @property
    def outputs(self) -> int:
        """How many numbers the model answers."""
        return self.problem.architecture.outputs

    @property
    def is_standardized(self) -> bool:
        """Whether the inputs are in units of their standard deviation."""
        return self.problem.dataset.standardization is not None

    def sums(self, theta: Float, inputs: Float) -> Float:
        """Return xW + b (n, m) at the parameters θ (d,) for inputs (n, f)."""
        ((weights, biases),) = self.problem.architecture.layer_parameters(theta)
        with np.errstate(over="ignore", invalid="ignore"):
            sums: Float = self.problem.features(inputs) @ weights + biases
        return sums

    def answers(self, theta: Float, inputs: Float) -> Float:
        """Return numbers, or the probabilities of classes, (n, m)."""
        sums = self.sums(theta, inputs)
        if not self.has_classes:
            return sums
        if self.outputs == 1:
            return 0.5 + 0.5 * np.tanh(0.5 * sums)
        with np.errstate(invalid="ignore"):
            powers = np.exp(sums - sums.max(axis=1, keepdims=True))
            shares: Float = powers / powers.sum(axis=1, keepdims=True)
        return shares

    @property
    def has_several_classes(self) -> bool:
        """Whether each class has an answer of its own."""
        return self.has_classes and self.outputs > 1

    def heights(self, answers: Float) -> Float:
        """Return the place (n,) of the first answer or target (n, m), from lowest to highest."""
        if self.high == self.low:
            return np.full(len(answers), 0.5)
        return np.clip((answers[:, 0] - self.low) / (self.high - self.low), 0.0, 1.0)

    def classes(self) -> NDArray[np.int64] | None:
        """Return the class of each row (n,), from 0; None where the targets are numbers."""
        data = self.problem.dataset
        if not self.has_classes or not data.classes:
            return None
        if data.targets.shape[1] > 1:
            return np.asarray(data.targets.argmax(axis=1), dtype=np.int64)
        return np.rint(data.targets[:, 0]).astype(np.int64)
