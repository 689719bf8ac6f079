"""What is said about a slice of the landscape."""

from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from gdstudio.experiment.data_objectives import NetworkObjective
from gdstudio.experiment.model import FunctionObjective, Objective
from gdstudio.ui.labs.landscape_picture import Reading, Slice, SliceKind
from gdstudio.ui.number_text import short_number
from gdstudio.ui.widgets.choice import Choice

Float = NDArray[np.float64]

NOTHING = 1e-9
"""A distance from the slice below this part of the length of the parameters is none."""
MOST_PARTS = 3
"""Variables that are named of a direction."""
LITTLE = 0.7
"""Below this part of the movement a picture does not explain the path."""


class Subject(Enum):
    """What has a landscape: a network over its weights, a function of more than two variables."""

    NETWORK = "network"
    FUNCTION = "function"

    def has(self, objective: Objective) -> bool:
        """Return whether an objective is of this kind."""
        if isinstance(objective, FunctionObjective):
            return self is Subject.FUNCTION and len(objective.variables) > 2
        return self is Subject.NETWORK and isinstance(objective, NetworkObjective)


def heading(subject: Subject) -> str:
    """Return what stands above a picture."""
    return _tr("Loss landscape") if subject is Subject.NETWORK else _tr("Slice")


def kinds(subject: Subject) -> list[Choice]:
    """Return the kinds of slices."""
    is_network = subject is Subject.NETWORK
    return [
        Choice(
            SliceKind.PATH.value,
            _tr("Principal directions"),
            _tr("The two directions in which the selected run's path moves most"),
        ),
        Choice(
            SliceKind.RANDOM.value,
            _tr("Random directions"),
            _tr("Drawn at random, each filter as long as that of the network")
            if is_network
            else _tr("Drawn at random, at a right angle to each other"),
        ),
        Choice(
            SliceKind.WEIGHTS.value,
            _tr("Two weights") if is_network else _tr("Two variables"),
            _tr("Two parameters vary, all others stay"),
        ),
    ]


def axis_texts(slice_: Slice) -> tuple[str, str]:
    """Return what goes to the right and up."""
    first, second = (percent(share) for share in slice_.shares)
    match slice_.request.choice.kind:
        case SliceKind.PATH:
            return (
                _tr("First principal direction ({share})").format(share=first),
                _tr("Second principal direction ({share})").format(share=second),
            )
        case SliceKind.RANDOM:
            return _tr("First random direction"), _tr("Second random direction")
        case SliceKind.WEIGHTS:
            names = slice_.problem.parameter_names
            right, up = slice_.request.choice.weights
            return names[right], names[up]


def share_text(slice_: Slice) -> str:
    """Return how much of the path's movement the picture shows."""
    first, second = (percent(share) for share in slice_.shares)
    text = _tr("The slice holds {first} + {second} of the path’s movement.")
    said = text.format(first=first, second=second)
    is_function = isinstance(slice_.request.objective, FunctionObjective)
    is_along = slice_.request.choice.kind is SliceKind.PATH
    if is_function and is_along and not warning_text(slice_):
        names, plane = slice_.problem.parameter_names, slice_.plane
        right, up = direction_text(names, plane.u), direction_text(names, plane.v)
        said += " " + _tr("→ {right},  ↑ {up}").format(right=right, up=up)
    return said


def direction_text(names: tuple[str, ...], direction: Float) -> str:
    """Return the largest parts of a direction (d,) in their order: ``0.71·x − 0.7·y …``."""
    order = sorted(np.argsort(-np.abs(direction), kind="stable")[:MOST_PARTS].tolist())
    parts: list[str] = []
    for index in order:
        part = float(direction[index])
        if abs(part) < NOTHING:
            continue
        sign = "− " if part < 0.0 else "+ "
        if not parts:
            sign = "−" if part < 0.0 else ""
        parts.append(f"{sign}{short_number(abs(part), 2)}·{names[index]}")
    return " ".join(parts) + (" …" if len(names) > len(order) else "")


def warning_text(slice_: Slice) -> str:
    """Return a warning where a picture shows little of what happens; "" where it shows enough."""
    if sum(slice_.shares) >= LITTLE:
        return ""
    if slice_.request.choice.kind is SliceKind.PATH:
        return _tr("The path turns through more directions than two.")
    return _tr("It explains little: compare the losses.")


def reading_text(reading: Reading) -> str:
    """Return what is true at the cursor, and what the picture says."""
    if reading.distance <= NOTHING * max(1.0, reading.length):
        text = _tr("Step {step}: the loss is {loss}. The slice passes through this very point.")
    else:
        text = _tr("Step {step}: the loss is {loss}. On the slice, {distance} away, it is {slice}.")
    return text.format(
        step=reading.step,
        loss=short_number(reading.loss, 4),
        slice=short_number(reading.slice_loss, 4),
        distance=short_number(reading.distance),
    )


def tag_lines(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Return the two numbers at the cursor with their names."""
    return (
        (_tr("True loss"), short_number(reading.loss, 4)),
        (_tr("On the slice"), short_number(reading.slice_loss, 4)),
    )


def place_text(x: float, y: float, loss: float) -> str:
    """Return what is under the pointer."""
    text = _tr("at ({x}, {y}) on the slice    loss {loss}")
    return text.format(x=short_number(x), y=short_number(y), loss=short_number(loss, 4))


def percent(share: float) -> str:
    """Return a part of all as ``92 %``; little that is not nothing has a decimal more."""
    points = 100.0 * share
    if 0.0 < points < 1.0:
        return f"{points:.1f} %" if points >= 0.05 else "< 0.1 %"
    # What is not everything is not rounded to everything.
    return f"{min(points, 99.9):.3g} %" if 99.5 <= points < 100.0 - 1e-9 else f"{points:.0f} %"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Landscape", text)
