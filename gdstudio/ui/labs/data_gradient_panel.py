"""The card with the gradients of the batches around the gradient of all rows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.gradient_clouds import CloudRequest, GradientClouds, gradient_clouds
from gdstudio.simulation.regression_facts import RegressionFacts
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.data_spread_table import SpreadRow, SpreadTable
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.typeset_label import TypesetLabel

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.gradient_cloud_plot import GradientCloudPlot

AT_ONCE = 300
"""Rows whose gradients are there in half a millisecond: to hand them to a thread takes longer."""
FORMULA = r"\sigma_B = \sigma_1 \sqrt{\frac{N - B}{B(N - 1)}}"
FORMULA_IN_WORDS = "σ_B = σ₁ √((N − B) / (B(N − 1)))"


class GradientPanel(Section):
    """Shows how much the gradients of batches differ, and what the size of a batch does to it."""

    clouds_shown = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Gradients of the batches"), "crosshair", parent)
        self.make_compact()
        self._theme = theme
        self._facts: RegressionFacts | None = None
        self._frame: Frame | None = None
        self._shown = (0, 1)
        self._request: CloudRequest | None = None
        self._plot: GradientCloudPlot | None = None
        self._canvas: PlotCanvas | None = None
        self.table = SpreadTable()
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._numbers = QVBoxLayout()
        self._numbers.setSpacing(4)
        self._numbers.addStretch(1)
        self._numbers.addWidget(self.table, 0, Qt.AlignmentFlag.AlignLeft)
        self._formula = TypesetLabel(FORMULA, FORMULA_IN_WORDS, size_factor=1.0)
        # As wide as the table: its plain text, until it is typeset, is wider.
        self._formula.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._formula.setToolTip(
            self.tr("The spread of batches of B rows out of N, drawn without putting back.")
        )
        self._numbers.addWidget(self._formula)
        self._numbers.addStretch(2)
        self._row.addLayout(self._numbers)
        self.content().addLayout(self._row, 1)
        self._job = LatestJob(gradient_clouds, self)
        self._job.done.connect(self._on_clouds)

    @property
    def plot(self) -> "GradientCloudPlot":
        """The plot; there is one once there are data."""
        assert self._plot is not None  # noqa: S101
        return self._plot

    @property
    def canvas(self) -> "PlotCanvas":
        """What shows the plot."""
        assert self._canvas is not None  # noqa: S101
        return self._canvas

    def set_facts(self, facts: RegressionFacts, shown: tuple[int, int]) -> None:
        """Show the derivatives with respect to two parameters of a model."""
        if self._plot is None:
            self._make_plot()
        self._facts, self._shown, self._request = facts, shown, None
        names = facts.problem.parameter_names
        self.plot.set_names(*(f"∂E/∂{names[each]}" for each in shown))
        if self._frame is not None:
            self.show_frame(self._frame)

    def show_frame(self, frame: Frame) -> None:
        """Show the gradients where the selected run is at the frame's step."""
        self._frame = frame
        facts = self._facts
        if facts is None or frame.experiment.objective != facts.objective:
            return
        head, run = frame.heads[frame.selected], frame.experiment.runs[frame.selected]
        request = CloudRequest(
            facts.problem,
            tuple(head.parameters.tolist()),
            self._shown,
            head.step,
            frame.experiment.batch if run.batch is None else run.batch,
            frame.experiment.seed,
        )
        if request != self._request:
            self._request = request
            if facts.problem.rows.size <= AT_ONCE:
                self._on_clouds(request, gradient_clouds(request))
            else:
                self._job.submit(request)
        elif self.plot.item.clouds is not None:
            # Another run may have the same gradients in another colour.
            self._show(self.plot.item.clouds)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._canvas is not None:
            self._canvas.set_theme(theme)

    def reset_view(self) -> None:
        """Show all gradients."""
        if self._plot is not None:
            self._plot.reset_view()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._job.shut_down()

    def _make_plot(self) -> None:
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.gradient_cloud_plot import GradientCloudPlot

        self._plot = GradientCloudPlot(self._theme, self.font())
        self._canvas = PlotCanvas(self._plot, self.tr("Gradients of the batches of one epoch"))
        self._row.insertWidget(0, self._canvas, 1)

    @Slot(object, object)
    def _on_clouds(self, request: CloudRequest, clouds: GradientClouds) -> None:
        # An older point of the same run is shown on the way to the latest.
        wanted = self._request
        if wanted is not None and (request.problem, request.shown, request.batch) == (
            wanted.problem,
            wanted.shown,
            wanted.batch,
        ):
            self._show(clouds)
            self.clouds_shown.emit()

    def _show(self, clouds: GradientClouds) -> None:
        frame = self._frame
        if frame is None:
            return
        colour = frame.experiment.runs[frame.selected].color
        self.plot.show_clouds(clouds, QColor(colour))
        own = clouds.request.size
        self.table.set_rows(
            tuple(
                SpreadRow(
                    cloud.size, cloud.spread, cloud.expected, colour if cloud.size == own else ""
                )
                for cloud in clouds.clouds
            )
        )
