"""What ``import gdstudio`` offers: all names of the public Python interface."""

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import Experiment
from gdstudio.expression import ExpressionError
from gdstudio.simulation.calculus import Calculus, calculus_at
from gdstudio.simulation.critical import critical_points
from gdstudio.simulation.critical_points import CriticalPoint, CriticalPoints
from gdstudio.simulation.critical_points import Kind as CriticalKind
from gdstudio.simulation.files import load, save
from gdstudio.simulation.minimize import minimize
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.problem import Problem, expression, objective
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import run
from gdstudio.version import __version__

__all__ = [
    "Calculus",
    "CriticalKind",
    "CriticalPoint",
    "CriticalPoints",
    "Experiment",
    "ExperimentError",
    "ExpressionError",
    "Outcome",
    "Problem",
    "RunResult",
    "__version__",
    "calculus_at",
    "critical_points",
    "expression",
    "load",
    "minimize",
    "objective",
    "run",
    "save",
]
