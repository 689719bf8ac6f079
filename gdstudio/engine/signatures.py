"""The signatures behind which every objective and every update rule fits.

An objective
    ``loss = objective(theta, structure, constants, data, rows, work, gradient)``

    theta : float64 (d,), the parameters.
    structure : int64, what kind of objective it is (instructions of a tape, sizes of layers).
    constants : float64, numbers that belong to the structure.
    data : float64 (samples, columns), the data set; (0, 0) for a function.
    rows : int64, the rows of this batch; empty for a function.
    work : float64, memory for intermediate results, made by ``workspace`` of the objective.
    gradient : float64 (d,), written.

A score
    The same signature: the loss alone. In ``gradient[0]`` it writes which part of the rows has its
    class recognized, NaN where the targets are no classes.

An update rule
    ``update(theta, gradient, slots, hyper, rate, t)`` changes theta and slots in place.

    slots : float64 (slots, d), the memory of the method, 0 or its initial value at the start.
    hyper : float64, the hyperparameters without the learning rate, in the order of the method.
    rate : the learning rate of this step.
    t : 1, 2, …

A probe
    ``probe(theta, slots, hyper, point)`` writes the point at which the rule takes its gradient.
"""

OBJECTIVE = (
    "float64(float64[::1], int64[::1], float64[::1], float64[:, ::1], int64[::1], "
    "float64[::1], float64[::1])"
)
UPDATE = "void(float64[::1], float64[::1], float64[:, ::1], float64[::1], float64, int64)"
PROBE = "void(float64[::1], float64[:, ::1], float64[::1], float64[::1])"
