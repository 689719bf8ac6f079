"""What is said of a place in the picture of a loss."""

from gdstudio.simulation.problem import DataProblem
from gdstudio.ui.number_text import short_number


def loss_text(problem: DataProblem, point: tuple[float, ...], shown: tuple[int, int]) -> str:
    """Return place, loss and slopes at a point, of the two parameters that are shown."""
    loss, gradient = problem.loss_and_gradient(point)
    names = problem.parameter_names
    where = ", ".join(f"{names[each]} = {short_number(point[each], 4)}" for each in shown)
    slopes = ", ".join(short_number(gradient[each], 4) for each in shown)
    slopes = slopes if len(point) <= len(shown) else f"{slopes}, …"
    return f"{where}    E = {short_number(loss, 6)}    ∇E = ({slopes})"
