"""A network and its data: the loss over all training rows, over a batch, over a plane."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gdstudio.engine.objectives.architecture import (
    Architecture,
    network_constants,
    network_data,
    network_structure,
    network_workspace,
)
from gdstudio.engine.objectives.network import network_objective, network_score
from gdstudio.engine.planes import score_over_plane
from gdstudio.experiment.datasets.data import Data
from gdstudio.experiment.datasets.features import polynomial_features
from gdstudio.simulation.problem_base import Axis, Float, Problem, Rows


class DataProblem(Problem):
    """A network, or a regression, which is a network of one linear layer.

    Parameters
    ----------
    architecture
        The network. Its inputs are the `features` of the data.
    dataset
        The data; the training rows come first.
    draw
        Makes the initial parameters (d,) from a seed.
    parameter_names
        The names of the parameters, if they have better ones than those of the architecture.
    degree
        Of the polynomial in the inputs that the network sees; 1: the inputs themselves.
    """

    def __init__(
        self,
        architecture: Architecture,
        dataset: Data,
        draw: Callable[[int], Float],
        parameter_names: tuple[str, ...] | None = None,
        degree: int = 1,
    ) -> None:
        self.architecture = architecture
        self.dataset = dataset
        self.degree = degree
        self._draw = draw
        self._names = parameter_names
        rows = np.arange(dataset.training_rows + dataset.test_rows)
        super().__init__(
            network_objective,
            network_structure(architecture),
            network_constants(architecture),
            network_data(self.features(dataset.inputs), dataset.targets),
            rows[: dataset.training_rows].copy(),
            rows[dataset.training_rows :].copy(),
            network_score,
        )

    @cached_property
    def parameter_names(self) -> tuple[str, ...]:
        """The names of the parameters, in the order of the parameter vector."""
        return self.architecture.parameter_names if self._names is None else self._names

    def workspace(self) -> Float:
        """Return memory for the kernels. Two threads must not share it."""
        return network_workspace(self.architecture, len(self.data))

    def features(self, inputs: Float) -> Float:
        """Return what the network sees of inputs (n, f), which are standardized if the data are."""
        return inputs if self.degree == 1 else polynomial_features(inputs, self.degree)

    def initial_parameters(self, seed: int) -> Float:
        """Return the parameters (d,) with which a run starts that has no start of its own."""
        return self._draw(seed)

    def loss_and_gradient(
        self, theta: ArrayLike, rows: ArrayLike | None = None
    ) -> tuple[float, Float]:
        """Return loss and gradient (d,) at the parameters θ (d,).

        Parameters
        ----------
        theta
            The parameters.
        rows
            The rows of a batch; None: all training rows.

        Raises
        ------
        ValueError
            θ does not have one number for each parameter, or there are no such rows.
        """
        return self._look(self.kernel, theta, self._chosen(rows))

    def score(self, theta: ArrayLike, rows: ArrayLike | None = None) -> tuple[float, float]:
        """Return the loss at θ (d,) and the accuracy, NaN where the targets are no classes.

        Parameters and errors are those of ``loss_and_gradient``.
        """
        loss, answer = self._look(network_score, theta, self._chosen(rows))
        return loss, float(answer[0])

    def batch_gradients(self, theta: ArrayLike, batches: Sequence[ArrayLike]) -> Float:
        """Return the gradient (k, d) of each of k batches at θ (d,)."""
        return np.array([self.loss_and_gradient(theta, rows)[1] for rows in batches])

    def over_plane(self, base: ArrayLike, horizontal: Axis, vertical: Axis) -> Float:
        """Return the losses (h, w) over all training rows on a plane; see `Problem`.

        It takes a while where the data are many: ask for a few rows at a time.
        """
        origin = self.point(base)
        (u, x), (v, y) = self.multiples(horizontal), self.multiples(vertical)
        losses = np.empty((y.size, x.size))
        score_over_plane(
            network_score.address,
            (self.structure, self.constants, self.data, self.rows, self.test_rows),
            (self.workspace(), np.empty_like(origin), np.empty_like(origin)),
            origin,
            (u, x),
            (v, y),
            losses,
        )
        return losses

    def _chosen(self, rows: ArrayLike | None) -> Rows:
        """Return rows as the kernels want them: these do not look where they read."""
        if rows is None:
            return self.rows
        chosen = np.array(rows, dtype=np.int64).reshape(-1)
        if chosen.size == 0 or chosen.min() < 0 or chosen.max() >= len(self.data):
            raise ValueError(f"expected rows from 0 to {len(self.data) - 1}, at least one")
        return chosen
