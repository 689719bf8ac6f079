"""Numbers as people read them."""

import math

_THIN_SPACE = "\u2009"
_MINUS = "\u2212"


def grouped(number: int) -> str:
    """Return a whole number with thin spaces between thousands: ``1 000 000``."""
    return f"{number:,}".replace(",", _THIN_SPACE).replace("-", _MINUS)


def short_number(value: float, digits: int = 3) -> str:
    """Return a number with few significant digits: ``0.125``, ``−2.5e6``, ``∞``.

    What is said of a tick or beside a slider; never what is copied or saved.
    """
    if math.isnan(value):
        return "?"
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    if value == 0.0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    if 1e-4 <= abs(rounded) < 10.0 ** max(5, digits):
        text = f"{rounded:.{max(5, digits)}g}"
    else:
        mantissa, exponent = f"{rounded:.{digits - 1}e}".split("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", _MINUS)


def rounded_within(value: float, size: float) -> float:
    """Return the number nearest to ``value`` that has as few decimals as a step ``size`` needs.

    What a pointer chooses is no more exact than a pixel, and should read like a number that a
    person would choose.
    """
    return round(value, math.ceil(-math.log10(size)))


def distinct_texts(values: list[float]) -> list[str]:
    """Return the values with three digits, or as many more as it takes to tell them apart."""
    texts: list[str] = []
    for digits in range(3, 18):
        texts = [short_number(value, digits) for value in values]
        if len(set(texts)) == len(texts):
            break
    return texts
