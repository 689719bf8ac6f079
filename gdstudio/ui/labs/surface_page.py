"""A function as a surface with the paths of the runs on it."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import MapRequest
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.card_page import CardPage
from gdstudio.ui.picture_panel import PicturePanel
from gdstudio.ui.picture_title import place_text, shortened, slice_text
from gdstudio.ui.plots.axes import Axes, axes_at
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.pictured import pictured
from gdstudio.ui.surface3d.marks import Place
from gdstudio.ui.surface3d.mesh import Mesh
from gdstudio.ui.surface3d.picture import Names
from gdstudio.ui.surface3d.run_paths import run_paths
from gdstudio.ui.surface3d.surface_stack import SurfaceStack
from gdstudio.ui.surface3d.ticks import without_rounding
from gdstudio.ui.widgets.colour_bar import ColourBar
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.run_legend import RunLegend
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.small_colour_bar import LEAST_BAR, SmallColourBar


class SurfacePage(CardPage):
    """Shows a function of two variables, or a slice through one of more, as a surface.

    Parameters
    ----------
    picture
        The map, on which a person chooses the slice.
    """

    def __init__(self, theme: Theme, picture: PicturePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._axes: Axes | None = None
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._section = Section(self.tr("Surface"), "box")
        self._section.make_compact()
        self._note = ElidedLabel("", "muted")
        self._note.hide()
        self._colour_bar, self._slice_bar = ColourBar(), SmallColourBar(LEAST_BAR)
        self._section.add_header_widget(self._note)
        self._section.add_header_widget(self._colour_bar)
        self.stack = SurfaceStack(theme)
        self.stack.made.connect(self._on_mesh)
        self.stack.failed.connect(self._on_failed)
        self.view, self.controls = self.stack.view, self.stack.controls
        self.view.pointed.connect(self._on_pointed)
        self.view.probed.connect(self._on_probed)
        picture.surface_plot.signs_changed.connect(self._take_signs)
        self._section.add_widget(self.stack, 1)
        # Where there are more pages, the heading has no room for colours.
        self.slice_label = ElidedLabel("", "muted")
        self._slice = QWidget()
        row = QHBoxLayout(self._slice)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slice_label, 1)
        row.addWidget(self._slice_bar)
        self._slice.hide()
        self._section.add_widget(self._slice)
        self.legend = RunLegend()
        self.legend.hide()
        self._section.add_widget(self.legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._section)

    @property
    def is_behind(self) -> bool:
        """Whether the last frame is not seen yet."""
        return self.view.is_behind

    @property
    def mesh(self) -> Mesh | None:
        """The surface that is shown."""
        return self.stack.mesh

    @property
    def sentence(self) -> str:
        """What is said in the place of the surface; "" where it is shown."""
        return self.stack.sentence

    def add_header_widget(self, widget: QWidget) -> None:
        """Add a widget at the right of the heading."""
        self._section.add_header_widget(widget)

    def begin(self) -> None:
        """Show pictures, from now on: that is when the page is made."""

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another function, or another start."""
        self._experiment = experiment
        self._take_axes(Axes(*self._shown(), experiment.start))

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        experiment = self._experiment
        if experiment is None or len(frame.experiment.start) != len(experiment.start):
            return
        self._frame = frame
        axes = axes_at(frame, self._shown(), self._picture.slice_bar.hold)
        self._take_axes(axes)
        self.slice_label.setText(slice_text(frame, axes))
        self.view.set_paths(run_paths(frame, axes.shown))
        self.legend.show_frame(frame)

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show what calculus says about a point, or nothing of it."""
        # Behind the map of a function of one variable the page waits for the next surface.
        is_surface = overlay is not None and len(overlay.calculus.point) > 1
        self.view.set_overlay(overlay if is_surface else None)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.stack.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say under the picture which path is whose, or not."""
        self.legend.setVisible(visible)

    def reset_view(self) -> None:
        """Look from the usual place."""
        self.view.reset_view()

    def figure(self) -> QImage | None:
        """Return the figure for a file; None if there is none."""
        return None if self._frame is None else self.stack.figure(self._frame)

    def shut_down(self) -> None:
        """Compute and draw nothing any more."""
        self.stack.shut_down()

    def _shown(self) -> tuple[int, int]:
        """Return the two variables that vary."""
        variables = 2 if self._experiment is None else len(self._experiment.start)
        return (0, 1) if variables == 2 else self._picture.slice_bar.shown

    def _take_axes(self, axes: Axes) -> None:
        """Show a slice."""
        experiment = self._experiment
        if experiment is None:
            return
        self._axes = axes
        entry = entry_for(experiment.function)
        name = experiment.title or (entry.name if entry else "")
        self._section.set_heading(name or self.tr("Surface"))
        self._slice.setVisible(bool(axes.others))
        self._show_colours()
        variables, start = experiment.function.variables, experiment.start
        self.view.set_start((start[axes.horizontal], start[axes.vertical]))
        self._take_signs()
        x, y = variables[axes.horizontal], variables[axes.vertical]
        self.view.set_names(Names(x, y, f"f({shortened(variables)})"))
        self._request()

    def _request(self) -> None:
        """Compute what is not computed yet."""
        if self._experiment is None or self._axes is None:
            return
        self.stack.want(_map_request(self._experiment, self._axes))

    def _show_colours(self) -> None:
        """Say what colours stand for, if there are any, in the heading or beside the slice."""
        mesh, axes = self.mesh, self._axes
        has_colours = mesh is not None and len(mesh.triangles) > 0 and not self.sentence
        is_slice = axes is not None and bool(axes.others)
        self._colour_bar.setVisible(has_colours and not is_slice)
        self._slice_bar.setVisible(has_colours and is_slice)

    @Slot(object)
    def _on_mesh(self, mesh: Mesh) -> None:
        experiment, request = self._experiment, mesh.request.map
        if not (isinstance(request, MapRequest) and experiment is not None):
            return
        if request.objective != pictured(experiment.function):
            return
        for bar in (self._colour_bar, self._slice_bar):
            bar.set_scale(without_rounding(mesh.surface.scale))
        self._note.setText(
            "" if len(mesh.triangles) else self.tr("The function has no value here.")
        )
        self._note.setVisible(bool(self._note.text()))
        self.stack.show_mesh(mesh)
        self._show_colours()

    @Slot()
    def _take_signs(self) -> None:
        """Mark what is marked on the map."""
        self.view.set_signs(self._picture.surface_plot.signs)

    @Slot(object)
    def _on_pointed(self, place: Place | None) -> None:
        experiment, axes = self._experiment, self._axes
        if experiment is None or axes is None or place is None:
            self.hovered.emit("")
            self.pointed.emit(None)
            return
        point = axes.point(*place)
        self.hovered.emit(place_text(experiment.function, point, axes.shown))
        self.pointed.emit(point)

    @Slot(float, float)
    def _on_probed(self, x: float, y: float) -> None:
        if self._axes is not None:
            self.probed.emit(self._axes.point(*self.view.rounded(x, y)))

    @Slot()
    def _on_failed(self) -> None:
        self._show_colours()


def _map_request(experiment: Experiment, axes: Axes) -> MapRequest:
    """Return what is computed; its size is that of the mesh."""
    function = pictured(experiment.function)
    ranges = function.domain[axes.horizontal], function.domain[axes.vertical]
    # The variables that vary need no start: dragging it must not compute the surface again.
    return MapRequest(function, axes.point(0.0, 0.0), *axes.shown, *ranges, 1, 1)
