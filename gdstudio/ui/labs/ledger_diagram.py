"""The network with the numbers of one sample on its nodes and edges."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.simulation.ledger import Ledger
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.ledger_choice import LedgerChoice, Weight
from gdstudio.ui.labs.ledger_layout import (
    INPUT_COLUMN,
    DiagramLayout,
    Place,
    Sizes,
    layout_of,
)
from gdstudio.ui.labs.ledger_painter import LedgerPainter
from gdstudio.ui.labs.ledger_symbols import indexed, input_symbol, number, weight_symbol

LEAST_HEIGHT = 130
LEAST_ROWS, MOST_SCALE = 4, 1.6
REACH = 7.0
"""Pixels from an edge within which it is meant."""

_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
    }
)


class LedgerDiagram(QWidget):
    """Shows a ledger as far as it goes in a step; a click chooses a unit or a weight.

    With the focus, ← and → step, Home and End go to the first and last step, ↑ and ↓ choose the
    unit, with Shift the weight.
    """

    chosen = Signal(object)
    """The new `LedgerChoice`."""
    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ledger: Ledger | None = None
        self._choice: LedgerChoice | None = None
        self._layout: DiagramLayout | None = None
        self._lines: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Network with the numbers of one sample"))
        self.setAccessibleDescription(
            self.tr(
                "Left and right arrows step, up and down choose the unit, with Shift the weight."
            )
        )

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a usual size."""
        return QSize(620, 180)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._lines = None
        self.update()

    def show_ledger(self, ledger: Ledger, choice: LedgerChoice) -> None:
        """Show a ledger up to the step of a choice."""
        if choice != self._choice:
            self._layout = self._lines = None
        self._ledger, self._choice = ledger, choice
        self.update()

    def layout_now(self) -> DiagramLayout | None:
        """Return where everything is; None before there is anything."""
        if self._layout is None and self._choice is not None:
            self._layout = layout_of(
                self._choice.shape,
                QRectF(self.rect()).adjusted(2.0, 2.0, -2.0, -2.0),
                self._fitting_sizes(self._choice),
                self._choice.step.layer,
                _seen_units(self._choice),
            )
        return self._layout

    def edge_at(self, place: QPointF) -> Weight | None:
        """Return the weight whose edge is nearest to a place, if it is near."""
        best, nearest = None, REACH
        for weight, start, end in self._edges():
            distance = _distance(place, start, end)
            if distance < nearest:
                best, nearest = weight, distance
        return best

    def node_at(self, place: QPointF) -> Place | None:
        """Return the unit at a place."""
        layout = self.layout_now()
        nodes = {} if layout is None else layout.nodes
        return next((node for node, area in nodes.items() if area.contains(place)), None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the network."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        layout = self.layout_now()
        if layout is not None and self._ledger is not None and self._choice is not None:
            painter.drawPixmap(0, 0, self._drawn_lines(layout, self._choice))
            parts = LedgerPainter(painter, self._theme, self.font(), layout)
            parts.draw(self._ledger, self._choice)
        if self.hasFocus():
            painter.setPen(self._theme.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)
        painter.end()

    def _drawn_lines(self, layout: DiagramLayout, choice: LedgerChoice) -> QPixmap:
        """Return the edges as a picture: hundreds of them stay while the numbers change."""
        if self._lines is None:
            ratio = self.devicePixelRatioF()
            self._lines = QPixmap(self.size() * ratio)
            self._lines.setDevicePixelRatio(ratio)
            self._lines.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._lines)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            LedgerPainter(painter, self._theme, self.font(), layout).draw_lines(choice)
            painter.end()
        return self._lines

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Lay out anew."""
        super().resizeEvent(event)
        self._layout = self._lines = None

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._layout = self._lines = None
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Choose what is under the pointer."""
        choice, place = self._choice, event.position()
        if choice is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        node, edge = self.node_at(place), self.edge_at(place)
        if node is not None and node.column != INPUT_COLUMN:
            self.chosen.emit(choice.explaining(node.column, node.unit))
        elif node is None and edge is not None:
            self.chosen.emit(choice.with_weight(edge))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell in numbers what is under the pointer."""
        node, edge = self.node_at(event.position()), self.edge_at(event.position())
        can_choose = (node is not None and node.column != INPUT_COLUMN) or (
            node is None and edge is not None
        )
        shape = Qt.CursorShape.PointingHandCursor if can_choose else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.hovered.emit(self._text_of(node, edge))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell that nothing is under the pointer."""
        super().leaveEvent(event)
        self.hovered.emit("")

    def event(self, event: QEvent) -> bool:
        """Claim the arrows, which are shortcuts of the window, while this has the focus."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Step, or choose another unit or weight."""
        choice = self._choice
        if choice is None or event.key() not in _KEYS:
            super().keyPressEvent(event)
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Left:
                choice = choice.at(choice.position - 1)
            case Qt.Key.Key_Right:
                choice = choice.at(choice.position + 1)
            case Qt.Key.Key_Home:
                choice = choice.at(0)
            case Qt.Key.Key_End:
                choice = choice.at(len(choice.steps))
            case Qt.Key.Key_Up:
                choice = choice.next_weight(-1) if shift else choice.next_unit(-1)
            case _:
                choice = choice.next_weight(1) if shift else choice.next_unit(1)
        self.chosen.emit(choice)

    def _sizes(self, scale: float = 1.0) -> Sizes:
        metrics = self.fontMetrics()
        line = 0.9 * scale * metrics.height()
        width = 0.9 * scale * (metrics.horizontalAdvance("δ −0.004164") + 30.0)
        height = 2.0 * line + 4.0
        return Sizes(width, height, 1.6 * width, height + 5.0, scale)

    def _fitting_sizes(self, choice: LedgerChoice) -> Sizes:
        """Return larger sizes where there is room for all units as large."""
        usual = self._sizes()
        rows = max(LEAST_ROWS, *(max(pair) for pair in choice.shape))
        columns = len(choice.shape) + 2
        across = self.width() / (columns * 1.1 * usual.column_pitch)
        scale = min(across, self.height() / (rows * usual.row_pitch), MOST_SCALE)
        return self._sizes(scale) if scale > 1.0 else usual

    def _edges(self) -> list[tuple[Weight, QPointF, QPointF]]:
        layout = self.layout_now()
        return [] if layout is None else layout.edges

    def _text_of(self, node: Place | None, edge: Weight | None) -> str:
        ledger = self._ledger
        if ledger is None:
            return ""
        if node is not None and node.column == INPUT_COLUMN:
            return f"{input_symbol(0, node.unit)} = {number(float(ledger.inputs[node.unit]))}"
        if node is not None:
            forward = ledger.forward(node.column, node.unit)
            delta = ledger.delta(node.column, node.unit)
            values = {
                "z": forward.pre_activation,
                "y": forward.activation,
                "δ": delta.delta,
            }
            texts = [
                f"{indexed(letter, node.column, node.unit)} = {number(value)}"
                for letter, value in values.items()
            ]
            return "    ".join([*texts, f"f′(z) = {number(forward.slope)}"])
        if edge is not None:
            entry = ledger.weight(*edge)
            symbol = weight_symbol(edge)
            return f"{symbol} = {number(entry.value)}    ∂E/∂{symbol} = {number(entry.derivative)}"
        return ""


def _seen_units(choice: LedgerChoice) -> dict[int, frozenset[int]]:
    """Return of each column what must be seen: what is explained, and the chosen weight's ends."""
    seen = {column: {unit} for column, unit in enumerate(choice.units)}
    weight = choice.weight
    seen[weight.layer].add(weight.unit)
    if weight.source is not None:
        seen.setdefault(weight.layer - 1, set()).add(weight.source)
    return {column: frozenset(units) for column, units in seen.items()}


def _distance(place: QPointF, start: QPointF, end: QPointF) -> float:
    """Return how far a place is from a line."""
    along, to = end - start, place - start
    length = QPointF.dotProduct(along, along)
    share = min(1.0, max(0.0, QPointF.dotProduct(to, along) / length)) if length else 0.0
    away = to - along * share
    return float(QPointF.dotProduct(away, away) ** 0.5)
