"""GD Studio: see, step through, compare and understand gradient descent.

The public Python interface. Nothing here imports Qt.

>>> import gdstudio as gd
>>> result = gd.minimize("x^4 - 5x^2 - 3x", start=[2.0], learning_rate=0.01, steps=500)
>>> round(float(result.parameters[-1, 0]), 5)
1.71394
"""

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import Experiment
from gdstudio.expression import ExpressionError
from gdstudio.simulation.files import load, save
from gdstudio.simulation.minimize import minimize
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.problem import Problem, expression, objective
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import run
from gdstudio.version import __version__

__all__ = [
    "Experiment",
    "ExperimentError",
    "ExpressionError",
    "Outcome",
    "Problem",
    "RunResult",
    "__version__",
    "expression",
    "load",
    "minimize",
    "objective",
    "run",
    "save",
]
