"""Which data: a generator or a file, how many rows, which of them to test with."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from gdstudio.experiment.data_objectives import CsvSource, Dataset, GeneratedSource
from gdstudio.experiment.datasets.csv_table import CsvTable
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import DataObjective, Experiment
from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.data_facts import DataFacts, Source, facts_of
from gdstudio.ui.panels.csv_fields import CsvFields
from gdstudio.ui.panels.csv_import import CsvProposal, as_sentence, read_proposal, with_csv
from gdstudio.ui.panels.data_edits import (
    data_objective,
    with_dataset,
    with_generator,
    with_source,
)
from gdstudio.ui.panels.data_overview import DataOverview, overview
from gdstudio.ui.panels.generator_fields import GeneratorFields
from gdstudio.ui.panels.source_tiles import CSV, SourceTiles
from gdstudio.ui.panels.split_fields import SplitFields
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.section import Section


class DatasetSection(Section):
    """Edits the data of an experiment, and says what they hold or why they cannot be used."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()
    facts_changed = Signal()
    """Something is known of the data that was not known before."""
    rows_counted = Signal(int)
    """How many training rows there are; 0 where the data cannot be used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Data"), "database", parent)
        self._experiment: Experiment | None = None
        self._table: CsvTable | None = None
        self._file: CsvSource | None = None
        self._left: dict[str, GeneratedSource] = {}
        self._overview = DataOverview()
        self._objective: DataObjective | None = None
        self._facts: DataFacts | None = None
        self._known: tuple[Source | None, CsvTable | None] = (None, None)
        self._look = LatestJob(overview, self)
        self._look.done.connect(self._on_overview)
        self._read = LatestJob(read_proposal, self)
        self._read.done.connect(self._on_proposal)
        self.tiles = SourceTiles()
        self.tiles.chosen.connect(self._on_source)
        self._note = role_label("", "muted")
        self._note.setWordWrap(True)
        self.generator = GeneratorFields()
        self.generator.source_changed.connect(self._on_generator)
        self.generator.edit_ended.connect(self.edit_ended)
        self.split = SplitFields()
        self.split.dataset_changed.connect(self._on_split)
        self.split.edit_ended.connect(self.edit_ended)
        self._counts = role_label("", "muted")
        self._counts.setWordWrap(True)
        self._trouble = role_label("", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        for widget in (self.tiles, self._note, self._trouble, self.generator, self.split):
            self.add_widget(widget)
        self.add_widget(self._counts)

    @cached_property
    def csv(self) -> CsvFields:
        """The fields of a file; they are made when there is one."""
        fields = CsvFields()
        fields.source_changed.connect(self._on_columns)
        fields.file_wanted.connect(self.ask_for_file)
        fields.refused.connect(self.refuse)
        self.content().insertWidget(self.content().indexOf(self.generator), fields)
        return fields

    @property
    def facts(self) -> DataFacts | None:
        """What is known of the data; None while their file is not read."""
        return self._facts

    @property
    def trouble(self) -> str:
        """Why the data cannot be used, or an edit was refused; "" when all is well."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    @property
    def counts(self) -> str:
        """How many rows there are."""
        return self._counts.text()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the data of an experiment."""
        self._experiment = experiment
        objective = data_objective(experiment)
        # A file may have changed since.
        if objective != self._objective or isinstance(objective.dataset.source, CsvSource):
            self._objective = objective
            self._look.submit(objective)
            self._show_trouble(self._overview.trouble)
        else:
            # Another editor may have counted others.
            self.rows_counted.emit(self._overview.training_rows)
        self._show_source(objective.dataset)
        self.split.set_dataset(objective.dataset)

    @Slot(str)
    def refuse(self, reason: str) -> None:
        """Say why an edit was not made."""
        self._show_trouble(reason)

    def shut_down(self) -> None:
        """Read nothing any more."""
        self._look.shut_down()
        self._read.shut_down()

    @Slot()
    def ask_for_file(self) -> None:
        """Let a person choose a CSV file."""
        folder = "" if self._file is None else str(Path(self._file.path).parent)
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open data"),
            folder,
            self.tr("Tables (*.csv *.tsv *.txt *.data);;All files (*)"),
        )
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Take the data of a file, once it is read."""
        self._counts.setText(self.tr("Reading {name} …").format(name=path.name))
        self._read.submit(str(path.absolute()))

    def _show_source(self, dataset: Dataset) -> None:
        source = dataset.source
        is_generated, is_file = isinstance(source, GeneratedSource), isinstance(source, CsvSource)
        self.generator.setVisible(is_generated)
        if is_file or "csv" in self.__dict__:
            self.csv.setVisible(is_file)
        self._note.setVisible(not is_file)
        if isinstance(source, GeneratedSource):
            self.tiles.set_key(source.name)
            self._note.setText(GENERATORS[source.name].hint)
            self.generator.set_source(source)
            self._left[source.name] = source
        elif isinstance(source, CsvSource):
            if self._file is not None and source.path != self._file.path:
                self._table = None
            self._file = source
            self.tiles.set_key(CSV)
            self.csv.show_source(source, self._table)
        else:
            self.tiles.set_key(None)
            self._note.setText(self.tr("These rows stand in the experiment itself."))
        if (source, self._table) != self._known:
            self._known = (source, self._table)
            self._facts = facts_of(source, self._table)

    def _edit(self, experiment: Experiment, text: str, key: str = "") -> None:
        self.edited.emit(experiment, text, f"data.{key}" if key else "")

    def _show_trouble(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    @Slot(str)
    def _on_source(self, key: str) -> None:
        experiment = self._experiment
        if experiment is None:
            return
        source = data_objective(experiment).dataset.source
        left = self._file if key == CSV else self._left.get(key)
        if isinstance(source, CsvSource) and key == CSV:
            self.ask_for_file()
        elif isinstance(source, GeneratedSource) and key == source.name:
            return
        elif left is not None:
            # As it was left, with the numbers or the columns that were chosen.
            self._change_source(left, self._choosing(key))
        elif key == CSV:
            self.ask_for_file()
        else:
            self._try(partial(with_generator, experiment, key), self._choosing(key))
        # The tile was marked by the click; the data may have stayed.
        self._show_source(data_objective(self._experiment or experiment).dataset)

    def _choosing(self, key: str) -> str:
        name = self.tr("the file") if key == CSV else GENERATORS[key].label
        return self.tr("Choose {name}").format(name=name)

    def _try(self, edit: Callable[[], Experiment], text: str, key: str = "") -> None:
        try:
            changed = edit()
        except ExperimentError as error:
            self.refuse(as_sentence(error))
        else:
            self._edit(changed, text, key)

    @Slot(object, str)
    def _on_generator(self, source: GeneratedSource, name: str) -> None:
        self._change_source(source, self.tr("Change the data"), name)

    @Slot(object)
    def _on_columns(self, source: CsvSource) -> None:
        self._change_source(source, self.tr("Choose columns"))

    def _change_source(self, source: GeneratedSource | CsvSource, text: str, key: str = "") -> None:
        if self._experiment is not None:
            facts = facts_of(source, self._table)
            self._try(partial(with_source, self._experiment, source, facts), text, key)

    @Slot(object, object)
    def _on_proposal(self, _: object, proposal: CsvProposal) -> None:
        self._show_counts()
        if proposal.source is None or proposal.table is None:
            self.refuse(proposal.trouble)
        elif self._experiment is not None:
            self._file, self._table = proposal.source, proposal.table
            text = self.tr("Open {name}").format(name=Path(proposal.path).name)
            edit = partial(with_csv, self._experiment, proposal.source, proposal.table)
            self._try(edit, text)

    @Slot(object, object)
    def _on_overview(self, objective: DataObjective, found: DataOverview) -> None:
        if objective != self._objective:
            return
        self._overview = found
        if found.table is not None and found.table is not self._table:
            self._table = found.table
            self._show_source(objective.dataset)
            self.facts_changed.emit()
        self._show_trouble(found.trouble)
        self._show_counts()
        self.rows_counted.emit(found.training_rows)

    def _show_counts(self) -> None:
        found = self._overview
        rows = found.training_rows + found.test_rows
        self._counts.setVisible(rows > 0)
        if found.test_rows:
            text = self.tr("{rows} rows: {train} train, {test} test")
        else:
            text = self.tr("{rows} rows, all to train on")
        if found.classes:
            text += self.tr(", {classes} classes")
        self._counts.setText(
            text.format(
                rows=rows, train=found.training_rows, test=found.test_rows, classes=found.classes
            )
        )

    @Slot(object, str, str)
    def _on_split(self, dataset: Dataset, text: str, key: str) -> None:
        if self._experiment is not None:
            self._edit(with_dataset(self._experiment, dataset), text, key)
