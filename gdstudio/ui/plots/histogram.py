"""How numbers are spread around 0: weights, or the gradient."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.network_diagram_links import nice_scale
from gdstudio.ui.plots.neuron_colours import diverging_colour

BINS = 25
"""An odd number: one bin has 0 in its middle."""
HEAD, FOOT = 18.0, 16.0


@dataclass(frozen=True, eq=False)
class Counts:
    """How many numbers lie in each of equal bins from −limit to limit, int64 (bins,)."""

    bins: NDArray[np.int64]
    limit: float


def counts_of(values: NDArray[np.float64], bins: int = BINS) -> Counts:
    """Count numbers in bins that reach as far as the largest of them; NaN is not counted."""
    finite = values[np.isfinite(values)]
    limit = nice_scale([finite]) if finite.size else 1.0
    counts, _ = np.histogram(finite, bins=bins, range=(-limit, limit))
    return Counts(counts, limit)


class Histogram(QWidget):
    """Bars around 0, in the colours of the weights."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._theme = title, theme
        self._counts: Counts | None = None
        self.setMinimumSize(70, 56)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    @property
    def counts(self) -> Counts | None:
        """What is shown."""
        return self._counts

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def show_values(self, values: NDArray[np.float64]) -> None:
        """Show how numbers (n,) are spread."""
        self._counts = counts_of(values)
        finite = values[np.isfinite(values)]
        with np.errstate(over="ignore", invalid="ignore"):
            spread = short_number(float(np.std(finite))) if finite.size else "?"
        self.setToolTip(
            self.tr("{0}: {1} numbers, standard deviation {2}").format(
                self._title, values.size, spread
            )
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the bars, and how far they reach."""
        counts = self._counts
        if counts is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(numeric_font(scaled_font(self.font(), 0.86)))
        area = QRectF(4.0, HEAD, self.width() - 8.0, self.height() - HEAD - FOOT)
        muted = QColor(self._theme.muted_text)
        painter.setPen(muted)
        painter.drawText(
            QRectF(0, 0, self.width(), HEAD), Qt.AlignmentFlag.AlignCenter, self._title
        )
        pitch = area.width() / len(counts.bins)
        highest = max(1, int(counts.bins.max()))
        middle = (len(counts.bins) - 1) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for index, count in enumerate(counts.bins.tolist()):
            height = area.height() * count / highest
            share = (index - middle) / middle
            if count:
                # The bin of 0 has the colour of 0, which on a card is not seen.
                colour = diverging_colour(share, self._theme) if share else muted
                painter.setBrush(
                    colour if abs(share) > 0.3 or not share else _stronger(share, self._theme)
                )
                left = area.left() + index * pitch
                painter.drawRect(QRectF(left + 0.5, area.bottom() - height, pitch - 1.0, height))
        painter.setPen(QPen(QColor(self._theme.axis), 1.0))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))
        painter.setPen(muted)
        foot = QRectF(0.0, area.bottom() + 1.0, self.width(), FOOT)
        limit = short_number(counts.limit)
        for text, side in (
            (f"−{limit}", Qt.AlignmentFlag.AlignLeft),
            ("0", Qt.AlignmentFlag.AlignHCenter),
            (limit, Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(foot, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


def _stronger(share: float, theme: Theme) -> QColor:
    return diverging_colour(0.3 if share > 0 else -0.3, theme)
