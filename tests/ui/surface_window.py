"""The 3-D page of a window under a test's control."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from studio import Mouse, Studio, rgb

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.maps import MapRequest
from gdstudio.ui.labs.function_lab import FunctionLab
from gdstudio.ui.labs.surface_page import SurfacePage
from gdstudio.ui.surface3d.draped_path import in_box
from gdstudio.ui.surface3d.mesh import Mesh, box_height, surface_height
from gdstudio.ui.surface3d.scene import Sheet
from gdstudio.ui.surface3d.surface_view import SurfaceView


class Surface:
    """The 3-D page of a window, and what a person does with it."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.lab.open_page("surface")

    @property
    def lab(self) -> FunctionLab:
        lab = self.studio.window.centre.lab
        assert isinstance(lab, FunctionLab)
        return lab

    @property
    def page(self) -> SurfacePage:
        page = self.lab.page
        assert isinstance(page, SurfacePage)
        return page

    @property
    def view(self) -> SurfaceView:
        return self.page.view

    @property
    def mouse(self) -> Mouse:
        return Mouse(self.view)

    @property
    def middle(self) -> QPointF:
        return QPointF(self.view.rect().center())

    def settle(self) -> None:
        """Wait for the picture with all details of what is wanted now."""
        self.studio.settle()
        self.studio.wait(self._is_settled)

    def pixels(self) -> NDArray[np.uint8]:
        self.settle()
        return rgb(self.view.grab().toImage())

    def shown_sheets(self) -> tuple[Sheet, ...]:
        taken = self.view.taken
        return () if taken is None else taken.shot.scene.sheets

    def pixel_of(self, x: float, y: float) -> QPointF:
        """Return where the surface over a point of the domain is seen."""
        taken = self.view.taken
        assert taken is not None
        mesh = taken.shot.scene.mesh
        flat = in_box(mesh, np.array([x]), np.array([y]))
        z = box_height(surface_height(mesh.heights, flat[:, 0], flat[:, 1]))
        ((left, top),) = taken.shot.view.place(np.column_stack([flat, z]))
        return QPointF(left, top)

    def _is_settled(self) -> bool:
        view, taken = self.view, self.view.taken
        if taken is None or self.page.mesh is None or not taken.shot.is_fine:
            return False
        shot = taken.shot
        return (
            shot.scene.mesh is self.page.mesh
            and _objective(shot.scene.mesh) == self.studio.experiment.objective
            and shot.scene.paths == view._paths
            and shot.scene.paint is view._paint
            and shot.scene.has_floor == view.has_floor
            and shot.view.camera == view.camera
            and (shot.view.width, shot.view.height) == (view.width(), view.height())
        )


def _objective(mesh: Mesh) -> FunctionObjective | None:
    request = mesh.request.map
    return request.objective if isinstance(request, MapRequest) else None
