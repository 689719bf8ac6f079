"""A CSV file → what it probably means: which column is the target, which are inputs."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from gdstudio.experiment.data_objectives import (
    CsvSource,
    Dataset,
    Layer,
    NetworkObjective,
    RegressionObjective,
)
from gdstudio.experiment.datasets.csv_table import CsvTable, read_csv
from gdstudio.experiment.datasets.data import TargetKind
from gdstudio.experiment.datasets.examples import CSV
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.wording import quoted
from gdstudio.experiment.model import Batch, Experiment, Run, StopRules
from gdstudio.experiment.palette import run_color
from gdstudio.simulation.data_facts import USUAL_LOSS, DataFacts, facts_of
from gdstudio.simulation.vocabulary import VOCABULARY
from gdstudio.ui.panels.data_edits import data_objective, with_objective, with_source

TEST_FRACTION = 0.25
MOST_INPUTS = 10_000
FEWEST_UNITS, MOST_UNITS = 8, 32
"""Of the hidden layer, which has half as many as there are inputs."""
BATCH_SIZE = 16
STEPS = 1000


def as_sentence(error: ExperimentError) -> str:
    """Return what is wrong, without the path that it has in a file."""
    reason = error.reason
    if error.path.endswith(".units"):
        reason = f"units of the output layer: {reason}"
    return f"{reason[:1].upper()}{reason[1:]}{'' if reason.endswith(('.', '!', '?')) else '.'}"


def table_of(source: CsvSource) -> CsvTable:
    """Return the table in the file of a source; it is read again only when it has changed.

    Raises
    ------
    ExperimentError
        As `read_csv`.
    """
    try:
        state = Path(source.path).stat()
    except (OSError, ValueError):
        # It says what is wrong.
        return read_csv(source.path, source.delimiter, source.header)
    version = (state.st_mtime_ns, state.st_size, state.st_ino)
    return _known_table(source.path, source.delimiter, source.header, version)


@lru_cache(maxsize=2)
def _known_table(
    path: str, delimiter: str | None, header: bool | None, _version: tuple[int, ...]
) -> CsvTable:
    return read_csv(path, delimiter, header)


@dataclass(frozen=True, eq=False)
class CsvProposal:
    """What to make of a file.

    Attributes
    ----------
    path
        The file.
    source, table
        Which of its columns to use, and all that it holds; None where nothing can be made of it.
    trouble
        Why nothing can be made of it; "" when all is well.
    """

    path: str
    source: CsvSource | None = None
    table: CsvTable | None = None
    trouble: str = ""


def read_proposal(path: str) -> CsvProposal:
    """Read a file and propose what to make of it."""
    try:
        table = table_of(CsvSource(path, (), ""))
        return CsvProposal(path, proposed_source(path, table), table)
    except ExperimentError as error:
        return CsvProposal(path, trouble=as_sentence(error))
    except MemoryError:
        return CsvProposal(path, trouble="There is not enough memory for this file.")


def proposed_source(path: str, table: CsvTable) -> CsvSource:
    """Return the last column as target and all other complete columns of numbers as inputs.

    Raises
    ------
    ExperimentError
        There is no such column.
    """
    *others, target = table.columns
    inputs = [
        column.name
        for column in others
        if column.kind == "number" and not column.missing.size and column.numbers.size
    ]
    if not inputs:
        name = quoted(table.file.name)
        raise ExperimentError(
            CSV,
            f"{name} has no complete column of numbers before the last one, {quoted(target.name)}, "
            "which would be the target: there is nothing to learn from",
        )
    return CsvSource(path, tuple(inputs[:MOST_INPUTS]), target.name)


def with_csv(experiment: Experiment, source: CsvSource, table: CsvTable) -> Experiment:
    """Return an experiment on data with those of a file, split and standardized as is usual."""
    changed = with_source(experiment, source, facts_of(source, table))
    objective = data_objective(changed)
    dataset = replace(objective.dataset, test_fraction=TEST_FRACTION, standardize=True)
    return replace(changed, objective=replace(objective, dataset=dataset))


def experiment_of(source: CsvSource, table: CsvTable) -> Experiment:
    """Return an experiment on a file: a small network for classes, a line for numbers."""
    facts = facts_of(source, table)
    dataset = Dataset(source, TEST_FRACTION, standardize=True)
    is_classes = facts is not None and facts.are_classes
    loss = USUAL_LOSS[TargetKind.NUMBERS if facts is None else facts.suits]
    network = NetworkObjective(dataset, (_hidden_layer(source), Layer(1, "linear")), loss)
    blank = Experiment(
        network if is_classes else RegressionObjective(dataset, loss=loss),
        _runs_for_classes() if is_classes else _runs_for_numbers(facts),
        start=(),
        batch=Batch(BATCH_SIZE if is_classes and table.rows > BATCH_SIZE else None),
        stop=StopRules(max_steps=STEPS, gradient_tolerance=0.0),
        title=Path(source.path).stem[:200],
    )
    return with_objective(blank, data_objective(blank), facts)


def _hidden_layer(source: CsvSource) -> Layer:
    return Layer(min(max(len(source.inputs) // 2, FEWEST_UNITS), MOST_UNITS), "tanh")


def _runs_for_classes() -> tuple[Run, ...]:
    return (_run(0, "gd", "SGD", 0.1), _run(1, "adam", "Adam", 0.01))


def _runs_for_numbers(facts: DataFacts | None) -> tuple[Run, ...]:
    # Of standardized inputs the mean squared error bends by 2(f + 1) at the most, in sum over all
    # directions: gradient descent is stable below 1/(f + 1).
    inputs = 1 if facts is None else facts.inputs
    rate = float(f"{0.5 / (inputs + 1):.1g}")
    return (_run(0, "gd", "Gradient descent", rate), _run(1, "adam", "Adam", 0.1))


def _run(index: int, method: str, label: str, rate: float) -> Run:
    optimizer = VOCABULARY.optimizer(method).with_value("learning_rate", rate)
    return Run(label, run_color(index), optimizer)
