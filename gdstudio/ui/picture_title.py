"""The words that a picture's title is made of, in the window and in a file."""

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

SHOWN_VALUES = 3
LONGEST_FORMULA = 70


def shortened(names: tuple[str, ...]) -> str:
    """Return names with commas: all of three, two of more."""
    return ", ".join(names if len(names) <= 3 else (*names[:2], "…"))


def slice_text(experiment: Experiment) -> str:
    """Return at which values of the other variables a picture is a slice; "" if there are none."""
    names, values = experiment.function.variables[2:], experiment.start[2:]
    if not names:
        return ""
    held = [f"{name} = {short_number(value, 4)}" for name, value in zip(names, values, strict=True)]
    shown = held if len(held) <= SHOWN_VALUES else [*held[:SHOWN_VALUES], "…"]
    return _text("slice at {held}").format(held=", ".join(shown))


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
    title = f"{name}: {shown}" if name and shown else name or shown or _text("Gradient descent")
    held = slice_text(experiment)
    return f"{title} · {held}" if held else title


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
