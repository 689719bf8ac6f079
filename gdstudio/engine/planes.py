"""The loss over a plane through the space of the parameters."""

from gdstudio.engine.driver import Float, Problem, objective_at
from gdstudio.engine.jit import kernel


@kernel(
    "void(intp, Tuple((int64[::1], float64[::1], float64[:, ::1], int64[::1], int64[::1])), "
    "UniTuple(float64[::1], 3), float64[::1], UniTuple(float64[::1], 2), UniTuple(float64[::1], 2),"
    "float64[:, ::1])"
)
def score_over_plane(
    score: int,
    problem: Problem,
    space: tuple[Float, Float, Float],
    base: Float,
    horizontal: tuple[Float, Float],
    vertical: tuple[Float, Float],
    losses: Float,
) -> None:
    """Write the losses (h, w) over the training rows at ``base + xu + yv``.

    Parameters
    ----------
    score, problem
        As the driver takes them.
    space
        Work space of the score, room for an answer (d,) and for a point (d,).
    base
        A point (d,) of the plane.
    horizontal, vertical
        A direction (d,) and the multiples of it: u and x (w,), v and y (h,).
    losses
        Written.
    """
    structure, constants, data, training, _ = problem
    work, answer, point = space
    u, x = horizontal
    v, y = vertical
    loss_at = objective_at(score)
    for row in range(y.size):
        for column in range(x.size):
            for i in range(base.size):
                point[i] = base[i] + x[column] * u[i] + y[row] * v[i]
            losses[row, column] = loss_at(point, structure, constants, data, training, work, answer)
