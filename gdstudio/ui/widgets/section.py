"""A card: an icon and a heading, a few actions, and what belongs under them."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import scaled_font
from gdstudio.ui.icons import icon
from gdstudio.ui.widgets.labels import ElidedLabel

_ICON_SIZE = 18
_MARGIN = 16
_HEADER_HEIGHT = 28
_HEADING_FACTOR = 1.1


class Section(QFrame):
    """A card with a heading.

    Parameters
    ----------
    heading
        What the card is about.
    icon_name
        The icon before the heading.
    """

    def __init__(self, heading: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = QLabel()
        self._icon.setFixedSize(_ICON_SIZE, _ICON_SIZE)
        if not icon_name:
            self._icon.hide()
        self._heading = _Heading(heading)
        self._heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # As high with actions as without, so that headings of cards side by side are level.
        self._heading.setMinimumHeight(_HEADER_HEIGHT)
        self._header = QHBoxLayout()
        self._header.setSpacing(8)
        self._header.addWidget(self._icon)
        self._header.addWidget(self._heading, 1)
        self._content = QVBoxLayout()
        self._content.setSpacing(12)
        self._content.setContentsMargins(0, 0, 0, 0)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(_MARGIN, 8, _MARGIN, _MARGIN)
        self._outer.setSpacing(8)
        self._outer.addLayout(self._header)
        self._outer.addLayout(self._content)
        self.setAccessibleName(heading)
        self._dress()

    def content(self) -> QVBoxLayout:
        """Return the layout under the heading."""
        return self._content

    def make_compact(self) -> None:
        """Leave less air around the content: for plots, whose axes bring their own."""
        self._outer.setContentsMargins(12, 4, 8, 4)
        self._outer.setSpacing(2)

    def heading(self) -> str:
        """Return the heading."""
        return self._heading.text()

    def set_heading(self, heading: str) -> None:
        """Change the heading."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)

    def add_widget(self, widget: QWidget, stretch: int = 0) -> None:
        """Add `widget` under the heading."""
        self._content.addWidget(widget, stretch)

    def add_header_widget(self, widget: QWidget) -> None:
        """Add `widget` at the right of the heading."""
        self._header.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_action(self, action: QAction) -> QToolButton:
        """Add a quiet button for `action` at the right of the heading."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(16, 16))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text().replace("&", ""))
        self.add_header_widget(button)
        return button

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _dress(self) -> None:
        self._heading.enlarge(self.font())
        if self._icon_name:
            picture = icon(self._icon_name, active_theme().text)
            size = QSize(_ICON_SIZE, _ICON_SIZE)
            self._icon.setPixmap(picture.pixmap(size, self.devicePixelRatioF()))


class _Heading(ElidedLabel):
    """A line that is larger than other text.

    Another style sheet gives every part back the font that it had before the first, so the font is
    set again after it.
    """

    def enlarge(self, font: QFont) -> None:
        """Take the size from the font of ordinary text."""
        wanted = scaled_font(font, _HEADING_FACTOR, QFont.Weight.DemiBold)
        if self.font() != wanted:
            self.setFont(wanted)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Stay large."""
        super().changeEvent(event)
        section = self.parentWidget()
        changes = (QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if section is not None and event.type() in changes:
            self.enlarge(section.font())
