"""The derivative under the curve of a function of one variable, when a person wants it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.session.latest_job import LatestJob
from gdstudio.session.settings import Settings
from gdstudio.ui.colours import Theme, active_theme
from gdstudio.ui.picture_panel import PicturePanel

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.simulation.maps import CurveRequest, FunctionCurve
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.derivative_plot import DerivativePlot
    from gdstudio.ui.plots.line_plot import LinePlot

HEIGHTS = (3, 2)
"""Of the curve and of the derivative."""
LEAST_HEIGHT = 110


class DerivativeView(QObject):
    """Shows f′ under the curve: its x axis is the curve's, its mark the slope of the tangent.

    Parameters
    ----------
    picture
        Has the curve.
    action
        Whether it is wanted; shown in the heading for functions of one variable only.
    settings
        Where that is remembered.
    """

    def __init__(self, picture: PicturePanel, action: QAction, settings: Settings) -> None:
        super().__init__(picture)
        self._picture, self._action, self._settings = picture, action, settings
        self._plot: DerivativePlot | None = None
        self._canvas: PlotCanvas | None = None
        self._experiment: Experiment | None = None
        self._job = LatestJob(_derivative, self)
        self._job.done.connect(self._on_curve)
        self._button = picture.add_action(action)
        self._button.hide()
        action.setChecked(settings.shows_derivative)
        action.toggled.connect(self._on_toggled)

    @property
    def plot(self) -> "DerivativePlot | None":
        """The plot; None until it is first shown."""
        return self._plot

    @property
    def canvas(self) -> "PlotCanvas | None":
        """What it is shown in; None until then."""
        return self._canvas

    @property
    def is_shown(self) -> bool:
        """Whether there is a derivative to be seen."""
        return self._canvas is not None and self._canvas.isVisibleTo(self._picture)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the derivative of another function, or nothing."""
        self._experiment = experiment
        self._button.setVisible(self._has_one_variable)
        self._action.setEnabled(self._has_one_variable)
        if self._canvas is not None:
            self._canvas.setVisible(self._is_wanted)

    def follow(self) -> None:
        """Show what belongs to the curve and the tangent as they are now."""
        if not self._is_wanted:
            return
        if self._plot is None:
            self._make()
        lines = self._line_plot.slope_lines
        if self._plot is not None:
            self._plot.show_slope(lines[0] if lines else None)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        if self._canvas is not None:
            self._canvas.set_theme(theme)

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._job.shut_down()

    @property
    def _has_one_variable(self) -> bool:
        experiment = self._experiment
        return (
            experiment is not None
            and isinstance(experiment.objective, FunctionObjective)
            and len(experiment.start) == 1
        )

    @property
    def _is_wanted(self) -> bool:
        return self._has_one_variable and self._action.isChecked()

    @property
    def _line_plot(self) -> "LinePlot":
        return self._picture.line_plot

    def _make(self) -> None:
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.derivative_plot import DerivativePlot

        self._plot = DerivativePlot(active_theme(), self._picture.font())
        self._canvas = PlotCanvas(self._plot, self.tr("Derivative of the curve"))
        self._canvas.setMinimumHeight(LEAST_HEIGHT)
        self._canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        content = self._picture.content()
        content.insertWidget(content.indexOf(self._picture.legend), self._canvas, HEIGHTS[1])
        content.setStretchFactor(self._picture.canvas.parentWidget(), HEIGHTS[0])
        curve = self._line_plot
        self._plot.picked.connect(curve.picked)
        self._plot.probed.connect(curve.probed)
        self._plot.reset_requested.connect(curve.reset_view)
        self._plot.x_range_chosen.connect(self._on_range_chosen)
        curve.map_wanted.connect(self._request)
        self._show()

    def _show(self) -> None:
        self._line_plot.set_plot_below(self._is_wanted)
        if self._canvas is not None:
            self._canvas.setVisible(self._is_wanted)
            self._request()

    @Slot()
    def _request(self) -> None:
        experiment = self._experiment
        if self._plot is None or experiment is None or not self._is_wanted:
            return
        self._plot.set_name(experiment.function.variables[0])
        self._plot.set_x_range(*self._line_plot.vb.viewRange()[0])
        request = self._line_plot.map_request(self._picture.devicePixelRatioF())
        if request is not None:
            self._job.submit(request)

    @Slot(object, object)
    def _on_curve(self, request: "CurveRequest", curve: "FunctionCurve") -> None:
        current = self._line_plot.map_request(self._picture.devicePixelRatioF())
        if self._plot is None or current is None or request.objective != current.objective:
            return
        self._plot.show_curve(curve)

    @Slot(float, float)
    def _on_range_chosen(self, low: float, high: float) -> None:
        self._line_plot.vb.setXRange(low, high, padding=0.0)

    @Slot(bool)
    def _on_toggled(self, wanted: bool) -> None:
        self._settings.shows_derivative = wanted
        if self._has_one_variable and self._plot is not None:
            self._show()
        self.follow()


def _derivative(request: "CurveRequest") -> "FunctionCurve":
    from gdstudio.simulation.derivative_curve import derivative_curve

    return derivative_curve(request)
