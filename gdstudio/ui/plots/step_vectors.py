"""Why a run moves as it does: the parts of its next step as arrows at its point."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from gdstudio.simulation.step_parts import PartKind, StepParts

Float = NDArray[np.float64]

SHORT, WANTED = 24.0, 56.0
"""Pixels: if the longest arrow is shorter, all are enlarged until it is as long as that."""
LONG = 0.45
"""The part of the picture that the longest arrow may take."""
STEP, UNSCALED = "step", "unscaled"


@dataclass(frozen=True, eq=False)
class Arrow:
    """An arrow of the picture.

    Attributes
    ----------
    key
        What it stands for: the value of a `PartKind`, ``STEP`` or ``UNSCALED``.
    tail, tip
        Where it begins and ends, in pixels (2,).
    """

    key: str
    tail: Float
    tip: Float


@dataclass(frozen=True, eq=False)
class StepArrows:
    """The arrows of a step.

    Attributes
    ----------
    arrows
        The step; the gradient before it is scaled, where it is; then the parts, tip to tail.
    factor
        How many times longer they are than the step: 1 unless that is hardly seen, or too long.
    """

    arrows: tuple[Arrow, ...]
    factor: float


def step_arrows(
    parts: StepParts, plane: tuple[int, int], start: Float, scale: Float, longest: float
) -> StepArrows:
    """Return the arrows of a step in pixels.

    Parameters
    ----------
    parts
        The step, taken apart.
    plane
        Indices of the two variables that are seen.
    start
        Where the step begins, in pixels (2,).
    scale
        Pixels to a unit, to the right and down (2,).
    longest
        How long an arrow may be, in pixels.
    """
    seen = [(part.kind.value, part.vector[list(plane)] * scale) for part in parts.scaled]
    change = parts.change[list(plane)] * scale
    factor = enlargement([change, *(vector for _, vector in seen)], longest)
    arrows = [Arrow(STEP, start, start + factor * change)]
    plain = parts.part(PartKind.GRADIENT)
    if parts.part(PartKind.PRECONDITIONING) is not None and plain is not None:
        direction = plain[list(plane)] * scale
        # How long it is says nothing: only its direction can be compared.
        length = max(float(np.hypot(*seen[0][1])), 0.6 * float(np.hypot(*change)))
        norm = float(np.hypot(*direction))
        if norm > 0.0:
            arrows.append(Arrow(UNSCALED, start, start + factor * length / norm * direction))
    tail = start
    for key, vector in seen:
        arrows.append(Arrow(key, tail, tail + factor * vector))
        tail = tail + factor * vector
    return StepArrows(tuple(each for each in arrows if np.isfinite(each.tip).all()), factor)


def enlargement(vectors: list[Float], longest: float) -> float:
    """Return by how much arrows (2,) in pixels are enlarged: 1, 2 or 5 times a power of ten."""
    length = max(float(np.hypot(*vector)) for vector in vectors)
    if not 0.0 < length < math.inf or SHORT <= length <= longest:
        return 1.0
    wanted = (WANTED if length < SHORT else longest) / length
    if not math.isfinite(wanted):
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    steps = [step * power for step in (1.0, 2.0, 5.0, 10.0)]
    if length < SHORT:
        return next(step for step in steps if step >= wanted * (1.0 - 1e-9))
    return max(step for step in steps if step <= wanted * (1.0 + 1e-9))


def words_for(key: str) -> str:
    """Return what an arrow stands for, in words."""
    return {
        STEP: _text("the step"),
        UNSCALED: _text("gradient unscaled (direction)"),
        PartKind.GRADIENT.value: _text("gradient"),
        PartKind.NOISE.value: _text("noise"),
        PartKind.CLIPPING.value: _text("clipping"),
        PartKind.WEIGHT_DECAY.value: _text("weight decay"),
        PartKind.MOMENTUM.value: _text("momentum"),
        PartKind.PRECONDITIONING.value: _text("scaling"),
    }[key]


def _text(words: str) -> str:
    return QCoreApplication.translate("StepVectors", words)
