"""What a critical point may be."""

from enum import Enum


class Kind(Enum):
    """What a critical point is."""

    MINIMUM = "minimum"
    DEGENERATE_MINIMUM = "degenerate minimum"
    """An eigenvalue is 0, but all values around are higher, or none is lower."""
    KINK_MINIMUM = "minimum in a kink"
    """The gallery knows it; the gradient jumps there."""
    SADDLE = "saddle"
    DEGENERATE_SADDLE = "degenerate saddle"
    """An eigenvalue is 0; there are higher and lower values around. Of one variable: an inflection
    with a level tangent."""
    MAXIMUM = "maximum"
    DEGENERATE_MAXIMUM = "degenerate maximum"
    DEGENERATE = "degenerate"
    """An eigenvalue is 0, and the values around do not tell."""

    @property
    def is_minimum(self) -> bool:
        """Whether no value around is lower."""
        return self in (Kind.MINIMUM, Kind.DEGENERATE_MINIMUM, Kind.KINK_MINIMUM)
