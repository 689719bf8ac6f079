"""Which data: a generator or a file, how many rows, which of them to test with."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QWidget

from gdstudio.experiment.data_objectives import CsvSource, Dataset, GeneratedSource
from gdstudio.experiment.datasets.csv_table import CsvTable
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.limits import LARGEST_SEED
from gdstudio.experiment.model import DataObjective, Experiment
from gdstudio.session.latest_job import LatestJob
from gdstudio.ui.icons import icon
from gdstudio.ui.panels.csv_fields import CsvFields
from gdstudio.ui.panels.csv_import import CsvProposal, as_sentence, read_proposal, with_csv
from gdstudio.ui.panels.data_edits import (
    data_objective,
    with_dataset,
    with_generator,
    with_source,
)
from gdstudio.ui.panels.data_facts import DataFacts, facts_of
from gdstudio.ui.panels.data_overview import DataOverview, overview
from gdstudio.ui.panels.generator_fields import GeneratorFields
from gdstudio.ui.panels.number_cell import number_cell
from gdstudio.ui.panels.source_tiles import CSV, SourceTiles
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.switch import Switch

LARGEST_FRACTION = 0.9


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
        self._overview = DataOverview()
        self._objective: DataObjective | None = None
        self._facts: DataFacts | None = None
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
        self.csv = CsvFields()
        self.csv.source_changed.connect(self._on_columns)
        self.csv.file_wanted.connect(self.ask_for_file)
        self.csv.refused.connect(self.refuse)
        self._make_split_fields()
        self._counts = role_label("", "muted")
        self._counts.setWordWrap(True)
        self._trouble = role_label("", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        for widget in (self.tiles, self._note, self._trouble, self.csv, self.generator):
            self.add_widget(widget)
        self.add_widget(self.test_fraction)
        self.add_widget(self.standardize)
        self.content().addLayout(self._seed_line())
        self.add_widget(self._counts)

    def _make_split_fields(self) -> None:
        self.test_fraction = NumberField(
            self.tr("Held back for the test"),
            0.25,
            0.0,
            1.0,
            unit=self.tr("part of the rows"),
            slider_range=(0.0, LARGEST_FRACTION),
            exclusive_maximum=True,
            step=0.05,
            tooltip=self.tr("Rows that are never trained on: they tell how well others are met"),
        )
        self.test_fraction.value_changed.connect(self._on_test_fraction)
        self.test_fraction.editing_finished.connect(self.edit_ended)
        self.standardize = Switch(
            self.tr("Standardize the inputs"),
            False,
            self.tr(
                "Brings each input to mean 0 and standard deviation 1, as fitted on the training "
                "rows: steps then fit all directions"
            ),
        )
        self.standardize.toggled.connect(self._on_standardize)
        self.seed = number_cell(
            0.0, self.tr("Seed of the data"), minimum=0.0, maximum=2.0**53, integer=True, step=1.0
        )
        self.seed.setToolTip(self.tr("The same seed makes and splits the same rows again"))
        self.seed.value_changed.connect(self._on_seed)
        self.seed.value_committed.connect(self.edit_ended)
        self.dice = QToolButton()
        self.dice.setIconSize(QSize(16, 16))
        self.dice.setToolTip(self.tr("Other rows: take the next seed"))
        self.dice.setAccessibleName(self.tr("Other rows"))
        self.dice.clicked.connect(self._on_dice)
        self._draw_icons()

    def _seed_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(role_label(self.tr("Seed"), "label"), 1)
        line.addWidget(self.dice)
        line.addWidget(self.seed)
        return line

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()

    def _draw_icons(self) -> None:
        self.dice.setIcon(icon("dices"))

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
        self._show_source(objective.dataset)
        self.test_fraction.set_value(objective.dataset.test_fraction)
        self.standardize.setChecked(objective.dataset.standardize)
        self.seed.set_value(float(objective.dataset.seed))

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
        self.csv.setVisible(is_file)
        self._note.setVisible(not is_file)
        if isinstance(source, GeneratedSource):
            self.tiles.set_key(source.name)
            self._note.setText(GENERATORS[source.name].hint)
            self.generator.set_source(source)
        elif isinstance(source, CsvSource):
            if self._file is not None and source.path != self._file.path:
                self._table = None
            self._file = source
            self.tiles.set_key(CSV)
            self.csv.show_source(source, self._table)
        else:
            self.tiles.set_key(None)
            self._note.setText(self.tr("These rows stand in the experiment itself."))
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
        dataset = data_objective(experiment).dataset
        try:
            if key != CSV:
                self._edit(
                    with_generator(experiment, key),
                    self.tr("Choose {name}").format(name=GENERATORS[key].label),
                )
            elif isinstance(dataset.source, CsvSource) or self._file is None:
                self.ask_for_file()
            else:
                # As it was left, with the columns that were chosen.
                self._change_source(self._file, self.tr("Go back to the file"))
        except ExperimentError as error:
            self._show_trouble(as_sentence(error))
        if self._experiment is not None:
            # The tile was marked by the click; the data may have stayed.
            self._show_source(data_objective(self._experiment).dataset)

    @Slot(object, str)
    def _on_generator(self, source: GeneratedSource, name: str) -> None:
        self._change_source(source, self.tr("Change the data"), name)

    @Slot(object)
    def _on_columns(self, source: CsvSource) -> None:
        self._change_source(source, self.tr("Choose columns"))

    def _change_source(self, source: GeneratedSource | CsvSource, text: str, key: str = "") -> None:
        if self._experiment is None:
            return
        try:
            changed = with_source(self._experiment, source, facts_of(source, self._table))
        except ExperimentError as error:
            self._show_trouble(as_sentence(error))
        else:
            self._edit(changed, text, key)

    @Slot(object, object)
    def _on_proposal(self, _: object, proposal: CsvProposal) -> None:
        self._show_counts()
        if proposal.source is None or proposal.table is None:
            self._show_trouble(proposal.trouble)
        elif self._experiment is not None:
            self._file, self._table = proposal.source, proposal.table
            try:
                changed = with_csv(self._experiment, proposal.source, proposal.table)
            except ExperimentError as error:
                self._show_trouble(as_sentence(error))
            else:
                name = Path(proposal.path).name
                self._edit(changed, self.tr("Open {name}").format(name=name))

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

    @Slot(float)
    def _on_test_fraction(self, value: float) -> None:
        if self._experiment is not None:
            changed = replace(self._dataset(self._experiment), test_fraction=value)
            self._change_dataset(changed, self.tr("Hold rows back"), "test_fraction")

    @Slot(bool)
    def _on_standardize(self, checked: bool) -> None:
        if self._experiment is not None:
            changed = replace(self._dataset(self._experiment), standardize=checked)
            text = self.tr("Standardize the inputs")
            self._change_dataset(changed, text if checked else self.tr("Undo the standardization"))

    @Slot(float)
    def _on_seed(self, value: float) -> None:
        if self._experiment is not None:
            changed = replace(self._dataset(self._experiment), seed=int(value))
            self._change_dataset(changed, self.tr("Change the seed of the data"), "seed")

    @Slot()
    def _on_dice(self) -> None:
        if self._experiment is not None:
            dataset = self._dataset(self._experiment)
            seed = dataset.seed + 1 if dataset.seed < LARGEST_SEED else 0
            self._change_dataset(replace(dataset, seed=seed), self.tr("Take other rows"))

    def _dataset(self, experiment: Experiment) -> Dataset:
        return data_objective(experiment).dataset

    def _change_dataset(self, dataset: Dataset, text: str, key: str = "") -> None:
        if self._experiment is not None:
            self._edit(with_dataset(self._experiment, dataset), text, key)
