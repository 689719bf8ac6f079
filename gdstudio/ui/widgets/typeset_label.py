"""A label that shows a typeset formula."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.widgets.typesetter import typesetter
from gdstudio.ui.widgets.typesetting import BASE_SIZE

if TYPE_CHECKING:
    from concurrent.futures import Future

_SMALLEST_SCALE = 0.65
_FADE_WIDTH = 32.0


class TypesetLabel(QWidget):
    """Shows LaTeX typeset, left-aligned, in the colour of the text around it.

    The picture is made in another thread; until it is there the former one stays. A formula that
    is too long is scaled down to 65 % and then fades out at the right; the tooltip has it whole.
    LaTeX that cannot be typeset is shown as the plain text that goes with it.

    Parameters
    ----------
    size_factor
        The size of the formula in terms of the font's.
    colour_role
        The palette's colour that is used.
    """

    def __init__(
        self,
        latex: str = "",
        plain_text: str = "",
        *,
        size_factor: float = 1.25,
        colour_role: QPalette.ColorRole = QPalette.ColorRole.WindowText,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._latex = ""
        self._plain_text = ""
        self._size_factor = size_factor
        self._colour_role = colour_role
        self._renderer: QSvgRenderer | None = None
        self._picture: QImage | None = None
        self._request: Future[None] | None = None
        self._showing_plain_text = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        typesetter().ready.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self.set_latex(latex, plain_text)

    def latex(self) -> str:
        """Return the LaTeX that is wanted."""
        return self._latex

    def plain_text(self) -> str:
        """Return the plain text that goes with it."""
        return self._plain_text

    def is_pending(self) -> bool:
        """Return whether the picture of what is wanted is still being made."""
        return self._request is not None

    def is_typeset(self) -> bool:
        """Return whether a picture, not plain text, is shown."""
        return self._renderer is not None and not self._showing_plain_text

    def set_latex(self, latex: str, plain_text: str) -> None:
        """Show `latex` as soon as it is typeset; the last call wins."""
        self._plain_text = plain_text
        self.setAccessibleName(plain_text)
        if self._request is not None:
            self._request.cancel()
            self._request = None
        self._latex = latex
        if not latex:
            self._adopt(b"")
            return
        picture = typesetter().picture(latex)
        if picture is not None:
            self._adopt(picture)
        else:
            self._request = typesetter().request(latex)

    def natural_size(self) -> QSizeF:
        """Return the size of the formula before it is scaled down to fit."""
        if self._renderer is None:
            return QSizeF()
        factor = self._font_pixels() * self._size_factor / BASE_SIZE
        return QSizeF(self._renderer.viewBoxF().size()) * factor

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of the formula, or of the plain text in its place."""
        line = self.fontMetrics().height()
        if self._showing_plain_text or self._renderer is None:
            width = self.fontMetrics().horizontalAdvance(self._plain_text)
            return QSize(width + 2, line + 4)
        size = self.natural_size()
        return QSize(int(size.width()) + 2, max(int(size.height()) + 2, line + 4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the full height and hardly any width."""
        return QSize(min(60, self.sizeHint().width()), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.PaletteChange,
            QEvent.Type.FontChange,
            QEvent.Type.EnabledChange,
            QEvent.Type.StyleChange,
        ):
            self._picture = None
            self.updateGeometry()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the formula to the new width."""
        super().resizeEvent(event)
        self._picture = None
        self._refresh_tooltip()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the cached picture or the plain text."""
        painter = QPainter(self)
        if self._showing_plain_text or self._renderer is None:
            self._paint_plain_text(painter)
        else:
            if self._picture is None or self._picture.devicePixelRatio() != self._ratio():
                self._picture = self._draw_picture(self._renderer)
            painter.drawImage(0, 0, self._picture)
        painter.end()

    def _receive(self, latex: str) -> None:
        if latex != self._latex or self._request is None:
            return
        self._request = None
        picture = typesetter().picture(latex)
        self._adopt(picture if picture is not None else b"")

    def _adopt(self, svg: bytes) -> None:
        renderer = QSvgRenderer(QByteArray(svg)) if svg else None
        self._showing_plain_text = renderer is None or not renderer.isValid()
        self._renderer = None if self._showing_plain_text else renderer
        self._picture = None
        self._refresh_tooltip()
        self.updateGeometry()
        self.update()

    def _font_pixels(self) -> float:
        font: QFont = self.font()
        if font.pixelSize() > 0:
            return float(font.pixelSize())
        return font.pointSizeF() * self.logicalDpiY() / 72.0

    def _scale_to_fit(self) -> float:
        width = self.natural_size().width()
        if width <= 0.0:
            return 1.0
        return min(1.0, max(_SMALLEST_SCALE, self.width() / width))

    def _overflows(self) -> bool:
        if self._showing_plain_text or self._renderer is None:
            return self.sizeHint().width() > self.width() + 2
        return self.natural_size().width() * self._scale_to_fit() > self.width() + 1

    def _refresh_tooltip(self) -> None:
        self.setToolTip(self._plain_text if self._overflows() else "")

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _colour(self) -> QColor:
        enabled = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        return self.palette().color(enabled, self._colour_role)

    def _draw_picture(self, renderer: QSvgRenderer) -> QImage:
        ratio = self._ratio()
        pixels = QSizeF(self.size()) * ratio
        image = QImage(
            max(1, round(pixels.width())),
            max(1, round(pixels.height())),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        size = self.natural_size() * self._scale_to_fit()
        place = QRectF(0.0, (self.height() - size.height()) / 2, size.width(), size.height())
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, place)
        # The glyphs are black: give them the colour of the text.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(self.rect(), self._colour())
        if self._overflows():
            fade = QLinearGradient(self.width() - _FADE_WIDTH, 0.0, self.width(), 0.0)
            fade.setColorAt(0.0, QColor(0, 0, 0, 255))
            fade.setColorAt(1.0, QColor(0, 0, 0, 0))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
            painter.fillRect(self.rect(), fade)
        painter.end()
        return image

    def _paint_plain_text(self, painter: QPainter) -> None:
        painter.setPen(self._colour())
        text = self.fontMetrics().elidedText(
            self._plain_text, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)
