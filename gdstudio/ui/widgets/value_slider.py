"""A slider that goes where it is clicked and turns with the wheel only when it has the focus."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

RESOLUTION = 1000


class ValueSlider(QSlider):
    """A horizontal slider from 0 to `RESOLUTION`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, RESOLUTION)
        self.setSingleStep(RESOLUTION // 100)
        self.setPageStep(RESOLUTION // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Bring the handle under the pointer, so that a press anywhere begins a drag."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        kind = QStyle.ComplexControl.CC_Slider
        handle = self.style().subControlRect(kind, option, part, self)
        if event.button() == Qt.MouseButton.LeftButton and not handle.contains(
            event.position().toPoint()
        ):
            self.setSliderDown(True)
            self.setSliderPosition(self._position_at(event.position(), handle.width()))
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Turn only with the focus, so that scrolling a panel changes nothing in passing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _position_at(self, place: QPointF, handle_width: int) -> int:
        span = self.width() - handle_width
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(place.x() - handle_width / 2), span
        )
