"""Coefficients as a person writes them: 2/3 stays 2/3, and 0.1 stays 0.1."""

import math
from dataclasses import dataclass

_EXACT_BELOW = 2.0**53
"""Whole numbers below this are exact in floating point."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient of floats, in lowest terms where both are whole.

    Floats and not big integers, so that no coefficient can grow without bound.

    Attributes
    ----------
    numerator
        Any float.
    denominator
        A whole number, at least 1.
    """

    numerator: float
    denominator: float = 1.0

    def __add__(self, other: "Ratio") -> "Ratio":
        return _reduce(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )

    def __mul__(self, other: "Ratio") -> "Ratio":
        return _reduce(self.numerator * other.numerator, self.denominator * other.denominator)

    def __neg__(self) -> "Ratio":
        return Ratio(-self.numerator, self.denominator)

    def reciprocal(self) -> "Ratio":
        """Return 1 over this, which is not zero."""
        return _reduce(self.denominator, self.numerator)

    def to_whole_power(self, exponent: int) -> "Ratio":
        """Return the product of `exponent` such factors; `exponent` is not negative."""
        result = Ratio(1.0)
        for _ in range(exponent):
            result *= self
        return result

    @property
    def is_zero(self) -> bool:
        """Whether it is 0."""
        return self.numerator == 0

    @property
    def is_negative(self) -> bool:
        """Whether it is below 0."""
        return self.numerator < 0

    @property
    def is_one(self) -> bool:
        """Whether it is 1."""
        return self.numerator == self.denominator

    def as_whole(self) -> int | None:
        """Return the whole number that it is, if it is one."""
        whole = self.denominator == 1 and self.numerator.is_integer()
        return int(self.numerator) if whole else None


def _reduce(numerator: float, denominator: float) -> Ratio:
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if not (denominator.is_integer() and denominator < _EXACT_BELOW):
        return Ratio(numerator / denominator)
    if numerator.is_integer() and abs(numerator) < _EXACT_BELOW:
        divisor = math.gcd(int(numerator), int(denominator))
        return Ratio(numerator / divisor, denominator / divisor)
    return Ratio(numerator, denominator)
