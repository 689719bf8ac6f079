"""One layer of a network, edited in place."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.experiment.data_objectives import Layer
from gdstudio.experiment.limits import MOST_UNITS
from gdstudio.ui.icons import icon
from gdstudio.ui.panels.number_cell import number_cell
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.labels import role_label

UNITS_WIDTH = 58
GRIP_WIDTH = 18
ACTIVATION_WIDTH = 98
NARROW = "QComboBox { padding: 4px 2px 4px 6px; } QComboBox:focus { padding: 3px 1px 3px 5px; }"
"""The arrow has room of its own; the text needs what there is."""


class LayerRow(QWidget):
    """Units and activation of a layer; a hidden layer can be moved and removed."""

    layer_changed = Signal(int, object, str)
    """The index, the new `Layer`, the name of what changed."""
    removed = Signal(int)
    moved = Signal(int, int)
    """The index, and where to: one up (-1) or down (1)."""
    edit_ended = Signal()

    def __init__(self, index: int, *, is_output: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index, self._layer = index, Layer(1, "linear")
        self.grip = Grip()
        self.grip.moved.connect(self._on_moved)
        self.grip.released_.connect(self.edit_ended)
        self.units = number_cell(1.0, "", minimum=1.0, maximum=MOST_UNITS, integer=True, step=1.0)
        self.units.setFixedWidth(UNITS_WIDTH)
        self.units.value_changed.connect(self._on_units)
        self.units.value_committed.connect(self.edit_ended)
        self.fixed_units = QLabel()
        self.fixed_units.setToolTip(
            self.tr("The data and the loss decide how many outputs there are")
        )
        self.activation = ChoiceField(
            "",
            tuple(Choice(key, each.label, each.hint) for key, each in ACTIVATIONS.items()),
            tooltip=self.tr("What a unit makes of the sum that comes in"),
        )
        self.activation.value_changed.connect(self._on_activation)
        # A combo box would not become so narrow by itself.
        self.activation.control().setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        )
        self.activation.control().setStyleSheet(NARROW)
        self.activation.setMinimumWidth(ACTIVATION_WIDTH)
        self.remove = QToolButton()
        self.remove.setIconSize(QSize(16, 16))
        self.remove.clicked.connect(self._on_remove)
        self.slope = number_cell(1.0, "", minimum=1e-6, maximum=1e6)
        self.slope.setFixedWidth(UNITS_WIDTH)
        self.slope.value_changed.connect(self._on_slope)
        self.slope.value_committed.connect(self.edit_ended)
        self._lay_out(is_output=is_output)
        self._name(is_output=is_output)
        self._draw_icons()

    def _lay_out(self, *, is_output: bool) -> None:
        for part in (self.grip, self.units, self.remove):
            part.setVisible(not is_output)
        self.fixed_units.setVisible(is_output)
        # Activations stand below one another.
        self.fixed_units.setFixedWidth(GRIP_WIDTH + 4 + UNITS_WIDTH)
        policy = self.remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.remove.setSizePolicy(policy)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.grip)
        line.addWidget(self.units)
        line.addWidget(self.fixed_units)
        line.addWidget(self.activation, 1)
        line.addWidget(self.remove)
        self._slope_line = QWidget()
        slope = QHBoxLayout(self._slope_line)
        slope.setContentsMargins(GRIP_WIDTH + 4, 0, 0, 0)
        slope.setSpacing(8)
        slope.addWidget(self.slope)
        slope.addWidget(role_label(self.tr("slope λ"), "muted"), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._slope_line)

    def _name(self, *, is_output: bool) -> None:
        name = (
            self.tr("Output layer")
            if is_output
            else self.tr("Layer {number}").format(number=self._index + 1)
        )
        self.units.setAccessibleName(self.tr("{layer}, units").format(layer=name))
        self.activation.control().setAccessibleName(
            self.tr("{layer}, activation").format(layer=name)
        )
        self.slope.setAccessibleName(self.tr("{layer}, slope").format(layer=name))
        self.remove.setAccessibleName(self.tr("Remove {layer}").format(layer=name.lower()))
        self.remove.setToolTip(self.tr("Remove this layer"))
        self.grip.setAccessibleName(self.tr("Move {layer}").format(layer=name.lower()))

    def set_layer(self, index: int, layer: Layer) -> None:
        """Show a layer."""
        self._index, self._layer = index, layer
        self.units.set_value(float(layer.units))
        text = self.tr("1 unit") if layer.units == 1 else self.tr("{n} units")
        self.fixed_units.setText(text.format(n=layer.units))
        self.activation.set_value(layer.activation)
        self._slope_line.setVisible(ACTIVATIONS[layer.activation].has_slope)
        self.slope.set_value(layer.slope)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()

    def _draw_icons(self) -> None:
        self.remove.setIcon(icon("x"))
        self.grip.setIcon(icon("grip-vertical"))

    @Slot(float)
    def _on_units(self, units: float) -> None:
        self._change(replace(self._layer, units=int(units)), "units")

    @Slot(str)
    def _on_activation(self, key: str) -> None:
        if key != self._layer.activation:
            slope = self._layer.slope if ACTIVATIONS[key].has_slope else 1.0
            self._change(replace(self._layer, activation=key, slope=slope), "")

    @Slot(float)
    def _on_slope(self, slope: float) -> None:
        self._change(replace(self._layer, slope=slope), "slope")

    def _change(self, layer: Layer, name: str) -> None:
        self.layer_changed.emit(self._index, layer, name)

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self._index)

    @Slot(int)
    def _on_moved(self, direction: int) -> None:
        self.moved.emit(self._index, direction)


class Grip(QToolButton):
    """A handle that is dragged up and down, or moved with the arrow keys."""

    moved = Signal(int)
    """One place up (-1) or down (1)."""
    released_ = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pressed_at: QPoint | None = None
        self.setFixedWidth(GRIP_WIDTH)
        self.setIconSize(QSize(16, 16))
        self.setAutoRaise(True)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(self.tr("Drag to move the layer, or press ↑ or ↓"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Move with the arrow keys."""
        directions = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        direction = directions.get(Qt.Key(event.key()))
        if direction is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(direction)
            self.released_.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Begin a drag."""
        super().mousePressEvent(event)
        self._pressed_at = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Move by a place for every row that the pointer passes."""
        if self._pressed_at is None:
            return
        way = event.globalPosition().toPoint().y() - self._pressed_at.y()
        row = self._row_height()
        if abs(way) >= row:
            direction = 1 if way > 0 else -1
            self._pressed_at += QPoint(0, direction * row)
            self.moved.emit(direction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """End a drag."""
        super().mouseReleaseEvent(event)
        self._pressed_at = None
        self.released_.emit()

    def _row_height(self) -> int:
        row = self.parentWidget()
        return self.height() if row is None else row.height()
