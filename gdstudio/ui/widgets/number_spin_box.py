"""A spin box for real numbers of any size, without rounding."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from gdstudio.ui.widgets.number_scale import NumberScale, may_become_number, read_number

_TEXT_MARGIN = 6
_BUTTON_WIDTH = 22


class NumberSpinBox(QAbstractSpinBox):
    """Shows six significant digits, all of them while it has the focus, and keeps every bit.

    An unreadable or refused text stays, marked invalid, and the last good value is kept.
    """

    value_changed = Signal(float)
    value_committed = Signal()
    refused = Signal(str)
    accepted = Signal()

    def __init__(self, scale: NumberScale, value: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._value = value
        self._valid = True
        # Of our own, since Qt forgets that the line edit is modified before it tells of Return.
        self._edited = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # The style sheet's padding does not reach the text of a frameless line edit.
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)
        self.lineEdit().textEdited.connect(self._while_typing)
        self.editingFinished.connect(self._read_text)
        self._show_value()

    def value(self) -> float:
        """Return the last good value."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show `value`; a text that is being typed for this very value is left alone."""
        if value == self._value and self._valid:
            return
        self._value = value
        self._show_value()

    def is_valid(self) -> bool:
        """Return whether the text stands for the value."""
        return self._valid

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let everything be typed: what is wrong with it is said, not swallowed."""
        return QValidator.State.Acceptable, text, position

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:  # noqa: N802
        """Return the directions in which there is another value."""
        enabled = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._scale.stepped(self._value, 1) > self._value:
            enabled |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._scale.stepped(self._value, -1) < self._value:
            enabled |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return enabled

    def stepBy(self, steps: int) -> None:  # noqa: N802
        """Move the value by `steps` steps of the scale."""
        typed = read_number(self.text())
        if self._edited and typed is not None and self._scale.contains(typed):
            self._value = typed
        self._take(self._scale.stepped(self._value, steps))
        self.value_committed.emit()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for a number such as ``-0.00123456``."""
        self.ensurePolished()
        text = self.fontMetrics().horizontalAdvance("-0.0012345")
        return QSize(text + _TEXT_MARGIN + _BUTTON_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size hint: a cut number is a wrong number."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show every digit to the person who is about to edit them."""
        if self._valid:
            self._show_text(self._scale.full_text(self._value))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Return to six digits, unless the text is refused."""
        super().focusOutEvent(event)
        if self._valid:
            self._show_value()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let Escape give up a text that is refused or unfinished."""
        unfinished = not self._valid or self._edited
        if event.key() == Qt.Key.Key_Escape and unfinished:
            self._show_value()
            self.selectAll()
            event.accept()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Step only with the focus, so that scrolling a panel changes nothing in passing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _while_typing(self, text: str) -> None:
        """Speak up at once only for what no further typing can mend."""
        self._edited = True
        if read_number(text) is None and not may_become_number(text):
            self._refuse(text)
        else:
            self._set_valid(True)

    def _read_text(self) -> None:
        text = self.text()
        if not self._edited:
            return
        typed = read_number(text)
        if typed is None or not self._scale.contains(typed):
            self._refuse(text)
            return
        self._take(typed)
        self.value_committed.emit()

    def _take(self, value: float) -> None:
        changed = value != self._value
        self._value = value
        self._show_value()
        if changed:
            self.value_changed.emit(value)

    def _refuse(self, text: str) -> None:
        self._set_valid(False)
        self.refused.emit(text)

    def _show_value(self) -> None:
        focused = self.hasFocus()
        scale = self._scale
        self._show_text(scale.full_text(self._value) if focused else scale.text(self._value))
        self.setToolTip(scale.full_text(self._value))
        self._set_valid(True)

    def _show_text(self, text: str) -> None:
        edit = self.lineEdit()
        with QSignalBlocker(edit):
            edit.setText(text)
            if self.hasFocus():
                # Selected from its end, so that the first digits of a long number are in sight.
                edit.end(False)
                edit.home(True)
        self._edited = False
        # The arrows show whether a step is possible; Qt asks for that only when painting.
        self.update()

    def _set_valid(self, valid: bool) -> None:
        if valid == self._valid:
            return
        self._valid = valid
        self.setProperty("invalid", not valid)
        self.style().unpolish(self)
        self.style().polish(self)
        if valid:
            self.accepted.emit()
