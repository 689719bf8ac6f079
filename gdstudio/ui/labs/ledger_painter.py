"""Draws the ledger's diagram: what is computed now stands out, what is to come is faint."""

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gdstudio.simulation.ledger import Ledger
from gdstudio.simulation.ledger_steps import LedgerStep, Phase
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.labs.ledger_choice import LedgerChoice, Weight
from gdstudio.ui.labs.ledger_layout import INPUT_COLUMN, DiagramLayout, Place
from gdstudio.ui.labs.ledger_symbols import input_symbol, number, vector

Edge = tuple[Weight, QPointF, QPointF]

ALL_LABELLED = 9
"""Edges between two layers of which each has its number, if there is room."""
_RADIUS = 7.0
_BACK = (Phase.DELTA, Phase.GRADIENT)
_ALONG = (0.32, 0.5, 0.68, 0.2, 0.8)
"""Where along an edge its number may stand."""


class LedgerPainter:
    """Draws one picture.

    Parameters
    ----------
    painter
        The widget's.
    theme, font
        Colours, and the font of ordinary text.
    layout
        Where everything is.
    """

    def __init__(self, painter: QPainter, theme: Theme, font: QFont, layout: DiagramLayout) -> None:
        self._painter, self._theme, self._layout = painter, theme, layout
        self._font = numeric_font(scaled_font(font, 0.88 * layout.scale))
        self._bold = numeric_font(scaled_font(font, 0.88 * layout.scale, QFont.Weight.DemiBold))
        self._metrics = QFontMetricsF(self._bold)
        # Numbers on the edges into a layer are only ever in the way of each other, and of nodes
        # at their ends.
        self._taken: dict[int, list[QRectF]] = {}
        for (column, _), area in layout.nodes.items():
            for layer in (column, column + 1):
                self._taken.setdefault(layer, []).append(area)
        self._labelled: set[Weight] = set()
        self._known: frozenset[LedgerStep] = frozenset()

    def draw_lines(self, choice: LedgerChoice) -> None:
        """Draw all edges, quietly."""
        known = choice.known
        for is_used, colour in ((False, self._theme.grid), (True, self._theme.axis)):
            lines = [
                QLineF(start, end)
                for weight, start, end in self._layout.edges
                if (LedgerStep(Phase.FORWARD, weight.layer) in known) is is_used
            ]
            self._painter.setPen(QPen(QColor(colour), 1.0))
            self._painter.drawLines(lines)

    def draw(self, ledger: Ledger, choice: LedgerChoice) -> None:
        """Draw a ledger up to the step of a choice."""
        edges = self._layout.edges
        self._known = choice.known
        bright = [edge for edge in edges if self._is_computed_now(edge[0], choice)]
        chosen = [edge for edge in edges if edge[0] == choice.weight]
        for edge in bright:
            self._draw_line(edge, QPen(QColor(self._theme.accent), 2.0))
        for edge in chosen:
            self._draw_line(edge, QPen(QColor(self._theme.warning), 2.6))
        self._draw_loss(ledger, choice)
        for place, area in self._layout.nodes.items():
            self._draw_node(ledger, choice, place, area)
        for gap in self._layout.gaps:
            self._draw_sign(gap, "⋮")
        for cut in self._layout.cuts:
            self._draw_sign(cut, "⋯")
        self._label(ledger, choice, chosen, self._theme.warning)
        self._label(ledger, choice, bright, self._theme.accent)
        self._label(ledger, choice, _few_of_each_layer(edges), self._theme.muted_text)

    def _is_computed_now(self, weight: Weight, choice: LedgerChoice) -> bool:
        """Return whether a weight takes part in what is computed of the unit explained."""
        step = choice.step
        match step.phase:
            case Phase.FORWARD | Phase.GRADIENT:
                return (weight.layer, weight.unit) == (step.layer, choice.unit)
            case Phase.DELTA:
                return (weight.layer, weight.source) == (step.layer + 1, choice.unit)
            case _:
                return False

    def _is_known(self, phase: Phase, layer: int) -> bool:
        return LedgerStep(phase, layer) in self._known

    def _draw_line(self, edge: Edge, pen: QPen) -> None:
        self._painter.setPen(pen)
        self._painter.drawLine(edge[1], edge[2])

    def _draw_node(self, ledger: Ledger, choice: LedgerChoice, place: Place, area: QRectF) -> None:
        step = choice.step
        column, unit = place
        if column == INPUT_COLUMN:
            now = step.phase is Phase.SAMPLE
            symbol = input_symbol(0, unit)
            self._draw_box(area, now=now, explained=False, known=True)
            self._draw_lines(area, [(symbol, number(float(ledger.inputs[unit])), now)])
            return
        forward = self._is_known(Phase.FORWARD, column)
        back = self._is_known(Phase.DELTA, column)
        now = column == step.layer and step.phase not in (Phase.SAMPLE, Phase.LOSS)
        at = ledger.layers[column]
        values = {
            "z": number(float(at.pre_activations[unit])) if forward else "",
            "y": number(float(at.activations[unit])) if forward else "",
            "δ": number(float(at.deltas[unit])) if back else "",
        }
        letters = "yδ" if step.phase in _BACK else "zy"
        fresh = {Phase.FORWARD: "zy", Phase.DELTA: "δ"}.get(step.phase, "") if now else ""
        self._draw_box(area, now=now, explained=now and unit == choice.unit, known=forward)
        self._draw_lines(area, [(each, values[each], each in fresh) for each in letters])

    def _draw_box(self, area: QRectF, *, now: bool, explained: bool, known: bool) -> None:
        theme, painter = self._theme, self._painter
        border = theme.accent if now else theme.axis if known else theme.card_border
        painter.setPen(QPen(QColor(border), 2.0 if explained else 1.0))
        painter.setBrush(QColor(theme.accent_soft if explained else theme.input))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)

    def _draw_lines(self, area: QRectF, lines: list[tuple[str, str, bool]]) -> None:
        """Write lines of a letter and a number, bold where it is new."""
        theme, painter = self._theme, self._painter
        inner = area.adjusted(7.0, 2.0, -7.0, -2.0)
        height = inner.height() / len(lines)
        middle = Qt.AlignmentFlag.AlignVCenter
        for index, (letter, text, is_new) in enumerate(lines):
            line = QRectF(inner.left(), inner.top() + index * height, inner.width(), height)
            painter.setFont(self._font)
            painter.setPen(QColor(theme.muted_text if text else theme.faint_text))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, letter)
            painter.setFont(self._bold if is_new else self._font)
            painter.setPen(QColor(theme.accent if is_new else theme.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, text)

    def _draw_loss(self, ledger: Ledger, choice: LedgerChoice) -> None:
        area, theme, step = self._layout.loss, self._theme, choice.step
        if area.isEmpty():
            return
        now = step.phase is Phase.LOSS
        known = self._is_known(Phase.LOSS, len(choice.shape) - 1)
        back = step.phase is Phase.DELTA and step.layer == len(choice.shape) - 1
        for place, node in self._layout.nodes.items():
            if place.column == len(choice.shape) - 1:
                bright = now or (back and place.unit == choice.unit)
                colour = theme.accent if bright else theme.axis if known else theme.grid
                line = (QPointF(node.right(), node.center().y()), _left_of(area))
                self._painter.setPen(QPen(QColor(colour), 2.0 if bright else 1.0))
                self._painter.drawLine(*line)
                if known and bright:
                    slope = float(ledger.loss.derivatives[place.unit])
                    self._write_along(len(choice.shape), *line, f"∂ {number(slope)}", theme.accent)
        targets = vector(ledger.loss.targets)
        if QFontMetricsF(self._font).horizontalAdvance(targets) > area.width() - 26.0:
            targets = "…"
        self._draw_box(area, now=now, explained=now, known=known)
        loss = number(ledger.loss.loss) if known else ""
        self._draw_lines(area, [("o", targets, step.phase is Phase.SAMPLE), ("E", loss, now)])

    def _draw_sign(self, centre: QPointF, sign: str) -> None:
        self._painter.setFont(self._bold)
        self._painter.setPen(QColor(self._theme.muted_text))
        area = QRectF(centre.x() - 20.0, centre.y() - 10.0, 40.0, 20.0)
        self._painter.drawText(area, Qt.AlignmentFlag.AlignCenter, sign)

    def _label(
        self, ledger: Ledger, choice: LedgerChoice, edges: Iterable[Edge], colour: str
    ) -> None:
        """Write the number of each edge where there is room: the weight, or ∂E/∂w once known."""
        for weight, start, end in edges:
            is_used = self._is_known(Phase.FORWARD, weight.layer)
            if weight in self._labelled or not (is_used or weight == choice.weight):
                continue
            self._labelled.add(weight)
            entry = ledger.weight(*weight)
            shows_derivative = (
                choice.step.phase in _BACK
                and self._is_known(Phase.GRADIENT, weight.layer)
                # δ comes back through the weights themselves.
                and not (choice.step.phase is Phase.DELTA and weight.layer == choice.step.layer + 1)
            )
            text = f"∂ {number(entry.derivative)}" if shows_derivative else number(entry.value)
            self._write_along(weight.layer, start, end, text, colour)

    def _write_along(
        self, layer: int, start: QPointF, end: QPointF, text: str, colour: str
    ) -> None:
        """Write a text on a line, where nothing is in its way; nowhere if there is no room."""
        width, height = self._metrics.horizontalAdvance(text) + 6.0, self._metrics.height() - 1.0
        in_the_way = self._taken.setdefault(layer, [])
        for share in _ALONG:
            centre = start + (end - start) * share
            area = QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)
            if not any(area.intersects(taken) for taken in in_the_way):
                in_the_way.append(area)
                self._painter.fillRect(area, QColor(self._theme.card))
                self._painter.setFont(self._font)
                self._painter.setPen(QColor(colour))
                self._painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
                return


def _left_of(area: QRectF) -> QPointF:
    return QPointF(area.left(), area.center().y())


def _few_of_each_layer(edges: list[Edge]) -> list[Edge]:
    """Return the edges of the layers that have few of them."""
    counts: dict[int, int] = {}
    for weight, _, _ in edges:
        counts[weight.layer] = counts.get(weight.layer, 0) + 1
    return [edge for edge in edges if counts[edge[0].layer] <= ALL_LABELLED]
