"""A label and one choice of several."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QVBoxLayout, QWidget

from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons


class QuietComboBox(QComboBox):
    """A combo box that turns with the wheel only when it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The plain delegate lets the style sheet lay out the rows of the list.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Turn only with the focus, so that scrolling a panel changes nothing in passing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(QWidget):
    """A labelled choice, as a combo box or, for two or three short words, as segments.

    Choices are `Choice` values or plain ``(key, text)`` pairs.
    """

    value_changed = Signal(str)

    def __init__(
        self,
        label: str,
        choices: Sequence[Choice | tuple[str, str]],
        value: str | None = None,
        *,
        segmented: bool = False,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = _as_choices(choices)
        self._segments = SegmentedButtons(self._choices) if segmented else None
        self._combo_box = None if segmented else QuietComboBox()
        self._label = role_label(label, "label")
        self._label.setToolTip(tooltip)
        if not label:
            self._label.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addWidget(self.control())
        self.setAccessibleName(label)
        self.control().setAccessibleName(label)
        self.control().setAccessibleDescription(tooltip)
        self.control().setToolTip(tooltip)
        self.control().setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if self._combo_box is not None:
            self._fill(self._combo_box)
            self._label.setBuddy(self._combo_box)
            self._combo_box.activated.connect(self._emit_row)
        if self._segments is not None:
            self._segments.chosen.connect(self.value_changed)
        if value is not None:
            self.set_value(value)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Give the keys to the part that is operated."""
        self.control().setFocus(event.reason())

    def control(self) -> QWidget:
        """Return the part that is operated."""
        part = self._segments if self._segments is not None else self._combo_box
        assert part is not None  # noqa: S101 - one of the two always exists
        return part

    def value(self) -> str:
        """Return the key of the choice that is taken, empty if there are none."""
        if self._segments is not None:
            return self._segments.key()
        assert self._combo_box is not None  # noqa: S101
        return str(self._combo_box.currentData() or "")

    def set_value(self, key: str) -> None:
        """Take the choice `key` and emit nothing.

        Raises
        ------
        ValueError
            If there is no such choice.
        """
        if self._segments is not None:
            self._segments.set_key(key)
            return
        assert self._combo_box is not None  # noqa: S101
        row = [choice.key for choice in self._choices].index(key)
        with QSignalBlocker(self._combo_box):
            self._combo_box.setCurrentIndex(row)

    def set_choices(self, choices: Sequence[Choice | tuple[str, str]]) -> None:
        """Replace the choices; the first is taken and nothing is emitted."""
        self._choices = _as_choices(choices)
        if self._segments is not None:
            self._segments.set_choices(self._choices)
        if self._combo_box is not None:
            self._fill(self._combo_box)

    def _fill(self, combo_box: QComboBox) -> None:
        with QSignalBlocker(combo_box):
            combo_box.clear()
            for row, choice in enumerate(self._choices):
                combo_box.addItem(choice.text, choice.key)
                combo_box.setItemData(row, choice.tooltip, Qt.ItemDataRole.ToolTipRole)

    def _emit_row(self, row: int) -> None:
        self.value_changed.emit(self._choices[row].key)


def _as_choices(choices: Sequence[Choice | tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(each if isinstance(each, Choice) else Choice(*each) for each in choices)
