"""A data set as an experiment describes it → data to train on."""

from typing import Final

import numpy as np

from gdstudio.experiment.data_objectives import CsvSource, Dataset, GeneratedSource, InlineSource
from gdstudio.experiment.datasets.csv_source import csv_examples
from gdstudio.experiment.datasets.data import Data, Standardization, TargetKind
from gdstudio.experiment.datasets.encoding import encode
from gdstudio.experiment.datasets.examples import DATASET, Examples, Floats
from gdstudio.experiment.datasets.generated import generated_examples
from gdstudio.experiment.datasets.inline import inline_examples
from gdstudio.experiment.datasets.split import split_rows
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import integer, number
from gdstudio.experiment.fields.wording import at_key, quoted

_SEED: Final = integer(minimum=0)
_FRACTION: Final = number(minimum=0, exclusive_maximum=1)
# Keys of independent streams of random numbers under one seed, also independent of those that
# start from the seed alone.
_GENERATOR_STREAM: Final = (0xDA7A, 0)
_SPLIT_STREAM: Final = (0xDA7A, 1)


def load_dataset(dataset: Dataset, kind: TargetKind) -> Data:
    """Return the data of a data set for a loss that takes targets of that kind.

    The same data set, and the same content of its file, give the same data bit for bit.

    Raises
    ------
    ExperimentError
        Its path is that of the part of the experiment that is wrong, under
        ``objective.dataset``.
    """
    return prepare(load_examples(dataset), dataset, kind)


def load_examples(dataset: Dataset) -> Examples:
    """Return the rows of the source: what takes time when it is a large file.

    Raises
    ------
    ExperimentError
        The source cannot be read, or holds something else than examples.
    """
    match dataset.source:
        case GeneratedSource() as source:
            return generated_examples(source, _random(dataset, _GENERATOR_STREAM))
        case CsvSource() as source:
            return csv_examples(source)
        case InlineSource() as source:
            return inline_examples(source)


def prepare(examples: Examples, dataset: Dataset, kind: TargetKind) -> Data:
    """Return the rows of the source of `dataset` split, standardized and encoded.

    Raises
    ------
    ExperimentError
        A loss of that kind cannot take the targets, or the inputs are too large to standardize.
    """
    encoded = encode(examples.targets, kind)
    fraction = _FRACTION.read(dataset.test_fraction, at_key(DATASET, "test_fraction"))
    training, test = split_rows(encoded.labels, fraction, _random(dataset, _SPLIT_STREAM))
    rows = np.concatenate((training, test))
    inputs = examples.inputs[rows]
    standardization = None
    if dataset.standardize:
        standardization, inputs = _standardized(inputs, training.size, examples.input_names)
    return Data(
        inputs=np.ascontiguousarray(inputs),
        targets=np.ascontiguousarray(encoded.values[rows]),
        training_rows=training.size,
        test_rows=test.size,
        rows=rows,
        input_names=examples.input_names,
        target_names=examples.targets.names,
        classes=encoded.classes,
        standardization=standardization,
    )


def _standardized(
    inputs: Floats, training_rows: int, names: tuple[str, ...]
) -> tuple[Standardization, Floats]:
    """Return what fits the first rows, and all rows brought to it."""
    with np.errstate(all="ignore"):
        standardization = _fitted(inputs[:training_rows])
        standardized = standardization.apply(inputs)
    is_fine = np.isfinite(standardization.deviations) & np.isfinite(standardized).all(axis=0)
    if not is_fine.all():
        name = quoted(names[int(np.argmin(is_fine))])
        reason = f"the numbers of {name} are too large, or too close together, to be standardized"
        raise ExperimentError(at_key(DATASET, "standardize"), reason)
    return standardization, standardized


def _fitted(inputs: Floats) -> Standardization:
    # Not "deviation 0": the rounded mean of equal numbers may be another number.
    is_constant = inputs.min(axis=0) == inputs.max(axis=0)
    means = np.where(is_constant, inputs[0], inputs.mean(axis=0))
    return Standardization(means, np.where(is_constant, 1.0, inputs.std(axis=0)))


def _random(dataset: Dataset, stream: tuple[int, ...]) -> np.random.Generator:
    seed = _SEED.read(dataset.seed, at_key(DATASET, "seed"))
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=stream))
