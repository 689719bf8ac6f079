"""What stands above a layer of the diagram: its units and its activation, to be changed there."""

from PySide6.QtCore import QObject, QPoint, QSize, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.experiment.data_objectives import Layer
from gdstudio.ui.labs.diagram_button import LEAST_HEIGHT, DiagramButton, button_height

WIDE = 72.0
"""A column that is less wide has no room for + and −: they are in a menu then."""
TOP = 2


class LayerHead(QObject):
    """The buttons of one layer.

    Parameters
    ----------
    index
        Of the layer, from 0.
    is_output
        Whether it is the last one, whose units the data decide on.
    view
        On which the buttons lie.
    """

    units_wanted = Signal(int, int)
    activation_wanted = Signal(int, str)
    insertion_wanted = Signal(int)
    removal_wanted = Signal(int)

    def __init__(self, index: int, is_output: bool, view: QWidget) -> None:
        super().__init__(view)
        self._index, self._is_output, self._view = index, is_output, view
        self._layer = Layer(1, "linear")
        name = self.tr("Output layer") if is_output else self.tr("Layer {0}").format(index + 1)
        self._name = name
        self.insert = self._button("+", self.tr("Insert a layer before this one: {0}").format(name))
        self.insert.set_round()
        self.fewer = self._button("−", self.tr("{0}: one unit fewer").format(name))
        self.count = self._button("", self.tr("{0}: units").format(name))
        self.more = self._button("+", self.tr("{0}: one unit more").format(name))
        self.activation = self._button("", self.tr("{0}: activation").format(name))
        self.insert.clicked.connect(self._insert)
        self.fewer.clicked.connect(self._take_away)
        self.more.clicked.connect(self._add)
        self.count.clicked.connect(self._open_units_menu)
        self.activation.clicked.connect(self._open_activation_menu)

    def set_layer(self, layer: Layer) -> None:
        """Show how the layer is."""
        self._layer = layer
        self.count.setText(str(layer.units))
        self.activation.setText(ACTIVATIONS[layer.activation].label)
        self.activation.setToolTip(
            f"{ACTIVATIONS[layer.activation].label}: {ACTIVATIONS[layer.activation].hint}"
        )
        self.fewer.setEnabled(layer.units > 1)

    def place(self, x: float, pitch: float, top: int = TOP) -> None:
        """Lie above a column in the middle of x."""
        height = button_height(self._view)
        is_wide = pitch >= WIDE * height / LEAST_HEIGHT
        self.activation.set_curve("" if is_wide else self._layer.activation)
        for button in (self.fewer, self.more):
            button.setVisible(is_wide and not self._is_output)
        self.insert.setVisible(is_wide)
        room = int(min(pitch - (height + 4 if is_wide else 2), 110))
        count = self.count.sizeHint().width()
        self._lay(self.count, x, top, QSize(min(count, room), height))
        beside = count / 2 + height / 2 - 3
        self._lay(self.fewer, x - beside, top, QSize(height, height))
        self._lay(self.more, x + beside, top, QSize(height, height))
        self._lay(self.insert, x - pitch / 2, top + height // 2, QSize(height, height))
        wanted = self.activation.sizeHint().width()
        self._lay(self.activation, x, top + height, QSize(min(wanted, room), height))

    def discard(self) -> None:
        """Take the buttons off the view."""
        for button in (self.insert, self.fewer, self.count, self.more, self.activation):
            button.hide()
            button.deleteLater()
        self.deleteLater()

    def _button(self, text: str, name: str) -> DiagramButton:
        button = DiagramButton(name, self._view)
        button.setText(text)
        button.show()
        return button

    def _lay(self, button: DiagramButton, x: float, top: int, size: QSize) -> None:
        button.setGeometry(round(x - size.width() / 2), top, size.width(), size.height())

    @Slot()
    def _add(self) -> None:
        self.units_wanted.emit(self._index, self._layer.units + 1)

    @Slot()
    def _take_away(self) -> None:
        self.units_wanted.emit(self._index, self._layer.units - 1)

    @Slot()
    def _double(self) -> None:
        self.units_wanted.emit(self._index, 2 * self._layer.units)

    @Slot()
    def _insert(self) -> None:
        self.insertion_wanted.emit(self._index)

    @Slot()
    def _remove(self) -> None:
        self.removal_wanted.emit(self._index)

    @Slot()
    def _open_units_menu(self) -> None:
        menu = self._menu()
        if not self._is_output:
            menu.addAction(self.tr("One unit more"), self._add)
            menu.addAction(self.tr("One unit fewer"), self._take_away).setEnabled(
                self._layer.units > 1
            )
            menu.addAction(self.tr("Twice as many units"), self._double)
            menu.addSeparator()
        menu.addAction(self.tr("Insert a layer before this one"), self._insert)
        if not self._is_output:
            menu.addAction(self.tr("Remove this layer"), self._remove)
        self._open(menu, self.count)

    @Slot()
    def _open_activation_menu(self) -> None:
        menu = self._menu()
        group = QActionGroup(menu)
        for key, activation in ACTIVATIONS.items():
            action = menu.addAction(activation.label)
            action.setCheckable(True)
            action.setChecked(key == self._layer.activation)
            action.setData(key)
            action.setToolTip(activation.hint)
            group.addAction(action)
        group.triggered.connect(self._choose)
        self._open(menu, self.activation)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.activation_wanted.emit(self._index, action.data())

    def _menu(self) -> QMenu:
        menu = QMenu(self._name, self._view)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open(self, menu: QMenu, button: DiagramButton) -> None:
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
