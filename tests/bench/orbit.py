"""How often the surface is seen anew while it is turned, against pyqtgraph's own items."""

import math
import time
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QVector3D
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.labs.function_lab import FunctionLab
from gdstudio.ui.labs.surface_page import SurfacePage
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.surface3d.mesh import CELLS
from gdstudio.ui.surface3d.surface_view import SurfaceView
from tests.bench.figures import Figure, Measurement, median, percentile
from tests.bench.frames import NOISE, long_runs
from tests.bench.responses import LIMIT, Heartbeat
from tests.bench.studio import PICTURE, process_for, studio, wait_until

STEPS = 10_000
SECONDS = 4.0
RATE = 20.0
TURN = 3.0
"""Degrees between two pictures."""


def measure() -> Measurement:
    """Turn four calm and four noisy paths on the surface, at rest and while they play."""
    # As in the program; pyqtgraph's items keep what belongs to the first view.
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    figures: list[Figure] = []
    for name, noise in (("calm", 0.0), ("noisy", NOISE)):
        with studio(runs(noise)) as window:
            page = opened(window)
            paints, heartbeat = Paints(page.view), Heartbeat()
            turn_for(SECONDS, page.view)
            ours = rate_of(paints.times)
            figures += _figures(f"{name}, turned", ours, heartbeat.gaps)
            window.player.seek(0)
            window.player.set_speed(1000.0)
            window.player.play()
            process_for(0.5)
            paints.times.clear()
            heartbeat.restart()
            turn_for(SECONDS, page.view)
            figures += _figures(
                f"{name}, turned while it plays", rate_of(paints.times), heartbeat.gaps
            )
            window.player.pause()
            plain = plain_rate(page)
            figures += [
                Figure(f"{name}: plain items of pyqtgraph", plain, "1/s"),
                Figure(f"{name}: ours against plain", ours / plain, "×"),
            ]
    return Measurement(
        "Turning the surface",
        f"Four paths of {STEPS} steps on a surface of {CELLS} × {CELLS} cells in a view of"
        f" {PICTURE.width()} × {PICTURE.height()} pixels. A mouse drags as fast as the event loop"
        " lets it; counted are pictures that were seen. Plain: GLSurfacePlotItem and"
        " GLLinePlotItem with the same surface and paths in a view of the same size.",
        tuple(figures),
    )


def runs(noise: float) -> Experiment:
    """Return four runs of so many steps each."""
    experiment = long_runs(noise)
    return replace(experiment, stop=replace(experiment.stop, max_steps=STEPS))


def opened(window: MainWindow) -> SurfacePage:
    """Open the page, and wait for its picture with all details."""
    lab = window.centre.lab
    assert isinstance(lab, FunctionLab)
    wait_until(lambda: window.player.cursor == STEPS)
    lab.open_page("surface")
    page = lab.page
    assert isinstance(page, SurfacePage)
    window.resize(window.size() + PICTURE - page.view.size())
    wait_until(lambda: page.view.taken is not None and page.view.taken.shot.is_fine)
    process_for(0.5)
    return page


class Paints(QObject):
    """Notes when a widget is painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.times: list[float] = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint:
            self.times.append(time.perf_counter())
        return False


def rate_of(times: list[float]) -> float:
    """Return how many pictures a second were seen."""
    return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else math.nan


def turn_for(seconds: float, view: SurfaceView) -> None:
    """Turn it for a while, a little each time the event loop comes round."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        view.set_camera(view.camera.turned(TURN, 0.0))
        process_for(0.008)


def plain_rate(page: SurfacePage) -> float:
    """Return how many pictures a second pyqtgraph's own items reach; NaN without PyOpenGL."""
    try:
        import pyqtgraph.opengl as gl
    except ImportError:
        return math.nan
    mesh, taken = page.mesh, page.view.taken
    assert mesh is not None
    assert taken is not None
    view = gl.GLViewWidget()
    view.resize(PICTURE)
    rows, columns = mesh.heights.shape
    colours = np.ones((rows, columns, 4))
    colours[..., :3] = mesh.vertices[:, 3].reshape(rows, columns, 1)
    x, y = np.linspace(-1.0, 1.0, columns), np.linspace(-1.0, 1.0, rows)
    z = mesh.vertices[:, 2].reshape(rows, columns).T.astype(np.float64)
    view.addItem(gl.GLSurfacePlotItem(x=x, y=y, z=z, colors=colours, shader="shaded"))
    for path in taken.shot.scene.paths:
        (x_low, x_high), (y_low, y_high) = mesh.x_range, mesh.y_range
        across = 2.0 * (path.x - x_low) / (x_high - x_low) - 1.0
        up = 2.0 * (path.y - y_low) / (y_high - y_low) - 1.0
        points = np.column_stack([across, up, np.zeros_like(up)])
        view.addItem(gl.GLLinePlotItem(pos=points, antialias=True))
    view.setCameraPosition(QVector3D(0.0, 0.0, 0.0), 4.0, 27.0, 30.0)
    view.show()
    process_for(1.0)
    seconds = []
    for _ in range(30):
        began = time.perf_counter()
        view.orbit(TURN, 0.0)
        view.repaint()
        process_for(0.0)
        seconds.append(time.perf_counter() - began)
    view.close()
    view.deleteLater()
    return 1.0 / median(seconds)


def _figures(name: str, rate: float, gaps: list[float]) -> list[Figure]:
    return [
        Figure(name, rate, "1/s", RATE, higher_is_better=True),
        Figure(f"{name}: largest gap of the event loop", max(gaps), "ms", LIMIT),
        Figure(f"{name}: gaps, 95th percentile", percentile(gaps), "ms"),
    ]
