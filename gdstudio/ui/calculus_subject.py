"""What derivatives are taken of, and the plot in which they are drawn."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.ui.centre import Centre
from gdstudio.ui.plots.axes import Axes
from gdstudio.ui.plots.frame import Frame

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.simulation.problem import Problem
    from gdstudio.ui.plots.picture_plot import PicturePlot

MOST_ROWS = 5_000
"""Of data, up to which the derivatives of a loss follow a run as it plays."""


class CalculusSubject(QObject):
    """A function, or the loss of a model of two parameters, and where the selected run is in it.

    Parameters
    ----------
    centre
        Has the plots.
    """

    def __init__(self, centre: Centre) -> None:
        super().__init__(centre)
        self._centre = centre
        self._experiment: Experiment | None = None
        self._problem: Problem | None = None
        self._frame: Frame | None = None

    @property
    def problem(self) -> "Problem | None":
        """The function or loss; None where there is none, or it is not known yet."""
        objective = None if self._experiment is None else self._experiment.objective
        if self._problem is None and isinstance(objective, FunctionObjective):
            from gdstudio.simulation.problem import problem_of

            self._problem = problem_of(objective)
        return self._problem

    @property
    def has_frame(self) -> bool:
        """Whether a run was seen in it."""
        return self._frame is not None

    @property
    def is_refused(self) -> bool:
        """Whether what is open is known to be nothing for calculus."""
        return self.problem is None and self._frame is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the variables, or of the parameters."""
        return () if self.problem is None else self.problem.parameter_names

    @property
    def is_function(self) -> bool:
        """Whether it is a function, no loss over data."""
        experiment = self._experiment
        return experiment is not None and isinstance(experiment.objective, FunctionObjective)

    @property
    def plot(self) -> "PicturePlot | None":
        """The plot on which the overlay is drawn."""
        return self._centre.picture.plot if self.is_function else self._centre.lab.calculus_plot()

    @property
    def axes(self) -> Axes | None:
        """Which plane the plot shows."""
        return self._centre.picture.axes if self.is_function else Axes(0, 1, (0.0, 0.0))

    @property
    def is_pictured(self) -> bool:
        """Whether the plot shows it: between two functions it may already show the next one."""
        axes = self.axes
        return axes is not None and len(axes.base) == len(self.names)

    @property
    def plane(self) -> tuple[int, ...]:
        """Which variables vary in the plot."""
        axes = self.axes
        return (0,) if len(self.names) == 1 or axes is None else axes.shown

    @property
    def place(self) -> tuple[float, ...]:
        """Where the selected run is, or where the runs start."""
        frame, experiment = self._frame, self._experiment
        if frame is not None:
            return tuple(frame.heads[frame.selected].parameters.tolist())
        return () if experiment is None else experiment.start

    @property
    def place_name(self) -> str:
        """Whose place that is, such as "Adam, step 20"."""
        frame = self._frame
        if frame is None:
            return self.tr("At the start")
        label = frame.experiment.runs[frame.selected].label
        step = frame.heads[frame.selected].step
        return self.tr("{run}, step {step}").format(run=label, step=step)

    @property
    def colour(self) -> str:
        """The colour of the selected run."""
        frame, experiment = self._frame, self._experiment
        if frame is not None:
            return frame.experiment.runs[frame.selected].color
        return "" if experiment is None else experiment.runs[0].color

    def set_experiment(self, experiment: Experiment) -> bool:
        """Take another experiment; return whether its variables are others."""
        before, self._experiment = self._experiment, experiment
        objective = experiment.objective
        old = None if before is None else before.objective
        if old == objective:
            return False
        # A loss comes with a frame: its data may have to be read first.
        self._problem = None
        if (
            isinstance(objective, FunctionObjective)
            and isinstance(old, FunctionObjective)
            and objective.variables == old.variables
        ):
            return False
        self._frame = None
        return True

    def take_frame(self, frame: Frame) -> bool:
        """Take a step of the runs; return False of runs of another experiment."""
        if not self._is_of_this(frame.experiment):
            return False
        self._frame = frame
        if not self.is_function:
            self._problem = _with_two_parameters(frame.problem)
        return True

    def point(self, x: float, y: float) -> tuple[float, ...]:
        """Return the point at a place in the plot."""
        axes = self.axes
        return (x,) if len(self.names) == 1 or axes is None else axes.point(x, y)

    def _is_of_this(self, experiment: Experiment) -> bool:
        """Return whether a frame's experiment is no longer, or not yet, another one."""
        own, objective = self._experiment, experiment.objective
        if own is not None and isinstance(own.objective, FunctionObjective):
            is_function = isinstance(objective, FunctionObjective)
            return is_function and len(experiment.start) == len(self.names)
        return own is not None and objective == own.objective


def _with_two_parameters(problem: "Problem | None") -> "Problem | None":
    """Return a loss over two parameters; None of one that is more, or would take too long."""
    if problem is None or len(problem.parameter_names) != 2 or problem.rows.size > MOST_ROWS:
        return None
    return problem
