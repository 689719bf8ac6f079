"""The popup in which a person chooses what the map of a function shows."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gdstudio.simulation.map_options import PLAIN, Arrows, Levels, MapOptions, Shading
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.switch import Switch

WIDTH = 292


class LayersPopup(QFrame):
    """All that can be seen on a map, in plain words; Escape closes it."""

    changed = Signal(object)
    """The `MapOptions` that were chosen."""

    def __init__(self, options: MapOptions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._options = options
        self.setAccessibleName(self.tr("Layers of the map"))
        self._make_choices()
        self._make_switches()
        self._plain = QPushButton(self.tr("Plain map"))
        self._plain.setToolTip(self.tr("Colours and contour lines only, as at first"))
        self._plain.clicked.connect(self._on_plain)
        self._lay_out()
        self.set_options(options)
        self.shading.value_changed.connect(self._on_choice)
        self.levels.value_changed.connect(self._on_choice)
        self.arrows.value_changed.connect(self._on_choice)
        for switch in self.switches.values():
            switch.toggled.connect(self._on_switch)

    def set_options(self, options: MapOptions) -> None:
        """Show what is chosen, and emit nothing."""
        self._options = options
        self.shading.set_value(options.shading.value)
        self.levels.set_value(options.levels.value)
        self.arrows.set_value(options.arrows.value)
        for name, switch in self.switches.items():
            before = switch.blockSignals(True)
            switch.setChecked(getattr(options, name))
            switch.blockSignals(before)
            switch.update()
        self.switches["labels"].setEnabled(options.levels is not Levels.NONE)
        self._plain.setEnabled(options != PLAIN)

    def set_variables(self, count: int) -> None:
        """Offer what a function of so many variables can show."""
        self.switches["critical_points"].setEnabled(count == 2)

    def open_below(self, anchor: QWidget) -> None:
        """Show it under a button, with its right edge at that of the button."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + 4))
        screen = anchor.screen().availableGeometry()
        corner.setX(max(min(corner.x(), screen.right() - self.width() - 8), screen.left() + 8))
        corner.setY(max(min(corner.y(), screen.bottom() - self.height() - 8), screen.top() + 8))
        self.move(corner)
        self.show()
        self.shading.setFocus(Qt.FocusReason.PopupFocusReason)

    def _make_choices(self) -> None:
        self.shading = ChoiceField(
            self.tr("Colours"),
            (
                Choice(Shading.LOSS, self.tr("Height f"), self.tr("The value of the function")),
                Choice(
                    Shading.LOG_LOSS,
                    self.tr("Height, logarithmic"),
                    self.tr("Each colour is so many times the value of the one before"),
                ),
                Choice(
                    Shading.GRADIENT_NORM,
                    self.tr("Steepness ‖∇f‖"),
                    self.tr("The length of the gradient: dark where the function is flat"),
                ),
                Choice(
                    Shading.LARGEST_EIGENVALUE,
                    self.tr("Largest curvature λ max"),
                    self.tr(
                        "The largest eigenvalue of the Hessian: blue where the function curves down"
                        " in all directions. A learning rate over 2 ⁄ λ is too large there."
                    ),
                ),
            ),
            tooltip=self.tr("What the colours stand for"),
        )
        self.levels = ChoiceField(
            self.tr("Contour lines"),
            (
                Choice(
                    Levels.AUTOMATIC,
                    self.tr("Automatic"),
                    self.tr("Round values, as far apart as their colours"),
                ),
                Choice(Levels.LINEAR, self.tr("Equal steps"), self.tr("Such as 10, 20, 30, …")),
                Choice(Levels.LOGARITHMIC, self.tr("Decades"), self.tr("Such as 1, 10, 100, …")),
                Choice(
                    Levels.QUANTILE,
                    self.tr("Equal areas"),
                    self.tr("As much of the map between any two lines"),
                ),
                Choice(Levels.NONE, self.tr("None"), self.tr("No lines")),
            ),
            tooltip=self.tr("At which values of the function there are lines"),
        )
        self.arrows = ChoiceField(
            self.tr("Arrows of the gradient"),
            (
                Choice(Arrows.NONE, self.tr("None"), self.tr("No arrows")),
                Choice(Arrows.GRADIENT, self.tr("∇f, up"), self.tr("Where the function rises")),
                Choice(
                    Arrows.DESCENT,
                    self.tr("−∇f, down"),
                    self.tr("Where the function falls: where gradient descent goes"),
                ),
            ),
            segmented=True,
            tooltip=self.tr("Long where it is steep, but not in proportion"),
        )

    def _make_switches(self) -> None:
        words = {
            "labels": (
                self.tr("Values on the lines"),
                self.tr("Write the value of the function on its contour lines"),
            ),
            "streamlines": (
                self.tr("Streamlines"),
                self.tr(
                    "The ways that infinitely small steps take; under the pointer, the one from"
                    " there"
                ),
            ),
            "critical_points": (
                self.tr("Critical points"),
                self.tr(
                    "Minima, maxima and saddles of a function of two variables: where the"
                    " gradient is zero"
                ),
            ),
            "level_set": (
                self.tr("Contour line through the point"),
                self.tr("All places with the value that the selected run has now"),
            ),
            "step_vectors": (
                self.tr("Parts of the next step"),
                self.tr("Why the selected run moves so: gradient, momentum and scaling, apart"),
            ),
            "equal_aspect": (
                self.tr("Equal scales on both axes"),
                self.tr("A unit up is as long as a unit to the right: circles look like circles"),
            ),
        }
        self.switches = {name: Switch(*(text, False, tip)) for name, (text, tip) in words.items()}

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        for field in (self.shading, self.levels):
            layout.addWidget(field)
        layout.addWidget(self.switches["labels"])
        layout.addWidget(self.arrows)
        for name in ("streamlines", "critical_points", "equal_aspect"):
            layout.addWidget(self.switches[name])
        layout.addSpacing(4)
        layout.addWidget(role_label(self.tr("At the selected run"), "label"))
        for name in ("level_set", "step_vectors"):
            layout.addWidget(self.switches[name])
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._plain)
        layout.addLayout(row)
        self.setMinimumWidth(WIDTH)

    @Slot()
    def _on_choice(self) -> None:
        self._choose(
            replace(
                self._options,
                shading=Shading(self.shading.value()),
                levels=Levels(self.levels.value()),
                arrows=Arrows(self.arrows.value()),
            )
        )

    @Slot()
    def _on_switch(self) -> None:
        chosen: dict[str, Any] = {
            name: switch.isChecked() for name, switch in self.switches.items()
        }
        self._choose(replace(self._options, **chosen))

    @Slot()
    def _on_plain(self) -> None:
        self._choose(PLAIN)

    def _choose(self, options: MapOptions) -> None:
        self.set_options(options)
        self.changed.emit(options)
