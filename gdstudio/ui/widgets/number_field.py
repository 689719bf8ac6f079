"""One number with its label, a slider and a sentence when it is refused."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_scale import NumberScale, ScaleKind, read_number
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox
from gdstudio.ui.widgets.value_slider import RESOLUTION, ValueSlider


class NumberField(QWidget):
    """A labelled number: slider for a feel, spin box for the exact value.

    Parameters
    ----------
    label
        What the number is, in full words.
    value, minimum, maximum
        The first value and the range that is accepted.
    symbol, unit
        How formulas write it (``η``) and what it is counted in; shown beside the label.
    slider_range
        The part of the range that the slider covers; by default all of it.
    scale
        ``"linear"``, ``"log"`` or ``"one_minus_log"``.
    exclusive_minimum, exclusive_maximum
        Whether the bounds themselves are refused.
    step
        One step of the arrows on a linear scale.
    integer
        Whether only whole numbers are accepted.
    tooltip
        A sentence that explains the number.
    """

    value_changed = Signal(float)
    editing_finished = Signal()

    def __init__(
        self,
        label: str,
        value: float,
        minimum: float,
        maximum: float,
        *,
        symbol: str = "",
        unit: str = "",
        slider_range: tuple[float, float] | None = None,
        scale: ScaleKind = "linear",
        exclusive_minimum: bool = False,
        exclusive_maximum: bool = False,
        step: float | None = None,
        integer: bool = False,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        low, high = slider_range if slider_range is not None else (minimum, maximum)
        self._scale = NumberScale(
            kind=scale,
            minimum=minimum,
            maximum=maximum,
            slider_minimum=low,
            slider_maximum=high,
            exclusive_minimum=exclusive_minimum,
            exclusive_maximum=exclusive_maximum,
            step=step,
            integer=integer,
        )
        self._label = role_label(label, "label")
        self._symbol = role_label(symbol, "muted")
        self._unit = role_label(unit, "muted")
        self._slider = ValueSlider()
        self._spin_box = NumberSpinBox(self._scale, value)
        self._sentence = role_label("", "error")
        self._name_parts(label, tooltip)
        self._lay_out()
        self._show_on_slider(value)
        self._spin_box.value_changed.connect(self._take_from_spin_box)
        self._spin_box.value_committed.connect(self.editing_finished)
        self._spin_box.refused.connect(self._explain)
        self._spin_box.accepted.connect(self._sentence.hide)
        self._slider.valueChanged.connect(self._take_from_slider)
        self._slider.sliderReleased.connect(self.editing_finished)

    def value(self) -> float:
        """Return the last good value."""
        return self._spin_box.value()

    def set_value(self, value: float) -> None:
        """Show `value` and emit nothing."""
        self._spin_box.set_value(value)
        if not self._slider.isSliderDown():
            self._show_on_slider(value)

    def is_valid(self) -> bool:
        """Return whether what is written is what `value` returns."""
        return self._spin_box.is_valid()

    def spin_box(self) -> NumberSpinBox:
        """Return the part in which the number is written."""
        return self._spin_box

    def slider(self) -> ValueSlider:
        """Return the slider."""
        return self._slider

    def sentence(self) -> str:
        """Return what is said about a refused text, or nothing."""
        return "" if self._sentence.isHidden() else self._sentence.text()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Give the keys to the number."""
        # As the focus proxy it would be there twice for Tab, before the slider and after it.
        self._spin_box.setFocus(event.reason())

    def _name_parts(self, label: str, tooltip: str) -> None:
        self.setAccessibleName(label)
        self._label.setBuddy(self._spin_box)
        self._label.setToolTip(tooltip)
        self._symbol.setToolTip(tooltip)
        self._slider.setToolTip(tooltip)
        self._slider.setAccessibleName(self.tr("{name}, slider").format(name=label))
        self._slider.setAccessibleDescription(tooltip)
        self._spin_box.setAccessibleName(label)
        self._spin_box.setAccessibleDescription(tooltip)
        self._spin_box.setFont(numeric_font(self.font()))
        self._sentence.setWordWrap(True)
        self._sentence.hide()

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(6)
        for part in (self._label, self._symbol, self._unit):
            # Shown before it has a parent, it would be a window for a moment.
            if not part.text():
                part.hide()
            heading.addWidget(part)
        heading.addStretch()
        controls = QHBoxLayout()
        controls.setSpacing(12)
        controls.addWidget(self._slider, 1)
        controls.addWidget(self._spin_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(heading)
        layout.addLayout(controls)
        layout.addWidget(self._sentence)
        self.setTabOrder(self._slider, self._spin_box)

    def _show_on_slider(self, value: float) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(self._scale.fraction(value) * RESOLUTION))

    def _take_from_slider(self, position: int) -> None:
        value = self._scale.value_at(position / RESOLUTION)
        if value == self._spin_box.value() and self._spin_box.is_valid():
            return
        self._spin_box.set_value(value)
        self.value_changed.emit(value)
        if not self._slider.isSliderDown():
            self.editing_finished.emit()

    def _take_from_spin_box(self, value: float) -> None:
        self._show_on_slider(value)
        self.value_changed.emit(value)

    def _explain(self, text: str) -> None:
        typed = read_number(text)
        if typed is None:
            sentence = self.tr("This is not a number. Write it as 0.01 or 1e-2.")
        elif self._scale.integer and typed != round(typed):
            sentence = self.tr("Only whole numbers fit here.")
        else:
            sentence = self._range_sentence()
        self._sentence.setText(sentence)
        self._sentence.show()

    def _range_sentence(self) -> str:
        scale = self._scale
        lower = (
            self.tr("greater than {bound}")
            if scale.exclusive_minimum
            else self.tr("at least {bound}")
        )
        upper = (
            self.tr("less than {bound}") if scale.exclusive_maximum else self.tr("at most {bound}")
        )
        bounds = [
            words.format(bound=scale.text(bound))
            for words, bound in ((lower, scale.minimum), (upper, scale.maximum))
            # A bound that stands for "any number" explains nothing.
            if abs(bound) < 1e300
        ]
        return self.tr("It must be {bounds}.").format(bounds=self.tr(" and ").join(bounds))
