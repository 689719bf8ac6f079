"""The parameters of a function's runs: over parallel axes, or each over the steps."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.parameter_curves import ParameterCurves, parameter_curves
from gdstudio.simulation.strands import Path, StrandRequest, Strands, strands_of
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.card_page import CardPage
from gdstudio.ui.labs.page_figure import page_figure
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.head_line import HeadLine
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.run_legend import RunLegend
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons
from gdstudio.ui.widgets.step_key import StepKey
from gdstudio.ui.widgets.switch import Switch

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.parallel_plot import ParallelPlot
    from gdstudio.ui.plots.parameter_strips import ParameterStrips

MOST_SEGMENTS, FEWEST_STRANDS, MOST_STRANDS = 4000, 80, 420
"""How many lines between two axes are drawn about, and lines across all of them."""


class Way(StrEnum):
    """How parameters are shown."""

    PARALLEL = "parallel"
    STEPS = "steps"


@dataclass(frozen=True, eq=False)
class ParameterRequest:
    """Paths that are to be shown in a way; ``key`` tells them from others."""

    way: Way
    paths: tuple[Path, ...]
    key: object


class PlotArea(QScrollArea):
    """Scrolls a plot; the arrows scroll it sideways where keys led to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # A click leaves the arrows to the player.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        """Claim the arrows if there is something to scroll to."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_wide = self.horizontalScrollBar().maximum() > 0
            if is_wide and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                event.accept()
                return True
        return super().event(event)


class ParametersPage(CardPage):
    """Shows all parameters at once. Nothing is computed while nobody looks."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame: Frame | None = None
        self._experiment: Experiment | None = None
        self._key: object = None
        self._shown: object = None
        self._parallel: ParallelPlot | None = None
        self._strips: ParameterStrips | None = None
        self._section = Section(self.tr("Parameters"), "sliders-horizontal")
        self._ways = SegmentedButtons(
            [
                Choice(
                    Way.PARALLEL,
                    self.tr("Parallel axes"),
                    self.tr("One axis a variable: a line is a step"),
                ),
                Choice(Way.STEPS, self.tr("Over the steps"), self.tr("One strip a variable")),
            ]
        )
        self._all_runs = Switch(
            self.tr("All runs"), tooltip=self.tr("Show all runs, each in its colour")
        )
        self._step_key = StepKey(theme)
        self._stack = QStackedWidget()
        self.legend = RunLegend()
        self.legend.hide()
        self._job = LatestJob(_prepared, self)
        self._lay_out()
        self._ways.chosen.connect(self._on_way)
        self._all_runs.toggled.connect(self._on_all_runs)
        self._job.done.connect(self._on_prepared)

    @property
    def parallel(self) -> "ParallelPlot":
        """The plot over parallel axes; it is there after ``begin``."""
        assert self._parallel is not None  # noqa: S101 (nobody asks before)
        return self._parallel

    @property
    def strips(self) -> "ParameterStrips":
        """The plot over the steps; it is there after ``begin``."""
        assert self._strips is not None  # noqa: S101 (nobody asks before)
        return self._strips

    @property
    def way(self) -> Way:
        """How the parameters are shown."""
        return Way(self._ways.key())

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is of the last frame."""
        return self._key is not None and self._shown == self._key

    def add_header_widget(self, widget: QWidget) -> None:
        """Add a widget at the right of the heading."""
        self._section.add_header_widget(widget)

    def begin(self) -> None:
        """Show pictures, from now on."""
        from gdstudio.ui.plots.parallel_plot import ParallelPlot
        from gdstudio.ui.plots.parameter_strips import ParameterStrips

        if self._parallel is not None:
            return
        self._parallel = ParallelPlot(self._theme)
        self._strips = ParameterStrips(self._theme)
        for plot in (self._parallel, self._strips):
            area = PlotArea()
            area.setAccessibleName(plot.accessibleName())
            area.setWidget(plot)
            # What stands at the edge of what is seen must not move along.
            area.verticalScrollBar().valueChanged.connect(plot.update)
            self._stack.addWidget(area)
            plot.hovered.connect(self.hovered)
        self._refresh()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another function; its runs come with the frames."""
        before, self._experiment = self._experiment, experiment
        if before is not None and before.objective != experiment.objective:
            self._frame = None

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        if isinstance(frame.experiment.objective, FunctionObjective):
            self._frame = frame
            self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._step_key.set_theme(theme)
        if self._parallel is not None and self._strips is not None:
            self._parallel.set_theme(theme)
            self._strips.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say under the picture which line is whose, or not."""
        self.legend.setVisible(visible)

    def reset_view(self) -> None:
        """Show everything again: it always does."""

    def figure(self) -> QImage | None:
        """Return the plot for a file."""
        return page_figure(self._stack, self._theme)

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._job.shut_down()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Show what is seen."""
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Say nothing of what is not seen."""
        super().hideEvent(event)
        self.hovered.emit("")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._ways)
        row.addWidget(self._all_runs)
        row.addStretch(1)
        row.addWidget(self._step_key)
        content = self._section.content()
        content.setSpacing(8)
        content.addLayout(row)
        content.addWidget(self._stack, 1)
        content.addWidget(self.legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._section)

    @Slot(str)
    def _on_way(self, key: str) -> None:
        self._stack.setCurrentIndex(list(Way).index(Way(key)))
        self._refresh()

    @Slot()
    def _on_all_runs(self) -> None:
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Show the frame, and compute what it needs."""
        frame, parallel, strips = self._frame, self._parallel, self._strips
        if frame is None or parallel is None or strips is None or not self.isVisible():
            return
        names = frame.experiment.function.variables
        plot = parallel if self.way is Way.PARALLEL else strips
        plot.set_variables(names)
        runs = self._runs(frame)
        by_step = self.way is Way.PARALLEL and not self._all_runs.isChecked()
        self._step_key.setVisible(by_step)
        others = frozenset(range(len(frame.results))) - frozenset(runs)
        self.legend.show_frame(replace(frame, hidden=others))
        paths = tuple(
            Path(index, result.trace, result.outcome is Outcome.DIVERGED)
            for index, result in ((index, frame.results[index]) for index in runs)
        )
        colours = tuple(run.color for run in frame.experiment.runs)
        traces = tuple((path.trace.origin, len(path.trace), path.flew_off) for path in paths)
        key = (self.way, by_step, colours, names, tuple(runs), traces)
        if key != self._key and paths:
            self._key = key
            self._job.submit(ParameterRequest(self.way, paths, key))
        plot.show_heads(frame.cursor, self._heads(frame, runs))

    def _runs(self, frame: Frame) -> list[int]:
        """Return the runs that are shown, the selected one first."""
        visible = frame.visible_runs()
        selected = [frame.selected] if frame.selected in visible else visible[:1]
        others = [index for index in visible if index not in selected]
        return selected + (others if self._all_runs.isChecked() else [])

    def _heads(self, frame: Frame, runs: list[int]) -> tuple[HeadLine, ...]:
        return tuple(
            HeadLine(
                index,
                frame.experiment.runs[index].color,
                frame.heads[index].step,
                frame.heads[index].parameters,
                place == 0,
            )
            for place, index in enumerate(runs)
        )

    @Slot(object, object)
    def _on_prepared(self, request: ParameterRequest, result: Strands | ParameterCurves) -> None:
        frame = self._frame
        if frame is None or request.key != self._key:
            return
        self._shown = request.key
        colours = tuple(run.color for run in frame.experiment.runs)
        if isinstance(result, Strands):
            self.parallel.show_strands(result, colours if self._all_runs.isChecked() else None)
            self._step_key.set_last_step(int(result.steps[-1]))
        else:
            self.strips.show_curves(result, colours)
        self._refresh()


def _prepared(request: ParameterRequest) -> Strands | ParameterCurves:
    if request.way is Way.STEPS:
        return parameter_curves(request.paths)
    variables = request.paths[0].trace.parameters.shape[1]
    most = min(MOST_STRANDS, max(FEWEST_STRANDS, MOST_SEGMENTS // max(1, variables - 1)))
    return strands_of(StrandRequest(request.paths, most))
