"""What is chosen over the surface: its heights, the point of view, the map on the floor."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gdstudio.ui.surface3d.camera import DEFAULT, FRONT, SIDE, TOP
from gdstudio.ui.surface3d.surface_view import SurfaceView
from gdstudio.ui.surface3d.vertical_scale import HeightMode
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons

TOP_MARGIN, GAP = 2, 8


class SurfaceControls(QObject):
    """Lies over the upper corners of a view, where the box leaves room.

    In a narrow view the points of view are in a menu.
    """

    mode_chosen = Signal(object)
    """A `HeightMode`."""

    def __init__(self, view: SurfaceView) -> None:
        super().__init__(view)
        self._view = view
        self.heights = SegmentedButtons(self._modes())
        self.heights.setAccessibleName(self.tr("Scale of the heights"))
        self.heights.chosen.connect(self._on_mode)
        self._row = QWidget(view)
        self._menu = QMenu(view)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.floor = self._button(
            self.tr("Floor"), self.tr("Show the map with the paths below the surface")
        )
        self.floor.setCheckable(True)
        self.floor.toggled.connect(view.set_floor)
        self.views: list[QToolButton] = []
        for name, tip, camera in (
            (self.tr("Default"), self.tr("From the front, the right and above"), DEFAULT),
            (self.tr("Top"), self.tr("From above, as the map"), TOP),
            (self.tr("Front"), self.tr("Along the second variable"), FRONT),
            (self.tr("Side"), self.tr("Along the first variable"), SIDE),
        ):
            button = self._button(name, tip)
            button.clicked.connect(partial(view.set_camera, camera))
            self._menu.addAction(name, button.click).setToolTip(tip)
            self.views.append(button)
        self._menu.addSeparator()
        floor = self._menu.addAction(self.floor.text())
        floor.setCheckable(True)
        floor.toggled.connect(self.floor.setChecked)
        self.floor.toggled.connect(floor.setChecked)
        for button in (*self.views, self.floor):
            row.addWidget(button)
        self.menu_button = self._button(self.tr("View"), self.tr("From where it is seen"))
        self.menu_button.setMenu(self._menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for part in (self.heights, self._row, self.menu_button):
            part.setParent(view)
            part.setCursor(Qt.CursorShape.ArrowCursor)
        view.installEventFilter(self)

    def set_mode(self, mode: HeightMode) -> None:
        """Show which scale is used."""
        self.heights.set_key(mode.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Lie in the corners whatever the size of the view, and of the letters."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._lie_in_corners()
        return super().eventFilter(watched, event)

    def _lie_in_corners(self) -> None:
        wanted, room = self.heights.sizeHint(), self._view.width()
        is_narrow = wanted.width() + GAP + self._row.sizeHint().width() > room
        for part, is_left, is_seen in (
            (self.heights, True, True),
            (self._row, False, not is_narrow),
            (self.menu_button, False, is_narrow),
        ):
            size = part.sizeHint()
            left = 0 if is_left else room - size.width()
            top = TOP_MARGIN + (wanted.height() - size.height()) // 2
            part.setGeometry(left, top, size.width(), size.height())
            part.setVisible(is_seen)

    @Slot(str)
    def _on_mode(self, key: str) -> None:
        self.mode_chosen.emit(HeightMode(key))

    def _modes(self) -> list[Choice]:
        return [
            Choice(HeightMode.LINEAR.value, self.tr("Linear"), self.tr("Heights are values")),
            Choice(
                HeightMode.LOG.value,
                self.tr("Log"),
                self.tr("Heights are logarithms above the lowest value: valleys are seen"),
            ),
            Choice(
                HeightMode.RANK.value,
                self.tr("Rank"),
                self.tr("Heights are ranks: each height has as much of the domain below it"),
            ),
        ]

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(text)
        button.setAccessibleDescription(tip)
        return button
