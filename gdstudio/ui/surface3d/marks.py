"""What stands on the surface: the runs, their start, critical points, the probe, the pointer."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.markers import draw_marker
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.path_item import HEAD
from gdstudio.ui.plots.probe_handle import probe_colours
from gdstudio.ui.plots.sign_item import SignItem, draw_cased
from gdstudio.ui.plots.start_handle import draw_start
from gdstudio.ui.surface3d.draped_path import in_box
from gdstudio.ui.surface3d.mesh import box_height, surface_height
from gdstudio.ui.surface3d.probe_sign import ProbeSign
from gdstudio.ui.surface3d.scene import Taken
from gdstudio.ui.surface3d.sight import are_hidden
from gdstudio.ui.surface3d.tangent import circle_at, slopes_at

Float = NDArray[np.float64]
Place = tuple[float, float]

FAINT = 0.4
"""How much is seen of a sign behind a hill."""
POINTER, POINTER_DOT = 0.045, 1.8
"""The ring under the pointer, in the box, and the dot in its middle, in pixels."""
TIP_REACH = 9.0
"""Pixels from a sign within which the pointer is told what it is."""


@dataclass(frozen=True, eq=False)
class Marks:
    """What stands on the surface beside the runs; places are those of the domain.

    Attributes
    ----------
    start
        Where the runs begin.
    signs, found
        Those of the map, which know where they are, and those of the calculus panel.
    overlay
        What calculus looks at; None: nothing.
    pointed
        What is under the pointer; None: the surface is not.
    """

    start: Place
    signs: tuple[SignItem, ...] = ()
    found: tuple[SignItem, ...] = ()
    overlay: Overlay | None = None
    pointed: Place | None = None


class MarkPainter:
    """Paints marks on what was taken."""

    def __init__(self, taken: Taken, theme: Theme, unit: float, marks: Marks) -> None:
        scene = taken.shot.scene
        self._view, self._mesh = taken.shot.view, scene.mesh
        self._theme, self._unit, self._marks = theme, unit, marks
        self._signs = (*marks.signs, *marks.found)
        # The first run lies on top.
        self._runs = tuple(reversed(scene.paths))
        overlay = marks.overlay
        plane = self._mesh.request.map.horizontal, self._mesh.request.map.vertical
        has_probe = overlay is not None and overlay.is_in_reach and overlay.plane == plane
        self._overlay = overlay if has_probe else None
        places = [(sign.pos().x(), sign.pos().y()) for sign in self._signs]
        places += [marks.start, *(run.head for run in self._runs)]
        places += [] if self._overlay is None else [self._overlay.place]
        self._points = self._lying(places)
        self._opacities = np.where(are_hidden(self._mesh, self._points, self._view.eye), FAINT, 1.0)
        self._centres = [QPointF(*place) for place in self._view.place(self._points)]

    def paint(self, painter: QPainter) -> None:
        """Paint all of them; those behind a hill faintly."""
        signs, runs = self._signs, self._runs
        for number, sign in enumerate(signs):
            if self._begin(painter, number):
                sign.stamp(painter)
                painter.restore()
        if self._begin(painter, len(signs)):
            painter.scale(self._unit, self._unit)
            draw_cased(painter, draw_start)
            painter.restore()
        for number, run in enumerate(runs, len(signs) + 1):
            if self._begin(painter, number):
                colour, ring = QColor(run.colour), QColor("#ffffff")
                draw_marker(painter, run.index, QPointF(), HEAD * self._unit, colour, ring)
                painter.restore()
        last = len(self._centres) - 1
        if self._overlay is not None and math.isfinite(self._points[last, 2]):
            painter.save()
            painter.setOpacity(float(self._opacities[last]))
            probe = ProbeSign(self._mesh, self._view, self._theme, self._unit)
            probe.paint(painter, self._points[last], self._overlay)
            painter.restore()
        if self._marks.pointed is not None:
            self._paint_pointer(painter, self._marks.pointed)

    def tip_at(self, place: QPointF) -> str:
        """Return what is said of the sign at a place of the picture; "" where there is none."""
        for sign, centre in zip(self._signs, self._centres, strict=False):
            way = centre - place
            if math.hypot(way.x(), way.y()) <= TIP_REACH * self._unit:
                tip: str = sign.toolTip()
                return tip
        return ""

    def _begin(self, painter: QPainter, number: int) -> bool:
        """Go to a mark, if it is on the surface: then the painter is to be restored."""
        if not math.isfinite(self._points[number, 2]):
            return False
        painter.save()
        painter.setOpacity(float(self._opacities[number]))
        painter.translate(self._centres[number])
        return True

    def _paint_pointer(self, painter: QPainter, place: Place) -> None:
        """Paint a small ring that lies on the surface."""
        point = self._lying([place])[0]
        slopes = slopes_at(self._mesh, point)
        if slopes is None:
            return
        ring = self._view.place(circle_at(point, slopes, POINTER))
        outline = QPolygonF([QPointF(*each) for each in ring])
        ink, casing = probe_colours(self._theme)
        for colour, width in ((casing, 3.4), (ink, 1.4)):
            painter.setPen(QPen(colour, width * self._unit))
            painter.drawPolygon(outline)
        painter.setBrush(ink)
        dot = POINTER_DOT * self._unit
        painter.drawEllipse(QPointF(*self._view.place(point[None])[0]), dot, dot)

    def _lying(self, places: list[Place]) -> Float:
        """Return points (n, 3) on the surface over places; NaN where it is not seen."""
        x, y = np.array(places, dtype=np.float64).reshape(-1, 2).T
        flat = in_box(self._mesh, x, y)
        heights = surface_height(self._mesh.heights, flat[:, 0], flat[:, 1])
        with np.errstate(invalid="ignore"):
            heights = np.where(heights <= 1.0, heights, np.nan)
        return np.column_stack([flat, box_height(heights)])
