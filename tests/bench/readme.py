"""The table of the README: what is asked of the program, what it does, and on what machine."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.figures import Figure, Measurement
from tests.bench.report import asked_text, number_text


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes
    ----------
    text
        What is measured, for somebody who has not read the code.
    part
        The name of the measurement.
    figures
        A pattern that the names of figures match from first to last; of several, the worst stands
        in the table.
    """

    text: str
    part: str
    figures: str


ROWS = (
    Row("Recorded steps, compiled driver against C -O3", "recording", "driver / C"),
    Row("Recorded steps, whole run against C", "recording", r"simulation / C, new arrays"),
    Row("Recorded steps, whole run against NumPy", "recording", "simulation / NumPy"),
    Row("400 × 400 values of Rosenbrock, NumPy's time / ours", "grids", "Rosenbrock, NumPy / ours"),
    Row("400 × 400 values of Ackley, NumPy's time / ours", "grids", "Ackley, NumPy / ours"),
    Row("Training 2-8-8-1, against JAX", "training", r"2-8-8-1, .*, driver / JAX"),
    Row("Training 2-8-8-1, against PyTorch", "training", r"2-8-8-1, .*, driver / PyTorch"),
    Row("Training 2-16-16-1, against JAX", "training", r"2-16-16-1, .*, driver / JAX"),
    Row("Training 64-32-10, against JAX", "training", r"64-32-10, .*, driver / JAX"),
    Row(
        "Training 784-128-10, against the best of JAX, PyTorch, NumPy",
        "training",
        r"784-128-10, .*, driver / best of the others",
    ),
    Row("Key to painted picture, 95 %", "keystrokes", r"4 runs of 500 steps: 95th percentile"),
    Row("Frame of four runs of 100 000 steps, 95 %", "frames", r".*steps/s: 95th percentile"),
    Row(
        "Gap of the event loop in 10 million steps",
        "responses",
        "largest gap of the event loop",
    ),
    Row("Until a pause is one", "responses", "until paused, longest"),
    Row(
        "Zoom to painted map, without and with all layers, 95 %", "zooming", r".*: 95th percentile"
    ),
    Row("Gap of the event loop in zooming", "zooming", r".*: largest gap"),
    Row("Gap of the event loop in training", "labs", r".*: largest gap"),
    Row("Slowest picture in training", "labs", r".*: each picture"),
    Row("Turning the surface", "orbit", r"[^:]*, turned[^:]*"),
    Row("Turning the surface, against pyqtgraph's items", "orbit", r".*: ours against plain"),
    Row("First paint, against a bare window", "startup", r"first paint, ours / bare"),
    Row("First picture after first paint", "startup", r"picture after first paint"),
    Row(
        "First paint, frozen against source",
        "frozen",
        r"frozen start: first paint, frozen / source",
    ),
    Row("First picture, frozen against source", "frozen", r".*picture complete, frozen / source"),
    Row("Window usable, first start ever against warm", "frozen", r".*first start ever / warm"),
    Row("Growth in an hour of use", "endurance", r"resident: growth in an hour"),
)


def markdown(facts: Mapping[str, str], results: Mapping[str, Measurement]) -> str:
    """Return the table; rows of what was not measured are left out.

    Parameters
    ----------
    facts
        About the machine.
    results
        The measurements by the names of their parts.
    """
    machine = ", ".join(f"{name} {value}" for name, value in facts.items())
    return "\n".join(
        (
            *("| | measured | asked | met |", "|---|---:|---:|---|"),
            *(_line(row, results[row.part]) for row in ROWS if row.part in results),
            *("", f"Measured on: {machine}."),
        )
    )


def worst(figures: Sequence[Figure]) -> Figure:
    """Return the figure that is the worst; one that could not be measured, if there is none else.

    All of them are on the same scale.
    """
    known = [figure for figure in figures if not math.isnan(figure.value)]
    if not known:
        return figures[0]
    return min(known, key=lambda each: each.value if each.higher_is_better else -each.value)


def _line(row: Row, result: Measurement) -> str:
    figures = [each for each in result.figures if re.fullmatch(row.figures, each.name)]
    if not figures:
        why = "" if result.figures else f": {result.method.splitlines()[0]}"
        return f"| {row.text} | not measured{why} |  |  |"
    figure = worst(figures)
    if math.isnan(figure.value):
        measured, met = figure.note or "not measured", ""
    else:
        measured = f"{number_text(figure.value)} {figure.unit}".strip()
        met = {None: "", True: "yes", False: "no"}[figure.is_met]
    unit = f" {figure.unit}" if figure.floor is not None and figure.unit else ""
    return f"| {row.text} | {measured} | {asked_text(figure)}{unit} | {met} |"
