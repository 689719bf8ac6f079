"""What the data of an objective hold, or why they cannot be used."""

from dataclasses import dataclass

from gdstudio.experiment.data_objectives import CsvSource
from gdstudio.experiment.datasets.csv_table import CsvTable
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import DataObjective
from gdstudio.simulation.models import data_problem_of
from gdstudio.ui.panels.csv_import import as_sentence, table_of


@dataclass(frozen=True, eq=False)
class DataOverview:
    """What a look at the data found.

    Attributes
    ----------
    table
        What stands in the file; None without a file, or where it cannot be read.
    training_rows, test_rows, classes
        Their numbers; no classes are 0.
    trouble
        Why the data cannot be used; "" when they can.
    """

    table: CsvTable | None = None
    training_rows: int = 0
    test_rows: int = 0
    classes: int = 0
    trouble: str = ""


def overview(objective: DataObjective) -> DataOverview:
    """Look at the data: they are read if they were not yet."""
    table = None
    try:
        if isinstance(objective.dataset.source, CsvSource):
            table = table_of(objective.dataset.source)
        data = data_problem_of(objective).dataset
    except ExperimentError as error:
        return DataOverview(table, trouble=as_sentence(error))
    except MemoryError:
        return DataOverview(table, trouble="There is not enough memory for these data.")
    return DataOverview(table, data.training_rows, data.test_rows, len(data.classes))
