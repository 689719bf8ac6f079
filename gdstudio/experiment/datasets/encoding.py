"""Targets as they stand in a source → numbers that a loss takes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.datasets.data import TargetKind
from gdstudio.experiment.datasets.examples import Floats, Targets
from gdstudio.experiment.fields.wording import listed, quoted

MOST_CLASSES: Final = 256
_FEW: Final = 5
_LARGEST_PLAIN: Final = 1e15  # whole numbers up to here are named without an exponent


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Targets for a loss.

    Attributes
    ----------
    values
        float64 (n, m).
    classes
        Names of the classes, ascending; () where a row has no single class.
    labels
        For each row, which of the classes it has; 0 where there are none; int64 (n,).
    """

    values: Floats
    classes: tuple[str, ...]
    labels: NDArray[np.int64]


def encode(targets: Targets, kind: TargetKind) -> Encoded:
    """Return the targets as a loss of that kind takes them.

    Text, and under ``CLASS`` numbers too, are classes in ascending order: numbers by value, text
    by its characters.

    Raises
    ------
    ExperimentError
        The loss cannot take these targets; the sentence says what to choose.
    """
    if kind is TargetKind.NUMBERS:
        return _as_numbers(targets)
    if targets.class_count == 0:
        reason = "these targets are numbers to fit, not classes; choose a loss such as mse"
        raise targets.refusal(None, reason)
    return _as_probability(targets) if kind is TargetKind.PROBABILITY else _as_class(targets)


def _as_numbers(targets: Targets) -> Encoded:
    if isinstance(targets.values, tuple):
        text = quoted(targets.values[targets.first_text])
        reason = (
            f"{text} is not a number, and this loss fits numbers; for classes choose the loss "
            "cross_entropy, or binary_cross_entropy for two"
        )
        raise targets.refusal(targets.first_text, reason)
    return _without_classes(targets.values)


def _as_probability(targets: Targets) -> Encoded:
    values = targets.values
    if isinstance(values, tuple):
        names, labels = _classes_of_text(values)
        _refuse_other_than_two(targets, len(names), names)
        return Encoded(labels[:, np.newaxis].astype(np.float64), names, labels)
    _refuse_other_than_two(targets, targets.class_count or 2, ())
    outside = ~((values >= 0.0) & (values <= 1.0))
    if outside.any():
        row, column = np.argwhere(outside)[0]
        reason = (
            f"binary_cross_entropy takes targets from 0 to 1, not {_name(values[row, column])}; "
            "choose cross_entropy for classes, or mse for other numbers"
        )
        raise targets.refusal(int(row), reason)
    if values.shape[1] > 1 or not np.isin(values, (0.0, 1.0)).all():
        return _without_classes(values)
    return Encoded(values, ("0", "1"), values[:, 0].astype(np.int64))


def _as_class(targets: Targets) -> Encoded:
    values = targets.values
    if isinstance(values, tuple):
        names, labels = _classes_of_text(values)
    elif values.shape[1] > 1:
        return _one_hot_already(targets, values)
    elif targets.class_count is not None:
        names = tuple(map(str, range(targets.class_count)))
        labels = values[:, 0].astype(np.int64)
    else:
        numbers, labels = np.unique(values[:, 0], return_inverse=True)
        names = tuple(map(_name, numbers[: MOST_CLASSES + 1].tolist()))
    if len(names) > MOST_CLASSES:
        reason = (
            f"there are more than {MOST_CLASSES} different targets, too many for classes; choose "
            "a loss that fits numbers, such as mse, or another target"
        )
        raise targets.refusal(None, reason)
    if len(names) < 2:
        reason = f"all targets are the one class {quoted(names[0])}; there is nothing to tell apart"
        raise targets.refusal(None, reason)
    return Encoded(np.eye(len(names))[labels], names, labels.astype(np.int64))


def _one_hot_already(targets: Targets, values: Floats) -> Encoded:
    is_one_hot = np.isin(values, (0.0, 1.0)).all(axis=1) & (values.sum(axis=1) == 1.0)
    if not is_one_hot.all():
        row = int(np.argmin(is_one_hot))
        reason = "cross_entropy takes one class a row: expected a 1 and else 0 in each row"
        raise targets.refusal(row, reason)
    names = tuple(map(str, range(values.shape[1])))
    return Encoded(values, names, values.argmax(axis=1).astype(np.int64))


def _without_classes(values: Floats) -> Encoded:
    return Encoded(values, (), np.zeros(len(values), dtype=np.int64))


def _classes_of_text(texts: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    names = tuple(sorted(set(texts)))
    places = {name: place for place, name in enumerate(names)}
    return names, np.array([places[text] for text in texts], dtype=np.int64)


def _refuse_other_than_two(targets: Targets, count: int, names: tuple[str, ...]) -> None:
    if count == 2:
        return
    few = f" ({listed([quoted(name) for name in names], 'and')})" if 0 < len(names) <= _FEW else ""
    found = f"there is 1 class{few}" if count == 1 else f"there are {count} classes{few}"
    advice = "" if count == 1 else "; choose the loss cross_entropy"
    reason = f"{found}, and binary_cross_entropy tells two apart{advice}"
    raise targets.refusal(None, reason)


def _name(number: float) -> str:
    """Return a number as people write it: 3, not 3.0."""
    is_plain = number.is_integer() and abs(number) <= _LARGEST_PLAIN
    return str(int(number)) if is_plain else repr(float(number))
