"""The surface with its controls; a sentence in its place where there is no OpenGL."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.maps import LossRequest, MapRequest, SurfaceMap
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.surface3d.mesh import Mesh, MeshRequest, mesh_of
from gdstudio.ui.surface3d.surface_controls import SurfaceControls
from gdstudio.ui.surface3d.surface_figure import surface_figure
from gdstudio.ui.surface3d.surface_view import SurfaceView
from gdstudio.ui.surface3d.vertical_scale import HeightMode
from gdstudio.ui.widgets.labels import role_label


class SurfaceStack(QStackedWidget):
    """Makes surfaces in the background, with heights on the scale that is chosen."""

    made = Signal(object)
    """A `Mesh`: whoever asked for it shows it, if it is still wanted."""
    failed = Signal()
    """There is no OpenGL."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mesh: Mesh | None = None
        self._wanted: MeshRequest | None = None
        self._mode: HeightMode | None = None
        self._job = LatestJob(mesh_of, self)
        self._job.done.connect(self._on_mesh)
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
        self.addWidget(self.view)
        self.addWidget(self._sentence)

    @property
    def mesh(self) -> Mesh | None:
        """The surface that is shown."""
        return self._mesh

    @property
    def sentence(self) -> str:
        """What is said in the place of the surface; "" where it is shown."""
        return self._sentence.text() if self.currentWidget() is self._sentence else ""

    def want(self, request: MapRequest | LossRequest, known: SurfaceMap | None = None) -> None:
        """Make a surface, unless it is there or on its way.

        Parameters
        ----------
        request
            The rectangle, as in a `MeshRequest`.
        known
            Its values, if they were computed.
        """
        shown = self._mesh
        if known is None and shown is not None and shown.request.map == request:
            known = shown.surface
        wanted = MeshRequest(request, self._mode, known)
        if wanted != self._wanted:
            self._wanted = wanted
            self._job.submit(wanted)

    def show_mesh(self, mesh: Mesh) -> None:
        """Show a surface."""
        self._mesh = mesh
        self.controls.set_mode(mesh.scale.mode)
        self.view.set_mesh(mesh)

    def figure(self, frame: Frame) -> QImage | None:
        """Return the figure for a file; None if there is none."""
        return None if self.sentence else surface_figure(self.view, frame, self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.view.set_theme(theme)

    def shut_down(self) -> None:
        """Compute and draw nothing any more."""
        self._job.shut_down()
        self.view.shut_down()

    @Slot(object)
    def _on_mode(self, mode: HeightMode) -> None:
        self._mode = mode
        if self._wanted is not None:
            self.want(self._wanted.map, self._wanted.known)

    @Slot(object, object)
    def _on_mesh(self, _: MeshRequest, mesh: Mesh) -> None:
        self.made.emit(mesh)

    @Slot()
    def _on_failed(self) -> None:
        self.setCurrentWidget(self._sentence)
        self.failed.emit()
