"""Hours of looped playback and editing in one window: does anything grow?"""

import gc
import math
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QGraphicsView

from gdstudio.assets import asset
from gdstudio.engine.jit import Kernel
from gdstudio.session.run_state import RunState
from gdstudio.simulation.files import example_names, shipped_example
from gdstudio.ui.example import ready_example
from gdstudio.ui.kinds import Kind, kind_of
from tests.bench.figures import Figure, Measurement
from tests.bench.growth import grown, held, kinds_of_objects, straight_line
from tests.bench.person import Person, shortened
from tests.bench.studio import process_for, studio, wait_until

MINUTES = 10.0
MOST_STEPS = 2_000
TABLE = "iris.csv"
FILES = (*example_names(), TABLE)
"""Opened in turns. Before all were open once pages are made and kernels loaded: memory may grow."""
FUNCTION_PAGES = ("map", "surface", "slices", "parameters")
NETWORK_PAGES = ("network", "landscape", "backpropagation", "initializations")
FORMULAS = (
    "x^4 - 5x^2 - 3x",
    "(1 - x)^2 + 100(y - x^2",
    "sin(x)cos(y) + x^2/10 + y^2/10",
    "foo(x) + @",
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "a^2 + 2b^2 + 3c^2 + a b c / 5",
)
FLAT = 7.0
"""Mebibytes that may be added in a person's hour: a hundredth of what the window holds. Two runs of
eight hours differ by five."""
MEMORY = ("resident", "proportional", "anonymous", "allocated")


@dataclass(frozen=True)
class Sample:
    """What was held after a round, with the window as it was at first."""

    hours: float
    held: dict[str, float]


def measure(minutes: float = MINUTES) -> Measurement:
    """Do everything that can be done in the window, round after round, for some minutes."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    samples: list[Sample] = []
    before: Counter[str] | None = None
    with tempfile.TemporaryDirectory() as name, studio(ready_example()) as window:
        wait_until(lambda: window.controller.state is RunState.FINISHED)
        person = Person(window, Path(name))
        began = time.monotonic()
        while time.monotonic() - began < 60.0 * minutes:
            spend_round(person, len(samples))
            samples.append(Sample(person.hours, _held()))
            print(_line(len(samples), samples[-1]), file=sys.stderr, flush=True)
            if len(samples) == len(FILES):
                before = kinds_of_objects()
        more = [] if before is None else grown(before, kinds_of_objects())
    print("Objects that have become more:", ", ".join(more) or "none", file=sys.stderr)
    warm = samples[len(FILES) - 1 :]
    return Measurement("Endurance", _method(person, len(samples)), figures(warm))


def spend_round(person: Person, number: int) -> None:
    """Open one of the examples, or a table, and a function, and do with each what can be done.

    Parameters
    ----------
    number
        Of the round, from 0: after so many as there are files all was opened.
    """
    name = FILES[number % len(FILES)]
    if name == TABLE:
        person.open_file(Path(str(asset("datasets", TABLE))))
        person.open_broken_file()
    else:
        person.open(shortened(shipped_example(name), MOST_STEPS))
    match kind_of(person.window.document.experiment.objective):
        case Kind.FUNCTION:
            study_many_variables(person)
        case Kind.DATA:
            train(person, ())
        case _:
            train(person, NETWORK_PAGES)
    person.open(ready_example())
    study(person, FORMULAS[number % len(FORMULAS)])
    person.open(ready_example())


def train(person: Person, pages: Sequence[str]) -> None:
    """Do what can be done with data and networks."""
    person.play()
    person.change_learning_rate()
    person.change_something()
    person.change_something()
    person.change_runs()
    person.look_about()
    if pages:
        person.turn_pages(pages)
    person.export()
    person.undo_and_redo()
    person.save_and_open()


def study_many_variables(person: Person) -> None:
    """Do what can be done with a function of five variables."""
    person.play()
    person.turn_pages(FUNCTION_PAGES)
    person.change_learning_rate()
    person.undo_and_redo()


def study(person: Person, formula: str) -> None:
    """Do what can be done with functions."""
    person.play()
    person.type_formula(formula)
    person.play(0.3)
    person.choose_from_gallery()
    person.play(0.3)
    person.open(ready_example())
    for act in (
        *(person.click_start, person.drag_start, person.change_learning_rate),
        *(person.change_methods, person.change_runs, person.undo_and_redo),
        *(person.look_about, person.change_layers, person.study_calculus),
        partial(person.turn_pages, FUNCTION_PAGES[:2]),
        *(person.export, person.read_table, person.change_theme, person.present),
        *(person.read_help, person.save_and_open),
    ):
        act()


def figures(samples: Sequence[Sample]) -> tuple[Figure, ...]:
    """Return how all that is held has grown since the first sample, by straight lines."""
    if not samples:
        return (Figure("memory", math.nan, "MiB", note="not every file was opened"),)
    hours = [sample.hours for sample in samples]
    made = []
    for name in samples[-1].held:
        values = [sample.held[name] for sample in samples]
        slope, error = straight_line(hours, values)
        unit = " MiB" if name in MEMORY else ""
        made.append(
            Figure(
                f"{name}: growth in an hour",
                slope,
                unit.strip(),
                FLAT if name == "resident" else None,
                note=f"± {error:.2g}; from {values[0]:,.0f} to {values[-1]:,.0f}{unit}",
            )
        )
    resident = [sample.held.get("resident", math.nan) for sample in samples]
    slope, error = straight_line(range(len(samples)), resident)
    note = f"± {100.0 * error:.2g}"
    made.append(Figure("resident: growth in 100 rounds", 100.0 * slope, "MiB", note=note))
    return tuple(made)


def _held() -> dict[str, float]:
    process_for(1.0)
    widgets = QApplication.allWidgets()
    views = [each for each in widgets if isinstance(each, QGraphicsView)]
    items = sum(len(view.scene().items()) for view in views if view.scene() is not None)
    return {
        **held(),
        # Those made in Python: to ask Qt for its own would make a Python object for each.
        "Qt objects": float(sum(isinstance(each, QObject) for each in gc.get_objects())),
        "widgets": float(len(widgets)),
        "top-level widgets": float(len(QApplication.topLevelWidgets())),
        "items of pictures": float(items),
        "kernels loaded": float(_kernels_loaded()),
    }


def _kernels_loaded() -> int:
    modules = [module for name, module in sys.modules.items() if name.startswith("gdstudio.")]
    kernels = {
        id(value): value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Kernel)
    }
    return sum("compiled" in vars(kernel) for kernel in kernels.values())


def _line(number: int, sample: Sample) -> str:
    values = "  ".join(f"{name} {value:,.1f}" for name, value in sample.held.items())
    return f"round {number}, {sample.hours:.1f} h: {values}"


def _method(person: Person, rounds: int) -> str:
    return (
        f"{rounds} rounds through all that the window can do: {person.acts:,} clicks and drags,"
        f" {person.keys:,} keys, {person.frames:,} frames of {person.steps:,} steps played in"
        f" loops, which would take a person {person.hours:.1f} hours (2 s a click, 0.2 s a key, 50"
        " steps a second). After each round the window is as at first, garbage is collected, and"
        " free pages are given back. Growth: the slope of the straight line through the rounds"
        f" after the first {len(FILES)}, in which everything is opened once, with its standard"
        " error."
    )


if __name__ == "__main__":
    result = measure(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES)
    print(result.method)
    for figure in result.figures:
        print(f"{figure.name:45} {figure.value:12.3f} {figure.unit:6} {figure.note}")
