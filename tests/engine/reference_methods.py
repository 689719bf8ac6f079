"""The update rules of the textbooks, in plain Python: slow, and independent of the engine."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Point = list[float]
Gradient = Callable[[Sequence[float]], Sequence[float]]
Values = Mapping[str, float]
Step = Callable[[Point, int, float], Point]


@dataclass(frozen=True)
class Function:
    """A function as text, with its value and gradient by hand."""

    text: str
    start: tuple[float, ...]
    value: Callable[[Sequence[float]], float]
    gradient: Gradient
    rate: float
    """A learning rate that keeps plain descent in bounds."""


def _two_valleys(p: Sequence[float]) -> float:
    return p[0] ** 4 - 5 * p[0] ** 2 - 3 * p[0]


def _ripples(p: Sequence[float]) -> float:
    return math.cos(3 * p[0]) + p[0] ** 2 / 4


def _rosenbrock(p: Sequence[float]) -> float:
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def _bowl(p: Sequence[float]) -> float:
    return p[0] ** 2 + 10 * p[1] ** 2 + p[0] * p[1]


def _valley(p: Sequence[float]) -> float:
    return math.log(1 + p[0] ** 2) + math.exp(p[1] / 2) - math.sin(p[0] * p[1]) / 5


FUNCTIONS = {
    "two valleys": Function(
        "x^4 - 5x^2 - 3x",
        (2.3,),
        _two_valleys,
        lambda p: [4 * p[0] ** 3 - 10 * p[0] - 3],
        0.01,
    ),
    "ripples": Function(
        "cos(3x) + x^2/4",
        (2.6,),
        _ripples,
        lambda p: [-3 * math.sin(3 * p[0]) + p[0] / 2],
        0.02,
    ),
    "rosenbrock": Function(
        "(1 - x)^2 + 100(y - x^2)^2",
        (-1.2, 1.0),
        _rosenbrock,
        lambda p: [
            -2 * (1 - p[0]) - 400 * p[0] * (p[1] - p[0] ** 2),
            200 * (p[1] - p[0] ** 2),
        ],
        0.0002,
    ),
    "bowl": Function(
        "x^2 + 10y^2 + x y",
        (-4.0, 3.0),
        _bowl,
        lambda p: [2 * p[0] + p[1], 20 * p[1] + p[0]],
        0.01,
    ),
    "valley": Function(
        "ln(1 + x^2) + exp(y/2) - sin(x y)/5",
        (1.5, -0.5),
        _valley,
        lambda p: [
            2 * p[0] / (1 + p[0] ** 2) - p[1] * math.cos(p[0] * p[1]) / 5,
            math.exp(p[1] / 2) / 2 - p[0] * math.cos(p[0] * p[1]) / 5,
        ],
        0.02,
    ),
}


class Memory:
    """Vectors that a rule keeps from step to step, each 0 until it is written."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._vectors: dict[str, Point] = {}

    def __getitem__(self, name: str) -> Point:
        return self._vectors.get(name, [0.0] * self._dimension)

    def __setitem__(self, name: str, vector: Point) -> None:
        self._vectors[name] = vector


def _gd(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    return [a - eta * b for a, b in zip(theta, g, strict=True)]


def _momentum_pytorch(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    mu, tau = h["momentum"], h["dampening"]
    if t == 1:
        m["b"] = list(g)
    else:
        m["b"] = [mu * b + (1 - tau) * a for b, a in zip(m["b"], g, strict=True)]
    return [a - eta * b for a, b in zip(theta, m["b"], strict=True)]


def _momentum_keras(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    m["v"] = [h["momentum"] * v - eta * a for v, a in zip(m["v"], g, strict=True)]
    return [a + v for a, v in zip(theta, m["v"], strict=True)]


def _momentum_ema(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    mu = h["momentum"]
    m["v"] = [mu * v + (1 - mu) * a for v, a in zip(m["v"], g, strict=True)]
    return [a - eta * v for a, v in zip(theta, m["v"], strict=True)]


def _nesterov_pytorch(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    mu = h["momentum"]
    m["b"] = list(g) if t == 1 else [mu * b + a for b, a in zip(m["b"], g, strict=True)]
    return [p - eta * (a + mu * b) for p, a, b in zip(theta, g, m["b"], strict=True)]


def _nesterov_keras(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    mu = h["momentum"]
    m["v"] = [mu * v - eta * a for v, a in zip(m["v"], g, strict=True)]
    return [p + mu * v - eta * a for p, a, v in zip(theta, g, m["v"], strict=True)]


def _adagrad_pytorch(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    m["s"] = [s + a**2 for s, a in zip(m["s"], g, strict=True)]
    return [
        p - eta * a / (math.sqrt(s) + h["epsilon"])
        for p, a, s in zip(theta, g, m["s"], strict=True)
    ]


def _adagrad_keras(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    before = [0.1] * len(g) if t == 1 else m["s"]
    m["s"] = [s + a**2 for s, a in zip(before, g, strict=True)]
    return [
        p - eta * a / math.sqrt(s + h["epsilon"]) for p, a, s in zip(theta, g, m["s"], strict=True)
    ]


def _rmsprop(
    theta: Point,
    g: Point,
    eta: float,
    h: Values,
    m: Memory,
    denominator: Callable[[float], float],
    rate_inside: bool,
) -> Point:
    rho, mu = h["rho"], h["momentum"]
    m["s"] = [rho * s + (1 - rho) * a**2 for s, a in zip(m["s"], g, strict=True)]
    spread = m["s"]
    if h["centered"]:
        m["m"] = [rho * b + (1 - rho) * a for b, a in zip(m["m"], g, strict=True)]
        spread = [s - b**2 for s, b in zip(m["s"], m["m"], strict=True)]
    inside, outside = (eta, 1.0) if rate_inside else (1.0, eta)
    step = [inside * a / denominator(s) for a, s in zip(g, spread, strict=True)]
    if mu > 0:
        m["b"] = step = [mu * b + a for b, a in zip(m["b"], step, strict=True)]
    return [p - outside * a for p, a in zip(theta, step, strict=True)]


def _rmsprop_pytorch(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    return _rmsprop(theta, g, eta, h, m, lambda s: math.sqrt(s) + h["epsilon"], rate_inside=False)


def _rmsprop_keras(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    return _rmsprop(theta, g, eta, h, m, lambda s: math.sqrt(s + h["epsilon"]), rate_inside=True)


def _adam_moments(g: Point, h: Values, m: Memory) -> tuple[Point, Point]:
    beta1, beta2 = h["beta1"], h["beta2"]
    m["m"] = [beta1 * b + (1 - beta1) * a for b, a in zip(m["m"], g, strict=True)]
    m["v"] = [beta2 * v + (1 - beta2) * a**2 for v, a in zip(m["v"], g, strict=True)]
    if not h["amsgrad"]:
        return m["m"], m["v"]
    m["highest"] = [max(a, b) for a, b in zip(m["highest"], m["v"], strict=True)]
    return m["m"], m["highest"]


def _adam_pytorch(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    first, second = _adam_moments(g, h, m)
    mean = [a / (1 - h["beta1"] ** t) for a in first]
    root = [math.sqrt(v) / math.sqrt(1 - h["beta2"] ** t) for v in second]
    return [p - eta * a / (r + h["epsilon"]) for p, a, r in zip(theta, mean, root, strict=True)]


def _adam_keras(theta: Point, g: Point, eta: float, t: int, h: Values, m: Memory) -> Point:
    first, second = _adam_moments(g, h, m)
    alpha = eta * math.sqrt(1 - h["beta2"] ** t) / (1 - h["beta1"] ** t)
    return [
        p - alpha * a / (math.sqrt(v) + h["epsilon"])
        for p, a, v in zip(theta, first, second, strict=True)
    ]


RULES = {
    ("gd", None): _gd,
    ("momentum", "pytorch"): _momentum_pytorch,
    ("momentum", "keras"): _momentum_keras,
    ("momentum", "ema"): _momentum_ema,
    ("nesterov", "pytorch"): _nesterov_pytorch,
    ("nesterov", "keras"): _nesterov_keras,
    ("nesterov", "lookahead"): _momentum_keras,  # the gradient is what differs
    ("adagrad", "pytorch"): _adagrad_pytorch,
    ("adagrad", "keras"): _adagrad_keras,
    ("rmsprop", "pytorch"): _rmsprop_pytorch,
    ("rmsprop", "keras"): _rmsprop_keras,
    ("adam", "pytorch"): _adam_pytorch,
    ("adam", "keras"): _adam_keras,
}


def reference_path(
    method: str,
    convention: str | None,
    hyperparameters: Values,
    function: Function,
    rates: Sequence[float],
    *,
    clip_norm: float | None = None,
    weight_decay: float = 0.0,
) -> Iterator[tuple[Point, float]]:
    """Yield parameters and gradient norm at each step, one more than there are rates."""
    rule, memory = RULES[method, convention], Memory(len(function.start))
    theta = list(function.start)
    for t in range(1, len(rates) + 2):
        point = theta
        if convention == "lookahead":
            mu = hyperparameters["momentum"]
            point = [a + mu * v for a, v in zip(theta, memory["v"], strict=True)]
        g = list(function.gradient(point))
        norm = math.hypot(*g)
        yield theta, norm
        if t > len(rates):
            return
        if clip_norm is not None:
            factor = min(1.0, clip_norm / (norm + 1e-6))
            g = [factor * a for a in g]
        g = [a + weight_decay * b for a, b in zip(g, theta, strict=True)]
        theta = rule(theta, g, rates[t - 1], t, hyperparameters, memory)
