"""The picture of what a network decides, with the data on it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.decisions import (
    Answers,
    Confusion,
    Decision,
    Rows,
    Task,
    rows_of,
    target_scale,
    task_of,
)
from gdstudio.simulation.neurons import input_ranges
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.decision_item import DecisionItem
from gdstudio.ui.plots.decision_points import Points, PointsItem, RingsItem
from gdstudio.ui.plots.neuron_colours import class_colours, diverging_pixels
from gdstudio.ui.plots.view_box import PictureViewBox

DECISION_Z, POINTS_Z, RINGS_Z = 0, 10, 20
SHADES = 12
"""How many colours of points there are on each side of 0, for targets that are numbers."""
ROOM = 0.08
WIDEST_CLASS = 70.0
"""Pixels for the name of a class beside the table."""


class DecisionPlot(BasePlot):
    """Two inputs: the plane; one: the fitted curve; more: a table of classes, or predictions."""

    view_changed = Signal()

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._decision_item = DecisionItem(theme)
        self._points_item = PointsItem(theme)
        self._rings_item = RingsItem(theme)
        self._problem: DataProblem | None = None
        self._rows: Rows | None = None
        view_box = PictureViewBox()
        super().__init__(theme, font, view_box)
        for item, z in (
            (self._decision_item, DECISION_Z),
            (self._points_item, POINTS_Z),
            (self._rings_item, RINGS_Z),
        ):
            item.setZValue(z)
            self.addItem(item, ignoreBounds=True)
        view_box.reset_requested.connect(self.reset_view)
        view_box.sigRangeChanged.connect(self._on_range_changed)
        view_box.sigResized.connect(self._on_resized)

    @property
    def inputs(self) -> int:
        """How many inputs the network has; 0 before it is known."""
        return 0 if self._problem is None else self._problem.architecture.inputs

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        for item in (self._decision_item, self._points_item, self._rings_item):
            item.set_theme(theme)
        if self._problem is not None:
            self._show_rows()

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        super().set_font(font)
        self._decision_item.set_font(scaled_font(font, 1.0))

    def set_problem(self, problem: DataProblem) -> None:
        """Show other data."""
        before, self._problem = self._problem, problem
        self._rows = rows_of(problem)
        self._name_axes(problem)
        self._show_rows()
        if before is None or self._home(before) != self._home(problem):
            self.reset_view()

    def show_decision(self, decision: Decision, answers: Answers, is_response: bool) -> None:
        """Show what a network decides, and which rows it has wrong."""
        rows = self._rows
        if rows is None:
            return
        self._decision_item.show_decision(decision, is_response)
        if isinstance(decision, Confusion):
            return
        if self.inputs > 2:
            self._points_item.set_points(self._predicted(rows, answers))
        x, y = self._places(rows, answers)
        wrong = np.flatnonzero(answers.is_wrong) if not is_response else np.empty(0, dtype=int)
        self._rings_item.set_points(x[wrong], y[wrong], len(x))

    def reset_view(self) -> None:
        """Show all data."""
        if self._problem is not None:
            x, y = self._home(self._problem)
            self.vb.setRange(xRange=x, yRange=y, padding=0.0)

    def visible_ranges(self) -> tuple[Interval, ...] | None:
        """Return the visible part of the inputs; None where there are more than two."""
        (left, right), (low, high) = self.vb.viewRange()
        every = ((float(left), float(right)), (float(low), float(high)))
        return every[: self.inputs] if self.inputs in (1, 2) else None

    def _home(self, problem: DataProblem) -> tuple[Interval, Interval]:
        ranges = input_ranges(problem)
        targets = problem.dataset.targets
        if len(ranges) == 2:
            return ranges[0], ranges[1]
        if self._has_table(problem):
            size = float(max(2, targets.shape[1]))
            return (0.0, size), (0.0, size)
        low, high = float(targets.min()), float(targets.max())
        margin = 2 * ROOM * (high - low) or 1.0
        span = (low - margin, high + margin)
        return (ranges[0] if len(ranges) == 1 else span), span

    def _name_axes(self, problem: DataProblem) -> None:
        data = problem.dataset
        for side in ("left", "bottom"):
            self.getAxis(side).setTicks(None)
        if len(data.input_names) == 2:
            across, up = data.input_names
        elif len(data.input_names) == 1:
            across, up = data.input_names[0], data.target_names[0]
        elif task_of(problem) is Task.NUMBERS:
            across, up = self.tr("Target"), self.tr("Prediction")
        else:
            across, up = self.tr("Predicted class"), self.tr("True class")
            self._name_classes(problem)
        self.set_axis_label("bottom", across)
        self.set_axis_label("left", up)

    def _name_classes(self, problem: DataProblem) -> None:
        size = max(2, problem.dataset.targets.shape[1])
        names = problem.dataset.classes or tuple(map(str, range(size)))
        metrics = QFontMetricsF(numeric_font(scaled_font(self._font, 0.9)))

        def fitting(name: str, room: float) -> str:
            return metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(room, 12.0))

        across = self.vb.width() / size - 6.0
        every = list(enumerate(names))
        self.getAxis("bottom").setTicks(
            [[(index + 0.5, fitting(name, across)) for index, name in every]]
        )
        self.getAxis("left").setTicks(
            [[(size - 0.5 - index, fitting(name, WIDEST_CLASS)) for index, name in every]]
        )

    def _on_resized(self) -> None:
        if self._problem is not None and self._has_table(self._problem):
            self._name_classes(self._problem)

    def _has_table(self, problem: DataProblem) -> bool:
        return problem.architecture.inputs > 2 and task_of(problem) is not Task.NUMBERS

    def _show_rows(self) -> None:
        problem, rows = self._problem, self._rows
        if problem is None or rows is None:
            return
        if self.inputs > 2:
            self._points_item.set_points(None)
            self._rings_item.set_points(np.empty(0), np.empty(0), 0)
            return
        x, y = self._places(rows, None)
        colours = self._colours(problem, rows)
        self._points_item.set_points(Points(x, y, colours, rows.is_test))

    def _places(
        self, rows: Rows, answers: Answers | None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if self.inputs == 2:
            return rows.inputs[:, 0], rows.inputs[:, 1]
        if self.inputs == 1 or answers is None:
            return rows.inputs[:, 0], rows.targets[:, 0]
        return rows.targets[:, 0], answers.values[:, 0]

    def _predicted(self, rows: Rows, answers: Answers) -> Points:
        x, y = self._places(rows, answers)
        colour = diverging_pixels(np.full(len(x), 0.7), self.theme)[:, :3]
        return Points(x, y, colour, rows.is_test)

    def _colours(self, problem: DataProblem, rows: Rows) -> NDArray[np.uint8]:
        task = task_of(problem)
        if task is Task.NUMBERS:
            middle, reach = target_scale(problem)
            shades = (rows.targets[:, 0] - middle) / reach
            if self.inputs == 1:
                shades = np.ones(len(shades))
            return diverging_pixels(np.rint(shades * SHADES) / SHADES, self.theme)[:, :3]
        size = max(2, rows.targets.shape[1])
        classes = (
            rows.targets.argmax(axis=1) if task is Task.CLASSES else rows.targets[:, 0].astype(int)
        )
        palette = np.rint(class_colours(size, self.theme)).astype(np.uint8)
        colours: NDArray[np.uint8] = palette[classes]
        return colours

    def _on_range_changed(self) -> None:
        self.view_changed.emit()
