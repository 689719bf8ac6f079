"""What is said about the spread of trainings over initial parameters."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from gdstudio.simulation.spread import Training
from gdstudio.ui.number_text import short_number

FEW_ROWS = 10
"""So few training rows are counted in words."""


def finding_text(spread: tuple[Training, ...], threshold: float, rows: int) -> str:
    """Return how many trainings came through, and how many are stuck.

    Parameters
    ----------
    spread
        The trainings, at least one.
    threshold
        The loss above which one is stuck.
    rows
        How many training rows there are.
    """
    count, limit = len(spread), short_number(threshold)
    stuck = sum(each.is_stuck(threshold) for each in spread)
    if np.isnan([each.train_accuracy for each in spread]).all():
        found = _tr("{found} of {count} ended at a loss of {limit} or less").format(
            found=count - stuck, count=count, limit=limit
        )
        rest = _tr("{stuck} got stuck above it").format(stuck=stuck)
    else:
        perfect = sum(each.is_perfect for each in spread)
        what = _tr("found all {rows} points") if rows <= FEW_ROWS else _tr("got every row right")
        found = f"{_tr('{found} of {count}').format(found=perfect, count=count)} {what}"
        found = found.format(rows=_words()[rows] if rows <= FEW_ROWS else rows)
        rest = _tr("{stuck} got stuck at a loss above {limit}").format(stuck=stuck, limit=limit)
    ending = _tr("none got stuck above {limit}").format(limit=limit) if stuck == 0 else rest
    return f"{found}; {ending}."


def range_text(spread: tuple[Training, ...]) -> str:
    """Return where the trainings ended: losses, and accuracies if there are any."""
    losses = np.array([each.train_loss for each in spread])
    losses[np.isnan(losses)] = np.inf
    middle = float(np.quantile(losses, 0.5, method="inverted_cdf"))
    text = _tr("Final loss: {low} to {high}, median {middle}.").format(
        low=short_number(float(losses.min())),
        high=short_number(float(losses.max())),
        middle=short_number(middle),
    )
    for name, values in (
        (_tr("Accuracy"), [each.train_accuracy for each in spread]),
        (_tr("Test accuracy"), [each.test_accuracy for each in spread]),
    ):
        if not np.isnan(values).any():
            extent = f"{_percent(min(values))} – {_percent(max(values))}"
            if min(values) == max(values):
                extent = _percent(min(values))
            text += f" {name}: {extent}."
    return text


def seed_text(training: Training) -> str:
    """Return a training in a few letters."""
    loss = short_number(training.train_loss)
    return _tr("Seed {seed}: loss {loss}").format(seed=training.seed, loss=loss)


def training_text(training: Training) -> str:
    """Return one training in a line."""
    text = _tr("Seed {seed}: loss {loss}").format(
        seed=training.seed, loss=short_number(training.train_loss, 4)
    )
    if not np.isnan(training.train_accuracy):
        text += _tr(", accuracy {share}").format(share=_percent(training.train_accuracy))
    if not np.isnan(training.test_loss):
        text += _tr(", test loss {loss}").format(loss=short_number(training.test_loss, 4))
    if not np.isnan(training.test_accuracy):
        text += _tr(", test accuracy {share}").format(share=_percent(training.test_accuracy))
    return text


def _percent(share: float) -> str:
    return f"{100.0 * share:.3g} %"


def _words() -> tuple[str, ...]:
    names = _tr("no one two three four five six seven eight nine ten")
    return tuple(names.split())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Initializations", text)
