"""The factors of the chain rule in a row of boxes, and what their product does to the weight."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.simulation.ledger_entries import Factor, WeightEntry
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE, numeric_font, scaled_font
from gdstudio.ui.labs.ledger_choice import Weight
from gdstudio.ui.labs.ledger_symbols import fraction_of, meaning_of, number, weight_symbol
from gdstudio.ui.number_text import short_number

_SIGN_WIDTH = 20.0
_LEAST_WIDTH, _MOST_WIDTH = 74.0, 150.0
_RADIUS = 7.0


@dataclass(frozen=True)
class ChainBox:
    """A box: a fraction, or a name alone, with its value, and the sign before it."""

    sign: str
    numerator: str
    denominator: str
    value: float
    meaning: str = ""


def chain_boxes(entry: WeightEntry) -> tuple[ChainBox, ...]:
    """Return the boxes of a derivative: its factors, the penalty if there is one, the result."""
    symbol = weight_symbol(Weight(entry.layer, entry.source, entry.unit))
    boxes = _factor_boxes(entry.factors)
    if entry.penalty:
        boxes.append(ChainBox("+", f"λ{symbol}", "", entry.penalty))
    return (*boxes, ChainBox("=", "∂E", f"∂{symbol}", entry.derivative))


def path_boxes(factors: tuple[Factor, ...], result: str) -> tuple[ChainBox, ...]:
    """Return the boxes of one path, whose product is named by ``result``."""
    product = math.prod(factor.value for factor in factors)
    return (*_factor_boxes(factors), ChainBox("=", result, "", product))


def fitting(boxes: tuple[ChainBox, ...], width: float) -> tuple[ChainBox, ...]:
    """Return the boxes, if need be with those in the middle as one, which has their product.

    The width is what there would be with the usual font.
    """
    most = max(4, int((width + _SIGN_WIDTH) / (_LEAST_WIDTH + _SIGN_WIDTH)))
    if len(boxes) <= most:
        return boxes
    first, last = (most - 1) // 2, most - 1 - (most - 1) // 2
    hidden = boxes[first : len(boxes) - last]
    product = math.prod(box.value for box in hidden)
    middle = ChainBox("×", f"⋯ {len(hidden)} ⋯", "", product)
    return (*boxes[:first], middle, *boxes[len(boxes) - last :])


def _factor_boxes(factors: tuple[Factor, ...]) -> list[ChainBox]:
    return [
        ChainBox("×" if index else "", *fraction_of(factor), factor.value, meaning_of(factor))
        for index, factor in enumerate(factors)
    ]


class LedgerChain(QWidget):
    """Shows ∂E/∂y × ∂y/∂z × ∂z/∂w = ∂E/∂w with the number of each factor."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._boxes: tuple[ChainBox, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def boxes(self) -> tuple[ChainBox, ...]:
        """What is shown."""
        return self._boxes

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def show_boxes(self, boxes: tuple[ChainBox, ...]) -> None:
        """Show other boxes."""
        if boxes != self._boxes:
            self._boxes = boxes
            self.setAccessibleName(
                " ".join(
                    f"{box.sign} {_spoken(box)} = {number(box.value)}".strip() for box in boxes
                )
            )
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for a fraction above a number."""
        return QSize(400, round(3.8 * self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of all, and a small width."""
        return QSize(160, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the boxes, all as wide as each other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.font().pointSizeF() / DEFAULT_POINT_SIZE
        boxes = fitting(self._boxes, self.width() / scale)
        signs = sum(1 for box in boxes if box.sign)
        room = self.width() - signs * _SIGN_WIDTH - 2.0
        width = min(scale * _MOST_WIDTH, room / max(1, len(boxes)))
        x = 1.0
        for box in boxes:
            if box.sign:
                sign = QRectF(x, 0.0, _SIGN_WIDTH, self.height())
                painter.setFont(scaled_font(self.font(), 1.1))
                painter.setPen(QColor(self._theme.muted_text))
                painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, box.sign)
                x += _SIGN_WIDTH
            self._draw_box(painter, QRectF(x, 1.0, width, self.height() - 2.0), box)
            x += width
        painter.end()

    def _draw_box(self, painter: QPainter, area: QRectF, box: ChainBox) -> None:
        theme = self._theme
        is_result = box.sign == "="
        painter.setPen(QPen(QColor(theme.warning if is_result else theme.card_border), 1.0))
        painter.setBrush(QColor(theme.input))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        share = 0.63
        above = QRectF(area.left(), area.top(), area.width(), share * area.height())
        below = area.adjusted(4.0, share * area.height(), -4.0, -4.0)
        self._draw_fraction(painter, above, box)
        font = numeric_font(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
        value = number(box.value)
        texts = [f"{box.meaning} = {value}", value] if box.meaning else [value]
        width = QFontMetricsF(font).horizontalAdvance
        text = next((each for each in texts if width(each) <= below.width()), None)
        if text is None:
            text, font = short_number(box.value, 3), scaled_font(font, 0.85)
        painter.setFont(font)
        painter.setPen(QColor(theme.warning if is_result else theme.text))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_fraction(self, painter: QPainter, area: QRectF, box: ChainBox) -> None:
        font = scaled_font(self.font(), 0.92)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted_text))
        if not box.denominator:
            centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.adjusted(4.0, 0.0, -4.0, 0.0), centred, box.numerator)
            return
        half = area.height() / 2.0
        top = QRectF(area.left(), area.top() + 1.0, area.width(), half)
        bottom = QRectF(area.left(), area.top() + half, area.width(), half)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, box.numerator)
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, box.denominator)
        width = max(map(metrics.horizontalAdvance, (box.numerator, box.denominator))) + 6.0
        x, y = area.center().x(), area.top() + half + 0.5
        painter.drawLine(QPointF(x - width / 2.0, y), QPointF(x + width / 2.0, y))


def _spoken(box: ChainBox) -> str:
    name = f"{box.numerator}/{box.denominator}" if box.denominator else box.numerator
    return f"{box.sign} {name} ({number(box.value)})".strip()
