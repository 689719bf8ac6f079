"""Functions of five and of 64 variables, and the pages that show them."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from studio import Studio

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT
from gdstudio.ui.labs.landscape_page import LandscapePage
from gdstudio.ui.labs.landscape_picture import Slice, SliceKind
from gdstudio.ui.labs.parameters_page import ParametersPage, Way
from gdstudio.ui.plots.variables_plot import VariablesPlot

NAMES = ("x", "y", "z", "u", "v")


def five(place: Sequence[float]) -> float:
    """Return the value of the function of `five_variables`."""
    x, y, z, u, v = place
    return x**2 + 2 * y**2 + 3 * z**2 + (x * y * z - 1) ** 2 + 0.5 * (u - v) ** 2 + 0.1 * u**2


def five_variables(steps: int = 60, **fields: object) -> Experiment:
    """Return two runs in five variables."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "function",
                "expression": "x^2 + 2y^2 + 3z^2 + (x*y*z - 1)^2 + 0.5(u - v)^2 + 0.1u^2",
                "variables": list(NAMES),
                "domain": [[-3, 3], [-2, 2], [-2, 2], [-4, 4], [-3, 3]],
            },
            "start": [2, 1.5, -1, 3, -2],
            "stop": {"max_steps": steps, "gradient_tolerance": 0},
            "runs": [
                {"label": "Slow", "optimizer": {"method": "gd", "learning_rate": 0.01}},
                {"label": "Quick", "optimizer": {"method": "adam", "learning_rate": 0.1}},
            ],
            **fields,
        }
    )


def many_variables(count: int = 64, steps: int = 300) -> Experiment:
    """Return two runs down a bowl of so many variables."""
    names = [f"x{index}" for index in range(1, count + 1)]
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "function",
                "expression": " + ".join(f"{k}*{name}^2" for k, name in enumerate(names, 1)),
                "variables": names,
                "domain": [[-2, 2]] * count,
            },
            "start": [1.0] * count,
            "stop": {"max_steps": steps, "gradient_tolerance": 0},
            "runs": [
                {"label": "Slow", "optimizer": {"method": "gd", "learning_rate": 0.001}},
                {"label": "Quick", "optimizer": {"method": "adam", "learning_rate": 0.1}},
            ],
        }
    )


class Slices:
    """The page of slices in a window."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.page = studio.opened("slices", LandscapePage)
        self.settle()

    @property
    def slice(self) -> Slice:
        assert self.page.job.slice is not None
        return self.page.job.slice

    def show(self, step: int) -> None:
        self.studio.window.player.seek(step)
        self.studio.wait(lambda: f"Step {step}:" in self.page.words()[0])
        self.settle()

    def settle(self) -> None:
        page = self.page
        self.studio.wait(
            lambda: (
                page.job.is_settled
                and page.plot.map is not None
                and page.plot.map.values.shape[1] == page.controls.choice.columns
                and page.plot.tag is not None
            )
        )

    def choose(self, kind: SliceKind) -> None:
        combo = self.page.controls._kind.control()
        combo.setFocus()
        self.studio.key(Qt.Key.Key_Home, widget=combo)
        for _ in range(list(SliceKind).index(kind)):
            self.studio.key(Qt.Key.Key_Down, widget=combo)
        self.studio.wait(lambda: self.slice.request.choice.kind is kind)
        self.settle()


class Parameters:
    """The page of the parameters in a window."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.page = studio.opened("parameters", ParametersPage)
        self.settle()

    @property
    def plot(self) -> VariablesPlot:
        return self.page.parallel if self.page.way is Way.PARALLEL else self.page.strips

    def settle(self) -> None:
        self.studio.wait(lambda: self.page.is_settled)
        self.plot.grab()
        self.studio.wait(lambda: not self.plot.is_behind)

    def over_the_steps(self) -> None:
        """Turn to the other way with the keys."""
        self.page._ways.focus_chosen()
        self.studio.key(Qt.Key.Key_Right, widget=QApplication.focusWidget())
        assert self.page.way is Way.STEPS
        self.settle()

    def all_runs(self) -> None:
        self.page._all_runs.setFocus()
        self.studio.key(Qt.Key.Key_Space, widget=self.page._all_runs)
        assert self.page._all_runs.isChecked()
        self.settle()

    def colour_at(self, place: QPointF) -> QColor:
        return self.plot.grab().toImage().pixelColor(place.toPoint())
