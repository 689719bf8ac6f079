"""The loss of a tile's outputs, its derivative, and how many classes are right."""

import math

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import FUSED, kernel
from gdstudio.engine.objectives.elementary import exponential, logarithm_of_one_and
from gdstudio.engine.objectives.losses import BINARY, DISTANCES, HUBER, SOFTMAX, SQUARES

Row = NDArray[np.float64]


@kernel("void(float64[::1], float64[::1], float64[::1])", liberties=FUSED)
def binary_cross_entropy(y: Row, o: Row, losses: Row) -> None:
    """Add log(1 + e^y) − o·y to the losses, and put σ(y) − o in the place of y."""
    for lane in range(y.size):
        logit, target = y[lane], o[lane]
        small = exponential(-abs(logit))
        near_one = 1.0 / (1.0 + small)
        near_zero = small * near_one
        p = near_one if logit >= 0.0 else near_zero
        q = near_zero if logit >= 0.0 else near_one
        # max(y, 0) − o·y without a difference of two large numbers where o is 0 or 1.
        wrong = logit * (1.0 - target) if logit >= 0.0 else -logit * target
        losses[lane] += wrong + logarithm_of_one_and(small)
        # σ − o, where σ − 1 would lose its digits.
        y[lane] = p * (1.0 - target) - q * target


@kernel(
    "void(float64[::1], int64, int64, int64, int64, float64[::1], float64[::1], float64[::1])",
    liberties=FUSED,
)
def cross_entropy(
    work: Row,
    outputs_at: int,
    targets_at: int,
    outputs: int,
    lanes: int,
    losses: Row,
    highest: Row,
    sums: Row,
) -> None:
    """Add −Σ o·log p to the losses, and put p·Σo − o in the place of the logits."""
    for lane in range(lanes):
        highest[lane] = work[outputs_at + lane]
        sums[lane] = 0.0
    for j in range(1, outputs):
        y = work[outputs_at + j * lanes : outputs_at + (j + 1) * lanes]
        for lane in range(lanes):
            highest[lane] = y[lane] if y[lane] > highest[lane] else highest[lane]
    for j in range(outputs):
        y = work[outputs_at + j * lanes : outputs_at + (j + 1) * lanes]
        o = work[targets_at + j * lanes : targets_at + (j + 1) * lanes]
        for lane in range(lanes):
            below = y[lane] - highest[lane]
            # 0·(−∞) of a class that is neither here nor there is 0.
            losses[lane] -= o[lane] * below if o[lane] != 0.0 else 0.0
            y[lane] = exponential(below)
            sums[lane] += y[lane]
    weights = highest
    for lane in range(lanes):
        weights[lane] = 0.0
    for j in range(outputs):
        o = work[targets_at + j * lanes : targets_at + (j + 1) * lanes]
        for lane in range(lanes):
            weights[lane] += o[lane]
    for lane in range(lanes):
        losses[lane] += weights[lane] * math.log(sums[lane])
        weights[lane] /= sums[lane]
    for j in range(outputs):
        y = work[outputs_at + j * lanes : outputs_at + (j + 1) * lanes]
        o = work[targets_at + j * lanes : targets_at + (j + 1) * lanes]
        for lane in range(lanes):
            y[lane] = y[lane] * weights[lane] - o[lane]


@kernel("void(int64, float64[::1], float64[::1], float64[::1])", liberties=FUSED)
def compare_row(code: int, y: Row, o: Row, losses: Row) -> None:
    """Add the loss of one output to the losses, and put its derivative in the place of y."""
    if code == SQUARES:
        for lane in range(y.size):
            error = y[lane] - o[lane]
            losses[lane] += 0.5 * error * error
            y[lane] = error
    elif code == DISTANCES:
        for lane in range(y.size):
            error = y[lane] - o[lane]
            losses[lane] += abs(error)
            # In place of 0 the error itself: it is 0, or NaN.
            y[lane] = 1.0 if error > 0.0 else -1.0 if error < 0.0 else error
    elif code == HUBER:
        for lane in range(y.size):
            error = y[lane] - o[lane]
            distance = abs(error)
            losses[lane] += distance - 0.5 if distance > 1.0 else 0.5 * error * error
            y[lane] = 1.0 if error > 1.0 else -1.0 if error < -1.0 else error
    elif code == BINARY:
        binary_cross_entropy(y, o, losses)


@kernel(
    "float64(int64, float64, float64[::1], int64, int64, int64, int64, int64, int64)",
    liberties=FUSED,
)
def measure(
    code: int,
    weight: float,
    work: NDArray[np.float64],
    outputs_at: int,
    targets_at: int,
    outputs: int,
    spare: int,
    lanes: int,
    count: int,
) -> float:
    """Return the loss of a tile, and put ∂E/∂y in the place of the outputs y.

    Parameters
    ----------
    code, weight
        Which sum it is, and what it is multiplied by.
    work, outputs_at, targets_at, outputs
        Where the rows of outputs and of targets begin, and how many they are.
    spare
        Where ``SPARE_ROWS`` rows may be written.
    lanes, count
        Numbers in a row; how many of them belong to samples. ∂E/∂y of the others is 0.
    """
    losses = work[spare : spare + lanes]
    losses[:] = 0.0
    if code == SOFTMAX:
        highest = work[spare + lanes : spare + 2 * lanes]
        sums = work[spare + 2 * lanes : spare + 3 * lanes]
        cross_entropy(work, outputs_at, targets_at, outputs, lanes, losses, highest, sums)
    else:
        for j in range(outputs):
            y = work[outputs_at + j * lanes : outputs_at + (j + 1) * lanes]
            o = work[targets_at + j * lanes : targets_at + (j + 1) * lanes]
            compare_row(code, y, o, losses)
    for j in range(outputs):
        y = work[outputs_at + j * lanes : outputs_at + (j + 1) * lanes]
        for lane in range(lanes):
            y[lane] *= weight
        for lane in range(count, lanes):
            y[lane] = 0.0
    loss = 0.0
    for lane in range(count):
        loss += losses[lane]
    return weight * loss


@kernel("int64(int64, float64[::1], int64, int64, int64, int64, int64)")
def count_right(
    code: int,
    work: NDArray[np.float64],
    outputs_at: int,
    targets_at: int,
    outputs: int,
    lanes: int,
    count: int,
) -> int:
    """Return of how many samples the class is right (see ``measure`` for the parameters).

    With several classes the highest logit counts, the first of equal ones; of each yes or no
    whether the logit is above 0, and a sample is right when all its outputs are. NaN is wrong.
    """
    right = 0
    for lane in range(count):
        y, o = outputs_at + lane, targets_at + lane
        best = asked = 0
        is_right = True
        for j in range(outputs):
            logit, target = work[y + j * lanes], work[o + j * lanes]
            if code == SOFTMAX:
                is_right = is_right and not math.isnan(logit)
                if logit > work[y + best * lanes]:
                    best = j
                if target > work[o + asked * lanes]:
                    asked = j
            else:
                agrees = logit > 0.0 if target > 0.5 else logit <= 0.0
                is_right = is_right and agrees
        if is_right and best == asked:
            right += 1
    return right
