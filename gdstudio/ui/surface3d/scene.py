"""What the view shows: a surface, the paths on it, its colours, from where it is seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gdstudio.ui.colours import Theme
from gdstudio.ui.map_colours import map_lookup
from gdstudio.ui.plots.path_item import RunPath
from gdstudio.ui.surface3d.camera import FLOOR_GAP, HALF_HEIGHT, View
from gdstudio.ui.surface3d.mesh import Mesh

Colour = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Paint:
    """The colours of a picture.

    Attributes
    ----------
    lookup
        uint8 (256, 4), from the lowest value to the highest.
    """

    lookup: NDArray[np.uint8]
    contour: Colour
    casing: Colour


@dataclass(frozen=True, eq=False)
class Sheet:
    """A thin sheet of one colour.

    Attributes
    ----------
    vertices
        float32 (n, 3).
    triangles
        uint32 (m, 3).
    border
        float32 (k, 3), joined by lines.
    """

    vertices: NDArray[np.float32]
    triangles: NDArray[np.uint32]
    border: NDArray[np.float32]
    colour: Colour


@dataclass(frozen=True, eq=False)
class Scene:
    """What is seen, from wherever.

    Attributes
    ----------
    has_floor
        Whether the map with the paths is shown below the surface, too.
    thickness
        How many times as thick as usual lines are.
    """

    mesh: Mesh
    paths: tuple[RunPath, ...]
    paint: Paint
    sheets: tuple[Sheet, ...] = ()
    has_floor: bool = False
    thickness: float = 1.0

    @property
    def bottom(self) -> float:
        """The height of the lowest thing in the box."""
        return -HALF_HEIGHT - (FLOOR_GAP if self.has_floor else 0.0)


@dataclass(frozen=True, eq=False)
class Shot:
    """A picture that is wanted.

    Attributes
    ----------
    ratio
        Device pixels to a pixel.
    is_fine
        With all details; else it is done sooner.
    """

    scene: Scene
    view: View
    ratio: float
    is_fine: bool


@dataclass(frozen=True, eq=False)
class Taken:
    """A picture that was wanted, without what stands around it.

    Attributes
    ----------
    seconds
        How long it took.
    """

    shot: Shot
    image: QImage
    seconds: float


def paint_of(theme: Theme) -> Paint:
    """Return the colours of a theme."""
    light = theme.name == "light"
    return Paint(
        map_lookup(theme),
        _colour(theme.contour, 0.62 if light else 0.36),
        _colour("#ffffff" if light else "#0b0d12", 0.85),
    )


def channels(name: str) -> Colour:
    """Return red, green, blue and alpha of a colour, each from 0 to 1."""
    colour = QColor(name)
    return colour.redF(), colour.greenF(), colour.blueF(), colour.alphaF()


def _colour(name: str, alpha: float) -> Colour:
    red, green, blue, _ = channels(name)
    return red, green, blue, alpha
