"""What is chosen over the surface: its heights, the point of view, the map on the floor."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QWidget

from gdstudio.ui.surface3d.camera import DEFAULT, FRONT, SIDE, TOP
from gdstudio.ui.surface3d.surface_view import SurfaceView
from gdstudio.ui.surface3d.vertical_scale import HeightMode
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons


class SurfaceControls(QObject):
    """Lies over the upper corners of a view, where the box leaves room."""

    mode_chosen = Signal(object)
    """A `HeightMode`."""

    def __init__(self, view: SurfaceView) -> None:
        super().__init__(view)
        self._view = view
        self.heights = SegmentedButtons(self._modes())
        self.heights.setAccessibleName(self.tr("Scale of the heights"))
        self.heights.chosen.connect(self._on_mode)
        views = QWidget()
        row = QHBoxLayout(views)
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
            self.views.append(button)
        for button in (*self.views, self.floor):
            row.addWidget(button)
        layout = QGridLayout(view)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.addWidget(self.heights, 0, 0)
        layout.setColumnStretch(1, 1)
        layout.addWidget(views, 0, 2)
        layout.setRowStretch(1, 1)
        for part in (self.heights, views):
            part.setCursor(Qt.CursorShape.ArrowCursor)

    def set_mode(self, mode: HeightMode) -> None:
        """Show which scale is used."""
        self.heights.set_key(mode.value)

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
