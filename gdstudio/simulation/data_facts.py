"""What is known of data before anything is trained: their inputs, and which losses take them."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.experiment.data_objectives import CsvSource, GeneratedSource, InlineSource
from gdstudio.experiment.datasets.csv_table import CsvColumn, CsvTable
from gdstudio.experiment.datasets.data import TargetKind
from gdstudio.experiment.datasets.encoding import encode
from gdstudio.experiment.datasets.examples import Floats, Targets
from gdstudio.experiment.datasets.inline import inline_examples
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.errors import ExperimentError

Outputs = tuple[tuple[TargetKind, int], ...]
Source = GeneratedSource | CsvSource | InlineSource

USUAL_LOSS = {
    TargetKind.NUMBERS: "mse",
    TargetKind.PROBABILITY: "binary_cross_entropy",
    TargetKind.CLASS: "cross_entropy",
}
MOST_LIKELY_CLASSES = 20
FEWEST_ROWS_A_CLASS = 5


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What a model must know of its data.

    Attributes
    ----------
    inputs
        Number of input columns.
    outputs
        For each kind of target that a loss can make of the data: how many outputs it takes.
    suits
        The kind of target that a person would expect.
    """

    inputs: int
    outputs: Outputs
    suits: TargetKind

    def outputs_for(self, loss: str) -> int | None:
        """Return how many outputs a loss takes; None if it cannot take these data."""
        return dict(self.outputs).get(TargetKind.of(loss))

    @property
    def losses(self) -> tuple[str, ...]:
        """The losses that take these data."""
        return tuple(loss for loss in LOSSES if self.outputs_for(loss) is not None)

    @property
    def are_classes(self) -> bool:
        """Whether a person would expect classes."""
        return self.suits is not TargetKind.NUMBERS


def input_count(source: Source) -> int:
    """Return how many input columns a source has."""
    match source:
        case GeneratedSource():
            return len(GENERATORS[source.name].input_names)
        case CsvSource():
            return len(source.inputs)
        case InlineSource():
            return len(source.inputs[0])


def class_count(source: GeneratedSource) -> int:
    """Return how many classes a generator makes; 0 for numbers."""
    generator = GENERATORS[source.name]
    return generator.class_count(generator.defaults | dict(source.parameters))


def facts_of(source: Source, table: CsvTable | None = None) -> DataFacts | None:
    """Return what is known of the data of a source.

    Parameters
    ----------
    table
        What stands in the file of a CSV source; None while it is not read.

    Returns
    -------
    DataFacts or None
        None where the file is not known, or has not the column that it must have.
    """
    match source:
        case GeneratedSource():
            return _of_generated(source)
        case InlineSource():
            try:
                targets = inline_examples(source).targets
            except ExperimentError:
                return None
            outputs, suits = _judged(_distinct(targets), len(source.targets))
        case CsvSource():
            column = None if table is None else column_of(table, source.target)
            if column is None:
                return None
            outputs, suits = _judged_column(column)
    return DataFacts(input_count(source), outputs, suits)


def column_of(table: CsvTable, name: str) -> CsvColumn | None:
    """Return the column of a name, if there is one."""
    return next((column for column in table.columns if column.name == name), None)


def _of_generated(source: GeneratedSource) -> DataFacts:
    classes = class_count(source)
    kinds = {TargetKind.NUMBERS: 1}
    if classes == 2:
        kinds[TargetKind.PROBABILITY] = 1
    if classes:
        kinds[TargetKind.CLASS] = classes
    suits = TargetKind.PROBABILITY if classes == 2 else TargetKind.CLASS
    return DataFacts(
        input_count(source), tuple(kinds.items()), suits if classes else TargetKind.NUMBERS
    )


@lru_cache(maxsize=4)
def _judged_column(column: CsvColumn) -> tuple[Outputs, TargetKind]:
    """Judge a column as a target; cells without a value make no class."""
    values: Floats | tuple[str, ...]
    if column.kind == "number":
        values = column.numbers[np.isfinite(column.numbers)][:, np.newaxis]
    else:
        gaps = set(column.missing.tolist())
        values = tuple(text for row, text in enumerate(column.texts) if row not in gaps)
    return _judged(_distinct(Targets((column.name,), values, _refused)), len(values))


def _distinct(targets: Targets) -> Targets:
    """Return each target once: a loss takes all rows if it takes these."""
    values = targets.values
    if isinstance(values, tuple):
        return replace(targets, values=tuple(sorted(set(values))), first_text=0)
    return replace(
        targets,
        values=np.unique(values, axis=0 if values.shape[1] > 1 else None).reshape(
            -1, values.shape[1]
        ),
    )


def _judged(targets: Targets, rows: int) -> tuple[Outputs, TargetKind]:
    """Return what losses can make of the targets, and what a person would expect."""
    kinds: dict[TargetKind, int] = {}
    values = targets.values
    if len(values):
        for kind in TargetKind:
            try:
                kinds[kind] = encode(targets, kind).values.shape[1]
            except ExperimentError:
                continue
    if TargetKind.CLASS not in kinds:
        suits = TargetKind.NUMBERS
    elif isinstance(values, tuple):
        suits = TargetKind.PROBABILITY if TargetKind.PROBABILITY in kinds else TargetKind.CLASS
    elif values.shape[1] == 1 and not _name_classes(values, rows):
        suits = TargetKind.NUMBERS
    else:
        is_pair = TargetKind.PROBABILITY in kinds and kinds[TargetKind.CLASS] == 2
        suits = TargetKind.PROBABILITY if is_pair and values.shape[1] == 1 else TargetKind.CLASS
    return tuple(kinds.items()), suits


def _name_classes(distinct: Floats, rows: int) -> bool:
    """Return whether numbers are names: a few whole ones that come again and again."""
    is_whole = bool(np.all(distinct == np.round(distinct)))
    is_few = len(distinct) <= min(MOST_LIKELY_CLASSES, rows / FEWEST_ROWS_A_CLASS)
    return is_whole and is_few


def _refused(_row: int | None, reason: str) -> ExperimentError:
    return ExperimentError("", reason)
