"""What calculus says about a point, drawn over the map of a function."""

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.critical_marks import CriticalMarks
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.picture_plot import PicturePlot
from gdstudio.ui.plots.probe_handle import DirectionHandle, ProbeHandle
from gdstudio.ui.plots.taylor_items import TaylorContoursItem

CONTOURS_Z, DIRECTION_Z, PROBE_Z = 8, 26, 28
"""The start, which lies above them, can be dragged away from the probe."""


class MapOverlay:
    """The probe with the ring of directions, and the lines of the approximations."""

    def __init__(self, plot: PicturePlot) -> None:
        self.marks = CriticalMarks(plot)
        self.contours = TaylorContoursItem(plot.theme)
        self.direction = DirectionHandle(plot.theme)
        self.probe = ProbeHandle(plot.theme)
        for item, z in (
            (self.contours, CONTOURS_Z),
            (self.direction, DIRECTION_Z),
            (self.probe, PROBE_Z),
        ):
            plot.add_layer(item, z)
            item.set_thickness(plot.thickness)
        self.probe.moved.connect(plot.probed)
        self.direction.turned.connect(plot.turned)

    def show(self, overlay: Overlay | None) -> None:
        """Show an overlay, or none."""
        self.marks.show(overlay.critical if overlay is not None else ())
        is_there = overlay is not None and overlay.is_in_reach
        self.probe.setVisible(is_there)
        self.direction.setVisible(is_there)
        if overlay is not None and is_there:
            for item in (self.probe, self.direction):
                item.set_place(*overlay.place)
            self.probe.set_dot(overlay.colour is None)
            self.direction.set_directions(overlay.angle, overlay.plane_gradient, overlay.letter)
        self.contours.set_overlay(overlay if is_there else None)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.contours.set_theme(theme)
        self.direction.set_theme(theme)
        self.probe.set_theme(theme)

    def set_levels(self, levels: tuple[float, ...]) -> None:
        """Draw the lines of the approximations at the levels of the map."""
        self.contours.set_levels(levels)
