"""When a picture of other data may stay where it is: axes that jump at each edit are not read."""

from gdstudio.simulation.cells import Interval

View = tuple[Interval, Interval]

TOLERANCE = 0.15
"""By how much of its width a side may be off."""


def resembles(view: View | None, other: View) -> bool:
    """Return whether two views, left to right and bottom to top, show about the same part."""
    return view is not None and all(
        max(abs(low - other_low), abs(high - other_high)) <= TOLERANCE * (other_high - other_low)
        for (low, high), (other_low, other_high) in zip(view, other, strict=True)
    )
