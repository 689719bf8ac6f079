"""``python -m tests.bench.trainers NAME``: train all tasks with one library in one thread.

Prints JSON: for each task the updates a second and the loss that the last step saw; nothing where
the library is not installed.
"""

import json
import os
import sys
import warnings
from collections.abc import Callable

import numpy as np

from gdstudio.experiment.datasets.data import Data
from gdstudio.experiment.model import Batch, StopRules
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.run import RunSimulation
from gdstudio.simulation.stepper import Stepper, StepperSetup
from gdstudio.simulation.trace import Trace
from gdstudio.simulation.vocabulary import VOCABULARY
from tests.bench.figures import median, seconds_of
from tests.bench.training_tasks import RATE, SEED, TASKS, Task

REPETITIONS = 7

Training = Callable[[], float]
"""Takes all steps from the start and returns the loss that the last one saw."""
Trainer = Callable[[Task], tuple[int, Training]]
"""Returns how many steps the training takes, and the training."""


def driver(task: Task) -> tuple[int, Training]:
    """Our driver: it records parameters, loss and norm of the gradient."""
    stepper = Stepper(_setup(task))
    fresh = stepper.checkpoint()
    most = Trace(len(task.start)).capacity
    stride = 1
    while task.steps // stride >= most:
        stride *= 2
    trace = Trace(len(task.start), None, stride)

    def train() -> float:
        stepper.restore(fresh)
        trace.rows = 0
        stepper.visit(task.steps, trace)
        return stepper.last_loss

    return task.steps, train


def simulation(task: Task) -> tuple[int, Training]:
    """A run as in the window: with checkpoints, and all rows evaluated after each epoch."""
    setup = _setup(task)

    def train() -> float:
        run = RunSimulation("", setup)
        run.advance(task.steps)
        return float(run.result.losses[-1])

    return task.steps, train


def _setup(task: Task) -> StepperSetup:
    inputs, targets = task.data
    columns = tuple(f"x{i}" for i in range(inputs.shape[1]))
    rows = np.arange(len(inputs))
    data = Data(inputs, targets, len(inputs), 0, rows, columns, ("class",), (), None)
    problem = DataProblem(task.architecture, data, lambda _seed: task.start)
    optimizer = VOCABULARY.optimizer("gd").with_value("learning_rate", RATE)
    stop = StopRules(max_steps=10 * task.steps, gradient_tolerance=0.0)
    start = tuple(task.start.tolist())
    return StepperSetup(problem, optimizer, start, stop, 0.0, SEED, Batch(task.batch))


def jax(task: Task) -> tuple[int, Training]:
    """JAX: all steps are one jitted scan."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    inputs, targets = map(jnp.array, task.data)
    layers = task.architecture.layer_parameters(task.start)
    start = [(jnp.array(weights), jnp.array(biases)) for weights, biases in layers]
    batches = jnp.array(task.batches(task.steps))

    def loss_of(layers, x, o):
        for weights, biases in layers[:-1]:
            x = jnp.tanh(x @ weights + biases)
        weights, biases = layers[-1]
        y = x @ weights + biases
        if task.loss == "cross_entropy":
            return jnp.mean(jax.nn.logsumexp(y, axis=1) - jnp.sum(o * y, axis=1))
        return jnp.mean(jax.nn.softplus(y) - o * y)

    @jax.jit
    def descend(layers, batches):
        def step(layers, rows):
            loss, slopes = jax.value_and_grad(loss_of)(layers, inputs[rows], targets[rows])
            return jax.tree.map(lambda p, g: p - RATE * g, layers, slopes), loss

        return jax.lax.scan(step, layers, batches)

    def train() -> float:
        _, losses = jax.block_until_ready(descend(start, batches))
        return float(losses[-1])

    return task.steps, train


def torch(task: Task) -> tuple[int, Training]:
    """PyTorch as its tutorials have it: modules, a loss, an optimizer."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    inputs, targets = map(torch.tensor, task.data)
    batches = torch.tensor(task.batches(task.slow_steps))
    classes = task.loss == "cross_entropy"
    loss_of = nn.CrossEntropyLoss() if classes else nn.BCEWithLogitsLoss()

    def train() -> float:
        modules: list[nn.Module] = []
        for weights, biases in task.architecture.layer_parameters(task.start):
            linear = nn.Linear(*weights.shape)
            with torch.no_grad():
                linear.weight.copy_(torch.tensor(weights.T))
                linear.bias.copy_(torch.tensor(biases))
            modules += [linear, nn.Tanh()]
        network = nn.Sequential(*modules[:-1])
        optimizer = torch.optim.SGD(network.parameters(), lr=RATE)
        for rows in batches:
            optimizer.zero_grad()
            loss = loss_of(network(inputs[rows]), targets[rows])
            loss.backward()
            optimizer.step()
        return loss.item()

    return task.slow_steps, train


def numpy(task: Task) -> tuple[int, Training]:
    """NumPy by hand: a product of matrices for each layer, forward and back."""
    inputs, targets = task.data
    batches = task.batches(task.slow_steps)

    def train() -> float:
        layers = task.architecture.layer_parameters(task.start.copy())
        for rows in batches:
            values, o = [inputs[rows]], targets[rows]
            for weights, biases in layers[:-1]:
                values.append(np.tanh(values[-1] @ weights + biases))
            weights, biases = layers[-1]
            y = values[-1] @ weights + biases
            if task.loss == "cross_entropy":
                y -= y.max(axis=1, keepdims=True)
                e = np.exp(y)
                sums = e.sum(axis=1, keepdims=True)
                loss = np.mean(np.log(sums[:, 0]) - np.sum(o * y, axis=1))
                delta = (e / sums - o) / len(rows)
            else:
                loss = np.mean(np.logaddexp(0.0, y) - o * y)
                delta = (1.0 / (1.0 + np.exp(-y)) - o) / len(rows)
            for index in reversed(range(len(layers))):
                weights, biases = layers[index]
                below = values[index]
                slopes = below.T @ delta
                bias_slopes = delta.sum(axis=0)
                if index > 0:
                    delta = (delta @ weights.T) * (1.0 - below * below)
                weights -= RATE * slopes
                biases -= RATE * bias_slopes
        return float(loss)

    return task.slow_steps, train


def sklearn(task: Task) -> tuple[int, Training]:
    """scikit-learn's classifier; it starts and shuffles by itself."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    inputs, targets = task.data
    classes = targets[:, 0] if targets.shape[1] == 1 else targets.argmax(axis=1)
    updates = task.samples // task.batch
    epochs = max(1, task.slow_steps // updates)
    warnings.simplefilter("ignore", ConvergenceWarning)

    def train() -> float:
        classifier = MLPClassifier(
            task.widths[1:-1],
            activation="tanh",
            solver="sgd",
            alpha=0.0,
            batch_size=task.batch,
            learning_rate_init=RATE,
            momentum=0.0,
            max_iter=epochs,
            n_iter_no_change=epochs + 1,
            random_state=SEED,
        )
        return float(classifier.fit(inputs, classes).loss_)

    return epochs * updates, train


TRAINERS: dict[str, Trainer] = {
    "driver": driver,
    "simulation": simulation,
    "jax": jax,
    "torch": torch,
    "numpy": numpy,
    "sklearn": sklearn,
}


def main(name: str) -> None:
    """Train and print."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    try:
        results = {task.name: _measured(TRAINERS[name], task) for task in TASKS.values()}
    except ModuleNotFoundError:
        results = {}
    print(json.dumps(results))


def _measured(trainer: Trainer, task: Task) -> tuple[float, float]:
    """Return updates a second and the last loss."""
    steps, train = trainer(task)
    loss = train()
    return steps / median([seconds_of(train) for _ in range(REPETITIONS)]), loss


if __name__ == "__main__":
    main(sys.argv[1])
