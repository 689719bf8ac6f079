"""A field for a formula, with one reserved line that says what is wrong and where."""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import scaled_font

_FONT_FACTOR = 1.15
_PREFIX_GAP = 8
# QLineEdit.cursorRect() begins this far left of the cursor's place.
_CURSOR_MARGIN = 5
_ARROW_HEIGHT = 5
_WAVE_HALF_LENGTH = 2.0


class FormulaEdit(QLineEdit):
    """A line edit with a prefix such as ``f(x, y) =`` and a wavy line under a mistake."""

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._mark: int | None = None
        self.cursorPositionChanged.connect(self._repaint)
        self._reserve_prefix()

    def set_prefix(self, prefix: str) -> None:
        """Change what is written before the formula."""
        self._prefix = prefix
        self._reserve_prefix()
        self.update()

    def set_mark(self, position: int | None) -> None:
        """Draw a wavy line under the character at `position`, or none."""
        self._mark = position
        self.update()

    def span_of(self, position: int) -> tuple[float, float]:
        """Return where the character at `position` begins and ends, in pixels of this widget.

        The horizontal scrolling of a long text is taken into account.
        """
        text = self.text()
        position = min(max(position, 0), len(text))
        metrics = QFontMetrics(self.font())
        cursor = self.cursorRect().x() + _CURSOR_MARGIN
        origin = cursor - metrics.horizontalAdvance(text[: self.cursorPosition()])
        begin = origin + metrics.horizontalAdvance(text[:position])
        if position < len(text):
            return begin, origin + metrics.horizontalAdvance(text[: position + 1])
        return begin, begin + metrics.averageCharWidth()

    def text_area(self) -> QRect:
        """Return where the text itself is drawn."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        contents = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return contents.marginsRemoved(self.textMargins())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Keep room for the prefix when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve_prefix()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the field, then the prefix and the mark."""
        super().paintEvent(event)
        theme = active_theme()
        area = self.text_area()
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(QColor(theme.muted_text if self.isEnabled() else theme.faint_text))
        before = area.translated(-self._prefix_room(), 0)
        painter.drawText(before, Qt.AlignmentFlag.AlignVCenter, self._prefix)
        if self._mark is not None:
            painter.setClipRect(area.adjusted(-2, 0, 2, 4))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.danger), 1.4))
            begin, end = self.span_of(self._mark)
            baseline = area.center().y() + QFontMetrics(self.font()).height() / 2 + 0.5
            painter.drawPath(_wave(begin, max(end, begin + 8.0), baseline))
        painter.end()

    def _prefix_room(self) -> int:
        if not self._prefix:
            return 0
        return QFontMetrics(self.font()).horizontalAdvance(self._prefix) + _PREFIX_GAP

    def _reserve_prefix(self) -> None:
        room = self._prefix_room()
        if self.textMargins().left() != room:
            self.setTextMargins(room, 0, 0, 0)

    def _repaint(self) -> None:
        self.update()


class MessageLine(QWidget):
    """One line of text, always as high, with an arrow that points up at a place above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._arrow: float | None = None
        self._wrong = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the text."""
        return self._text

    def is_wrong(self) -> bool:
        """Return whether the text is about a mistake."""
        return self._wrong

    def arrow(self) -> float | None:
        """Return where the arrow points, in pixels from the left, or None."""
        return self._arrow

    def show_message(self, text: str, *, wrong: bool) -> None:
        """Show a sentence about a mistake, or a hint."""
        self._text = text
        self._wrong = wrong
        self.setToolTip(text if self._shown_text() != text else "")
        self.update()

    def point_at(self, place: float | None) -> None:
        """Let the arrow point at `place`."""
        if place != self._arrow:
            self._arrow = place
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the height of arrow and text, whether or not they are there."""
        return QSize(80, _ARROW_HEIGHT + 3 + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size hint: the line is reserved."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the arrow and the text."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._arrow is not None:
            tip, half = self._arrow, _ARROW_HEIGHT
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.danger))
            corners = [
                QPointF(tip, 1.0),
                QPointF(tip + half, 1.0 + _ARROW_HEIGHT),
                QPointF(tip - half, 1.0 + _ARROW_HEIGHT),
            ]
            painter.drawPolygon(QPolygonF(corners))
        painter.setPen(QColor(theme.danger if self._wrong else theme.muted_text))
        room = self.rect().adjusted(1, _ARROW_HEIGHT + 2, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._shown_text())
        painter.end()

    def _shown_text(self) -> str:
        room = max(self.width() - 1, 0)
        return self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)


class FormulaField(QWidget):
    """A formula that is read with every keystroke.

    Parameters
    ----------
    prefix
        What is written before the formula, such as ``f(x, y) =``.
    accessible_name
        How a screen reader calls the field.
    hint
        What the reserved line shows while nothing is wrong.
    """

    text_edited = Signal(str)
    editing_finished = Signal()

    def __init__(
        self,
        prefix: str = "",
        accessible_name: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._hint = hint
        self._position: int | None = None
        self._edit = FormulaEdit(prefix)
        self._message = MessageLine()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._edit)
        layout.addWidget(self._message)
        self.set_accessible_name(accessible_name or self.tr("Formula"))
        self._enlarge()
        self._message.show_message(hint, wrong=False)
        self._edit.textEdited.connect(self.text_edited)
        self._edit.editingFinished.connect(self.editing_finished)
        self._edit.cursorPositionChanged.connect(self._follow_scrolling)
        self._edit.installEventFilter(self)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Give the keys to the text."""
        self._edit.setFocus(event.reason())

    def text(self) -> str:
        """Return what is written."""
        return self._edit.text()

    def set_text(self, text: str) -> None:
        """Write `text` and emit nothing; the cursor stays where it is if the text is the same."""
        if text != self._edit.text():
            self._edit.setText(text)

    def edit(self) -> FormulaEdit:
        """Return the part in which the formula is written."""
        return self._edit

    def set_prefix(self, prefix: str) -> None:
        """Change what is written before the formula."""
        self._edit.set_prefix(prefix)
        self._follow_scrolling()

    def set_hint(self, hint: str) -> None:
        """Change what the reserved line shows while nothing is wrong."""
        self._hint = hint
        if not self.error():
            self._message.show_message(hint, wrong=False)

    def set_accessible_name(self, name: str) -> None:
        """Change how a screen reader calls the field."""
        self.setAccessibleName(name)
        self._edit.setAccessibleName(name)

    def set_error(self, message: str, position: int | None) -> None:
        """Say what is wrong and mark the character at `position` of the text.

        The position may be the text's length (something is missing at its end) or None.
        """
        self._position = position
        self._edit.set_mark(position)
        self._edit.setAccessibleDescription(message)
        self._message.show_message(message, wrong=True)
        self._follow_scrolling()

    def clear_error(self) -> None:
        """Return to the hint."""
        self._position = None
        self._edit.set_mark(None)
        self._edit.setAccessibleDescription(self._hint)
        self._message.show_message(self._hint, wrong=False)
        self._message.point_at(None)

    def error(self) -> str:
        """Return what is said to be wrong, or nothing."""
        return self._message.text() if self._message.is_wrong() else ""

    def mark_place(self) -> float | None:
        """Return where the arrow points, in pixels from the left; None when out of sight."""
        return self._message.arrow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Keep the formula larger than other text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._enlarge()

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: ARG002, N802
        """Keep the arrow under its character when the field scrolls or is resized."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Paint):
            self._follow_scrolling()
        return False

    def _enlarge(self) -> None:
        self._edit.setFont(scaled_font(self.font(), _FONT_FACTOR, QFont.Weight.Normal))
        self._message.setFont(scaled_font(self.font(), 0.95))

    def _follow_scrolling(self) -> None:
        if self._position is None:
            self._message.point_at(None)
            return
        begin, end = self._edit.span_of(self._position)
        middle = (begin + end) / 2
        area = self._edit.text_area()
        in_sight = area.left() - 2 <= middle <= area.right() + 6
        self._message.point_at(middle if in_sight else None)


def _wave(begin: float, end: float, baseline: float) -> QPainterPath:
    path = QPainterPath(QPointF(begin, baseline))
    x, up = begin, True
    while x < end:
        x = min(x + _WAVE_HALF_LENGTH, end)
        path.lineTo(x, baseline - 2.0 if up else baseline)
        up = not up
    return path
