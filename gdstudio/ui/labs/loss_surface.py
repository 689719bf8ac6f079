"""The loss over two parameters as a surface with the paths of the runs on it."""

import math
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.simulation.maps import LossRequest, SurfaceMap
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.loss_job import FEWEST_CELLS, LossJob
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.loss_plot import LossPlot
from gdstudio.ui.surface3d.mesh import CELLS, COARSE, Mesh, grid_request
from gdstudio.ui.surface3d.picture import Names
from gdstudio.ui.surface3d.run_paths import run_paths
from gdstudio.ui.surface3d.surface_stack import SurfaceStack
from gdstudio.ui.surface3d.ticks import without_rounding


class LossSurface(SurfaceStack):
    """Shows in space what a plot of the loss shows from above: all of it, however near that is.

    Parameters
    ----------
    plot
        Knows the two parameters, what the whole picture is, and the signs on it.
    """

    shaded = Signal(object)
    """The `Scale` of the colours that are shown."""

    def __init__(self, theme: Theme, plot: LossPlot, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._plot = plot
        self._request: LossRequest | None = None
        self._values = LossJob(self, grid_within)
        self._values.done.connect(self._on_values)
        self.made.connect(self._on_made)
        plot.signs_changed.connect(self._take_signs)
        self._take_signs()

    @property
    def is_computing(self) -> bool:
        """Whether a finer surface is on its way."""
        return self._values.is_busy

    def show_problem(self, names: tuple[str, ...], start: tuple[float, ...]) -> None:
        """Name the axes, and show where the runs start."""
        right, up = self._plot.shown
        x, y = names[right], names[up]
        self.view.set_names(Names(x, y, f"E({x}, {y})"))
        if start:
            self.view.set_start((start[right], start[up]))

    def ask(self, base: tuple[float, ...], *, only_quick: bool) -> None:
        """Compute the loss through a point, which gives the parameters that do not vary."""
        request = self._plot.whole_request(base, CELLS)
        if request is not None:
            self._request = request
            self._values.submit(request, only_quick=only_quick)

    def show_frame(self, frame: Frame) -> None:
        """Show the paths up to the frame's step."""
        self.view.set_paths(run_paths(frame, self._plot.shown))

    def shut_down(self) -> None:
        """Compute and draw nothing any more."""
        self._values.shut_down()
        super().shut_down()

    @Slot(object)
    def _on_values(self, surface: SurfaceMap) -> None:
        if self._request is not None:
            cells = surface.values.shape[0] - 1
            self.want(replace(self._request, columns=cells, rows=cells), surface)

    @Slot(object)
    def _on_made(self, mesh: Mesh) -> None:
        wanted, made = self._request, mesh.request.map
        if wanted is not None and _plane(made) == _plane(wanted):
            self.show_mesh(mesh)
            self.shaded.emit(without_rounding(mesh.surface.scale))

    @Slot()
    def _take_signs(self) -> None:
        self.view.set_signs(self._plot.signs)


def grid_within(request: LossRequest, most: float) -> LossRequest:
    """Return the request for the corners of so many cells as take at most so many passes."""
    corners = math.sqrt(most / request.problem.rows.size)
    # A picture that moves has fewer vertices, the outer ones among them.
    cells = COARSE * int((corners - 1.0) / COARSE)
    return grid_request(request, max(FEWEST_CELLS, min(request.columns, cells)))


def _plane(request: object) -> tuple[object, ...]:
    """Return what other surfaces on the way to this one have in common with it."""
    assert isinstance(request, LossRequest)  # noqa: S101 (nothing else is asked for)
    return request.problem, request.horizontal, request.vertical
