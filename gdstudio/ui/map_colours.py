"""The colours of maps: viridis, softened so that trajectories stand out on it."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.colours import Theme

# Every fifteenth of viridis' 256 colours; straight lines between them are off by 5/255 at most.
_VIRIDIS = (
    "440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e "
    "1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f d8e219 fde725"
)


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def map_lookup(theme: Theme) -> NDArray[np.uint8]:
    """Return 256 RGBA colours, from the lowest value to the highest.

    The lightness rises throughout, so that the map still reads when printed in grey.
    """
    anchors = np.array([_channels(colour) for colour in _VIRIDIS.split()], dtype=np.float64)
    places = np.linspace(0.0, 255.0, len(anchors))
    every = np.arange(256.0)
    viridis = np.stack([np.interp(every, places, anchors[:, c]) for c in range(3)], axis=1)
    share = theme.map_blend_share
    blended = (1.0 - share) * viridis + share * np.array(_channels(theme.map_blend))
    lookup = np.full((256, 4), 255, dtype=np.uint8)
    lookup[:, :3] = np.rint(blended)
    return lookup
