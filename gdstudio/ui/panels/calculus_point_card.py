"""Where derivatives are looked at: where a run is, or anywhere."""

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.icons import icon
from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.panels.number_cell import number_cell
from gdstudio.ui.widgets.labels import ElidedLabel, role_label
from gdstudio.ui.widgets.number_rows import NumberRows
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.switch import Switch

SHOWN_VARIABLES = 6
COLUMNS = 2
DIGITS = 5
"""Two fields in a row have no room for more."""


class PointCard(Section):
    """The coordinates, which can be typed, and the value."""

    follow_wanted = Signal(bool)
    """Whether the point is to go with the selected run."""
    point_typed = Signal(object)
    """A point: a tuple of numbers."""
    start_wanted = Signal(object)
    """The point, at which the runs are to start."""

    def __init__(self, parent: QWidget | None = None) -> None:
        # A change of the palette may come before there is a button.
        self._start_here: QAction | None = None
        super().__init__(self.tr("Point"), "tangent", parent)
        self.content().setSpacing(8)
        tip = self.tr("Off: the point stays where it is put, with Shift and a click or by dragging")
        self.follow = Switch(self.tr("Follow the run"), True, tip)
        self._source = ElidedLabel("", "muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._names: tuple[str, ...] = ()
        self._point: tuple[float, ...] = ()
        self._labels: list[QLabel] = []
        self.fields: list[NumberSpinBox] = []
        """Where the coordinates are typed."""
        self._more = role_label("", "muted")
        self._more.hide()
        self.value = NumberRows((0.4, 0.6))
        self.add_widget(self.follow)
        self.add_widget(self._source)
        self.content().addLayout(self._grid)
        self.add_widget(self._more)
        self.add_widget(self.value)
        self.follow.toggled.connect(self.follow_wanted)
        self._start_here = start_here = QAction(self.tr("Start the runs here"), self)
        start_here.setToolTip(self.tr("Let the runs start at this point"))
        start_here.triggered.connect(self._on_start_here)
        self.start_button = self.add_action(start_here)
        self._dress_button()

    def show_moment(self, moment: CalculusMoment) -> None:
        """Show another point."""
        if moment.names != self._names:
            self._name_fields(moment.names)
        self._point = tuple(moment.calculus.point.tolist())
        for field, coordinate in zip(self.fields, self._point, strict=False):
            field.set_value(_shown(coordinate))
        self._source.setText(moment.source or self.tr("Where it was put"))
        value = short_number(moment.calculus.value, 6)
        name = self.tr("value {letter}").format(letter=moment.overlay.letter)
        self.value.set_rows(((name, value),))

    def set_following(self, follows: bool) -> None:
        """Show whether the point goes with the run, and emit nothing."""
        self.follow.blockSignals(True)
        self.follow.setChecked(follows)
        self.follow.blockSignals(False)
        self.follow.update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress_button()

    def _dress_button(self) -> None:
        if self._start_here is not None:
            self._start_here.setIcon(icon("flag", active_theme()))

    @Slot()
    def _on_start_here(self) -> None:
        self.start_wanted.emit(self._point)

    def _name_fields(self, names: tuple[str, ...]) -> None:
        self._names = names
        shown = names[:SHOWN_VARIABLES]
        while len(self.fields) < len(shown):
            self._add_field()
        for index, (label, field) in enumerate(zip(self._labels, self.fields, strict=True)):
            is_there = index < len(shown)
            label.setVisible(is_there)
            field.setVisible(is_there)
            if is_there:
                label.setText(shown[index])
                field.setAccessibleName(self.tr("{name} of the point").format(name=shown[index]))
        left_out = len(names) - len(shown)
        self._more.setVisible(left_out > 0)
        self._more.setText(self.tr("and {count} more, as they are").format(count=left_out))

    def _add_field(self) -> None:
        index = len(self.fields)
        row, place = divmod(index, COLUMNS)
        label, field = QLabel(), number_cell(0.0, "")
        italic = label.font()
        italic.setItalic(True)
        label.setFont(italic)
        field.setFont(numeric_font(self.font()))
        field.setObjectName(f"calculus.point.{index}")
        field.value_changed.connect(self._on_typed)
        self._grid.addWidget(label, row, 2 * place)
        self._grid.addWidget(field, row, 2 * place + 1)
        self._grid.setColumnStretch(2 * place + 1, 1)
        self._labels.append(label)
        self.fields.append(field)

    @Slot()
    def _on_typed(self) -> None:
        point = list(self._point)
        for index, field in enumerate(self.fields[: min(len(point), SHOWN_VARIABLES)]):
            # What nobody typed keeps the digits that are not shown.
            if field.value() != _shown(point[index]):
                point[index] = field.value()
        self.point_typed.emit(tuple(point))


def _shown(coordinate: float) -> float:
    return float(f"{coordinate:.{DIGITS}g}")
