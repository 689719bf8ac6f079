"""The arithmetic of a number field: how a value is written, read, stepped and put on a slider."""

import math
import re
from dataclasses import dataclass
from typing import Literal

ScaleKind = Literal["linear", "log", "one_minus_log"]

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PLAIN = re.compile(_NUMBER)
_PAIR = re.compile(rf"({_NUMBER})\s*([/^])\s*({_NUMBER})")
_UNFINISHED = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d*)?(?:[eE][+-]?)?(?:[/^][+-]?)?")

# The part of the slider that stands for an exact zero where the rest is logarithmic.
_ZERO_SHARE = 0.02
_DECADE = 10


@dataclass(frozen=True, slots=True)
class NumberScale:
    """The range of a number and the way it is divided.

    Parameters
    ----------
    kind
        ``"linear"``; ``"log"``; or ``"one_minus_log"`` for decay rates such as 0.9 and 0.999,
        which differ in how far they are from one.
    minimum, maximum
        The range that is accepted; excluded bounds themselves are refused.
    slider_minimum, slider_maximum
        The part of it that the slider covers.
    step
        One step on a linear scale; the others step 1, 2, 5, 10.
    integer
        Whether only whole numbers are accepted.
    """

    kind: ScaleKind
    minimum: float
    maximum: float
    slider_minimum: float
    slider_maximum: float
    exclusive_minimum: bool = False
    exclusive_maximum: bool = False
    step: float | None = None
    integer: bool = False

    def __post_init__(self) -> None:
        if not self.slider_minimum < self.slider_maximum:
            raise ValueError("A slider needs a range of more than one value.")
        if self.kind == "log" and self.slider_minimum <= 0.0 and not self._reaches_zero:
            raise ValueError("A logarithmic slider starts above zero.")
        if self.kind == "log" and self.slider_minimum < 0.0:
            raise ValueError("A logarithmic slider has no negative values.")
        if self.kind == "one_minus_log" and self.slider_maximum >= 1.0:
            raise ValueError("A slider that is logarithmic towards one ends before it.")

    @property
    def _reaches_zero(self) -> bool:
        return self.kind == "log" and self.minimum == 0.0 and not self.exclusive_minimum

    @property
    def _lowest_positive(self) -> float:
        if self.slider_minimum > 0.0:
            return self.slider_minimum
        return self.slider_maximum * 1e-8

    def contains(self, value: float) -> bool:
        """Return whether `value` is accepted."""
        if not math.isfinite(value) or (self.integer and value != round(value)):
            return False
        above = value > self.minimum if self.exclusive_minimum else value >= self.minimum
        below = value < self.maximum if self.exclusive_maximum else value <= self.maximum
        return above and below

    def fraction(self, value: float) -> float:
        """Return the place of `value` on the slider, from 0 to 1; beyond its ends, the end."""
        if self.kind == "linear":
            span = self.slider_maximum - self.slider_minimum
            place = (value - self.slider_minimum) / span
        elif self.kind == "log":
            low, high = self._lowest_positive, self.slider_maximum
            if value < low:
                return 0.0
            place = math.log(value / low) / math.log(high / low)
            if self._reaches_zero:
                place = _ZERO_SHARE + (1.0 - _ZERO_SHARE) * place
        else:
            if value >= 1.0:
                return 1.0
            low, high = 1.0 - self.slider_minimum, 1.0 - self.slider_maximum
            place = math.log((1.0 - value) / low) / math.log(high / low)
        return min(max(place, 0.0), 1.0)

    def value_at(self, fraction: float) -> float:
        """Return a neat accepted value for a place on the slider."""
        if self.kind == "linear":
            span = self.slider_maximum - self.slider_minimum
            grain = 10.0 ** (math.floor(math.log10(span)) - 3)
            value = _tidy(round((self.slider_minimum + fraction * span) / grain) * grain)
        elif self.kind == "log":
            low, high = self._lowest_positive, self.slider_maximum
            if self._reaches_zero:
                if fraction < _ZERO_SHARE:
                    return 0.0
                fraction = (fraction - _ZERO_SHARE) / (1.0 - _ZERO_SHARE)
            value = float(f"{low * (high / low) ** fraction:.3g}")
        else:
            low, high = 1.0 - self.slider_minimum, 1.0 - self.slider_maximum
            value = _tidy(1.0 - float(f"{low * (high / low) ** fraction:.2g}"))
        value = min(max(value, self.slider_minimum), self.slider_maximum)
        return self._clamped(value, otherwise=value)

    def stepped(self, value: float, steps: int) -> float:
        """Return `value` moved by `steps` steps; ten steps at once are a factor of ten."""
        for _ in range(abs(steps) % _DECADE):
            value = self._one_step(value, 1 if steps > 0 else -1, big=False)
        for _ in range(abs(steps) // _DECADE):
            value = self._one_step(value, 1 if steps > 0 else -1, big=True)
        return value

    def _one_step(self, value: float, direction: int, *, big: bool) -> float:
        if self.kind == "linear":
            step = self._linear_step() * (_DECADE if big else 1)
            ratio = value / step
            count = math.floor(ratio + 1e-9) + 1 if direction > 0 else math.ceil(ratio - 1e-9) - 1
            moved = _tidy(count * step)
        elif self.kind == "log":
            moved = self._log_step(value, direction, big=big)
        else:
            gap = 1.0 - value
            moved = 1.0 - (1.0 if gap <= 0.0 else _neighbour(_tidy(gap), -direction, big=big))
            moved = _tidy(moved)
        return self._clamped(moved, otherwise=value)

    def _log_step(self, value: float, direction: int, *, big: bool) -> float:
        if value <= 0.0:
            return self._lowest_positive if direction > 0 else value
        moved = _neighbour(value, direction, big=big)
        if self._reaches_zero and moved < self._lowest_positive * (1.0 - 1e-9):
            return 0.0
        if self.integer:
            moved = float(round(moved))
        return moved

    def _linear_step(self) -> float:
        if self.step is not None:
            return self.step
        if self.integer:
            return 1.0
        return _neighbour((self.slider_maximum - self.slider_minimum) / 100.0, -1, big=False)

    def _clamped(self, value: float, otherwise: float) -> float:
        """Return `value` within the range; `otherwise` where that end of the range is excluded."""
        if self.integer:
            value = float(round(value))
        clamped = min(max(value, self.minimum), self.maximum)
        return clamped if self.contains(clamped) else otherwise

    def text(self, value: float) -> str:
        """Return `value` for reading, with six significant digits."""
        if self.integer and value == round(value) and abs(value) < 1e15:
            return str(round(value))
        digits = 6
        if self.kind == "one_minus_log" and value < 1.0:
            # 0.99999999 must not read as 1: what matters is how far it is from one.
            while digits < 17 and not math.isclose(
                1.0 - float(f"{value:.{digits}g}"), 1.0 - value, rel_tol=1e-3
            ):
                digits += 1
        return _short(f"{value:.{digits}g}")

    def full_text(self, value: float) -> str:
        """Return the shortest text that reads back as exactly `value`."""
        if self.integer:
            return self.text(value)
        return _short(repr(value).removesuffix(".0"))


def read_number(text: str) -> float | None:
    """Return the number that a person wrote, or None.

    Decimal and scientific notation (``0.01``, ``1e-3``), a decimal comma, a fraction (``1/3``)
    and a power (``2^-7``) are understood.
    """
    written = text.strip().replace("\N{MINUS SIGN}", "-")
    if "." not in written and written.count(",") == 1:
        written = written.replace(",", ".")
    try:
        if _PLAIN.fullmatch(written):
            value = float(written)
        elif pair := _PAIR.fullmatch(written):
            left, right = float(pair[1]), float(pair[3])
            value = left / right if pair[2] == "/" else math.pow(left, right)
        else:
            return None
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def may_become_number(text: str) -> bool:
    """Return whether more typing can make a number of `text`."""
    written = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
    return _UNFINISHED.fullmatch(written) is not None


def _short(text: str) -> str:
    """Write ``1e-08`` as ``1e-8`` and ``1e+06`` as ``1e6``."""
    mantissa, mark, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if mark else mantissa


def _tidy(value: float) -> float:
    """Remove the last digits' noise of decimal steps, such as 0.30000000000000004."""
    return float(f"{value:.12g}")


def _neighbour(value: float, direction: int, *, big: bool) -> float:
    """Return the next of …, 1, 2, 5, 10, … from a positive value, or a tenth or tenfold of it."""
    if big:
        return _tidy(value * _DECADE if direction > 0 else value / _DECADE)
    exponent = math.floor(math.log10(value))
    series = [
        float(f"{digit}e{power}")
        for power in range(exponent - 1, exponent + 3)
        for digit in (1, 2, 5)
    ]
    if direction > 0:
        return min(each for each in series if each > value * (1.0 + 1e-9))
    return max(each for each in series if each < value * (1.0 - 1e-9))
