"""The formula of a regression as LaTeX, for as many inputs as it has."""

from gdstudio.experiment.data_objectives import RegressionObjective
from gdstudio.experiment.datasets.data import TargetKind
from gdstudio.simulation.data_facts import input_count

SHOWN_INPUTS = 3
SHOWN_DEGREE = 3


def model_formula(objective: RegressionObjective) -> tuple[str, ...]:
    """Return the lines of the model's formula: its output y, and the probability that y means."""
    inputs = input_count(objective.dataset.source)
    kind = TargetKind.of(objective.loss)
    many = kind is TargetKind.CLASS
    if objective.model == "polynomial":
        output = _polynomial(inputs, objective.degree)
    else:
        output = _sum(inputs)
    line = f"{'y_k' if many else 'y'} = {output}{'_k' if many else ''}"
    if kind is TargetKind.PROBABILITY:
        return line, r"p = \frac{1}{1 + e^{-y}}"
    if many:
        return line, r"p_k = \frac{e^{y_k}}{\sum_j e^{y_j}}"
    return (line,)


def _sum(inputs: int) -> str:
    if inputs == 1:
        return "w x + b"
    if inputs <= SHOWN_INPUTS:
        terms = " + ".join(f"w_{i} x_{i}" for i in range(1, inputs + 1))
        return f"{terms} + b"
    return rf"w_1 x_1 + \dots + w_{{{inputs}}} x_{{{inputs}}} + b"


def _polynomial(inputs: int, degree: int) -> str:
    if inputs == 2:
        return r"\sum w_{ij}\, x_1^i x_2^j + b"
    if inputs > 2:
        return r"\sum w\, x_1^i x_2^j \cdots + b"
    terms = ["w_1 x", *(f"w_{{{i}}} x^{{{i}}}" for i in range(2, degree + 1))]
    if degree > SHOWN_DEGREE:
        terms = [*terms[:2], r"\dots", terms[-1]]
    return " + ".join([*terms, "b"])
