"""Contour lines with their values written on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPainterPath, QPen

from gdstudio.simulation.contours import Contours
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import distinct_texts
from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.line_labels import (
    Label,
    distances_along,
    place_labels,
    points_at,
)
from gdstudio.ui.plots.lines import draw_segments, even_pen, segments_of

Float = NDArray[np.float64]

LABEL_FACTOR = 0.82
LABELLED_LINE = 1.25
"""How much more of a line is seen that has its value on it: it is there to be read."""
HALO = 2.4
MARK, CLOSE = 8.0, 4.0
"""Pixels: half the size of a sign, and between points of a path that labels keep off."""
MOST_BETWEEN = 500


@dataclass(frozen=True, eq=False)
class Obstacles:
    """What lies on a map, in data coordinates.

    Attributes
    ----------
    lines
        Paths, (n, 2) each.
    marks
        The middles of signs.
    """

    lines: tuple[Float, ...] = ()
    marks: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, eq=False)
class LabelledLines:
    """Contour lines in pixels.

    Attributes
    ----------
    lines
        (n, 2) each.
    levels
        The number of the level of each.
    texts
        Of each level.
    labels
        At most one of each line.
    font
        What the labels are written in.
    """

    lines: tuple[Float, ...]
    levels: tuple[int, ...]
    texts: tuple[str, ...]
    labels: tuple[Label, ...]
    font: QFont

    def ends(self, label: Label) -> Float:
        """Return where the gap for a label begins and ends, (2, 2)."""
        line = self.lines[label.line]
        return points_at(line, distances_along(line), np.array([label.start, label.end]))


def labelled_lines(
    contours: Contours,
    projection: Projection,
    font: QFont,
    *,
    has_labels: bool,
    keep_off: Obstacles,
) -> LabelledLines:
    """Place labels on contour lines.

    Parameters
    ----------
    font
        Of ordinary text.
    keep_off
        Where no label should lie.
    """
    lines, levels = [], []
    for number, (_, parts) in enumerate(contours):
        lines += [projection.points(part) for part in parts]
        levels += [number] * len(parts)
    texts = distinct_texts([level for level, _ in contours])
    small = numeric_font(scaled_font(font, LABEL_FACTOR))
    small.setPixelSize(max(1, round(QFontInfo(small).pixelSize() * projection.ratio)))
    labels: tuple[Label, ...] = ()
    if has_labels:
        metrics = QFontMetricsF(small)
        # On the screen: a device pixel is no measure for a text.
        unit = projection.ratio
        placed = place_labels(
            [line / unit for line in lines],
            levels,
            [metrics.horizontalAdvance(text) / unit for text in texts],
            metrics.capHeight() / unit,
            (projection.width / unit, projection.height / unit),
            covered_points(keep_off, projection),
        )
        labels = tuple(Label(each.line, each.start * unit, each.end * unit) for each in placed)
    return LabelledLines(tuple(lines), tuple(levels), tuple(texts), labels, small)


def covered_points(obstacles: Obstacles, projection: Projection) -> Float:
    """Return points (n, 2), in logical pixels, all over what is covered."""
    unit = projection.ratio
    around = MARK * np.array([(x, y) for x in (-1.0, 0.0, 1.0) for y in (-1.0, 0.0, 1.0)])
    middles = projection.points(np.reshape(obstacles.marks, (-1, 2))) / unit
    points = [(middles[:, np.newaxis] + around).reshape(-1, 2)]
    points += [_close_points(projection.points(line) / unit) for line in obstacles.lines]
    covered = np.concatenate(points)
    return covered[np.isfinite(covered).all(axis=1)]


def draw_lines(
    painter: QPainter, labelled: LabelledLines, colour: QColor, projection: Projection
) -> None:
    """Draw contour lines with gaps for their labels."""
    if labelled.labels:
        colour = QColor(colour)
        colour.setAlpha(min(255, round(LABELLED_LINE * colour.alpha())))
    labels = {label.line: label for label in labelled.labels}
    parts: list[Float] = []
    for index, line in enumerate(labelled.lines):
        label = labels.get(index)
        parts += [line] if label is None else _around(line, label)
    draw_segments(painter, segments_of(parts), even_pen(colour, projection.unit))


def write_labels(
    painter: QPainter, labelled: LabelledLines, theme: Theme, projection: Projection
) -> None:
    """Write along the lines, upright, with a halo."""
    if not labelled.labels:
        return
    is_light = theme.name == "light"
    halo = QColor(255, 255, 255, 120) if is_light else QColor(10, 12, 18, 130)
    ink = QColor(27, 33, 48, 225) if is_light else QColor(255, 255, 255, 225)
    metrics = QFontMetricsF(labelled.font)
    outlines: dict[str, QPainterPath] = {}
    for label in labelled.labels:
        text = labelled.texts[labelled.levels[label.line]]
        if text not in outlines:
            path = QPainterPath()
            left = -0.5 * metrics.horizontalAdvance(text)
            path.addText(QPointF(left, 0.5 * metrics.capHeight()), labelled.font, text)
            outlines[text] = path
        ends = labelled.ends(label)
        middle, (across, down) = ends.mean(axis=0), ends[1] - ends[0]
        angle = float(np.degrees(np.arctan2(down, across)))
        painter.save()
        painter.translate(*middle.tolist())
        painter.rotate(angle - 180.0 * round(angle / 180.0))
        painter.strokePath(outlines[text], QPen(halo, HALO * projection.ratio))
        painter.fillPath(outlines[text], ink)
        painter.restore()


def _close_points(line: Float) -> Float:
    """Return points along a line, a few pixels apart where steps are not very long."""
    steps = np.diff(line, axis=0)
    with np.errstate(invalid="ignore"):
        wanted = np.ceil(np.abs(steps).max(axis=1, initial=0.0) / CLOSE)
    counts = np.clip(np.nan_to_num(wanted, nan=1.0, posinf=1.0), 1, MOST_BETWEEN).astype(np.int64)
    which = np.repeat(np.arange(len(steps)), counts)
    shares = (np.arange(len(which)) - (np.cumsum(counts) - counts)[which]) / counts[which]
    return np.concatenate([line[which] + shares[:, np.newaxis] * steps[which], line[-1:]])


def _around(line: Float, label: Label) -> list[Float]:
    """Return the parts of a line before and after its label."""
    along = distances_along(line)
    ends = points_at(line, along, np.array([label.start, label.end]))
    before, after = line[along < label.start], line[along > label.end]
    return [np.concatenate([before, ends[:1]]), np.concatenate([ends[1:], after])]
