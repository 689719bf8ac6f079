"""The pictures of a figure: the plots of the labs, filled once their size is known."""

import math
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont

from gdstudio.experiment.data_objectives import RegressionObjective
from gdstudio.simulation.cells import Interval
from gdstudio.simulation.data_model import DataModel
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.decisions import Task, answers_of, decision_of, task_of
from gdstudio.simulation.map_options import PLAIN, MapOptions
from gdstudio.simulation.maps import (
    CurveRequest,
    MapRequest,
    function_curve,
    loss_map,
    surface_map,
)
from gdstudio.simulation.neurons import Probe, cells_for, probe_of
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.regression_facts import regression_facts
from gdstudio.simulation.starts import starts_of
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.loss_job import stages_of
from gdstudio.ui.labs.loss_view import whole_view
from gdstudio.ui.picture_title import slice_text
from gdstudio.ui.plots.axes import Axes, axes_at
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.curve_plot import CurvePlot
from gdstudio.ui.plots.data_fit_plot import FitPlot
from gdstudio.ui.plots.data_moment import moment_of
from gdstudio.ui.plots.data_plane_plot import PlanePlot
from gdstudio.ui.plots.data_plot import DataPlot
from gdstudio.ui.plots.data_prediction_plot import PredictionPlot
from gdstudio.ui.plots.decision_plot import DecisionPlot
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.line_plot import LinePlot
from gdstudio.ui.plots.loss_plot import LossPlot
from gdstudio.ui.plots.quantity import Quantity
from gdstudio.ui.plots.surface_plot import SurfacePlot
from gdstudio.ui.widgets.colour_bar import ColourBar

MOST_PASSES = 3e7
"""Passes of a row of the data through the model that a figure is worth: a third of a second."""
PLANE_CELLS, LINE_CELLS = 160, 400
AXIS_WIDTH, NAMES_WIDTH = 72.0, 112.0
"""Pixels for numbers with the name of an axis, and for names of classes with it."""
SHOWN = (0, 1)
"""The two parameters over which a loss is drawn if nothing else is chosen."""


class Picture(Protocol):
    """A plot with what is said above it."""

    @property
    def plot(self) -> BasePlot:
        """The plot."""

    @property
    def caption(self) -> str:
        """What it shows; "" where its axes say it."""

    @property
    def axis_width(self) -> float:
        """The width of what stands at its left."""

    def fill(self, ratio: float) -> None:
        """Compute what fills the plot, at so many device pixels to a pixel."""


@dataclass(frozen=True, eq=False)
class FunctionPicture:
    """The curve or the map of a function with the paths."""

    plot: SurfacePlot | LinePlot
    ranges: tuple[Interval, Interval] | None = None
    caption: str = ""
    colour_bar: ColourBar | None = None
    axis_width: float = AXIS_WIDTH

    def fill(self, ratio: float) -> None:
        """Compute the map, now that the size is known."""
        if self.ranges is not None:
            self.plot.vb.setRange(xRange=self.ranges[0], yRange=self.ranges[1], padding=0.0)
        request = self.plot.map_request(ratio)
        if isinstance(request, MapRequest) and isinstance(self.plot, SurfacePlot):
            surface = surface_map(request)
            self.plot.show_map(surface)
            if self.colour_bar is not None:
                self.colour_bar.set_scale(surface.scale, request.options.shading)
        elif isinstance(request, CurveRequest) and isinstance(self.plot, LinePlot):
            self.plot.show_map(function_curve(request))


@dataclass(frozen=True, eq=False)
class LossPicture:
    """The loss over two parameters with the paths; others are held where ``base`` is."""

    plot: LossPlot
    base: tuple[float, ...]
    caption: str
    axis_width: float = AXIS_WIDTH

    def fill(self, ratio: float) -> None:
        """Compute the map: of many rows of data a coarser one."""
        request = self.plot.map_request(self.base, ratio)
        if request is not None:
            self.plot.show_map(loss_map(stages_of(request, MOST_PASSES)[-1]))


@dataclass(frozen=True, eq=False)
class PlainPicture:
    """A plot that is drawn in whatever size it has."""

    plot: BasePlot
    caption: str = ""
    axis_width: float = AXIS_WIDTH

    def fill(self, ratio: float) -> None:
        """Compute nothing."""


def function_picture(
    frame: Frame,
    theme: Theme,
    font: QFont,
    ranges: tuple[Interval, Interval] | None,
    axes: Axes | None = None,
    options: MapOptions = PLAIN,
) -> FunctionPicture:
    """Return the picture of a function.

    Without ``ranges`` it is that of the whole domain, without ``axes`` the first two variables
    with the others where the selected run is.
    """
    kind = LinePlot if len(frame.experiment.start) == 1 else SurfacePlot
    plot = kind(theme, font)
    plot.set_experiment(frame.experiment)
    plot.set_interactive(False)
    caption, colour_bar = "", None
    if isinstance(plot, SurfacePlot):
        colour_bar = ColourBar(theme=theme)
        plot.set_options(options)
        axes = axes or axes_at(frame, SHOWN)
        plot.set_axes(axes)
        caption = slice_text(frame, axes)
    plot.show_frame(frame)
    return FunctionPicture(plot, ranges, caption, colour_bar)


def training_pictures(
    frame: Frame, problem: DataProblem, theme: Theme, font: QFont
) -> tuple[tuple[Picture, ...], tuple[Picture, ...]]:
    """Return the large pictures of a training, and the curves under them."""
    over_epochs = all(batches.updates > 1 for batches in frame.batches)

    def curve(quantity: Quantity) -> PlainPicture:
        return curve_picture(quantity, frame, theme, font, over_epochs=over_epochs)

    evaluation = frame.evaluation(frame.selected)
    has_accuracy = evaluation is not None and evaluation.has_accuracy
    fit = Quantity.ACCURACY if has_accuracy else Quantity.GRADIENT_NORM
    if isinstance(frame.experiment.objective, RegressionObjective):
        pictures = (_loss_picture(frame, theme, font), _data_picture(frame, problem, theme, font))
        return pictures, (curve(Quantity.LOSS), curve(fit))
    decision = _decision_picture(frame, problem, theme, font)
    below = (curve(fit), curve(Quantity.GRADIENT_NORM)) if has_accuracy else (curve(fit),)
    return (decision, curve(Quantity.LOSS)), below


def curve_picture(
    quantity: Quantity, frame: Frame, theme: Theme, font: QFont, *, over_epochs: bool = False
) -> PlainPicture:
    """Return the curves of a quantity."""
    plot = CurvePlot(theme, font, quantity)
    plot.set_over_epochs(over_epochs)
    plot.show_frame(frame)
    return PlainPicture(plot, plot.title())


def best_run(frame: Frame) -> int:
    """Return the run that is drawn with the lowest training loss; of equal ones the first."""

    def loss(index: int) -> float:
        evaluation = frame.evaluation(index)
        value = frame.heads[index].loss if evaluation is None else evaluation.train_loss
        flew_off = frame.results[index].outcome is Outcome.DIVERGED or math.isnan(value)
        return math.inf if flew_off else value

    return min(frame.visible_runs() or range(len(frame.results)), key=loss)


def _loss_picture(frame: Frame, theme: Theme, font: QFont) -> LossPicture:
    objective = frame.experiment.objective
    assert isinstance(objective, RegressionObjective)  # noqa: S101 (asked before)
    facts = regression_facts(objective)
    assert facts is not None  # noqa: S101 (the runs have read the data)
    plot = LossPlot(theme, font)
    plot.set_problem(facts.problem, SHOWN)
    plot.set_interactive(False)
    start = frame.experiment.start or starts_of(frame.experiment, facts.problem)[0]
    plot.set_start(start)
    names = facts.problem.parameter_names
    right, up = SHOWN
    if facts.minimum is not None and len(names) == 2:
        x, y = facts.minimum
        plot.mark_least_squares(float(x), float(y), facts.least_loss)
    plot.set_home(*whole_view(start, facts.minimum, frame.results, SHOWN))
    plot.show_frame(frame)
    caption = _text("Loss E({x}, {y}) with the paths").format(x=names[right], y=names[up])
    if len(names) > 2:
        best = best_run(frame)
        held = _text("the others held where {run} is")
        caption += ", " + held.format(run=frame.experiment.runs[best].label)
        base = tuple(frame.heads[best].parameters.tolist())
    else:
        base = (0.0, 0.0)
    return LossPicture(plot, base, caption)


def _data_picture(frame: Frame, problem: DataProblem, theme: Theme, font: QFont) -> PlainPicture:
    model = DataModel(problem)
    kind: type[DataPlot] = PredictionPlot
    if model.inputs == 1 and model.outputs == 1:
        kind = FitPlot
    elif model.inputs == 2:
        kind = PlanePlot
    plot = kind(theme, font)
    plot.set_model(model)
    plot.show_moment(moment_of(frame))
    return PlainPicture(plot, _text("Data and fit"))


def _decision_picture(
    frame: Frame, problem: DataProblem, theme: Theme, font: QFont
) -> PlainPicture:
    best = best_run(frame)
    theta = frame.heads[best].parameters
    plot = DecisionPlot(theme, font)
    plot.set_problem(problem)
    if plot.inputs > 2:
        probe = Probe(problem.dataset.inputs, (1, 1), ())
    else:
        cells = LINE_CELLS if plot.inputs == 1 else PLANE_CELLS
        probe = probe_of(problem, cells_for(problem.architecture, cells))
    plot.show_decision(decision_of(problem, theta, probe), answers_of(problem, theta), False)
    is_fit = task_of(problem) is Task.NUMBERS
    caption = _text("Fit of {run}") if is_fit else _text("Decision of {run}")
    caption = caption.format(run=frame.experiment.runs[best].label)
    has_names = plot.inputs > 2 and not is_fit
    return PlainPicture(plot, caption, NAMES_WIDTH if has_names else AXIS_WIDTH)


def _text(words: str) -> str:
    return QCoreApplication.translate("Figure", words)
