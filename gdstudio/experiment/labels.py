"""Names for runs that have none."""

from collections.abc import Collection
from itertools import count


def free_label(label: str, used: Collection[str]) -> str:
    """Return `label`, or ``label 2``, ``label 3``, … : the first that is not among `used`."""
    numbered = (f"{label} {number}" for number in count(2))
    return label if label not in used else next(name for name in numbered if name not in used)
