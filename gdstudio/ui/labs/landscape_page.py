"""A loss over a slice through the space of its parameters: of a network, or of a function."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.card_page import CardPage
from gdstudio.ui.labs.landscape_controls import LandscapeControls
from gdstudio.ui.labs.landscape_job import LandscapeJob
from gdstudio.ui.labs.landscape_picture import Landscape, Reading
from gdstudio.ui.labs.landscape_words import (
    Subject,
    axis_texts,
    heading,
    place_text,
    reading_text,
    share_text,
    tag_lines,
    warning_text,
)
from gdstudio.ui.labs.page_figure import page_figure
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.colour_bar import ColourBar
from gdstudio.ui.widgets.job_progress import JobProgress
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.run_legend import RunLegend
from gdstudio.ui.widgets.section import Section

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.landscape_plot import LandscapePlot

LEAST_HEIGHT = 160


class LandscapePage(CardPage):
    """Shows a slice of the loss with the projected paths, and how far it can be trusted.

    While a picture is computed the last one stays. Nothing is computed while nobody looks.
    """

    def __init__(
        self, theme: Theme, subject: Subject = Subject.NETWORK, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._subject = theme, subject
        self._frame: Frame | None = None
        self._canvas: PlotCanvas | None = None
        self._plot: LandscapePlot | None = None
        self._job = LandscapeJob(self)
        self._section = Section(heading(subject), "map")
        self._progress = JobProgress(self._job.job, self.tr("Computing the landscape"))
        self._colour_bar = ColourBar()
        self._controls = LandscapeControls(subject)
        self._place = QVBoxLayout()
        self._reading = ElidedLabel("", "muted")
        self._shares = ElidedLabel("", "muted")
        self._warning = ElidedLabel("")
        self.legend = RunLegend()
        self.legend.hide()
        self._lay_out()
        self._dress()
        self._controls.changed.connect(self._refresh)
        self._job.slice_changed.connect(self._on_slice)
        self._job.picture_changed.connect(self._on_picture)
        self._job.reading_changed.connect(self._on_reading)
        self._job.impossible.connect(self._on_impossible)

    @property
    def plot(self) -> "LandscapePlot":
        """The plot; it is there after ``begin``."""
        assert self._plot is not None  # noqa: S101 (nobody asks before)
        return self._plot

    @property
    def job(self) -> LandscapeJob:
        """What computes."""
        return self._job

    @property
    def controls(self) -> LandscapeControls:
        """What a person chooses."""
        return self._controls

    def add_header_widget(self, widget: QWidget) -> None:
        """Add a widget at the right of the heading."""
        self._section.add_header_widget(widget)

    def begin(self) -> None:
        """Show pictures, from now on."""
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.landscape_plot import LandscapePlot

        if self._plot is not None:
            return
        self._plot = LandscapePlot(self._theme, self.font())
        self._canvas = PlotCanvas(self._plot, self.tr("Slice of the loss with the paths"))
        self._canvas.setMinimumHeight(LEAST_HEIGHT)
        self._place.addWidget(self._canvas)
        self._canvas.hovered.connect(self._on_hovered)
        self._plot.map_wanted.connect(self._on_view_changed)
        self._plot.reset_requested.connect(self.reset_view)
        self._refresh()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another objective; its paths come with the frames."""
        shown = self._job.slice
        if shown is not None and experiment.objective != shown.request.objective:
            self._forget()

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        if self._subject.has(frame.experiment.objective):
            self._frame = frame
            self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._canvas is not None:
            self._canvas.set_theme(theme)
        self._controls.dress()
        self._dress()

    def set_legend_visible(self, visible: bool) -> None:
        """Say under the picture which path is whose, or not."""
        self.legend.setVisible(visible)

    @Slot()
    def reset_view(self) -> None:
        """Show all paths again."""
        if self._job.slice is not None:
            self.plot.set_window(self._job.slice.window)

    def figure(self) -> QImage | None:
        """Return the slice for a file."""
        return None if self._canvas is None else page_figure(self._canvas, self._theme)

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._job.shut_down()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Compute what is seen."""
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Compute nothing that is not seen."""
        super().hideEvent(event)
        self._job.pause()

    def words(self) -> tuple[str, str, str]:
        """Return what is said under the picture: at the cursor, of the path, a warning."""
        return self._reading.text(), self._shares.text(), self._warning.text()

    def _lay_out(self) -> None:
        self._section.add_header_widget(self._progress)
        self._section.add_header_widget(self._colour_bar)
        self._section.add_widget(self._controls)
        content = self._section.content()
        content.setSpacing(8)
        content.addLayout(self._place, 1)
        content.addWidget(self.legend)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self._shares)
        second.addWidget(self._warning, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._reading)
        words.addLayout(second)
        content.addLayout(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._section)

    def _dress(self) -> None:
        self._warning.setStyleSheet(f"color: {self._theme.warning}")

    def _forget(self) -> None:
        """Show nothing: what is shown is of another objective."""
        self._job.forget()
        if self._plot is not None:
            self._plot.set_plane(None)
            self._plot.set_map(None)
        self._colour_bar.set_scale(None)
        for label in (self._reading, self._shares, self._warning):
            label.setText("")

    @Slot()
    def _refresh(self) -> None:
        """Show the frame, and compute what it needs."""
        frame, plot = self._frame, self._plot
        if frame is None or plot is None or not self.isVisible():
            return
        shown = self._job.slice
        if shown is not None and frame.experiment.objective != shown.request.objective:
            self._forget()
        self._controls.set_names(frame.results[0].parameter_names)
        plot.show_frame(frame)
        self.legend.show_frame(frame)
        self._job.follow(frame, self._controls.choice)

    @Slot()
    def _on_view_changed(self) -> None:
        if self.plot.height_share > 0.0:
            self._job.look_at(self.plot.window, self.plot.height_share)

    @Slot(object)
    def _on_slice(self, picture: Landscape) -> None:
        slice_ = picture.slice
        traces = tuple(result.trace for result in slice_.request.results)
        self.plot.set_plane(slice_.plane, traces, slice_.coordinates)
        right, up = axis_texts(slice_)
        self.plot.set_axis_label("bottom", right)
        self.plot.set_axis_label("left", up)
        self.plot.set_window(picture.map.request)
        self._shares.setText(share_text(slice_))
        self._warning.setText(warning_text(slice_))

    @Slot(object)
    def _on_picture(self, picture: Landscape) -> None:
        self.plot.set_map(picture.map)
        self._colour_bar.set_scale(picture.map.scale)

    @Slot(object)
    def _on_reading(self, reading: Reading) -> None:
        self._reading.setText(reading_text(reading))
        self.plot.set_tag(tag_lines(reading))

    @Slot()
    def _on_impossible(self) -> None:
        self._forget()
        self._reading.setText(
            self.tr("The path has one point only, and so no directions: choose another slice.")
        )

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        loss = None if place is None else self.plot.loss_at(place)
        if place is None or loss is None:
            self.hovered.emit("")
        else:
            self.hovered.emit(place_text(place.x(), place.y(), loss))
