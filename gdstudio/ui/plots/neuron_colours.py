"""The colours of numbers around 0 and of classes, the same in all pictures of a network."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdstudio.ui.colours import Theme

# Orange and blue differ for every kind of colour blindness; lightness tells how far from 0.
_LIGHT = ("b64a05", "ee9b4f", "f6f4f0", "76b0de", "1c5ba3")
_DARK = ("ffa04d", "a35f22", "262b37", "2f6799", "6bbcff")

# Okabe & Ito, "Color Universal Design" (2008), without black.
_CLASSES = ("e69f00", "0072b2", "009e73", "cc79a7", "d55e00", "56b4e9", "f0e442", "8a8f99")

STEPS = 257
"""An odd number: 0 has a colour of its own."""
BACKGROUND = 0.5
"""How strong colours are behind the data, which have them in full."""


@cache
def diverging_lookup(theme: Theme) -> NDArray[np.uint8]:
    """Return RGBA colours (257, 4) from −1, orange, over 0, nearly that of a card, to 1, blue."""
    anchors = np.array([_channels(each) for each in (_DARK if _is_dark(theme) else _LIGHT)])
    places, every = np.linspace(-1.0, 1.0, len(anchors)), np.linspace(-1.0, 1.0, STEPS)
    lookup = np.full((STEPS, 4), 255, dtype=np.uint8)
    for channel in range(3):
        lookup[:, channel] = np.rint(np.interp(every, places, anchors[:, channel]))
    return lookup


def diverging_pixels(values: NDArray[np.float64], theme: Theme) -> NDArray[np.uint8]:
    """Return the colours (…, 4) of values, which are cut off at −1 and 1; of NaN none."""
    defined = ~np.isnan(values)
    places = np.where(defined, np.clip(values, -1.0, 1.0), 0.0)
    index = np.rint((places + 1.0) * ((STEPS - 1) / 2)).astype(np.intp)
    pixels = diverging_lookup(theme)[index]
    if not defined.all():
        pixels[~defined] = 0
    return pixels


def diverging_colour(value: float, theme: Theme) -> QColor:
    """Return the colour of a value from −1 to 1."""
    return QColor(*diverging_pixels(np.array(value), theme).tolist())


def class_colours(count: int, theme: Theme) -> NDArray[np.float64]:
    """Return RGB colours (count, 3) of classes: of two, those of −1 and 1."""
    if count == 2:
        return diverging_lookup(theme)[[28, -28], :3].astype(np.float64)
    channels = [_channels(_CLASSES[index % len(_CLASSES)]) for index in range(count)]
    return np.array(channels, dtype=np.float64)


def class_pixels(shares: NDArray[np.float64], theme: Theme) -> NDArray[np.uint8]:
    """Return the colours (…, 4) of probabilities (…, classes): those of the classes, blended."""
    known = np.nan_to_num(shares)
    blended = known @ class_colours(shares.shape[-1], theme)
    card = np.array(_channels(theme.card.removeprefix("#")), dtype=np.float64)
    pixels = np.full((*shares.shape[:-1], 4), 255, dtype=np.uint8)
    pixels[..., :3] = np.rint(BACKGROUND * blended + (1.0 - BACKGROUND) * card).clip(0.0, 255.0)
    return pixels


def _is_dark(theme: Theme) -> bool:
    return theme.name == "dark"


def _channels(digits: str) -> tuple[int, int, int]:
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
