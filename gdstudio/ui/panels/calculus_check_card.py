"""The derivative beside its differences, and how their error depends on the step ε."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.simulation.calculus import CURVE_EPSILONS, differences_at
from gdstudio.simulation.gradient_check import GradientCheck
from gdstudio.ui.colours import Theme, active_theme
from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.folding_section import FoldingSection
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.number_rows import NumberRows
from gdstudio.ui.widgets.switch import Switch

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.error_curve_plot import ErrorCurvePlot

FIRST_EPSILON = 0.1
LEAST, MOST = 1e-14, 1.0
PLOT_HEIGHT = 170
CURVE_MILLISECONDS = 60
"""How often the curve follows a point that moves."""


class CheckCard(FoldingSection):
    """Exact, forward and central for one variable and one ε; the errors over all ε; the secant."""

    secant_wanted = Signal(object)
    """The step ε of the secant that is to be drawn, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Derivative check"), "check", is_open=False, parent=parent)
        self._moment: CalculusMoment | None = None
        self._plot: ErrorCurvePlot | None = None
        self._canvas: PlotCanvas | None = None
        self._names: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CURVE_MILLISECONDS)
        self._timer.timeout.connect(self._show_curve)
        self._variable = ChoiceField(self.tr("Derivative by"), (("0", "x"),))
        self.epsilon_field = NumberField(
            self.tr("Step"),
            FIRST_EPSILON,
            LEAST,
            MOST,
            symbol="ε",
            scale="log",
            tooltip=self.tr("How far the variable is moved to see how the value changes."),
        )
        self.secant = Switch(
            self.tr("Draw the secant"), True, self.tr("The line whose slope the forward one is")
        )
        self.numbers = NumberRows((0.27, 0.45, 0.28))
        self.numbers.set_headings(("", self.tr("derivative"), self.tr("error")))
        self._caption = ElidedLabel(self.tr("Relative error over the step ε"), "muted")
        for widget in (
            self._variable,
            self.epsilon_field,
            self.secant,
            self.numbers,
            self._caption,
        ):
            self.add_widget(widget)
        self._variable.value_changed.connect(self._on_variable)
        self.epsilon_field.value_changed.connect(self._on_epsilon)
        self.secant.toggled.connect(self._tell_secant)
        self.folded.connect(self._on_folded)

    @property
    def epsilon(self) -> float:
        """The step ε."""
        return self.epsilon_field.value()

    @property
    def plot(self) -> "ErrorCurvePlot | None":
        """The curve of the error; None until it is first seen."""
        return self._plot

    @property
    def wanted_secant(self) -> float | None:
        """The step ε of the secant that is to be drawn, or None."""
        is_wanted = self.is_open and self.secant.isChecked() and len(self._names) == 1
        return self.epsilon if is_wanted else None

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        if self._canvas is not None:
            self._canvas.set_theme(theme)

    def show_moment(self, moment: CalculusMoment) -> None:
        """Check the derivatives at another point."""
        self._moment = moment
        if moment.names != self._names:
            self._names = moment.names
            self._variable.set_choices([(str(i), name) for i, name in enumerate(moment.names)])
            self._variable.setVisible(len(moment.names) > 1)
            self.secant.setVisible(len(moment.names) == 1)
        self._check()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Make the plot where it is seen."""
        super().showEvent(event)
        if self.is_open:
            QTimer.singleShot(0, self._make_plot)

    @Slot()
    def _make_plot(self) -> None:
        if self._canvas is not None:
            return
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.error_curve_plot import ErrorCurvePlot

        self._plot = ErrorCurvePlot(active_theme(), self.font())
        self._plot.epsilon_picked.connect(self._on_picked)
        self._canvas = PlotCanvas(self._plot, self.tr("Error of the differences over the step"))
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._canvas.setFixedHeight(PLOT_HEIGHT)
        self._canvas.setToolTip(self.tr("Click to choose the step ε."))
        self.add_widget(self._canvas)
        self._check()

    @Slot(bool)
    def _on_folded(self, is_open: bool) -> None:
        if is_open:
            self._make_plot()
            self._check()
        self._tell_secant()

    @Slot(str)
    def _on_variable(self, _: str) -> None:
        self._check()

    @Slot(float)
    def _on_epsilon(self, _: float) -> None:
        self._check()
        self._tell_secant()

    @Slot(float)
    def _on_picked(self, epsilon: float) -> None:
        self.epsilon_field.set_value(epsilon)
        self._on_epsilon(epsilon)

    @Slot()
    def _tell_secant(self) -> None:
        self.secant_wanted.emit(self.wanted_secant)

    def _check(self) -> None:
        if self._moment is None or not self.is_open:
            return
        check = self._checked(self._moment, np.array([self.epsilon]))
        exact = float(check.derivatives[0])
        rows = [(self.tr("exact"), _long_number(exact), "")]
        for name, values, errors in (
            (self.tr("forward"), check.forward, check.forward_errors),
            (self.tr("central"), check.central, check.central_errors),
        ):
            difference, error = float(values[0, 0]), float(errors[0])
            rows.append((name, _long_number(difference), short_number(error, 2)))
        self.numbers.set_rows(tuple(rows))
        if self._plot is not None:
            self._plot.mark(self.epsilon, check)
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _show_curve(self) -> None:
        if self._moment is not None and self._plot is not None and self.is_open:
            self._plot.show_check(self._checked(self._moment))

    def _checked(
        self, moment: CalculusMoment, epsilons: np.ndarray = CURVE_EPSILONS
    ) -> GradientCheck:
        """Return the check of the variable that is chosen alone."""
        variables = (int(self._variable.value()),)
        return differences_at(moment.problem, moment.calculus.point, epsilons, variables)


def _long_number(value: float) -> str:
    """Return a number with as many digits as show where two derivatives part."""
    return short_number(value, 9)
