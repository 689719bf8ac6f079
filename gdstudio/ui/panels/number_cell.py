"""A bare number for tables of numbers."""

import math

from gdstudio.ui.widgets.number_scale import NumberScale
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox


def number_cell(
    value: float,
    name: str,
    *,
    minimum: float = -math.inf,
    maximum: float = math.inf,
    integer: bool = False,
    step: float = 0.1,
) -> NumberSpinBox:
    """Return a spin box for any number, with an accessible name."""
    scale = NumberScale(
        kind="linear",
        minimum=minimum,
        maximum=maximum,
        slider_minimum=max(minimum, -1e300),
        slider_maximum=min(maximum, 1e300),
        step=step,
        integer=integer,
    )
    box = NumberSpinBox(scale, value)
    box.setAccessibleName(name)
    box.setMinimumWidth(64)
    return box
