"""Backpropagation beside differences of the loss, and how their error depends on the step ε."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.gradient_check import (
    CURVE_EPSILONS,
    CheckRequest,
    GradientCheck,
    check_gradient,
    checked_indices,
)
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE, numeric_font
from gdstudio.ui.labs.ledger_choice import Weight, index_of
from gdstudio.ui.labs.ledger_symbols import number, weight_symbol
from gdstudio.ui.number_text import grouped, short_number
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.labels import ElidedLabel, role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.error_curve_plot import ErrorCurvePlot

FIRST_EPSILON = 1e-5
LEAST, MOST = 1e-14, 1.0
_ONE, _ALL = "one", "all"
_CONTROLS_WIDTH, _ERROR_WIDTH, _PLOT_HEIGHT = 250.0, 54.0, 190.0
"""In pixels, with the usual font."""


class GradientCheckPanel(QWidget):
    """Compares derivatives of one row's loss with differences, for one weight or for all."""

    checked = Signal()
    """The numbers and the curve are those of what was shown last."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plot: ErrorCurvePlot | None = None
        self._canvas: PlotCanvas | None = None
        self._request: CheckRequest | None = None
        self._weight = Weight(0, 0, 0)
        self._shown: tuple[DataProblem, np.ndarray, int] | None = None
        self._curve_job = LatestJob(check_gradient, self)
        self._point_job = LatestJob(check_gradient, self)
        self._curve_job.done.connect(self._on_curve)
        self._point_job.done.connect(self._on_point)
        self._scope = SegmentedButtons(
            (
                Choice(_ONE, self.tr("This weight"), self.tr("The derivative by one weight")),
                Choice(_ALL, self.tr("All weights"), self.tr("The largest error of all of them")),
            )
        )
        self._scope.chosen.connect(self._on_scope)
        self.epsilon_field = NumberField(
            self.tr("Step"),
            FIRST_EPSILON,
            LEAST,
            MOST,
            symbol="ε",
            scale="log",
            tooltip=self.tr("How far the weight is moved to see how the loss changes."),
        )
        self.epsilon_field.value_changed.connect(self._on_epsilon)
        self._cells = {name: _cell(self) for name in ("backprop", "central", "forward")}
        self._errors = {name: _cell(self) for name in ("central", "forward")}
        self._controls = QWidget()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._lay_out()

    @property
    def epsilon(self) -> float:
        """The step ε."""
        return self.epsilon_field.value()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Make the plot, after all else was seen: it takes a while."""
        super().showEvent(event)
        if self._canvas is None:
            QTimer.singleShot(0, self._make_plot)

    @Slot()
    def _make_plot(self) -> None:
        if self._canvas is not None:
            return
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.error_curve_plot import ErrorCurvePlot

        self._plot = ErrorCurvePlot(self._theme, self.font())
        self._plot.set_axis_label("left", self.tr("relative error"))
        self._plot.epsilon_picked.connect(self._on_picked)
        self._canvas = PlotCanvas(self._plot, self.tr("Error of the differences over the step"))
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._canvas.setToolTip(self.tr("Click to choose the step ε."))
        self._layout.addWidget(self._canvas, 1)
        self._dress()
        self._check()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._canvas is not None:
            self._canvas.set_theme(theme)

    def show_weight(
        self, problem: DataProblem, parameters: np.ndarray, row: int, weight: Weight
    ) -> None:
        """Check the derivatives of one row's loss at the parameters (d,)."""
        before, self._shown = self._shown, (problem, parameters, row)
        is_same = (
            before is not None
            and before[0] is problem
            and before[2] == row
            and np.array_equal(before[1], parameters)
        )
        if not is_same or (weight != self._weight and self._scope.key() == _ONE):
            self._weight = weight
            self._check()
        self._weight = weight

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._dress()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._curve_job.shut_down()
        self._point_job.shut_down()

    def text(self, name: str) -> str:
        """Return the number of ``backprop``, ``central`` or ``forward``."""
        return self._cells[name].text()

    def error_text(self, name: str) -> str:
        """Return the relative error of ``central`` or ``forward``."""
        return self._errors[name].text()

    @Slot(str)
    def _on_scope(self, _: str) -> None:
        self._check()

    @Slot(float)
    def _on_epsilon(self, epsilon: float) -> None:
        if self._plot is not None:
            self._plot.mark(epsilon, None)
        self._check_point()

    @Slot(float)
    def _on_picked(self, epsilon: float) -> None:
        self.epsilon_field.set_value(epsilon)
        self._on_epsilon(epsilon)

    def _check(self) -> None:
        """Compute the curve and the numbers at ε."""
        if self._shown is None:
            return
        problem, parameters, row = self._shown
        count = parameters.size
        if self._scope.key() == _ONE:
            indices = np.array([index_of(self._weight, problem.architecture.shapes)])
        else:
            indices = checked_indices(count)
        self._name_rows(indices.size, count)
        self._request = CheckRequest(problem, parameters, row, indices, CURVE_EPSILONS)
        self._curve_job.submit(self._request)
        self._check_point()

    def _check_point(self) -> None:
        request = self._request
        if request is not None:
            epsilons = np.array([self.epsilon])
            self._point_job.submit(
                CheckRequest(
                    request.problem, request.parameters, request.row, request.indices, epsilons
                )
            )

    @Slot(object, object)
    def _on_curve(self, request: CheckRequest, check: GradientCheck) -> None:
        if self._plot is not None and request is self._request:
            self._plot.show_check(check)
            self.checked.emit()

    @Slot(object, object)
    def _on_point(self, request: CheckRequest, check: GradientCheck) -> None:
        latest = self._request
        if latest is None or request.indices is not latest.indices:
            return
        if request.epsilons[0] != self.epsilon:
            return
        self._errors["forward"].setText(short_number(float(check.forward_errors[0]), 2))
        self._errors["central"].setText(short_number(float(check.central_errors[0]), 2))
        self._show_derivatives(check)
        if self._plot is not None:
            self._plot.mark(self.epsilon, check)
        self.checked.emit()

    def _show_derivatives(self, check: GradientCheck) -> None:
        texts = dict.fromkeys(self._cells, "")
        if self._scope.key() == _ONE:
            texts = {
                "backprop": _long_number(float(check.derivatives[0])),
                "central": _long_number(float(check.central[0, 0])),
                "forward": _long_number(float(check.forward[0, 0])),
            }
        else:
            largest = number(float(np.abs(check.derivatives).max()))
            texts["backprop"] = self.tr("up to {largest}").format(largest=largest)
        for name, text in texts.items():
            self._cells[name].setText(text)

    def _name_rows(self, checked: int, count: int) -> None:
        if self._scope.key() == _ONE:
            what = f"∂E/∂{weight_symbol(self._weight)}"
        elif checked == count:
            what = self.tr("all {count} derivatives").format(count=grouped(count))
        else:
            what = self.tr("{checked} of {count} derivatives").format(
                checked=grouped(checked), count=grouped(count)
            )
        self._what.setText(what)

    def _dress(self) -> None:
        """Grow with the font."""
        scale = self.font().pointSizeF() / DEFAULT_POINT_SIZE
        self._controls.setFixedWidth(round(scale * _CONTROLS_WIDTH))
        for cell in (*self._cells.values(), *self._errors.values()):
            cell.setFont(numeric_font(self.font()))
        self._table.setColumnMinimumWidth(2, round(scale * _ERROR_WIDTH))
        if self._canvas is not None:
            self._canvas.setMinimumHeight(round(scale * _PLOT_HEIGHT))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._controls)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._scope)
        column.addWidget(self.epsilon_field)
        self._table = table = QGridLayout()
        table.setHorizontalSpacing(8)
        table.setVerticalSpacing(2)
        self._what = ElidedLabel("", "muted")
        table.addWidget(self._what, 0, 0, 1, 2)
        heading = role_label(self.tr("error"), "muted")
        heading.setAlignment(Qt.AlignmentFlag.AlignRight)
        heading.setToolTip(
            self.tr("The largest difference from backpropagation, relative to the largest number.")
        )
        table.addWidget(heading, 0, 2)
        names = {
            "backprop": self.tr("Backprop"),
            "central": self.tr("Central"),
            "forward": self.tr("Forward"),
        }
        formulas = {
            "backprop": self.tr("By backpropagation"),
            "central": "(E(w + ε) − E(w − ε)) / 2ε",
            "forward": "(E(w + ε) − E(w)) / ε",
        }
        for row, (name, text) in enumerate(names.items(), start=1):
            label = QLabel(text)
            label.setToolTip(formulas[name])
            table.addWidget(label, row, 0)
            table.addWidget(self._cells[name], row, 1)
            self._cells[name].setToolTip(formulas[name])
            if name in self._errors:
                table.addWidget(self._errors[name], row, 2)
        table.setColumnStretch(1, 1)
        column.addLayout(table)
        column.addStretch()
        self._layout.addWidget(self._controls)
        self._dress()


def _cell(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _long_number(value: float) -> str:
    """Return a number with as many digits as show where two derivatives part."""
    return number(value) if value == 0.0 else short_number(value, 9)
