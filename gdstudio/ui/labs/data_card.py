"""The card with the data and what the runs make of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.simulation.regression_facts import RegressionFacts
from gdstudio.ui.colours import Theme
from gdstudio.ui.number_text import grouped, short_number
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.section import Section

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.simulation.data_model import DataModel
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.data_plot import DataPlot

SHOWN_INPUTS = 3


class DataCard(Section):
    """Shows the rows of the data with the fit of each run, as their inputs allow."""

    hovered = Signal(str)
    """The row under the pointer; "" when there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Data and fit"), "chart-line", parent)
        self.make_compact()
        self._theme = theme
        self._frame: Frame | None = None
        self._model: DataModel | None = None
        self._canvases: dict[type[DataPlot], PlotCanvas] = {}
        self._plots: dict[type[DataPlot], DataPlot] = {}
        self._kind: type[DataPlot] | None = None
        self._note = ElidedLabel("", "muted")
        self.add_header_widget(self._note)
        self._stack = QStackedWidget()
        self.add_widget(self._stack, 1)

    @property
    def plot(self) -> "DataPlot":
        """The plot that is shown; there is one once there are data."""
        assert self._kind is not None  # noqa: S101
        return self._plots[self._kind]

    @property
    def canvas(self) -> "PlotCanvas":
        """What shows the plot."""
        assert self._kind is not None  # noqa: S101
        return self._canvases[self._kind]

    def note(self) -> str:
        """Return what is said about the rows."""
        return self._note.text()

    def set_facts(self, facts: RegressionFacts) -> None:
        """Show another model, or other data."""
        from gdstudio.simulation.data_model import DataModel

        model = self._model = DataModel(facts.problem)
        self._show_plot_for(model)
        self.plot.set_model(model)

    def show_frame(self, frame: Frame) -> None:
        """Show the fits and the batch at the frame's step."""
        from gdstudio.ui.plots.data_moment import has_ended, moment_of

        self._frame = frame
        if self._model is None:
            return
        problem = self._model.problem
        moment = moment_of(frame)
        self.plot.show_moment(moment)
        total = problem.rows.size
        if has_ended(frame):
            parts = [self.tr("{total} rows").format(total=grouped(total))]
        elif moment.batch.size:
            text = self.tr("batch {batch} of {total}")
            parts = [text.format(batch=grouped(moment.batch.size), total=grouped(total))]
        else:
            parts = [self.tr("batch: all {total}").format(total=grouped(total))]
        if problem.test_rows.size:
            text = self.tr("○ {count} test")
            parts.append(text.format(count=grouped(problem.test_rows.size)))
        note = "  ".join(parts)
        if note != self._note.text():
            self._note.setText(note)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for canvas in self._canvases.values():
            canvas.set_theme(theme)

    def reset_view(self) -> None:
        """Show all rows."""
        if self._kind is not None:
            self.plot.reset_view()

    def _show_plot_for(self, model: "DataModel") -> None:
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.data_fit_plot import FitPlot
        from gdstudio.ui.plots.data_plane_plot import PlanePlot
        from gdstudio.ui.plots.data_prediction_plot import PredictionPlot

        kind: type[DataPlot] = PredictionPlot
        if model.inputs == 1 and model.outputs == 1:
            kind = FitPlot
        elif model.inputs == 2:
            kind = PlanePlot
        self._kind = kind
        if kind not in self._plots:
            plot = self._plots[kind] = kind(self._theme, self.font())
            canvas = self._canvases[kind] = PlotCanvas(plot, self.tr("The data with the fits"))
            canvas.hovered.connect(self._on_hovered)
            self._stack.addWidget(canvas)
        self._stack.setCurrentWidget(self.canvas)

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        row = None if place is None or self._kind is None else self.plot.row_at(place)
        self.hovered.emit("" if row is None else self._row_text(row))

    def _row_text(self, row: int) -> str:
        model, frame = self._model, self._frame
        if model is None:
            return ""
        data = model.problem.dataset
        values = [
            f"{name} = {short_number(float(value), 4)}"
            for name, value in zip(data.input_names, data.inputs[row], strict=True)
        ]
        values = values if len(values) <= SHOWN_INPUTS else [*values[:SHOWN_INPUTS], "…"]
        classes = model.classes()
        target = short_number(float(data.targets[row, 0]), 4)
        target = target if classes is None else data.classes[classes[row]]
        number = self.tr("Row {number}").format(number=int(data.rows[row]) + 1)
        text = f"{number}: {', '.join(values)}    {data.target_names[0]}: {target}"
        if frame is None:
            return text
        answers = model.answers(frame.heads[frame.selected].parameters, data.inputs[row : row + 1])[
            0
        ]
        said = ", ".join(short_number(float(answer), 4) for answer in answers[:SHOWN_INPUTS])
        label = frame.experiment.runs[frame.selected].label
        return f"{text}    {label}: {said}"
