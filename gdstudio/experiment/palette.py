"""The colours that runs get: ColorBrewer's Dark2, made to be told apart by colour-blind eyes."""

from collections.abc import Collection
from typing import Final

RUN_COLORS: Final = (
    "#1b9e77",
    "#d95f02",
    "#7570b3",
    "#e7298a",
    "#66a61e",
    "#e6ab02",
    "#a6761d",
    "#666666",
)


def run_color(index: int) -> str:
    """Return the colour of the run at `index`; after the last colour comes the first again."""
    return RUN_COLORS[index % len(RUN_COLORS)]


def free_color(index: int, used: Collection[str]) -> str:
    """Return a colour for the run at `index`, one that is not among `used` when there is any."""
    candidates = (run_color(index), *RUN_COLORS)
    return next((color for color in candidates if color not in used), run_color(index))
