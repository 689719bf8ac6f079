"""The words that a picture's title is made of, in the window and in a file."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from gdstudio.experiment.data_objectives import (
    CsvSource,
    Dataset,
    GeneratedSource,
    NetworkObjective,
    RegressionObjective,
)
from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import DataObjective, Experiment, FunctionObjective
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.axes import Axes
from gdstudio.ui.plots.frame import Frame

if TYPE_CHECKING:
    from gdstudio.simulation.problem import Problem

SHOWN_VALUES = 3
LONGEST_FORMULA = 70


def shortened(names: tuple[str, ...]) -> str:
    """Return names with commas: all of three, two of more."""
    return ", ".join(names if len(names) <= 3 else (*names[:2], "…"))


def held_text(variables: tuple[str, ...], axes: Axes, most: int = SHOWN_VALUES) -> str:
    """Return the values of the variables that do not vary: of many, the first ones."""
    held = [f"{variables[index]} = {short_number(axes.base[index])}" for index in axes.others]
    return ", ".join(held if len(held) <= most else [*held[:most], "…"])


def slice_text(frame: Frame, axes: Axes) -> str:
    """Return where a picture is a slice, and who is there; "" if no variable is held."""
    if not axes.others:
        return ""
    held = held_text(frame.experiment.function.variables, axes)
    label = frame.experiment.runs[frame.selected].label
    head = frame.heads[frame.selected]
    if passes_through(axes, head.parameters):
        text = _text("Slice at {held}, where {run} is at step {step}")
    elif passes_through(axes, np.array(frame.experiment.start)):
        text = _text("Slice through the start, at {held}")
    else:
        text = _text("Slice at {held}")
    return text.format(held=held, run=label, step=head.step)


def passes_through(axes: Axes, point: NDArray[np.float64]) -> bool:
    """Return whether a slice contains a point (d,)."""
    others = list(axes.others)
    return bool(np.array_equal(point[others], np.array(axes.base)[others]))


def readings_text(frame: Frame, axes: Axes) -> str:
    """Return what the function is where each run is, the selected one first.

    Where a slice does not pass, it says what it would say there.
    """
    from gdstudio.simulation.problem import problem_of

    problem = frame.problem or problem_of(frame.experiment.objective)
    first = [frame.selected] if frame.selected in frame.visible_runs() else []
    order = first + [index for index in frame.visible_runs() if index != frame.selected]
    parts = []
    for index in order:
        head, label = frame.heads[index], frame.experiment.runs[index].label
        if passes_through(axes, head.parameters):
            text = _text("{run} {loss} on this slice")
        else:
            text = _text("{run} {loss}, slice {slice}")
        x, y = head.parameters[list(axes.shown)].tolist()
        parts.append(
            text.format(
                run=_text("f =") if index == frame.selected else label,
                loss=short_number(head.loss, 4),
                slice=short_number(problem.loss(axes.point(x, y)), 4),
            )
        )
    return " · ".join(parts)


def place_text(
    objective: FunctionObjective, point: tuple[float, ...], shown: tuple[int, ...]
) -> str:
    """Return what a function is at a point: the variables that are shown, value, their slopes."""
    from gdstudio.simulation.problem import problem_of

    return reading_text(problem_of(objective), "f", point, shown)


def reading_text(
    problem: "Problem", letter: str, point: tuple[float, ...], shown: tuple[int, ...]
) -> str:
    """Return what a function or a loss, which a letter stands for, is at a point."""
    value, gradient = problem.loss_and_gradient(point)
    names = problem.parameter_names
    where = ", ".join(f"{names[index]} = {short_number(point[index], 4)}" for index in shown)
    slopes = ", ".join(short_number(gradient[index], 4) for index in shown)
    slopes = slopes if len(point) <= len(shown) else f"{slopes}, …"
    return f"{where}    {letter} = {short_number(value, 6)}    ∇{letter} = ({slopes})"


def figure_title(experiment: Experiment) -> str:
    """Return what stands above a figure."""
    if isinstance(experiment.objective, FunctionObjective):
        return _function_title(experiment)
    return experiment.title or training_text(experiment.objective)


def training_text(objective: DataObjective) -> str:
    """Return what is trained, on which data: ``Logistic regression on moons``."""
    if isinstance(objective, NetworkObjective):
        units = "-".join(str(layer.units) for layer in objective.layers)
        model = _text("Network …-{units}").format(units=units)
    else:
        model = _model_name(objective)
    return _text("{model} on {data}").format(model=model, data=_data_name(objective.dataset))


def _function_title(experiment: Experiment) -> str:
    entry = entry_for(experiment.objective)
    names = shortened(experiment.function.variables)
    formula = f"f({names}) = {experiment.function.expression}"
    shown = formula if len(formula) <= LONGEST_FORMULA else ""
    name = experiment.title or (entry.name if entry else "")
    return f"{name}: {shown}" if name and shown else name or shown or _text("Gradient descent")


def _model_name(objective: RegressionObjective) -> str:
    match objective.model:
        case "polynomial":
            text = _text("Polynomial regression of degree {degree}")
            return text.format(degree=objective.degree)
        case "logistic":
            return _text("Logistic regression")
        case _:
            return _text("Linear regression")


def _data_name(dataset: Dataset) -> str:
    match dataset.source:
        case GeneratedSource(name=name):
            return name
        case CsvSource(path=path):
            return path.replace("\\", "/").rsplit("/", 1)[-1]
        case _:
            return _text("data of its own")


def _text(words: str) -> str:
    return QCoreApplication.translate("PictureTitle", words)
