"""What calculus finds at a point, in words and numbers."""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from gdstudio.simulation.critical_kind import Kind
from gdstudio.ui.number_text import short_number

if TYPE_CHECKING:
    from gdstudio.simulation.calculus import Calculus
    from gdstudio.simulation.critical_points import CriticalPoint

Float = NDArray[np.float64]

DIGITS = 4
FLAT = 1e-9
"""Beside the largest one, a curvature so many times smaller is none."""
SHOWN_TERMS = 5
WORKED_OUT = 3
"""Variables up to which an equation fits into a line."""
NONE_BESIDE = 1e-9
"""A component so many times smaller than the largest is what rounding leaves of 0."""
MINUS = "\u2212"


def tangent_lines(names: tuple[str, ...], calculus: "Calculus") -> tuple[str, ...]:
    """Return the equation of the tangent line or plane, a term a line, and worked out."""
    shown = names[:SHOWN_TERMS]
    arguments = ", ".join(shown) + (", …" if len(names) > len(shown) else "")
    lines = [f"T({arguments}) = {short_number(calculus.value, DIGITS)}"]
    for name, slope, place in zip(shown, calculus.gradient, calculus.point, strict=False):
        lines.append(f"   {_signed(float(slope))}\u2009({_difference(name, float(place))})")
    if len(names) > len(shown):
        lines.append("   + …")
    elif (
        len(names) <= WORKED_OUT
        and np.isfinite(calculus.gradient).all()
        and math.isfinite(calculus.value)
    ):
        lines.append(f"   = {_worked_out(names, calculus)}")
    return tuple(lines)


def angle_text(angle: float | None) -> str:
    """Return an angle in degrees; – where there is none."""
    if angle is None or not math.isfinite(angle):
        return "–"
    # −0 is 0, and −180° is the same way as 180°.
    degrees = round(math.degrees(angle), 1) + 0.0
    return f"{short_number(180.0 if degrees == -180.0 else degrees, 4)}°"


def vector_text(vector: Float, shown: int = 3) -> str:
    """Return the first components of a vector in brackets."""
    parts = [short_number(float(each), 3) for each in _without_dust(vector)[:shown]]
    return f"({', '.join([*parts, '…'] if vector.size > shown else parts)})"


def direction_text(names: tuple[str, ...], direction: Float) -> str:
    """Return a unit vector: of many variables the two that it has most of, as 0.9c − 0.4d."""
    if direction.size <= WORKED_OUT:
        return vector_text(direction)
    clean = _without_dust(direction)
    text = ""
    for index in np.argsort(-np.abs(clean))[:2]:
        if clean[index] != 0.0:
            number = _times(short_number(abs(float(clean[index])), 2), names[index])
            sign = MINUS if clean[index] < 0.0 else "+"
            text = f"{text} {sign} {number}" if text else number if sign == "+" else sign + number
    return text


def _without_dust(vector: Float) -> Float:
    largest = float(np.abs(vector).max(initial=0.0))
    clean: Float = np.where(np.abs(vector) <= NONE_BESIDE * largest, 0.0, vector)
    return clean


def curvature_word(eigenvalues: Float) -> str:
    """Return what the signs of the curvatures along the principal directions mean."""
    if not np.isfinite(eigenvalues).all():
        return _tr("no curvature: the function has no second derivative here")
    largest = float(np.abs(eigenvalues).max())
    signs = np.where(np.abs(eigenvalues) <= FLAT * largest, 0.0, np.sign(eigenvalues))
    if eigenvalues.size == 1:
        return {
            1.0: _tr("bends upward: convex here"),
            -1.0: _tr("bends downward: concave here"),
        }.get(float(signs[0]), _tr("straight: no curvature"))
    if largest == 0.0:
        return _tr("flat: no curvature")
    if signs.min() < 0.0 < signs.max():
        return _tr("a saddle: bends up one way, down another")
    if signs.min() > 0.0:
        return _tr("a bowl: convex in every direction")
    if signs.max() < 0.0:
        return _tr("a dome: concave in every direction")
    if signs.max() > 0.0:
        return _tr("a trough: flat in one direction, else convex")
    return _tr("a ridge: flat in one direction, else concave")


def slope_word(calculus: "Calculus", slope: float) -> str:
    """Return what a directional derivative means beside the largest one."""
    if not math.isfinite(slope) or not math.isfinite(calculus.norm):
        return _tr("no slope here")
    if calculus.norm == 0.0:
        return _tr("level in every direction")
    share = slope / calculus.norm
    if share > 0.9995:
        return _tr("steepest uphill: along the gradient")
    if share < -0.9995:
        return _tr("steepest downhill: against the gradient")
    if abs(share) < 0.01:
        return _tr("level: along the contour line")
    words = _tr("uphill, {percent} % of the steepest")
    if share < 0.0:
        words = _tr("downhill, {percent} % of the steepest")
    return words.format(percent=short_number(100.0 * abs(share), 2))


def kind_text(point: "CriticalPoint") -> str:
    """Return the kind of a critical point in a word or two."""
    words = {
        Kind.MINIMUM: _tr("Minimum"),
        Kind.DEGENERATE_MINIMUM: _tr("Flat minimum"),
        Kind.KINK_MINIMUM: _tr("Minimum in a kink"),
        Kind.SADDLE: _tr("Saddle"),
        Kind.DEGENERATE_SADDLE: _tr("Flat saddle"),
        Kind.MAXIMUM: _tr("Maximum"),
        Kind.DEGENERATE_MAXIMUM: _tr("Flat maximum"),
    }
    if point.kind is Kind.DEGENERATE_SADDLE and point.point.size == 1:
        return _tr("Level inflection")
    return words.get(point.kind, _tr("Degenerate point"))


def critical_text(point: "CriticalPoint") -> str:
    """Return the kind, the place and the value of a critical point, with many digits."""
    place = ", ".join(f"{coordinate:.12g}" for coordinate in point.point)
    return f"{kind_text(point)}: f({place}) = {point.value:.12g}".replace("-", MINUS)


def _signed(value: float) -> str:
    text = short_number(value, DIGITS)
    return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"


def _times(number: str, name: str) -> str:
    """Return 2x, or 2·x1: a name of several letters is told from a factor."""
    return f"{number}·{name}" if len(name) > 1 else number + name


def _difference(name: str, place: float) -> str:
    """Return x − a as it is written: x + 2 for a = −2, x for 0."""
    text = short_number(place, DIGITS)
    if text == "0":
        return name
    return f"{name} + {text[1:]}" if text.startswith(MINUS) else f"{name} {MINUS} {text}"


def _worked_out(names: tuple[str, ...], calculus: "Calculus") -> str:
    """Return the same equation as 2x + 4y − 5."""
    constant = float(calculus.value - calculus.gradient @ calculus.point)
    terms = [(float(slope), name) for slope, name in zip(calculus.gradient, names, strict=True)]
    # Of nearly equal numbers nothing but rounding may be left.
    size = abs(calculus.value) + float(np.abs(calculus.gradient * calculus.point).sum())
    terms.append((constant if abs(constant) > 1e-13 * size else 0.0, ""))
    text = ""
    for factor, name in terms:
        if factor == 0.0:
            continue
        number = short_number(abs(factor), DIGITS)
        written = name if name and number == "1" else _times(number, name)
        sign = MINUS if factor < 0.0 else "+"
        if text:
            text += f" {sign} {written}"
        else:
            text = f"{MINUS}{written}" if factor < 0.0 else written
    return text or "0"


def _tr(text: str) -> str:
    return QCoreApplication.translate("CalculusWords", text)
