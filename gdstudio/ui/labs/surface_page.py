"""A function as a surface with the paths of the runs on it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.maps import MapRequest
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.card_page import CardPage
from gdstudio.ui.picture_panel import PicturePanel
from gdstudio.ui.picture_title import shortened, slice_text
from gdstudio.ui.plots.axes import Axes, axes_at
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.path_item import RunPath
from gdstudio.ui.plots.pictured import pictured
from gdstudio.ui.surface3d.mesh import Mesh, MeshRequest, mesh_of
from gdstudio.ui.surface3d.picture import Names
from gdstudio.ui.surface3d.surface_controls import SurfaceControls
from gdstudio.ui.surface3d.surface_figure import surface_figure
from gdstudio.ui.surface3d.surface_view import SurfaceView
from gdstudio.ui.surface3d.vertical_scale import HeightMode
from gdstudio.ui.widgets.colour_bar import ColourBar
from gdstudio.ui.widgets.labels import ElidedLabel, role_label
from gdstudio.ui.widgets.run_legend import RunLegend
from gdstudio.ui.widgets.section import Section


class SurfacePage(CardPage):
    """Shows a function of two variables, or a slice through one of more, as a surface.

    Parameters
    ----------
    picture
        The map, on which a person chooses the slice.
    """

    def __init__(self, theme: Theme, picture: PicturePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._picture = theme, picture
        self._axes: Axes | None = None
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._mesh: Mesh | None = None
        self._wanted: MeshRequest | None = None
        self._mode: HeightMode | None = None
        self._job = LatestJob(mesh_of, self)
        self._job.done.connect(self._on_mesh)
        self._section = Section(self.tr("Surface"), "box")
        self._section.make_compact()
        self._note = ElidedLabel("", "muted")
        self._note.hide()
        self._colour_bar = ColourBar()
        self._section.add_header_widget(self._note)
        self._section.add_header_widget(self._colour_bar)
        self.view = SurfaceView(theme)
        self.controls = SurfaceControls(self.view)
        self.controls.mode_chosen.connect(self._on_mode)
        self.view.failed.connect(self._on_failed)
        self._sentence = role_label(
            self.tr(
                "This system does not offer OpenGL 3.3, with which the surface is drawn. "
                "The map shows the same function: press Ctrl+1."
            ),
            "muted",
        )
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._sentence)
        self._section.add_widget(self._stack, 1)
        self.slice_label = ElidedLabel("", "muted")
        self.slice_label.hide()
        self._section.add_widget(self.slice_label)
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
        return self._mesh

    @property
    def sentence(self) -> str:
        """What is said in the place of the surface; "" where it is shown."""
        return self._sentence.text() if self._stack.currentWidget() is self._sentence else ""

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
        self.view.set_paths(tuple(_path(frame, index, axes) for index in frame.visible_runs()))
        self.legend.show_frame(frame)

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show what calculus says about a point, or nothing of it."""
        self.view.set_overlay(overlay)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.view.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say under the picture which path is whose, or not."""
        self.legend.setVisible(visible)

    def reset_view(self) -> None:
        """Look from the usual place."""
        self.view.reset_view()

    def figure(self) -> QImage | None:
        """Return the figure for a file; None if there is none."""
        if self._frame is None or self.sentence:
            return None
        return surface_figure(self.view, self._frame, self._theme)

    def shut_down(self) -> None:
        """Compute and draw nothing any more."""
        self._job.shut_down()
        self.view.shut_down()

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
        self.slice_label.setVisible(bool(axes.others))
        variables, start = experiment.function.variables, experiment.start
        self.view.set_start((start[axes.horizontal], start[axes.vertical]))
        x, y = variables[axes.horizontal], variables[axes.vertical]
        self.view.set_names(Names(x, y, f"f({shortened(variables)})"))
        self._request()

    def _request(self) -> None:
        """Compute what is not computed yet."""
        if self._experiment is None or self._axes is None:
            return
        request, known = _map_request(self._experiment, self._axes), self._mesh
        surface = known.surface if known is not None and known.request.map == request else None
        wanted = MeshRequest(request, self._mode, surface)
        if wanted != self._wanted:
            self._wanted = wanted
            self._job.submit(wanted)

    @Slot(object)
    def _on_mode(self, mode: HeightMode) -> None:
        self._mode = mode
        self._request()

    @Slot(object, object)
    def _on_mesh(self, request: MeshRequest, mesh: Mesh) -> None:
        experiment = self._experiment
        if experiment is None or request.map.objective != pictured(experiment.function):
            return
        self._mesh = mesh
        self.controls.set_mode(mesh.scale.mode)
        self._colour_bar.set_scale(mesh.surface.scale)
        self._note.setText(
            "" if len(mesh.triangles) else self.tr("The function has no value here.")
        )
        self._note.setVisible(bool(self._note.text()))
        self._colour_bar.setVisible(bool(len(mesh.triangles)))
        self.view.set_mesh(mesh)

    @Slot()
    def _on_failed(self) -> None:
        self._stack.setCurrentWidget(self._sentence)
        self._colour_bar.hide()


def _map_request(experiment: Experiment, axes: Axes) -> MapRequest:
    """Return what is computed; its size is that of the mesh."""
    function = pictured(experiment.function)
    ranges = function.domain[axes.horizontal], function.domain[axes.vertical]
    # The variables that vary need no start: dragging it must not compute the surface again.
    return MapRequest(function, axes.point(0.0, 0.0), *axes.shown, *ranges, 1, 1)


def _path(frame: Frame, index: int, axes: Axes) -> RunPath:
    trace, colour = frame.results[index].trace, frame.experiment.runs[index].color
    head = frame.heads[index].parameters
    return RunPath(
        index,
        colour,
        trace.steps,
        trace.parameters[:, axes.horizontal],
        trace.parameters[:, axes.vertical],
        trace.row_at(frame.cursor) + 1,
        (float(head[axes.horizontal]), float(head[axes.vertical])),
        (index, colour, trace.run, axes.shown),
    )
