"""The gallery's functions again, written from the literature and not from the gallery.

Each takes an mpmath context, ``mpmath.mp`` for many digits or ``mpmath.fp`` for floats, and the
coordinates.
"""

from collections.abc import Callable
from itertools import pairwise
from types import MappingProxyType
from typing import Any


def ackley(m, x, y):
    root = m.sqrt((x * x + y * y) / 2)
    waves = (m.cos(2 * m.pi * x) + m.cos(2 * m.pi * y)) / 2
    return 20 - 20 * m.exp(-root / 5) + m.e - m.exp(waves)


def beale(m, x, y):
    targets = (m.mpf("1.5"), m.mpf("2.25"), m.mpf("2.625"))
    return sum((target - x * (1 - y**k)) ** 2 for k, target in enumerate(targets, 1))


def bukin_6(m, x, y):
    return 100 * m.sqrt(abs(y - x * x / 100)) + abs(x + 10) / 100


def easom(m, x, y):
    return -m.cos(x) * m.cos(y) * m.exp(-((x - m.pi) ** 2) - (y - m.pi) ** 2)


def eggholder(m, x, y):
    first = -(y + 47) * m.sin(m.sqrt(abs(y + x / 2 + 47)))
    return first - x * m.sin(m.sqrt(abs(x - (y + 47))))


def goldstein_price(m, x, y):
    first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    second = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return first * (30 + (2 * x - 3 * y) ** 2 * second)


def griewank(m, x, y):
    return 1 + x * x / 4000 + y * y / 4000 - m.cos(x) * m.cos(y / m.sqrt(2))


def levy_13(m, x, y):
    first = m.sin(3 * m.pi * x) ** 2
    second = (x - 1) ** 2 * (1 + m.sin(3 * m.pi * y) ** 2)
    return first + second + (y - 1) ** 2 * (1 + m.sin(2 * m.pi * y) ** 2)


def mccormick(m, x, y):
    return m.sin(x + y) + (x - y) ** 2 - 3 * x / 2 + 5 * y / 2 + 1


def peaks(m, x, y):
    first = 3 * (1 - x) ** 2 * m.exp(-(x**2) - (y + 1) ** 2)
    second = 10 * (x / 5 - x**3 - y**5) * m.exp(-(x**2) - y**2)
    return first - second - m.exp(-((x + 1) ** 2) - y**2) / 3


def rastrigin(m, *point):
    return 10 * len(point) + sum(x * x - 10 * m.cos(2 * m.pi * x) for x in point)


def rosenbrock(m, *point):
    return sum(100 * (after - x * x) ** 2 + (1 - x) ** 2 for x, after in pairwise(point))


def schaffer_2(m, x, y):
    half = m.mpf("0.5")
    return half + (m.sin(x * x - y * y) ** 2 - half) / (1 + (x * x + y * y) / 1000) ** 2


def styblinski_tang(m, *point):
    return sum(x**4 - 16 * x**2 + 5 * x for x in point) / 2


CLASSICS: MappingProxyType[str, Callable[..., Any]] = MappingProxyType(
    {
        "parabola": lambda _, x: x * x,
        "steep_parabola": lambda _, x: 2 * x * x,
        "two_valleys": lambda _, x: x**4 - 5 * x * x - 3 * x,
        "ripples": lambda m, x: x * x / 4 + 2 * m.sin(2 * x),
        "plateau": lambda _, x: 1 - 1 / (1 + x * x),
        "absolute_value": lambda _, x: abs(x),
        "sphere": lambda _, x, y: x * x + y * y,
        "long_valley": lambda _, x, y: x * x + 25 * y * y,
        "saddle": lambda _, x, y: (x - y) * (x + y),
        "monkey_saddle": lambda _, x, y: x * (x * x - 3 * y * y),
        "rosenbrock": rosenbrock,
        "himmelblau": lambda _, x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
        "beale": beale,
        "booth": lambda _, x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
        "matyas": lambda _, x, y: (26 * (x * x + y * y) - 48 * x * y) / 100,
        "mccormick": mccormick,
        "three_hump_camel": lambda _, x, y: 2 * x**2 - 105 * x**4 / 100 + x**6 / 6 + x * y + y**2,
        "six_hump_camel": lambda _, x, y: (
            4 * x**2 - 21 * x**4 / 10 + x**6 / 3 + x * y - 4 * y**2 + 4 * y**4
        ),
        "styblinski_tang": styblinski_tang,
        "goldstein_price": goldstein_price,
        "peaks": peaks,
        "ackley": ackley,
        "rastrigin": rastrigin,
        "griewank": griewank,
        "levy_13": levy_13,
        "easom": easom,
        "bukin_6": bukin_6,
        "schaffer_2": schaffer_2,
        "eggholder": eggholder,
        "bowl_3d": lambda _, x, y, z: x * x + 4 * y * y + 9 * z * z,
        "rosenbrock_5d": rosenbrock,
    }
)
