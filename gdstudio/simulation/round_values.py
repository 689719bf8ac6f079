"""Numbers with few digits, for those who read them: on a scale, on a contour line."""

import math


def round_value_between(low: float, high: float) -> float:
    """Return a value of the interval with as few digits as can be; 0 before all others."""
    if low <= 0.0 <= high:
        return 0.0
    nearer, farther = sorted((abs(low), abs(high)))
    sign = math.copysign(1.0, low)
    middle = 0.5 * nearer + 0.5 * farther
    exponent = math.floor(math.log10(farther)) + 1
    for power in range(exponent, exponent - 18, -1):
        for factor in (1.0, 0.5, 0.2):
            # As a text: a power beyond all numbers raises, and this is infinite.
            unit = factor * float(f"1e{power}")
            if unit <= 0.0 or not math.isfinite(unit):
                continue
            nearest = multiple(round(middle / unit), unit)
            if nearer <= nearest <= farther:
                return sign * nearest
    return sign * middle


def multiple(count: int, unit: float) -> float:
    """Return so many units, without the last digits: 0.3 in place of 0.30000000000000004."""
    return float(f"{count * unit:.15g}")


def round_step(extent: float, parts: float) -> float:
    """Return 1, 2 or 5 times a power of ten, of which about so many parts make an extent > 0."""
    wanted = extent / parts
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(
        (factor * power for factor in (1.0, 2.0, 5.0) if wanted <= 1.5 * factor * power),
        10.0 * power,
    )
