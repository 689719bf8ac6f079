"""The derivative under the curve of a figure."""

from dataclasses import dataclass

from PySide6.QtGui import QFont

from gdstudio.simulation.derivative_curve import derivative_curve
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.derivative_plot import DerivativePlot
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.line_plot import LinePlot

AXIS_WIDTH = 72.0


@dataclass(frozen=True, eq=False)
class DerivativePicture:
    """f′ over the part of the x axis that the curve above shows; it is filled after the curve."""

    plot: DerivativePlot
    curve: LinePlot
    caption: str = ""
    axis_width: float = AXIS_WIDTH

    def fill(self, ratio: float) -> None:
        """Compute the derivative, now that the curve knows what it shows."""
        self.plot.set_x_range(*self.curve.vb.viewRange()[0])
        request = self.curve.map_request(ratio)
        if request is not None:
            self.plot.show_curve(derivative_curve(request))
        lines = self.curve.slope_lines
        self.plot.show_slope(lines[0] if lines else None)


def derivative_picture(
    frame: Frame, curve: LinePlot, theme: Theme, font: QFont
) -> DerivativePicture:
    """Return the picture that belongs under a curve, which leaves the x axis to it."""
    curve.set_plot_below(True)
    plot = DerivativePlot(theme, font)
    plot.set_name(frame.experiment.function.variables[0])
    return DerivativePicture(plot, curve)
