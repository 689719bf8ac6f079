"""What ``gdstudio selftest`` checks: each returns what it compared, or raises `CheckError`."""

import math
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.cli.exports import Export, write_export
from gdstudio.cli.png import PngError, read_png
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.experiment import Experiment
from gdstudio.preflight import missing_for_pictures, missing_requirement
from gdstudio.simulation.critical import critical_points
from gdstudio.simulation.files import FORMAT, load, save
from gdstudio.simulation.minimize import minimize
from gdstudio.simulation.problem import expression, objective
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import run

ENOUGH_COLOURS: Final = 64
"""A map drawn in colours has thousands; text on an empty page a few dozen."""

_FORMULAS: Final[Mapping[str, Callable[[float, float], float]]] = MappingProxyType(
    {
        "x^4 - 5x^2 - 3x + 0y": lambda x, _: x**4 - 5 * x**2 - 3 * x,
        "-x^2 + 1/2y": lambda x, y: -(x**2) + 0.5 * y,
        "(1-x)^2 + 100(y-x^2)^2": lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
        "sin(x)cos(y)": lambda x, y: math.sin(x) * math.cos(y),
        "e^x y": lambda x, y: math.exp(x) * y,
        "sqrt(x² + y²)": math.hypot,
        "ln(1 + x^2) + log10(2 + y^2)": lambda x, y: math.log1p(x * x) + math.log10(2 + y * y),
        "|x| - 2^-y": lambda x, y: abs(x) - 2**-y,
        "tanh(x) + atan2(y, x)": lambda x, y: math.tanh(x) + math.atan2(y, x),
        "max(x, y) min(x, 2)": lambda x, y: max(x, y) * min(x, 2),
        "sigmoid(x) + erf(y)": lambda x, y: 1 / (1 + math.exp(-x)) + math.erf(y),
        "cos(2π x) - 3^2^0.5 y": lambda x, y: math.cos(2 * math.pi * x) - 3 ** (2**0.5) * y,
    }
)
# None of them on a kink, where a derivative is a matter of choice.
_POINTS: Final = ((0.3, 1.7), (-1.2, 0.4), (2.5, -0.9), (-0.7, -2.1))

_SAMPLE: Final = {
    "format": "gdstudio.experiment",
    "version": 1,
    "title": "Selftest",
    "objective": {"kind": "function", "name": "rosenbrock", "gradient_noise": 0.1},
    "stop": {"max_steps": 300, "gradient_tolerance": 0},
    "seed": 7,
    "runs": [
        {"optimizer": {"method": "gd", "learning_rate": 0.001}},
        {"optimizer": {"method": "adam", "learning_rate": 0.02}},
    ],
}

_LINE: Final = ((-1.0, 0.5), (0.0, 1.5), (1.0, 2.0), (2.0, 4.5))
_DATASET: Final = {"inputs": [[x] for x, _ in _LINE], "targets": [[y] for _, y in _LINE]}
_REGRESSION: Final = {
    "format": "gdstudio.experiment",
    "version": 1,
    "objective": {"kind": "regression", "dataset": _DATASET},
    "stop": {"max_steps": 500, "gradient_tolerance": 0},
    "runs": [{"optimizer": {"method": "gd", "learning_rate": 0.2}}],
}
_NETWORK: Final = _REGRESSION | {
    "objective": {
        "kind": "network",
        "layers": [{"units": 3, "activation": "tanh"}, {"units": 1}],
        "dataset": _DATASET,
    }
}


class CheckError(Exception):
    """Something is not as it must be; the message says what was found."""


def formulas() -> str:
    """Check that formulas mean what Python's math says."""
    worst = 0.0
    for text, wanted in _FORMULAS.items():
        function = expression(text, ("x", "y"))
        for point in _POINTS:
            value, exact = function(point), wanted(*point)
            _expect(
                math.isclose(value, exact, rel_tol=1e-12, abs_tol=1e-12),
                f"{text} at {point} is {value}, and {exact} by Python's math",
            )
            worst = max(worst, abs(value - exact) / max(1.0, abs(exact)))
    return (
        f"{len(_FORMULAS)} formulas at {len(_POINTS)} points agree with Python's math"
        f" (largest difference {worst:.1e})"
    )


def gradients() -> str:
    """Check that gradients are what small differences of the value say."""
    worst = 0.0
    for text in _FORMULAS:
        function = expression(text, ("x", "y"))
        for point in _POINTS:
            slopes = _central_differences(function, np.array(point))
            error = np.abs(function.gradient(point) - slopes) / np.maximum(1.0, np.abs(slopes))
            _expect(
                bool(np.all(error <= 1e-6)),
                f"the gradient of {text} at {point} is {function.gradient(point)},"
                f" and {slopes} by differences",
            )
            worst = max(worst, float(error.max()))
    return (
        f"{len(_FORMULAS)} gradients at {len(_POINTS)} points agree with central differences"
        f" (largest difference {worst:.1e})"
    )


def curvatures() -> str:
    """Check that second derivatives are what small differences of the gradient say."""
    worst = 0.0
    for text in _FORMULAS:
        function = expression(text, ("x", "y"))
        for point in _POINTS:
            bends = _central_differences(function.gradient, np.array(point))
            error = np.abs(function.hessian(point) - bends) / np.maximum(1.0, np.abs(bends))
            _expect(
                bool(np.all(error <= 1e-6)),
                f"the Hessian of {text} at {point} is {function.hessian(point).tolist()},"
                f" and {bends.tolist()} by differences",
            )
            worst = max(worst, float(error.max()))
    found = critical_points("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", [(-6, 6), (-6, 6)]).counts
    counts = ", ".join(f"{kind.value} {count}" for kind, count in found.items())
    text = f"the critical points of Himmelblau's function are {counts}"
    _expect(
        counts == "minimum 4, saddle 4, maximum 1", f"{text}, not minimum 4, saddle 4, maximum 1"
    )
    return f"Hessians agree with differences of gradients (largest difference {worst:.1e}); {text}"


def descent() -> str:
    """Check that gradient descent finds a minimum that is known."""
    result = minimize("x^4 - 5x^2 - 3x", start=[2.0], method="gd", learning_rate=0.01, steps=500)
    place, value = float(result.parameters[-1, 0]), float(result.losses[-1])
    text = f"gradient descent on x^4 - 5x^2 - 3x from 2 reaches {place:.5f} ({value:.5f})"
    _expect(f"{place:.5f} {value:.5f}" == "1.71394 -11.20033", f"{text}, not 1.71394 (-11.20033)")
    return text


def methods() -> str:
    """Check that every method goes down a bowl."""
    for key in OPTIMIZERS:
        losses = minimize("x^2 + 3y^2", start=[1.0, 1.0], method=key, steps=200).losses
        _expect(losses[-1] < losses[0], f"{key} goes from {losses[0]} to {losses[-1]}")
    return f"each of {len(OPTIMIZERS)} methods goes down x^2 + 3y^2"


def training() -> str:
    """Check that a line is fitted as least squares say, and that a network's slopes are right."""
    x, y = np.array(_LINE).T
    wanted = np.polyfit(x, y, 1)
    (result,) = run(FORMAT.from_json(_REGRESSION))
    found = result.parameters[-1]
    _expect(
        bool(np.allclose(found, wanted, rtol=1e-9)),
        f"gradient descent fits the line {found}, and least squares say {wanted}",
    )
    network = objective(FORMAT.from_json(_NETWORK))
    theta = np.linspace(-1.0, 1.0, len(network.parameter_names))
    slopes = _central_differences(network.loss, theta)
    error = float(np.abs(network.gradient(theta) - slopes).max())
    _expect(error <= 1e-8, f"the slopes of a network differ from central differences by {error}")
    return (
        f"a line through {len(_LINE)} points is that of least squares; the slopes of a network"
        f" agree with central differences (largest difference {error:.1e})"
    )


def repetition() -> str:
    """Check that the same experiment gives the same numbers."""
    first, second = run(_sample()), run(_sample())
    _expect(
        all(map(_are_equal, first, second)), "two runs of the same experiment with noise differ"
    )
    return f"{_size(first)} of an experiment with noise, run twice, are equal bit for bit"


def experiment_file() -> str:
    """Check that an experiment comes back from a file as it was."""
    with _folder() as folder:
        path = folder / "experiment.gds.json"
        save(_sample(), path)
        _expect(load(path) == _sample(), "the experiment read back differs from the one written")
        return f"an experiment written to a file ({path.stat().st_size} bytes) and read is the same"


def numbers_file() -> str:
    """Check that results come back from an NPZ file as they were."""
    results = run(_sample())
    with _folder() as folder:
        path = folder / "results.npz"
        write_export(Export(path, path), _sample(), results)
        with np.load(path, allow_pickle=False) as archive:
            for index, result in enumerate(results):
                for name in ("steps", "parameters", "losses", "gradient_norms", "learning_rates"):
                    _expect(
                        np.array_equal(archive[f"run{index}.{name}"], getattr(result, name)),
                        f"run{index}.{name} read back differs from what was written",
                    )
    return f"{_size(results)} exported to NPZ and read are the same"


def picture() -> str:
    """Check that a picture of a run is drawn."""
    missing = missing_for_pictures()
    _expect(missing is None, missing or "")
    with _folder() as folder:
        path = folder / "picture.png"
        write_export(Export(path, path), _sample(), run(_sample()))
        try:
            png = read_png(path)
            is_drawn = png.has_colours(ENOUGH_COLOURS)
        except PngError as error:
            raise CheckError(f"the PNG cannot be read: {error}") from error
        size = f"{png.width} x {png.height} pixels"
        _expect(is_drawn, f"the PNG, {size}, has fewer than {ENOUGH_COLOURS} colours")
        return f"a PNG of a run, {size}, has at least {ENOUGH_COLOURS} colours"


def window() -> str:
    """Check that the window opens, can be used, and closes."""
    missing = missing_requirement()
    _expect(missing is None, missing or "")
    from gdstudio.app import check_window
    from gdstudio.ui.window_check import WindowTroubleError

    try:
        return check_window()
    except WindowTroubleError as trouble:
        raise CheckError(str(trouble)) from trouble


CHECKS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "Formulas": formulas,
        "Gradients": gradients,
        "Curvatures": curvatures,
        "Descent": descent,
        "Methods": methods,
        "Training": training,
        "Repetition": repetition,
        "Experiment file": experiment_file,
        "Numbers": numbers_file,
        "Picture": picture,
    }
)


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise CheckError(otherwise)


def _central_differences(
    function: Callable[[NDArray[np.float64]], float | NDArray[np.float64]],
    point: NDArray[np.float64],
) -> NDArray[np.float64]:
    step = 1e-5
    return np.array(
        [
            (function(point + step * axis) - function(point - step * axis)) / (2 * step)
            for axis in np.eye(point.size)
        ]
    )


def _sample() -> Experiment:
    return FORMAT.from_json(_SAMPLE)


def _are_equal(one: RunResult, other: RunResult) -> bool:
    pairs = zip(one.trace.columns(), other.trace.columns(), strict=True)
    return all(a.tobytes() == b.tobytes() for a, b in pairs)


def _size(results: tuple[RunResult, ...]) -> str:
    return f"{sum(len(result.trace) for result in results)} steps"


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gdstudio-selftest-") as name:
        yield Path(name)
