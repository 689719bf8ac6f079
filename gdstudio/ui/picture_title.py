"""The words that a picture's title is made of, in the window and in a file."""

from PySide6.QtCore import QCoreApplication

from gdstudio.experiment.model import Experiment
from gdstudio.ui.number_text import short_number

SHOWN_VALUES = 3


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
    text = QCoreApplication.translate("PictureTitle", "slice at {held}")
    return text.format(held=", ".join(shown))
