"""Pictures and data to files."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMessageBox

from gdstudio.export.data import DATA_WRITERS, write_data
from gdstudio.export.picture import write_picture
from gdstudio.session.document import Document
from gdstudio.session.settings import Settings
from gdstudio.simulation.run import RunResult
from gdstudio.ui.colours import active_theme
from gdstudio.ui.figure import FigureStyle, render_figure
from gdstudio.ui.picture_file import png_bytes
from gdstudio.ui.plots.frame import Frame

Ranges = tuple[tuple[float, float], tuple[float, float]]


class Exports(QObject):
    """Asks for a file and writes it."""

    def __init__(self, window: QMainWindow, document: Document, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._document, self._settings = window, document, settings

    def picture(self, frame: Frame, ranges: Ranges) -> None:
        """Ask for a PNG file and write the picture as it is shown."""
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save the picture"),
            str(self._proposal(".png")),
            self.tr("Pictures (*.png)"),
        )
        if name:
            path = Path(name)
            self.picture_to(path if path.suffix else path.with_suffix(".png"), frame, ranges)

    def picture_to(self, path: Path, frame: Frame, ranges: Ranges) -> bool:
        """Write the picture; say what is wrong if it cannot be written."""
        content = png_bytes(render_figure(frame, self._style(ranges)), frame.experiment)
        return self._write(path, lambda: write_picture(content, path))

    def copy_picture(self, frame: Frame, ranges: Ranges) -> None:
        """Put the picture on the clipboard."""
        QApplication.clipboard().setImage(render_figure(frame, self._style(ranges)))
        self._say(self.tr("The picture is on the clipboard."))

    def data(self, results: Sequence[RunResult]) -> None:
        """Ask for a file and write all steps; its ending chooses the format."""
        filters = ";;".join(f"{ending[1:].upper()} (*{ending})" for ending in DATA_WRITERS)
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the data"), str(self._proposal(".csv")), filters
        )
        if name:
            path = Path(name)
            self.data_to(path if path.suffix else path.with_suffix(".csv"), results)

    def data_to(self, path: Path, results: Sequence[RunResult]) -> bool:
        """Write all steps; say what is wrong if they cannot be written."""
        if path.suffix.lower() not in DATA_WRITERS:
            endings = ", ".join(DATA_WRITERS)
            self._explain(
                path, self.tr("Its ending should be one of {endings}.").format(endings=endings)
            )
            return False
        return self._write(path, lambda: write_data(results, path))

    def _style(self, ranges: Ranges) -> FigureStyle:
        style = FigureStyle(theme=active_theme())
        return replace(style, x_range=ranges[0], y_range=ranges[1])

    def _proposal(self, ending: str) -> Path:
        path = self._document.path
        stem = "gradient-descent" if path is None else path.name.split(".")[0]
        return self._settings.last_folder / f"{stem}{ending}"

    def _write(self, path: Path, write: Callable[[], None]) -> bool:
        try:
            write()
        except OSError as error:
            self._explain(path, f"{error.strerror or error}.")
            return False
        self._settings.last_folder = path.resolve().parent
        self._say(self.tr("Saved “{name}”.").format(name=path.name))
        return True

    def _say(self, sentence: str) -> None:
        self._window.statusBar().showMessage(sentence, 4000)

    def _explain(self, path: Path, why: str) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(self.tr("“{name}” is not saved").format(name=path.name))
        box.setInformativeText(why)
        box.exec()
