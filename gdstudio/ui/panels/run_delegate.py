"""How a run looks in the list, and where it can be clicked."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.icons import icon
from gdstudio.ui.panels.run_rows import ROW_ROLE, Index, RunRow
from gdstudio.ui.plots.markers import draw_marker

ROW_HEIGHT = 46
SWATCH = QRect(10, 0, 22, ROW_HEIGHT)
EYE_WIDTH = 30


class RunDelegate(QStyledItemDelegate):
    """Paints a run and takes clicks on its swatch and its eye."""

    eye_clicked = Signal(int)
    swatch_clicked = Signal(int)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return the size of a row."""
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one run."""
        row: RunRow = index.data(ROW_ROLE)
        theme = active_theme()
        area = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            ground = QPainterPath()
            ground.addRoundedRect(area.adjusted(0, 1, 0, -1), 8.0, 8.0)
            painter.fillPath(ground, QColor(theme.accent_soft if selected else theme.hover))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRoundedRect(QRectF(area).adjusted(1.0, 2.0, -1.0, -2.0), 7.0, 7.0)
        painter.setOpacity(0.45 if row.is_hidden else 1.0)
        centre = QPointF(area.left() + SWATCH.center().x() + 0.5, area.center().y() + 0.5)
        draw_marker(painter, index.row(), centre, 7.0, QColor(row.colour), QColor(theme.card))

        left, right = area.left() + 42, area.right() - EYE_WIDTH - 4
        top = QRect(left, area.top() + 5, right - left, 18)
        bottom = QRect(left, area.top() + 23, right - left, 17)
        loss_font = numeric_font(option.font)
        painter.setFont(loss_font)
        painter.setPen(QColor(theme.text))
        loss_width = painter.fontMetrics().horizontalAdvance(row.loss)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.loss)
        name_font = scaled_font(option.font, 1.0, QFont.Weight.Medium)
        painter.setFont(name_font)
        name_area = top.adjusted(0, 0, -loss_width - 8, 0)
        name = painter.fontMetrics().elidedText(
            row.label, Qt.TextElideMode.ElideRight, name_area.width()
        )
        painter.drawText(name_area, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(scaled_font(option.font, 0.9))
        painter.setPen(QColor(theme.danger if row.is_bad else theme.muted_text))
        state = painter.fontMetrics().elidedText(
            row.state, Qt.TextElideMode.ElideRight, bottom.width()
        )
        painter.drawText(bottom, Qt.AlignmentFlag.AlignVCenter, state)
        painter.setOpacity(1.0)
        if row.is_hidden or hovered or selected:
            sign = icon("eye-off" if row.is_hidden else "eye", theme)
            sign.paint(painter, self._eye_area(area).adjusted(7, 0, -7, 0))
        painter.restore()

    def editorEvent(  # noqa: N802 (Qt's name)
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Take clicks on the swatch and the eye."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            place = event.position().toPoint()
            if self._eye_area(option.rect).contains(place):
                self.eye_clicked.emit(index.row())
                return True
            if place.x() < option.rect.left() + 36:
                self.swatch_clicked.emit(index.row())
                return True
        return super().editorEvent(event, model, option, index)

    def updateEditorGeometry(  # noqa: N802 (Qt's name)
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: Index,  # noqa: ARG002
    ) -> None:
        """Put the editor of the name where the name stands."""
        editor.setGeometry(option.rect.adjusted(36, 7, -EYE_WIDTH, -7))

    def createEditor(  # noqa: N802 (Qt's name)
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: Index,  # noqa: ARG002
    ) -> QWidget:
        """Return the editor of a name."""
        editor = QLineEdit(parent)
        editor.setMaxLength(100)
        editor.setAccessibleName(self.tr("Name of the run"))
        return editor

    def _eye_area(self, area: QRect) -> QRect:
        return QRect(area.right() - EYE_WIDTH - 1, area.top(), EYE_WIDTH, area.height())
