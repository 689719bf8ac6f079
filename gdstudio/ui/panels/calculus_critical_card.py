"""The critical points of a function: where its gradient is zero, and of which kind."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.calculus_words import critical_text, kind_text, vector_text
from gdstudio.ui.widgets.folding_section import FoldingSection
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from gdstudio.simulation.critical_points import CriticalPoint, CriticalPoints

MOST_ROWS = 7
"""Rows that are seen without scrolling the list."""
ROW_PADDING = 5
SHOWN_COORDINATES = 3
SAME_VALUE, ROUNDING = 1e-9, 1e-15
_POINT_ROLE = Qt.ItemDataRole.UserRole
_NOTE_ROLE = Qt.ItemDataRole.UserRole + 1
_NUMBERS_ROLE = Qt.ItemDataRole.UserRole + 2


class CriticalCard(FoldingSection):
    """A list: a click looks at a point, a double click lets the runs start there."""

    chosen = Signal(object)
    """A point to look at: a tuple of numbers."""
    start_wanted = Signal(object)
    """A point at which the runs are to start: a tuple of numbers."""
    marks_wanted = Signal(bool)
    """Whether they are to be marked in the picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Critical points"), "target", parent=parent)
        self.list = _PointList()
        self._note = role_label("", "muted")
        self._note.setWordWrap(True)
        self.marks = Switch(self.tr("Mark them in the picture"), True)
        for widget in (self.marks, self.list, self._note):
            self.add_widget(widget)
        self.marks.toggled.connect(self.marks_wanted)
        self._found: CriticalPoints | None = None
        self.list.itemClicked.connect(self._on_item)
        self.list.itemActivated.connect(self._on_item)
        self.list.itemDoubleClicked.connect(self._on_double_click)
        self.show_searching()

    @property
    def note(self) -> str:
        """What is said under the list."""
        return self._note.text()

    def show_searching(self) -> None:
        """Say that they are being looked for."""
        self._found = None
        self.list.clear()
        self.list.hide()
        self._note.setText(self.tr("Looking for places where the gradient is zero…"))

    def show_found(self, found: "CriticalPoints", names: tuple[str, ...]) -> None:
        """List what was found of a function of some variables."""
        self._found = found
        self.list.clear()
        for each in found.points:
            self.list.addItem(_item(each, names, is_lowest=_is_lowest(each, found)))
        self.list.setVisible(bool(found.points))
        self.list.updateGeometry()
        self._note.setText(self._sentence(found))

    def _sentence(self, found: "CriticalPoints") -> str:
        if found.has_flat_region and not found.points:
            return self.tr("The function is constant somewhere: each point there is critical.")
        if not found.points:
            return self.tr("None was found in the domain.")
        text = self.tr("Click: look there. Double click: start there.")
        if found.is_confirmed:
            return (
                text + " " + self.tr("Along the edge of the domain ∇f turns as often as they say.")
            )
        if not found.is_complete:
            return text + " " + self.tr("There may be more.")
        return text

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_POINT_ROLE))

    @Slot(QListWidgetItem)
    def _on_double_click(self, item: QListWidgetItem) -> None:
        self.start_wanted.emit(item.data(_POINT_ROLE))


class _PointList(QListWidget):
    """As high as its rows, up to some."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_PointDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Critical points"))
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of the rows."""
        rows = min(MOST_ROWS, self.count())
        return QSize(160, rows * max(1, self.sizeHintForRow(0)) + 2 if rows else 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of the rows."""
        return QSize(80, self.sizeHint().height())


class _PointDelegate(QStyledItemDelegate):
    """Two lines: the kind with what is special about it, and place and value."""

    def sizeHint(  # noqa: N802 (Qt's name)
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        line = QFontMetricsF(option.font).height()
        return QSize(120, round(2.1 * line) + 2 * ROW_PADDING)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = active_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft if is_selected else theme.hover))
            painter.drawRoundedRect(area, 6.0, 6.0)
        text = area.adjusted(8.0, ROW_PADDING, -8.0, -ROW_PADDING)
        half = 0.5 * text.height()
        upper = QRectF(text.left(), text.top(), text.width(), half)
        lower = QRectF(text.left(), text.top() + half, text.width(), half)
        self._write(painter, upper, option, index)
        painter.setFont(numeric_font(scaled_font(option.font, 0.95)))
        painter.setPen(QColor(theme.muted_text))
        place, value = index.data(_NUMBERS_ROLE)
        metrics = QFontMetricsF(painter.font())
        painter.drawText(lower, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        room = lower.width() - metrics.horizontalAdvance(value) - 10.0
        shown = metrics.elidedText(place, Qt.TextElideMode.ElideRight, room)
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        area: QRectF,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = active_theme()
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(scaled_font(option.font, 1.0, QFont.Weight.Medium))
        painter.setPen(QColor(theme.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | flags, index.data())
        painter.setFont(scaled_font(option.font, 0.9))
        painter.setPen(QColor(theme.success))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | flags, index.data(_NOTE_ROLE))


def _is_lowest(point: "CriticalPoint", found: "CriticalPoints") -> bool:
    """Return whether no minimum is lower; several may be equally low."""
    if found.lowest is None or not point.kind.is_minimum:
        return False
    lowest = found.lowest.value
    return point.value <= lowest + SAME_VALUE * max(1.0, abs(lowest))


def _item(point: "CriticalPoint", names: tuple[str, ...], *, is_lowest: bool) -> QListWidgetItem:
    item = QListWidgetItem(kind_text(point))
    notes = []
    if is_lowest:
        notes.append(_text("lowest found"))
    if point.is_known:
        notes.append(_text("known"))
    place = vector_text(point.point, SHOWN_COORDINATES)
    if len(names) == 1:
        place = f"{names[0]} = {short_number(float(point.point[0]), 4)}"
    # What rounding leaves of 0 says nothing.
    value = f"f = {short_number(0.0 if abs(point.value) < ROUNDING else point.value, 6)}"
    item.setData(_POINT_ROLE, tuple(point.point.tolist()))
    item.setData(_NOTE_ROLE, " · ".join(notes))
    item.setData(_NUMBERS_ROLE, (place, value))
    item.setToolTip(critical_text(point))
    item.setData(
        Qt.ItemDataRole.AccessibleTextRole,
        f"{kind_text(point)} {place} {value} {' '.join(notes)}",
    )
    return item


def _text(words: str) -> str:
    return QCoreApplication.translate("CriticalCard", words)
