"""What calculus says about a point, drawn over the curve of a function."""

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.critical_marks import CriticalMarks
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.picture_plot import PicturePlot
from gdstudio.ui.plots.probe_handle import ProbeHandle
from gdstudio.ui.plots.taylor_items import TaylorCurveItem

CURVE_Z, PROBE_Z = 8, 28
"""The start, which lies above the probe, can be dragged away from it."""


class LineOverlay:
    """The probe on the curve, and the parabola that fits there."""

    def __init__(self, plot: PicturePlot) -> None:
        self.marks = CriticalMarks(plot)
        self._curve = TaylorCurveItem(plot.theme)
        self.probe = ProbeHandle(plot.theme)
        plot.add_layer(self._curve, CURVE_Z)
        plot.add_layer(self.probe, PROBE_Z)
        self._curve.set_thickness(plot.thickness)
        self.probe.set_thickness(plot.thickness)
        self.probe.moved.connect(plot.probed)

    def show(self, overlay: Overlay | None) -> None:
        """Show an overlay, or none."""
        self.marks.show(overlay.critical if overlay is not None else ())
        is_there = overlay is not None and overlay.is_in_reach
        self.probe.setVisible(is_there)
        if overlay is not None and is_there:
            self.probe.set_place(*overlay.place)
            self.probe.set_dot(overlay.colour is None)
        is_curved = overlay is not None and is_there and overlay.second_order
        self._curve.set_calculus(overlay.calculus if overlay is not None and is_curved else None)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._curve.set_theme(theme)
        self.probe.set_theme(theme)
