"""The derivative of a function along a line, as numbers."""

import numpy as np

from gdstudio.simulation.maps import CurveRequest, FunctionCurve
from gdstudio.simulation.problem import problem_of


def derivative_curve(request: CurveRequest) -> FunctionCurve:
    """Evaluate the partial derivative by the variable that varies, along an interval."""
    x = np.linspace(*request.x_range, request.points)
    points = np.tile(np.array(request.base, dtype=np.float64), (x.size, 1))
    points[:, request.horizontal] = x
    _, gradients = problem_of(request.objective).at_points(points)
    return FunctionCurve(request, x, gradients[:, request.horizontal])
