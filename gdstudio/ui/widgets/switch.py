"""A labelled switch: on or off, at once."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget

from gdstudio.ui.colours import Theme, active_theme

_TRACK = QSize(32, 18)
_GAP = 8
_DURATION_MS = 120


class Switch(QCheckBox):
    """A check box that is drawn as a switch; keyboard and screen readers see a check box."""

    def __init__(
        self, text: str, checked: bool = False, tooltip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setChecked(checked)
        self.setToolTip(tooltip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tooltip)
        self._place = 1.0 if checked else 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_DURATION_MS)
        self._animation.valueChanged.connect(self._move_knob)
        self.toggled.connect(self._slide)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the track, a gap and the text."""
        metrics = self.fontMetrics()
        text = metrics.horizontalAdvance(self._plain_text())
        width = _TRACK.width() + (_GAP + text if text else 0)
        return QSize(width + 4, max(_TRACK.height() + 6, metrics.height() + 4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Allow the text to be shortened."""
        return QSize(_TRACK.width() + 4, self.sizeHint().height())

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802
        """Let the text be clicked as well as the track."""
        width = min(self.sizeHint().width(), self.width())
        return 0 <= position.x() <= width and 0 <= position.y() <= self.height()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Appear in the final state: only a change that can be seen is animated."""
        super().showEvent(event)
        self._animation.stop()
        self._place = 1.0 if self.isChecked() else 0.0

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Repaint when the theme or the font changes."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint track, knob and text."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - _TRACK.height()) / 2
        track = QRectF(0.0, top, _TRACK.width(), _TRACK.height())
        self._paint_track(painter, track, theme)
        text_rect = self.rect().adjusted(_TRACK.width() + _GAP, 0, 0, 0)
        text = self.fontMetrics().elidedText(
            self._plain_text(), Qt.TextElideMode.ElideRight, text_rect.width()
        )
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.faint_text))
        painter.drawText(text_rect, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _paint_track(self, painter: QPainter, track: QRectF, theme: Theme) -> None:
        radius = track.height() / 2
        on = self.isChecked()
        if not self.isEnabled():
            fill = theme.track
        elif on:
            fill = theme.accent_hover if self.underMouse() else theme.accent
        else:
            fill = theme.muted_text if self.underMouse() else theme.faint_text
        if self.hasFocus():
            # The ring takes the track's place, so that it is neither cut nor shifts anything.
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
            track = track.adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(track, radius, radius)
        knob = track.height() - 5
        left = track.left() + 2.5 + self._place * (track.width() - knob - 5)
        painter.setBrush(QColor(theme.accent_text if on and self.isEnabled() else theme.card))
        painter.drawEllipse(QRectF(left, track.top() + 2.5, knob, knob))

    def _plain_text(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _slide(self, checked: bool) -> None:
        target = 1.0 if checked else 0.0
        self._animation.stop()
        animated = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        if not self.isVisible() or not animated:
            self._move_knob(target)
            return
        self._animation.setStartValue(self._place)
        self._animation.setEndValue(target)
        self._animation.start()

    def _move_knob(self, place: float) -> None:
        self._place = place
        self.update()
