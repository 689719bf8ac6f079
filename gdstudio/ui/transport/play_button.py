"""The round button that plays and pauses."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolButton, QWidget

from gdstudio.ui.colours import Theme, active_theme

_DIAMETER = 36.0
_RING_WIDTH = 2.0


class PlayButton(QToolButton):
    """A disc in the accent colour with the sign of what a click will do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_playing = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())

    def set_playing(self, playing: bool) -> None:
        """Show two bars while something plays, else a triangle."""
        self._is_playing = playing
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the disc and the ring around it."""
        side = round(_DIAMETER + 4.0 * _RING_WIDTH)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the disc, the ring of the focus and the sign."""
        theme = active_theme()
        centre = QRectF(self.rect()).center()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), _RING_WIDTH))
            radius = _DIAMETER / 2 + 1.4 * _RING_WIDTH
            painter.drawEllipse(centre, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._face(theme)))
        painter.drawEllipse(centre, _DIAMETER / 2, _DIAMETER / 2)
        painter.translate(centre)
        sign = QColor(theme.accent_text if self.isEnabled() else theme.faint_text)
        painter.setBrush(sign)
        if self._is_playing:
            for left in (-5.5, 1.5):
                painter.drawRoundedRect(QRectF(left, -6.5, 4.0, 13.0), 1.2, 1.2)
        else:
            # The pen rounds the corners. A triangle seems centred when its centroid nearly is.
            joined = Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(sign, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, joined))
            corners = [QPointF(-3.5, -6.0), QPointF(6.0, 0.0), QPointF(-3.5, 6.0)]
            painter.drawPolygon(QPolygonF(corners))
        painter.end()

    def _face(self, theme: Theme) -> str:
        if not self.isEnabled():
            return theme.track
        if self.isDown():
            return theme.accent_pressed
        return theme.accent_hover if self.underMouse() else theme.accent
