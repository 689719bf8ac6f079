"""The diagram of a network as a widget: it draws, answers the pointer, and is edited in place."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gdstudio.experiment.data_objectives import Layer
from gdstudio.simulation.network_snapshot import GradientPicture, Snapshot, Unit
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import scaled_font
from gdstudio.ui.labs.diagram_button import button_height
from gdstudio.ui.labs.diagram_head import LayerHead
from gdstudio.ui.labs.diagram_layers import DiagramLayers
from gdstudio.ui.labs.diagram_texts import link_lines, unit_lines
from gdstudio.ui.plots.network_diagram_layout import (
    DiagramLayout,
    layout_of,
    least_width,
)
from gdstudio.ui.plots.network_diagram_links import Link, link_at

LINKS_WHILE_MOVING, LINKS_AT_REST = 150, 1500
REST_MILLISECONDS = 160
LONGEST_LABEL = 74
LEAST_HEIGHT = 170


class DiagramView(QWidget):
    """Shows a `Snapshot`; heads above the layers ask for edits."""

    hovered = Signal(str)
    unit_chosen = Signal(object)
    """Column and unit of a tile that was clicked; None when it was chosen before."""
    units_wanted = Signal(int, int)
    activation_wanted = Signal(int, str)
    insertion_wanted = Signal(int)
    removal_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heads: list[LayerHead] = []
        self._layers: tuple[Layer, ...] = ()
        self._snapshot: Snapshot | None = None
        self._gradient: GradientPicture | None = None
        self._layout: DiagramLayout | None = None
        self._pictures = DiagramLayers()
        self._near: Unit | Link | None = None
        self._chosen: Unit | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._draw_at_rest)
        # Nothing behind it has to be painted.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Diagram of the network"))

    @property
    def scale(self) -> float:
        """The weight of the thickest and strongest link."""
        return self._pictures.scale

    @property
    def layout_(self) -> DiagramLayout | None:
        """Where everything is; None before the first snapshot."""
        return self._layout

    def set_layers(self, layers: Sequence[Layer]) -> None:
        """Show the heads of these layers."""
        if len(layers) != len(self._heads):
            for head in self._heads:
                head.discard()
            self._heads = [
                self._new_head(index, index == len(layers) - 1) for index in range(len(layers))
            ]
        self._layers = tuple(layers)
        for head, layer in zip(self._heads, layers, strict=True):
            head.set_layer(layer)
        self._lay_out()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a network with other parameters."""
        before = self._snapshot
        self._snapshot = snapshot
        if before is None or before.problem is not snapshot.problem:
            self._near = None
            self._lay_out()
        else:
            self._draw(LINKS_WHILE_MOVING)

    def show_gradient(self, gradient: GradientPicture) -> None:
        """Tell of this gradient what is under the pointer."""
        self._gradient = gradient

    def set_chosen(self, unit: Unit | None) -> None:
        """Mark the unit whose response is shown large."""
        self._chosen = unit
        self._draw(LINKS_AT_REST)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._draw(LINKS_AT_REST)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a size in which every layer has its column."""
        left, right = self._label_room()
        return QSize(round(least_width(1 + len(self._layers), left, right)), LEAST_HEIGHT)

    def _new_head(self, index: int, is_output: bool) -> LayerHead:
        head = LayerHead(index, is_output, self)
        head.units_wanted.connect(self.units_wanted)
        head.activation_wanted.connect(self.activation_wanted)
        head.insertion_wanted.connect(self.insertion_wanted)
        head.removal_wanted.connect(self.removal_wanted)
        return head

    # --- geometry ---

    def _lay_out(self) -> None:
        self.updateGeometry()
        inputs = 2 if self._snapshot is None else self._snapshot.problem.architecture.inputs
        left, right = self._label_room()
        widths = (inputs, *(layer.units for layer in self._layers))
        self._layout = layout_of(
            widths, self.width(), self.height(), self._head_height(), left, right
        )
        for head, column in zip(self._heads, self._layout.columns[1:], strict=True):
            head.place(column.x, self._layout.pitch)
        self._draw(LINKS_AT_REST)

    def _head_height(self) -> float:
        return 2.0 * button_height(self) + 8.0

    def _label_room(self) -> tuple[float, float]:
        metrics = self.fontMetrics()

        def room(names: Sequence[str]) -> float:
            widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
            return 0.0 if widest == 0 else min(0.9 * widest, LONGEST_LABEL) + 12.0

        return room(self._input_names()), room(self._output_names())

    def _input_names(self) -> tuple[str, ...]:
        return () if self._snapshot is None else self._snapshot.problem.dataset.input_names

    def _output_names(self) -> tuple[str, ...]:
        if self._snapshot is None:
            return ()
        data, outputs = self._snapshot.problem.dataset, self._snapshot.problem.architecture.outputs
        for names in (data.classes, data.target_names):
            if outputs > 1 and len(names) == outputs:
                return names
        return ()

    # --- drawing ---

    def _is_fitting(self) -> bool:
        """Return whether the snapshot is one of the layers that are laid out."""
        snapshot = self._snapshot
        return snapshot is not None and tuple(
            layer.units for layer in snapshot.problem.architecture.layers
        ) == tuple(layer.units for layer in self._layers)

    def _draw(self, most: int) -> None:
        """Draw links and tiles into pictures, and show them."""
        snapshot, layout = self._snapshot, self._layout
        if snapshot is None or layout is None or not self._is_fitting():
            self.update()
            return
        self._pictures.set_size(self.size().toSizeF(), self.devicePixelRatioF())
        self._pictures.draw(layout, snapshot, self._theme, most, self._near, self._chosen)
        if self._pictures.link_count > most < LINKS_AT_REST:
            self._rest.start()
        # The heads would be painted above it each time.
        top = round(self._head_height())
        self.update(0, top, self.width(), self.height() - top)

    @Slot()
    def _draw_at_rest(self) -> None:
        self._draw(LINKS_AT_REST)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Copy what was drawn."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.card))
        if self._snapshot is not None and self._layout is not None:
            painter.setFont(scaled_font(self.font(), 0.86))
            if self._is_fitting():
                self._pictures.paint(painter)
            self._draw_labels(painter, self._layout)
        painter.end()

    def _draw_labels(self, painter: QPainter, layout: DiagramLayout) -> None:
        painter.setPen(QColor(self._theme.muted_text))
        first, last = layout.columns[0], layout.columns[-1]
        head = QRectF(first.x - 60.0, 2.0, 120.0, button_height(self))
        if first.x < 60.0:
            head.moveLeft(0.0)
            head.setWidth(first.x + 0.48 * layout.pitch)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, self._elided(self.tr("Inputs"), head))
        for column in layout.columns:
            if column.hidden:
                text = self.tr("+ {0} more").format(column.hidden)
                place = column.note_place
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        left, right = self._label_room()
        beside = layout.tile / 2 + 6.0
        for names, column, x, room, side in (
            (self._input_names(), first, first.x - beside - left, left, "right"),
            (self._output_names(), last, last.x + beside + 6.0, right, "left"),
        ):
            flag = Qt.AlignmentFlag.AlignRight if side == "right" else Qt.AlignmentFlag.AlignLeft
            for name, tile in zip(names, column.tiles, strict=False):
                place = QRectF(x, tile.center().y() - 10.0, room, 20.0)
                text = self._elided(name, place)
                painter.drawText(place, flag | Qt.AlignmentFlag.AlignVCenter, text)

    def _elided(self, text: str, place: QRectF) -> str:
        room = round(place.width() / 0.86)
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    # --- the pointer ---

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Say what is under the pointer."""
        self._set_near(self._found(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Say nothing more."""
        super().leaveEvent(event)
        self._set_near(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Choose the unit under the pointer, or no longer."""
        found = self._found(event.position())
        if event.button() == Qt.MouseButton.LeftButton and isinstance(found, tuple):
            self.unit_chosen.emit(None if found == self._chosen else found)
        else:
            super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Explain what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            lines = self._lines()
            place: QPoint = event.globalPos()
            QToolTip.showText(place, "\n".join(lines), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Make room for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _found(self, place: QPointF) -> Unit | Link | None:
        if self._layout is None or not self._is_fitting():
            return None
        return self._layout.unit_at(place) or link_at(self._layout, place)

    def _set_near(self, near: Unit | Link | None) -> None:
        if near == self._near:
            return
        self._near = near
        self._draw(LINKS_AT_REST)
        is_unit = isinstance(near, tuple)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_unit else Qt.CursorShape.ArrowCursor)
        self.hovered.emit("    ".join(self._lines()[:3]))

    def _lines(self) -> list[str]:
        near = self._near
        if near is None or self._snapshot is None:
            return []
        if isinstance(near, Link):
            return link_lines(self._snapshot, self._gradient, near)
        return unit_lines(self._snapshot, self._gradient, near)
