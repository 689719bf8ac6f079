"""Pictures and data to files."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMainWindow

from gdstudio.experiment.model import FunctionObjective
from gdstudio.session.document import Document
from gdstudio.session.settings import Settings
from gdstudio.ui.actions import Actions
from gdstudio.ui.calculus_view import CalculusView
from gdstudio.ui.centre import Centre
from gdstudio.ui.colours import active_theme
from gdstudio.ui.explain import explain
from gdstudio.ui.picture_file import png_bytes
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.save_dialog import ask_where_to_save
from gdstudio.ui.stage import Stage

if TYPE_CHECKING:
    from gdstudio.simulation.run import RunResult


class Exports(QObject):
    """Asks for a file and writes what the stage shows.

    Parameters
    ----------
    window
        The parent of dialogs.
    document, settings
        They propose a file's name and its folder.
    stage
        Has the frame.
    centre
        Knows which part of the picture is visible, or has a figure of its own.
    calculus
        Knows what is drawn over it.
    actions
        They ask for the exports.
    """

    def __init__(
        self,
        window: QMainWindow,
        document: Document,
        settings: Settings,
        stage: Stage,
        centre: Centre,
        calculus: CalculusView,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._settings = window, document, settings
        self._stage, self._centre, self._calculus = stage, centre, calculus
        actions.export_picture.triggered.connect(self.picture)
        actions.export_data.triggered.connect(self.data)
        actions.copy_picture.triggered.connect(self.copy_picture)

    @Slot()
    def picture(self) -> None:
        """Ask for a PNG file and write the picture as it is shown."""
        frame = self._stage.frame
        path = self._asked(self.tr("Save the picture"), ".png", self.tr("Pictures (*.png)"))
        if frame is not None and path is not None:
            self.picture_to(path, frame)

    def picture_to(self, path: Path, frame: Frame) -> bool:
        """Write the picture; say what is wrong if it cannot be written."""
        if path.suffix.lower() != ".png":
            self._explain(path, self.tr("A picture is a PNG file: its ending should be .png."))
            return False
        from gdstudio.export.picture import write_picture

        content = png_bytes(self._rendered(frame), frame.experiment)
        return self._write(path, lambda: write_picture(content, path))

    @Slot()
    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        frame = self._stage.frame
        if frame is not None:
            QApplication.clipboard().setImage(self._rendered(frame))
            self._say(self.tr("The picture is on the clipboard."))

    @Slot()
    def data(self) -> None:
        """Ask for a file and write all steps; its ending chooses the format."""
        from gdstudio.export.data import DATA_WRITERS

        frame = self._stage.frame
        filters = ";;".join(f"{ending[1:].upper()} (*{ending})" for ending in DATA_WRITERS)
        path = self._asked(self.tr("Save the data"), ".csv", filters)
        if frame is not None and path is not None:
            self.data_to(path, frame.results)

    def data_to(self, path: Path, results: "Sequence[RunResult]") -> bool:
        """Write all steps; say what is wrong if they cannot be written."""
        from gdstudio.export.data import DATA_WRITERS, write_data

        if path.suffix.lower() not in DATA_WRITERS:
            endings = ", ".join(DATA_WRITERS)
            self._explain(
                path, self.tr("Its ending should be one of {endings}.").format(endings=endings)
            )
            return False
        return self._write(path, lambda: write_data(results, path))

    def _rendered(self, frame: Frame) -> QImage:
        figure = self._centre.figure()
        if figure is not None:
            return figure
        # Imported here: the window is seen before anything is loaded that draws plots.
        from gdstudio.ui.figure import FigureStyle, render_figure

        style = FigureStyle(theme=active_theme())
        if isinstance(frame.experiment.objective, FunctionObjective):
            panel = self._centre.picture
            x_range, y_range = panel.visible_ranges()
            style = replace(
                style,
                x_range=x_range,
                y_range=y_range,
                axes=panel.slice_bar.axes(frame.experiment, frame),
                options=panel.layers.options,
                critical=panel.layers.critical,
                overlay=self._calculus.overlay,
                shows_derivative=self._calculus.derivative.is_shown,
            )
        return render_figure(frame, style)

    def _asked(self, title: str, ending: str, filters: str) -> Path | None:
        """Return the file that a person chooses, with an ending."""
        opened = self._document.path
        stem = "gradient-descent" if opened is None else opened.name.split(".")[0]
        proposal = self._settings.last_folder / f"{stem}{ending}"
        return ask_where_to_save(self._window, title, proposal, filters, ending=ending)

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
        explain(self._window, self.tr("“{name}” is not saved").format(name=path.name), why)
