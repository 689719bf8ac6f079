"""The button that shows the speed of playback and opens the list of all."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from gdstudio.session.player import AS_FAST_AS_DRAWN, DEFAULT_SPEED, SPEEDS
from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.icons import icon
from gdstudio.ui.number_text import grouped, short_number

_ARROW_SIDE = 12
_GAP = 4
_PADDING = 16


class SpeedButton(QToolButton):
    """Says "50 steps/s"; as wide as the longest speed, so that nothing moves."""

    speed_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speed = DEFAULT_SPEED
        self._is_compact = False
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        for speed in SPEEDS:
            self._add(speed, self._sentence(speed))
        self._menu.addSeparator()
        self._add(AS_FAST_AS_DRAWN, self._sentence(AS_FAST_AS_DRAWN))
        self._group.triggered.connect(self._choose)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFont(numeric_font(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("Speed of playback"))
        self._show_speed()

    def set_speed(self, speed: float) -> None:
        """Show a speed and emit nothing."""
        self._speed = speed
        self._show_speed()

    def set_compact(self, compact: bool) -> None:
        """Say it in fewer letters."""
        if compact != self._is_compact:
            self._is_compact = compact
            self._show_speed()
            self.updateGeometry()

    def width_for(self, compact: bool) -> int:
        """Return the width that every speed fits in."""
        metrics = self.fontMetrics()
        every = (*SPEEDS, AS_FAST_AS_DRAWN)
        widest = max(metrics.horizontalAdvance(self._text(each, compact)) for each in every)
        return widest + _GAP + _ARROW_SIDE + _PADDING

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the longest speed."""
        height = super().sizeHint().height()
        # Of the row's parity, as its neighbours are, so that all are level.
        return QSize(self.width_for(self._is_compact), height + height % 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: nothing is cut off."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the face as the style does, and text and arrow together in its middle."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        text, option.text, option.icon = option.text, "", QIcon()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        width = self.fontMetrics().horizontalAdvance(text)
        left = (self.width() - width - _GAP - _ARROW_SIDE) // 2
        painter.setPen(self.palette().buttonText().color())
        centred = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(left, 0, width + 1, self.height()), centred, text)
        arrow = QRect(left + width + _GAP, 1, _ARROW_SIDE, self.height())
        icon("chevron-down", active_theme().muted_text).paint(painter, arrow)
        painter.end()

    def _add(self, speed: float, text: str) -> None:
        action = QAction(text, self._group)
        action.setCheckable(True)
        action.setData(speed)
        self._menu.addAction(action)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.speed_chosen.emit(float(action.data()))
        # Whatever became of the wish, the list shows the speed.
        self._show_speed()

    def _show_speed(self) -> None:
        self.setText(self._text(self._speed, self._is_compact))
        self.setAccessibleName(self.tr("Speed: {speed}").format(speed=self._sentence(self._speed)))
        for action in self._group.actions():
            action.setChecked(float(action.data()) == self._speed)

    def _sentence(self, speed: float) -> str:
        if speed == AS_FAST_AS_DRAWN:
            return self.tr("Every step, as fast as drawn")
        if speed == 1.0:
            return self.tr("1 step/s")
        return self.tr("{number} steps/s").format(number=_number(speed))

    def _text(self, speed: float, compact: bool) -> str:
        """Return what the button says."""
        if speed == AS_FAST_AS_DRAWN:
            return self.tr("Every") if compact else self.tr("Every step")
        number = _short(speed)
        if compact:
            return self.tr("{number}/s").format(number=number)
        if speed == 1.0:
            return self.tr("1 step/s")
        return self.tr("{number} steps/s").format(number=number)


def _number(speed: float) -> str:
    return grouped(int(speed)) if speed == int(speed) else short_number(speed)


def _short(speed: float) -> str:
    """Return a number with k or M for its zeros, where it has many."""
    for unit, sign in ((1e6, "M"), (1e3, "k")):
        if speed >= max(unit, 1e4) and speed % unit == 0.0:
            return f"{_number(speed / unit)}{sign}"
    return _number(speed)
