"""The trainings in two plots side by side: their loss curves, and where they end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdstudio.simulation.spread import Training
from gdstudio.ui.colours import Theme

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.spread_plot import EndsPlot, SpreadPlot

LEAST_HEIGHT, WIDEST_ENDS = 140, 280


class InitializationsPicture(QWidget):
    """Shows trainings; a click on a curve or a dot picks one."""

    picked = Signal(int)
    """The index of a training."""
    pointed = Signal(object)
    """The index of the training under the pointer, or None."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plots: tuple[SpreadPlot, EndsPlot] | None = None
        self._canvases: tuple[PlotCanvas, ...] = ()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    @property
    def has_begun(self) -> bool:
        """Whether there are plots."""
        return self._plots is not None

    @property
    def plots(self) -> "tuple[SpreadPlot, EndsPlot]":
        """The curves and their ends; they are there after ``begin``."""
        assert self._plots is not None  # noqa: S101 (nobody asks before)
        return self._plots

    @property
    def canvases(self) -> "tuple[PlotCanvas, ...]":
        """What shows the plots."""
        return self._canvases

    def begin(self) -> None:
        """Make the plots."""
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.spread_plot import EndsPlot, SpreadPlot

        curves = SpreadPlot(self._theme, self.font())
        ends = EndsPlot(self._theme, self.font(), curves)
        self._plots = curves, ends
        self._canvases = (
            PlotCanvas(curves, self.tr("Loss curves of all trainings")),
            PlotCanvas(ends, self.tr("Losses at the end of all trainings")),
        )
        for plot, canvas, stretch in zip(self._plots, self._canvases, (7, 3), strict=True):
            canvas.setMinimumHeight(LEAST_HEIGHT)
            self._layout.addWidget(canvas, stretch)
            plot.picked.connect(self.picked)
        self._canvases[1].setMaximumWidth(WIDEST_ENDS)
        self._canvases[0].hovered.connect(self._on_curves_hovered)
        self._canvases[1].hovered.connect(self._on_ends_hovered)

    def show_spread(
        self, spread: tuple[Training, ...], colour: str, threshold: float, series: object
    ) -> None:
        """Show trainings; parameters are those of `SpreadPlot.show_spread`."""
        curves, ends = self.plots
        curves.show_spread(spread, colour, threshold, series)
        ends.show_spread(spread, colour, threshold)

    def set_chosen(self, index: int | None) -> None:
        """Let a training stand out, or none."""
        for plot in self.plots:
            plot.set_chosen(index)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for canvas in self._canvases:
            canvas.set_theme(theme)

    @Slot(object)
    def _on_curves_hovered(self, place: QPointF | None) -> None:
        self.pointed.emit(None if place is None else self.plots[0].nearest(place))

    @Slot(object)
    def _on_ends_hovered(self, place: QPointF | None) -> None:
        self.pointed.emit(None if place is None else self.plots[1].nearest(place))
