"""GD Studio: see, step through, compare and understand gradient descent.

The public Python interface. Nothing here imports Qt.

>>> import gdstudio as gd
>>> result = gd.minimize("x^4 - 5x^2 - 3x", start=[2.0], learning_rate=0.01, steps=500)
>>> round(float(result.parameters[-1, 0]), 5)
1.71394
>>> [point.kind.value for point in gd.critical_points("x^4 - 5x^2 - 3x").points]
['minimum', 'minimum', 'maximum']
"""

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
