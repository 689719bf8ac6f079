"""Values with gradients, to fifty digits and by the forward rule: independent of the engine."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mpmath import mp, mpf

mp.dps = 50

KINK = mpf("1e-3")
"""So near to a kink or the end of a domain a sample is not used."""


class OutsideDomain(Exception):  # noqa: N818
    """The function has no value, or no derivative, that is worth comparing there."""


@dataclass(frozen=True)
class Dual:
    """A value and its gradient."""

    value: mpf
    slopes: tuple[mpf, ...]


Unary = tuple[Callable[[mpf], mpf], Callable[[mpf], mpf], Callable[[mpf], bool]]


def _always(a: mpf) -> bool:
    return True


def _is_positive(a: mpf) -> bool:
    return bool(a > KINK)


def _is_not_zero(a: mpf) -> bool:
    return bool(abs(a) > KINK)


def _is_between_integers(a: mpf) -> bool:
    return bool(abs(a - mp.nint(a)) > KINK)


def _is_inside_unit(a: mpf) -> bool:
    return bool(abs(a) < 1 - KINK)


def _is_small(a: mpf) -> bool:
    return bool(abs(a) < 30)


def _sigmoid(a: mpf) -> mpf:
    return 1 / (1 + mp.exp(-a))


UNARY: Mapping[str, Unary] = {
    "sin": (mp.sin, mp.cos, _always),
    "cos": (mp.cos, lambda a: -mp.sin(a), _always),
    "tan": (mp.tan, lambda a: 1 / mp.cos(a) ** 2, lambda a: abs(mp.cos(a)) > KINK),
    "asin": (mp.asin, lambda a: 1 / mp.sqrt(1 - a * a), _is_inside_unit),
    "acos": (mp.acos, lambda a: -1 / mp.sqrt(1 - a * a), _is_inside_unit),
    "atan": (mp.atan, lambda a: 1 / (1 + a * a), _always),
    "sinh": (mp.sinh, mp.cosh, _is_small),
    "cosh": (mp.cosh, mp.sinh, _is_small),
    "tanh": (mp.tanh, lambda a: 1 / mp.cosh(a) ** 2, _is_small),
    "exp": (mp.exp, mp.exp, _is_small),
    "log": (mp.log, lambda a: 1 / a, _is_positive),
    "ln": (mp.log, lambda a: 1 / a, _is_positive),
    "log2": (lambda a: mp.log(a) / mp.log(2), lambda a: 1 / (a * mp.log(2)), _is_positive),
    "log10": (mp.log10, lambda a: 1 / (a * mp.log(10)), _is_positive),
    "sqrt": (mp.sqrt, lambda a: 1 / (2 * mp.sqrt(a)), _is_positive),
    "cbrt": (
        lambda a: mp.sign(a) * mp.cbrt(abs(a)),
        lambda a: 1 / (3 * mp.cbrt(abs(a)) ** 2),
        _is_not_zero,
    ),
    "abs": (abs, mp.sign, _is_not_zero),
    "sign": (mp.sign, lambda _: mpf(0), _is_not_zero),
    "floor": (mp.floor, lambda _: mpf(0), _is_between_integers),
    "ceil": (mp.ceil, lambda _: mpf(0), _is_between_integers),
    "sigmoid": (_sigmoid, lambda a: _sigmoid(a) * _sigmoid(-a), _always),
    "relu": (lambda a: max(a, mpf(0)), lambda a: mpf(1 if a > 0 else 0), _is_not_zero),
    "softplus": (lambda a: mp.log1p(mp.exp(a)), _sigmoid, _always),
    "erf": (mp.erf, lambda a: 2 / mp.sqrt(mp.pi) * mp.exp(-a * a), _always),
}


def _plus(a: Dual, b: Dual) -> tuple[mpf, mpf, mpf]:
    return a.value + b.value, mpf(1), mpf(1)


def _minus(a: Dual, b: Dual) -> tuple[mpf, mpf, mpf]:
    return a.value - b.value, mpf(1), mpf(-1)


def _times(a: Dual, b: Dual) -> tuple[mpf, mpf, mpf]:
    return a.value * b.value, b.value, a.value


def _over(a: Dual, b: Dual) -> tuple[mpf, mpf, mpf]:
    if abs(b.value) < KINK:
        raise OutsideDomain
    return a.value / b.value, 1 / b.value, -a.value / b.value**2


def _to_the(a: Dual, b: Dual) -> tuple[mpf, mpf, mpf]:
    is_constant_integer = b.value == mp.nint(b.value) and not any(b.slopes)
    if not (a.value > KINK or (is_constant_integer and abs(a.value) > KINK)):
        raise OutsideDomain
    if abs(b.value) > 80 or abs(a.value) > 1000:
        raise OutsideDomain
    value = a.value**b.value
    by_exponent = value * mp.log(a.value) if a.value > 0 else mpf(0)
    return value, b.value * a.value ** (b.value - 1), by_exponent


def _angle(a: Dual, b: Dual) -> tuple[mpf, mpf, mpf]:
    square = a.value**2 + b.value**2
    # Behind the origin the angle jumps where a changes its sign.
    if square < KINK or abs(a.value) < KINK:
        raise OutsideDomain
    return mp.atan2(a.value, b.value), b.value / square, -a.value / square


def _least(a: Dual, b: Dual) -> tuple[mpf, mpf, mpf]:
    if abs(a.value - b.value) < KINK:
        raise OutsideDomain
    left = mpf(1 if a.value < b.value else 0)
    return min(a.value, b.value), left, 1 - left


def _most(a: Dual, b: Dual) -> tuple[mpf, mpf, mpf]:
    value, left, right = _least(a, b)
    return a.value + b.value - value, right, left


BINARY: Mapping[str, Callable[[Dual, Dual], tuple[mpf, mpf, mpf]]] = {
    "({} + {})": _plus,
    "({} - {})": _minus,
    "({} * {})": _times,
    "({} / {})": _over,
    "({})^({})": _to_the,
    "pow({}, {})": _to_the,
    "atan2({}, {})": _angle,
    "min({}, {})": _least,
    "max({}, {})": _most,
}

Noise = Callable[[], mpf]


@dataclass(frozen=True)
class Tree:
    """A random formula: its text, and how to evaluate it."""

    text: str
    evaluate: Callable[[Sequence[mpf], Noise], Dual]


def _rounded(value: mpf, slopes: Sequence[mpf], noise: Noise) -> Dual:
    if not (mp.isfinite(value) and all(mp.isfinite(each) for each in slopes)):
        raise OutsideDomain
    if abs(value) > 1e6 or any(abs(each) > 1e6 for each in slopes):
        raise OutsideDomain
    return Dual(value * (1 + noise()), tuple(each * (1 + noise()) for each in slopes))


def variable(name: str, index: int) -> Tree:
    def evaluate(point: Sequence[mpf], noise: Noise) -> Dual:
        return Dual(point[index], tuple(mpf(int(i == index)) for i in range(len(point))))

    return Tree(name, evaluate)


def constant(text: str) -> Tree:
    def evaluate(point: Sequence[mpf], noise: Noise) -> Dual:
        return Dual(mpf(float(text)), (mpf(0),) * len(point))

    return Tree(text, evaluate)


def call(name: str, operand: Tree) -> Tree:
    value, slope, is_inside = UNARY[name]

    def evaluate(point: Sequence[mpf], noise: Noise) -> Dual:
        a = operand.evaluate(point, noise)
        if not is_inside(a.value):
            raise OutsideDomain
        factor = slope(a.value)
        return _rounded(value(a.value), [factor * each for each in a.slopes], noise)

    return Tree(f"{name}({operand.text})", evaluate)


def negative(operand: Tree) -> Tree:
    def evaluate(point: Sequence[mpf], noise: Noise) -> Dual:
        a = operand.evaluate(point, noise)
        return Dual(-a.value, tuple(-each for each in a.slopes))

    return Tree(f"(-{operand.text})", evaluate)


def join(form: str, left: Tree, right: Tree) -> Tree:
    def evaluate(point: Sequence[mpf], noise: Noise) -> Dual:
        a, b = left.evaluate(point, noise), right.evaluate(point, noise)
        value, to_left, to_right = BINARY[form](a, b)
        slopes = [to_left * p + to_right * q for p, q in zip(a.slopes, b.slopes, strict=True)]
        return _rounded(value, slopes, noise)

    return Tree(form.format(left.text, right.text), evaluate)


EXPONENTS = ("2", "3", "5", "0.5", "1.7", "0", "1", "10", "(-1)", "(-2)", "(-3)", "(-0.25)", "65")


def random_tree(chance: random.Random, names: Sequence[str], operations: int) -> Tree:
    """Return a formula of so many operations, some of which share their operands."""
    known = [variable(name, index) for index, name in enumerate(names)]
    known += [constant(f"{chance.uniform(0.2, 3):.3f}") for _ in range(2)]
    for _ in range(operations):
        # The last ones are taken more often, so that the formula grows deep.
        a, b = (known[-1 - int(abs(chance.gauss(0, 2.5))) % len(known)] for _ in range(2))
        kind = chance.random()
        if kind < 0.40:
            known.append(call(chance.choice(list(UNARY)), a))
        elif kind < 0.45:
            known.append(negative(a))
        elif kind < 0.55:
            known.append(join("({})^({})", a, constant_exponent(chance.choice(EXPONENTS))))
        elif kind < 0.58:
            known.append(join("({} * {})", a, a))
        else:
            known.append(join(chance.choice(list(BINARY)), a, b))
    return known[-1]


def constant_exponent(text: str) -> Tree:
    number = mpf(float(text.strip("()")))

    def evaluate(point: Sequence[mpf], noise: Noise) -> Dual:
        return Dual(number, (mpf(0),) * len(point))

    return Tree(text, evaluate)


def exact(tree: Tree, point: Sequence[float]) -> Dual:
    """Return value and gradient to fifty digits."""
    return tree.evaluate([mpf(each) for each in point], lambda: mpf(0))


def rounding_error(tree: Tree, point: Sequence[float], chance: random.Random) -> float:
    """Return about how far, relatively, the rounding of each operation moves the results."""
    reference = exact(tree, point)
    unit = mpf(2) ** -50
    worst = 0.0
    for _ in range(3):
        moved = tree.evaluate(
            [mpf(each) for each in point], lambda: unit * (2 * chance.random() - 1)
        )
        largest = max(map(abs, reference.slopes))
        pairs = [(moved.value, reference.value, abs(reference.value))] + [
            (p, q, largest) for p, q in zip(moved.slopes, reference.slopes, strict=True)
        ]
        for got, wanted, scale in pairs:
            if got != wanted:
                worst = max(worst, float(abs(got - wanted) / scale) if scale else 1.0)
    return worst
