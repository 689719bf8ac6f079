"""Keys that control the player belong to a control that has the focus and needs them."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QTabBar,
    QWidget,
)

from gdstudio.ui.widgets.formula_field import FormulaEdit
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox

_SPACE = frozenset({Qt.Key.Key_Space})
_ALONG = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right})
_MOVES = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End})

NEEDED_KEYS: tuple[tuple[type[QWidget], frozenset[Qt.Key]], ...] = (
    (QAbstractButton, _SPACE),
    (QAbstractSlider, _MOVES),
    (QComboBox, _SPACE | _MOVES),
    (QAbstractItemView, _SPACE | _MOVES),
    (QTabBar, _MOVES),
)

TAKES_NO_UNDO = (NumberSpinBox, FormulaEdit)
"""Their texts are the document's: what is undone in it, is undone in them."""


class KeyGuard(QObject):
    """Lets a focused button be pressed with Space and a focused slider be moved with arrows.

    Window-wide shortcuts win over the focused control unless it claims the key.

    Parameters
    ----------
    application
        Tells where the focus goes.
    """

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        # Not a filter of the whole application: it would call into Python at every event, and
        # wait for the interpreter each time while another thread computes.
        application.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Claim a key for the control that has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if isinstance(watched, TAKES_NO_UNDO) and _is_undo(event):
                # Only kept from the control, which would take it: the window undoes the edit.
                event.ignore()
                return True
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if plain and event.key() in _needed(watched):
                event.accept()
                return True
        return False


def _needed(control: QObject) -> frozenset[Qt.Key]:
    keys = frozenset[Qt.Key]().union(
        *(each for kind, each in NEEDED_KEYS if isinstance(control, kind))
    )
    if isinstance(control, QAbstractButton) and control.group() is not None:
        # Of a row of buttons one has the focus, and the arrows move it.
        return keys | _ALONG if control.group().exclusive() else keys
    return keys


def _is_undo(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)
