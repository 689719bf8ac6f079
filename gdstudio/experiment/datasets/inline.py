"""Examples that stand in the experiment itself."""

import math
from typing import Final

import numpy as np

from gdstudio.experiment.data_objectives import InlineSource
from gdstudio.experiment.datasets.examples import INPUTS, TARGETS, Examples, Targets
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.wording import at_index, counted, described

_FEW_NAMES: Final = {1: ("x",), 2: ("x", "y")}


def inline_examples(source: InlineSource) -> Examples:
    """Return the rows of an experiment that has them itself.

    Raises
    ------
    ExperimentError
        No rows, rows of different length, something else than finite numbers, or text among
        numbers.
    """
    if not source.inputs:
        raise ExperimentError(INPUTS, "expected at least one row")
    if len(source.targets) != len(source.inputs):
        reason = f"expected {len(source.inputs)}, one for each row of inputs"
        raise ExperimentError(TARGETS, f"{reason}, got {counted(len(source.targets), 'row')}")
    _check_lengths(source.inputs, INPUTS)
    _check_lengths(source.targets, TARGETS)
    _check_finite(source.inputs, INPUTS)
    width = len(source.inputs[0])
    names = _FEW_NAMES.get(width) or _numbered("x", "", width)
    return Examples(np.array(source.inputs, dtype=np.float64), names, _targets(source))


def _targets(source: InlineSource) -> Targets:
    width = len(source.targets[0])
    names = ("target",) if width == 1 else _numbered("target", " ", width)
    texts = [row[0] for row in source.targets if isinstance(row[0], str)]
    if width == 1 and len(texts) == len(source.targets):
        return Targets(names, tuple(texts), _refused)
    for index, row in enumerate(source.targets):
        text = next((each for each in row if isinstance(each, str)), None)
        if text is not None:
            expected = "text in all rows or in none, and one text a row"
            raise _refused(index, f"expected {expected}, got {described(text)}")
    numbers = tuple(tuple(float(each) for each in row) for row in source.targets)
    _check_finite(numbers, TARGETS)
    return Targets(names, np.array(numbers, dtype=np.float64), _refused)


def _check_lengths(rows: tuple[tuple[float | str, ...], ...], path: str) -> None:
    width = len(rows[0])
    if width == 0:
        raise ExperimentError(at_index(path, 0), "expected at least one value")
    for index, row in enumerate(rows):
        if len(row) != width:
            reason = f"expected {counted(width, 'value')} as in the first row, got {len(row)}"
            raise ExperimentError(at_index(path, index), reason)


def _check_finite(rows: tuple[tuple[float, ...], ...], path: str) -> None:
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            if not math.isfinite(value):
                place = at_index(at_index(path, index), column)
                raise ExperimentError(place, f"expected a finite number, got {described(value)}")


def _numbered(word: str, space: str, count: int) -> tuple[str, ...]:
    return tuple(f"{word}{space}{number}" for number in range(1, count + 1))


def _refused(row: int | None, reason: str) -> ExperimentError:
    return ExperimentError(TARGETS if row is None else at_index(TARGETS, row), reason)
