"""What the pictures of a network say of a unit, of a link, of a place, in numbers."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.simulation.decisions import LineDecision, PlaneDecision, Task, target_scale
from gdstudio.simulation.network_snapshot import GradientPicture, Snapshot, Unit
from gdstudio.simulation.neurons import UnitState
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.network_diagram_links import Link


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


def unit_name(snapshot: Snapshot, unit: Unit) -> str:
    """Return how a unit is called; column 0 has the inputs."""
    column, index = unit
    data = snapshot.problem.dataset
    if column == 0:
        return _tr("input {0}").format(data.input_names[index])
    if column == len(snapshot.tiles) - 1:
        outputs = len(snapshot.tiles[-1])
        if outputs == 1:
            return _tr("output")
        names = data.classes if len(data.classes) == outputs else data.target_names
        return _tr("output {0}").format(names[index] if len(names) == outputs else index + 1)
    return _tr("layer {0}, unit {1}").format(column, index + 1)


def short_unit_name(snapshot: Snapshot, unit: Unit) -> str:
    """Return a name that fits into a narrow list."""
    column, index = unit
    if 0 < column < len(snapshot.tiles) - 1:
        return _tr("Layer {0} · {1}").format(column, index + 1)
    name = unit_name(snapshot, unit)
    return name[:1].upper() + name[1:]


def unit_lines(snapshot: Snapshot, gradient: GradientPicture | None, unit: Unit) -> list[str]:
    """Return what is to be said of a unit, the most important first."""
    column, index = unit
    name = unit_name(snapshot, unit)
    if column == 0:
        return [name[:1].upper() + name[1:]]
    architecture = snapshot.problem.architecture
    layer, states = architecture.layers[column - 1], snapshot.states[column - 1]
    label = ACTIVATIONS[layer.activation].label
    bias = architecture.layer_parameters(snapshot.request.parameters)[column - 1][1][index]
    slope = _slope(gradient, snapshot, column - 1, (index,))
    lines = [
        f"{name[:1].upper() + name[1:]} ({label})",
        f"b = {short_number(float(bias), 4)}{slope}",
        _tr("activation from {0} to {1}, mean {2}").format(
            *(short_number(float(each[index])) for each in (states.low, states.high, states.mean))
        ),
    ]
    match states.states[index]:
        case UnitState.DEAD:
            lines.append(
                _tr("Dead: it is 0 on all training rows, so that no gradient reaches its weights.")
            )
        case UnitState.SATURATED:
            share = round(100.0 * float(states.at_bounds[index]))
            lines.append(
                _tr(
                    "Saturated: on {0} % of the training rows it is near its bounds, where its"
                    " slope is nearly 0 and little is learned."
                ).format(share)
            )
        case _:
            pass
    return lines


def link_lines(snapshot: Snapshot, gradient: GradientPicture | None, link: Link) -> list[str]:
    """Return what is to be said of a link."""
    layers = snapshot.problem.architecture.layer_parameters(snapshot.request.parameters)
    weight = float(layers[link.column][0][link.source, link.target])
    slope = _slope(gradient, snapshot, link.column, (link.source, link.target))
    source = unit_name(snapshot, (link.column, link.source))
    target = unit_name(snapshot, (link.column + 1, link.target))
    ends = _tr("from {0} to {1}").format(source, target)
    return [f"w = {short_number(weight, 4)}{slope}", ends]


def place_text(snapshot: Snapshot, x: float, y: float) -> str:
    """Return what the network makes of a place of the picture of its decision."""
    names = snapshot.problem.dataset.input_names
    match snapshot.decision:
        case PlaneDecision() as plane:
            where = f"{names[0]} = {short_number(x, 4)}, {names[1]} = {short_number(y, 4)}"
            found = plane.at(x, y)
            return where if found is None else f"{where}    {_meaning(snapshot, found)}"
        case LineDecision() as line:
            value = float(np.interp(x, line.x, line.values[:, 0]))
            return f"{names[0]} = {short_number(x, 4)}    y = {short_number(value, 4)}"
        case _:
            return ""


def _meaning(snapshot: Snapshot, found: NDArray[np.float64]) -> str:
    classes, unit = snapshot.problem.dataset.classes, snapshot.request.unit
    if unit is not None and (unit[0] < len(snapshot.tiles) - 1 or snapshot.task is Task.NUMBERS):
        value = float(found) * snapshot.scales[unit[0]]
        return _tr("activation {0}").format(short_number(value)) if unit[0] else ""
    if snapshot.task is Task.NUMBERS:
        middle, reach = target_scale(snapshot.problem)
        return f"y = {short_number(middle + reach * float(found), 4)}"
    shares = np.array([0.5 - found / 2, 0.5 + found / 2]) if found.ndim == 0 else found
    if unit is not None:
        index, share = unit[1], float(shares[1])
    else:
        index, share = int(np.argmax(shares)), float(np.max(shares))
    name = classes[index] if index < len(classes) else str(index)
    return _tr("class {0}: {1} %").format(name, short_number(100.0 * share))


def _slope(
    gradient: GradientPicture | None, snapshot: Snapshot, layer: int, index: tuple[int, ...]
) -> str:
    """Return the derivative, if the gradient is that of the same network."""
    if gradient is None or gradient.problem.architecture != snapshot.problem.architecture:
        return ""
    weights, biases = gradient.problem.architecture.layer_parameters(gradient.gradient)[layer]
    value = float(weights[index] if len(index) == 2 else biases[index])
    sign = "w" if len(index) == 2 else "b"
    return f"   ∂E/∂{sign} = {short_number(value, 4)}"
