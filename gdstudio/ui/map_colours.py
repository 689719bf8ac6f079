"""The colours of maps, softened so that trajectories stand out on them.

Another quantity has other colours: nobody should take a slope for a height. All are safe for
colour-blind eyes.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdstudio.simulation.map_options import Shading
from gdstudio.ui.colours import Theme

# Every fifteenth of viridis' 256 colours; straight lines between them are off by 5/255 at most.
_VIRIDIS = (
    "440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e "
    "1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f d8e219 fde725"
)
# A ninth of the way each, from the second colour on: the first is nearly black.
_MAGMA = "180f3e 451077 721f81 9f2f7f cd4071 f1605d fd9567 fec98d fcfdbf"
# ColorBrewer's RdBu, and its counterpart for dark ground: in the middle is the ground.
_BLUE_TO_RED = "2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b"
_BLUE_TO_RED_ON_DARK = "8fc3ff 5b9bdc 376ea6 264262 22242c 552e27 924132 cf6650 ffa98f"

DARK_INK = "#1b2130"


def _colours(shading: Shading, theme: Theme) -> str:
    match shading:
        case Shading.GRADIENT_NORM:
            return _MAGMA
        case Shading.LARGEST_EIGENVALUE:
            return _BLUE_TO_RED if theme.name == "light" else _BLUE_TO_RED_ON_DARK
        case _:
            return _VIRIDIS


def contour_colour(shading: Shading, theme: Theme) -> QColor:
    """Return the colour of contour lines: white is not seen on a white middle."""
    is_light = theme.name == "light"
    is_dark_ink = is_light and shading is Shading.LARGEST_EIGENVALUE
    colour = QColor(DARK_INK if is_dark_ink else theme.contour)
    colour.setAlpha(110 if is_light and not is_dark_ink else 70)
    return colour


def flow_colour(shading: Shading, theme: Theme) -> QColor:
    """Return the colour of arrows and streamlines."""
    is_light = theme.name == "light"
    colour = QColor(DARK_INK if is_light else "#ffffff")
    colour.setAlpha(160 if is_light or shading is Shading.LARGEST_EIGENVALUE else 110)
    return colour


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def map_lookup(theme: Theme, shading: Shading = Shading.LOSS) -> NDArray[np.uint8]:
    """Return 256 RGBA colours, from the lowest value to the highest.

    The lightness rises throughout, so that the map still reads when printed in grey; where the
    middle means zero, it is there that the map has the colour of the ground.
    """
    colours = _colours(shading, theme).split()
    anchors = np.array([_channels(colour) for colour in colours], dtype=np.float64)
    places = np.linspace(0.0, 255.0, len(anchors))
    every = np.arange(256.0)
    plain = np.stack([np.interp(every, places, anchors[:, c]) for c in range(3)], axis=1)
    share = theme.map_blend_share
    blended = (1.0 - share) * plain + share * np.array(_channels(theme.map_blend))
    lookup = np.full((256, 4), 255, dtype=np.uint8)
    lookup[:, :3] = np.rint(blended)
    return lookup
