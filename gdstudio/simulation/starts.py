"""Where the runs of an experiment start."""

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.wording import counted
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.names import few
from gdstudio.simulation.problem_base import Problem

Start = tuple[float, ...]


def starts_of(experiment: Experiment, problem: Problem) -> tuple[Start, ...]:
    """Return the first parameters of each run.

    Runs that have no start of their own share that of the experiment, or, where it has none
    either, the initial parameters that follow from its seed.

    Raises
    ------
    ExperimentError
        A start has not one number for each parameter.
    """
    _check(experiment.start, problem, "start")
    common = experiment.start or _drawn(experiment, problem)
    for index, run in enumerate(experiment.runs):
        _check(run.start or (), problem, f"runs[{index}].start")
    return tuple(run.start or common for run in experiment.runs)


def _drawn(experiment: Experiment, problem: Problem) -> Start:
    if not isinstance(problem, DataProblem):
        raise ExperimentError("start", "expected one number for each variable, got none")
    return tuple(problem.initial_parameters(experiment.seed).tolist())


def _check(start: Start, problem: Problem, path: str) -> None:
    names = problem.parameter_names
    if start and len(start) != len(names):
        wanted = f"{counted(len(names), 'number')}, one for each parameter ({few(names)})"
        raise ExperimentError(path, f"expected {wanted}, got {len(start)}")
