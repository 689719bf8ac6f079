"""Two or three choices side by side, of which one is taken."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from gdstudio.ui.widgets.choice import Choice


class SegmentedButtons(QFrame):
    """An exclusive row of buttons; the arrow keys move along it."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._group = QButtonGroup(self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2, 2, 2, 2)
        self._layout.setSpacing(2)
        self._group.idClicked.connect(self._emit_chosen)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the buttons; the first is taken."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.deleteLater()
        self._choices = tuple(choices)
        for number, choice in enumerate(self._choices):
            button = QPushButton(choice.text)
            button.setCheckable(True)
            # A click leaves the arrows to the player; only the keys lead into the row.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            # A click leaves the keys where they were: the space bar plays.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(choice.tooltip)
            button.setAccessibleName(choice.text)
            button.setAccessibleDescription(choice.tooltip)
            button.setChecked(number == 0)
            self._group.addButton(button, number)
            self._layout.addWidget(button, 1)

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all choices."""
        return tuple(choice.key for choice in self._choices)

    def focus_chosen(self) -> None:
        """Give the focus to the button that is taken."""
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus()

    def key(self) -> str:
        """Return the key of the choice that is taken."""
        return self._choices[self._group.checkedId()].key

    def set_key(self, key: str) -> None:
        """Take the choice `key` and emit nothing."""
        number = [choice.key for choice in self._choices].index(key)
        self._group.button(number).setChecked(True)

    def _emit_chosen(self, number: int) -> None:
        self.chosen.emit(self._choices[number].key)
