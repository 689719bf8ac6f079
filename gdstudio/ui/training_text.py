"""How epochs and fits are written."""

import math

from gdstudio.ui.number_text import short_number


def epoch_text(step: int, steps_an_epoch: int) -> str:
    """Return how many epochs a run has made after a step, with one decimal: ``8.0``."""
    return f"{step / steps_an_epoch:.1f}"


def percent_text(part: float) -> str:
    """Return a part of all as ``97.3 %``; a few rows from all are never all."""
    if math.isnan(part):
        return "?"
    if part in (0.0, 1.0):
        return f"{100.0 * part:g} %"
    return f"{min(max(100.0 * part, 0.1), 99.9):.1f} %"


def fit_text(loss: float, accuracy: float) -> str:
    """Return a loss and an accuracy as ``0.0213 · 97.3 %``; a loss alone has more digits.

    The accuracy is NaN where there is none.
    """
    if math.isnan(accuracy):
        return short_number(loss, 4)
    return f"{short_number(loss)} · {percent_text(accuracy)}"
