"""Computes the maps and curves that a picture shows, elsewhere and no more often than needed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.session.latest_job import LatestJob
from gdstudio.ui.slice_pace import SlicePace
from gdstudio.ui.view_pace import ViewPace

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.simulation.maps import CurveRequest, FunctionCurve
    from gdstudio.ui.plots.map_picture import MapPicture, MapTask


class MapMaker(QObject):
    """Says when a map is to be asked for, and has what was asked for last computed.

    Attributes
    ----------
    view
        Is told when the view changes.
    slice
        Is told when the slice of a function of many variables moves.
    """

    wanted = Signal()
    """A map is to be asked for: the view rests, or the slice has moved far."""
    map_made = Signal(object, object)
    """A `MapTask` with its `MapPicture`."""
    labels_made = Signal(object, object)
    """The same, once there was time to label the lines."""
    curve_made = Signal(object, object)
    """A `CurveRequest` with its `FunctionCurve`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked_for: object = None
        self.view, self.slice = ViewPace(self), SlicePace(self)
        self._map_job = LatestJob(_drawn, self)
        self._label_job = LatestJob(_drawn, self)
        self._curve_job = LatestJob(_curve, self)
        for pace in (self.view, self.slice):
            pace.wanted.connect(self.wanted)
        self._map_job.done.connect(self._on_map)
        self._label_job.done.connect(self.labels_made)
        self._curve_job.done.connect(self.curve_made)

    def ask_for_map(self, task: "MapTask") -> None:
        """Compute a map, unless it is the one that was asked for last."""
        wanted = (task.request, task.projection)
        if wanted != self._asked_for:
            self._asked_for = wanted
            self.view.begin()
            self._map_job.submit(task)

    def forget(self) -> None:
        """Compute the last map again if it is asked for again: it was not shown."""
        self._asked_for = None

    def ask_for_labels(self, task: "MapTask") -> None:
        """Compute the last map with the labels of its lines."""
        self._label_job.submit(task)

    def ask_for_curve(self, request: "CurveRequest") -> None:
        """Compute a curve."""
        self._curve_job.submit(request)

    def shut_down(self) -> None:
        """Compute nothing any more."""
        for pace in (self.view, self.slice):
            pace.stop()
        for job in (self._map_job, self._label_job, self._curve_job):
            job.shut_down()

    @Slot(object, object)
    def _on_map(self, task: "MapTask", picture: "MapPicture") -> None:
        self.view.end()
        self.map_made.emit(task, picture)


# Imported where they work, in the background: the window is seen before the engine is loaded.


def _drawn(task: "MapTask") -> "MapPicture":
    """Compute a map and draw it."""
    from gdstudio.ui.plots.map_picture import map_picture

    return map_picture(task)


def _curve(request: "CurveRequest") -> "FunctionCurve":
    from gdstudio.simulation.maps import function_curve

    return function_curve(request)
