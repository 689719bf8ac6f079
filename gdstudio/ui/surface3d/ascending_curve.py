"""A smooth curve through ascending points that ascends between them, too."""

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]


def ascending_curve(x: Float, knots: Float, values: Float) -> Float:
    """Return the heights of the curve at places x of any shape, within the knots.

    Parameters
    ----------
    knots, values
        (n,), n ≥ 2, the places of the points and their heights, both strictly ascending.

    Notes
    -----
    Cubic pieces of which the slopes at the points are the harmonic means of the slopes beside them
    (Fritsch and Butland, 1984), and at the ends those of the straight lines there.
    """
    widths = np.diff(knots)
    rises = np.diff(values) / widths
    inner = 2.0 * rises[:-1] * rises[1:] / (rises[:-1] + rises[1:])
    slopes = np.concatenate([rises[:1], inner, rises[-1:]])
    piece = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, len(widths) - 1)
    width = widths[piece]
    t = np.clip((x - knots[piece]) / width, 0.0, 1.0)
    low, high = values[piece], values[piece + 1]
    first, last = width * slopes[piece], width * slopes[piece + 1]
    curve: Float = (
        low
        + t * first
        + t * t * (3.0 * (high - low) - 2.0 * first - last)
        + t * t * t * (first + last - 2.0 * (high - low))
    )
    return curve
