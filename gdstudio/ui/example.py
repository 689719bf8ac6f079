"""The ready examples: what the window opens with, and what each kind of problem begins with."""

from dataclasses import replace

from gdstudio.experiment.gallery import find
from gdstudio.experiment.model import Experiment, FunctionObjective, Run, StopRules
from gdstudio.experiment.palette import run_color
from gdstudio.simulation.files import shipped_example
from gdstudio.simulation.vocabulary import VOCABULARY
from gdstudio.ui.kinds import Kind

FUNCTION = "himmelblau"
START = (1.0, 5.0)
STEPS = 200
METHODS: tuple[tuple[str, str, dict[str, float]], ...] = (
    ("gd", "Gradient descent", {"learning_rate": 0.001}),
    ("momentum", "Momentum", {"learning_rate": 0.001}),
    ("rmsprop", "RMSprop", {"learning_rate": 0.05, "rho": 0.9}),
    ("adam", "Adam", {"learning_rate": 0.1}),
)


def ready_example() -> Experiment:
    """Return four methods that find three different valleys from one start."""
    entry = find(FUNCTION)
    return Experiment(
        FunctionObjective(entry.expression, entry.variables, entry.domain),
        tuple(_run(index, *method) for index, method in enumerate(METHODS)),
        start=START,
        stop=replace(StopRules(), max_steps=STEPS),
    )


def ready_example_of(kind: Kind) -> Experiment:
    """Return what a person sees who turns to a kind of problem for the first time."""
    match kind:
        case Kind.DATA:
            return shipped_example("1-line")
        case Kind.NETWORK:
            return shipped_example("4-moons")
        case _:
            return ready_example()


def _run(index: int, method: str, label: str, values: dict[str, float]) -> Run:
    optimizer = VOCABULARY.optimizer(method)
    for name, value in values.items():
        optimizer = optimizer.with_value(name, value)
    return Run(label, run_color(index), optimizer)
