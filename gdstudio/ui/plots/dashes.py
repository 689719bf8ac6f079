"""Dashed lines of many short segments: Qt would begin its pattern anew with each of them."""

import numpy as np

from gdstudio.ui.plots.lines import Pixels


def dashed(lines: Pixels, dash: float, gap: float) -> Pixels:
    """Return the parts of segments (n, 4) that are seen where dashes and gaps take turns.

    The pattern runs on from each segment to the next.

    Parameters
    ----------
    lines
        Each from (x, y) to (x, y), in pixels.
    dash, gap
        Lengths, in pixels.
    """
    if len(lines) == 0:
        return lines
    begins, ways = lines[:, :2], lines[:, 2:] - lines[:, :2]
    lengths = np.hypot(ways[:, 0], ways[:, 1])
    corners = np.concatenate([[0.0], np.cumsum(lengths)])
    turns = np.arange(0.0, corners[-1], dash + gap)
    cuts = np.unique(np.concatenate([corners, turns, np.minimum(turns + dash, corners[-1])]))
    middles = 0.5 * (cuts[:-1] + cuts[1:])
    seen = middles % (dash + gap) < dash
    first, last, middles = cuts[:-1][seen], cuts[1:][seen], middles[seen]
    segment = np.clip(np.searchsorted(corners, middles, side="right") - 1, 0, len(lines) - 1)
    length = np.maximum(lengths[segment], 1e-300)
    ends = [
        begins[segment] + ways[segment] * ((place - corners[segment]) / length)[:, np.newaxis]
        for place in (first, last)
    ]
    return np.concatenate(ends, axis=1)
