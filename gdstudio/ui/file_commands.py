"""New, open, save, recent files, dropped files, unsaved edits, recovery."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from gdstudio.experiment.errors import ExperimentError
from gdstudio.session.document import Document
from gdstudio.session.latest_job import LatestJob
from gdstudio.session.recovery import RecoveredFile, Recovery
from gdstudio.session.settings import Settings
from gdstudio.simulation.files import ENDING, FORMAT, example_names, shipped_example
from gdstudio.ui.actions import Actions
from gdstudio.ui.example import ready_example
from gdstudio.ui.explain import explain
from gdstudio.ui.menus import Menus
from gdstudio.ui.panels.csv_import import CsvProposal, experiment_of, read_proposal
from gdstudio.ui.picture_file import experiment_in_picture
from gdstudio.ui.save_dialog import ask_where_to_save

TABLE_ENDINGS = frozenset({".csv", ".tsv"})
OPENED_ENDINGS = frozenset({".json", ".png"}) | TABLE_ENDINGS


class FileCommands(QObject):
    """What a person does with experiment files.

    Parameters
    ----------
    window
        The parent of dialogs.
    document
        The experiment that is open.
    settings
        Recent files and the last folder.
    menus
        Those of recent files and of examples are filled here.
    recovery
        Keeps copies of unsaved work; None for none.
    actions
        They ask for what is done here.
    """

    opened = Signal()
    """Another experiment is open."""

    def __init__(
        self,
        window: QMainWindow,
        document: Document,
        settings: Settings,
        menus: Menus,
        recovery: Recovery | None,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._settings = window, document, settings
        self._recent, self._examples, self._recovery = menus.recent, menus.examples, recovery
        self._tables = LatestJob(read_proposal, self)
        self._tables.done.connect(self._on_table)
        actions.new.triggered.connect(self.new)
        actions.open.triggered.connect(self.open)
        actions.open_data.triggered.connect(self.open_data)
        actions.save.triggered.connect(self.save)
        actions.save_as.triggered.connect(self.save_as)
        document.experiment_changed.connect(self.keep_copy)
        document.state_changed.connect(self.keep_copy)
        self._recent.setToolTipsVisible(True)
        self._recent.aboutToShow.connect(self._fill_recent)
        self._recent.triggered.connect(self._on_recent)
        self._examples.aboutToShow.connect(self._fill_examples)
        self._examples.triggered.connect(self._on_example)

    @Slot()
    def new(self) -> None:
        """Begin with the ready example."""
        if self.may_leave():
            self._document.replace(ready_example())
            self.opened.emit()

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open an experiment"),
            str(self._settings.last_folder),
            self._filter(),
        )
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a file; say what is wrong with it if it cannot be opened."""
        if path.suffix.lower() in TABLE_ENDINGS:
            self.open_table(path)
            return
        if not self.may_leave():
            return
        try:
            if path.suffix.lower() == ".png":
                # A picture has the experiment in it, but is not its file.
                self._document.replace(experiment_in_picture(path))
            else:
                self._document.open(path)
        except ExperimentError as error:
            self._settings.remove_recent_file(path)
            explain(
                self._window,
                self.tr("“{name}” cannot be opened").format(name=path.name),
                str(error),
            )
        else:
            self._remember(path)
            self.opened.emit()

    @Slot()
    def open_data(self) -> None:
        """Ask for a table and make an experiment of it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open data"),
            str(self._settings.last_folder),
            self.tr("Tables (*.csv *.tsv *.txt *.data);;All files (*)"),
        )
        if name:
            self.open_table(Path(name))

    def open_table(self, path: Path) -> None:
        """Make an experiment of a table, once it is read: it may be large."""
        self._tables.submit(str(path.absolute()))

    @Slot(object, object)
    def _on_table(self, _: object, proposal: CsvProposal) -> None:
        path = Path(proposal.path)
        if proposal.source is None or proposal.table is None:
            explain(
                self._window,
                self.tr("“{name}” cannot be opened").format(name=path.name),
                proposal.trouble,
            )
        elif self.may_leave():
            self._document.replace(experiment_of(proposal.source, proposal.table))
            self._settings.last_folder = path.parent
            self.opened.emit()

    @Slot()
    def save(self) -> bool:
        """Save in the document's file, or ask for one. Return whether it was saved."""
        path = self._document.path
        return self.save_as() if path is None else self.save_path(path)

    @Slot()
    def save_as(self) -> bool:
        """Ask for a file and save. Return whether it was saved."""
        proposal = self._document.path or self._settings.last_folder / f"experiment{ENDING}"
        path = ask_where_to_save(
            self._window,
            self.tr("Save the experiment"),
            proposal,
            self.tr("Experiments (*{ending})").format(ending=ENDING),
            ending=ENDING,
            endings=(".json",),
        )
        return path is not None and self.save_path(path)

    def save_path(self, path: Path) -> bool:
        """Save in a file; say what is wrong if it cannot be saved."""
        try:
            self._document.save(path)
        except ExperimentError as error:
            explain(
                self._window, self.tr("“{name}” is not saved").format(name=path.name), str(error)
            )
            return False
        self._remember(path)
        return True

    def may_leave(self) -> bool:
        """Return whether the open experiment may be given up; ask if it has unsaved edits."""
        if not self._document.is_modified:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(self.tr("Save the changes to “{name}”?").format(name=self._document.name))
        box.setInformativeText(self.tr("Without saving they are lost."))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        # Its parent would keep it.
        box.deleteLater()
        match answer:
            case buttons.Save:
                return self.save()
            case buttons.Discard:
                return True
            case _:
                return False

    def edit_start(self, start: tuple[float, ...]) -> None:
        """Move the start, as one edit while it is dragged."""
        changed = replace(self._document.experiment, start=start)
        self._document.edit(changed, self.tr("Move the start"), "start")

    @Slot()
    def keep_copy(self) -> None:
        """Keep unsaved work for the case of a crash; drop the copy when it is saved."""
        if self._recovery is None:
            return
        document = self._document
        if document.is_modified:
            text = FORMAT.write(document.experiment)
            self._recovery.keep(text, document.name, document.path)
        else:
            self._recovery.clear()

    @Slot(object)
    def restore(self, file: RecoveredFile) -> None:
        """Show what a crash left behind, as unsaved work on the file that it belonged to."""
        if not self.may_leave():
            return
        try:
            experiment = FORMAT.read(file.text)
        except ExperimentError as error:
            explain(
                self._window,
                self.tr("“{name}” cannot be restored").format(name=file.title),
                str(error),
            )
        else:
            self._document.replace(experiment, file.original)
            self._document.mark_modified()
            self.opened.emit()

    def dropped_file(self, data: QMimeData) -> Path | None:
        """Return the experiment, exported picture or table that is dropped; None for others."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        found = [path for path in paths if path.suffix.lower() in OPENED_ENDINGS]
        return found[0] if len(found) == 1 and len(paths) == 1 else None

    def close(self) -> None:
        """Leave no copy behind: the window ends well."""
        self._tables.shut_down()
        if self._recovery is not None:
            self._recovery.close()

    def _remember(self, path: Path) -> None:
        self._settings.add_recent_file(path)
        self._settings.last_folder = path.resolve().parent

    @Slot()
    def _fill_recent(self) -> None:
        self._recent.clear()
        paths = self._settings.recent_files
        names = [path.name for path in paths]
        for path in paths:
            # Files of the same name are told apart by their folders.
            text = path.name if names.count(path.name) == 1 else f"{path.name} — {path.parent}"
            action = self._recent.addAction(text.replace("&", "&&"))
            action.setToolTip(str(path))
            action.setData(str(path))
        if self._recent.isEmpty():
            self._recent.addAction(self.tr("No files yet")).setEnabled(False)

    @Slot(QAction)
    def _on_recent(self, action: QAction) -> None:
        if action.data():
            self.open_path(Path(action.data()))

    @Slot()
    def _fill_examples(self) -> None:
        if self._examples.isEmpty():
            for name in example_names():
                title = shipped_example(name).title
                self._examples.addAction(title.replace("&", "&&")).setData(name)

    @Slot(QAction)
    def _on_example(self, action: QAction) -> None:
        if self.may_leave():
            self._document.replace(shipped_example(action.data()))
            self.opened.emit()

    def _filter(self) -> str:
        return self.tr(
            "Experiments and tables (*{ending} *.csv *.tsv);;Exported pictures (*.png);;"
            "All files (*)"
        ).format(ending=ENDING)
