"""The panels around the picture as dock widgets."""

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QMainWindow,
    QMenu,
    QScrollArea,
    QTabBar,
    QWidget,
)

from gdstudio.session.settings import Settings

SIDE_WIDTH = 300
BOTTOM_HEIGHT = 232


class PanelScroll(QScrollArea):
    """Lets a side panel be taller than the window."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self.setWidget(panel)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(SIDE_WIDTH - 40)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the width of a side panel."""
        return QSize(SIDE_WIDTH, 600)


class DockSwitch(QObject):
    """Lets an action show a dock, in front of others in its place, and hide it."""

    def __init__(self, action: QAction, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock = dock
        action.toggled.connect(self._on_toggled)
        dock.toggleViewAction().toggled.connect(action.setChecked)

    @Slot(bool)
    def _on_toggled(self, visible: bool) -> None:
        self._dock.setVisible(visible)
        if visible:
            self._dock.raise_()


class Docks(QObject):
    """Adds docks, remembers where a person puts them, puts them back.

    Parameters
    ----------
    window
        The window.
    settings
        Where the layout is remembered.
    menu
        Gets a mark for each panel.
    """

    def __init__(self, window: QMainWindow, settings: Settings, menu: QMenu) -> None:
        super().__init__(window)
        self._window, self._settings, self._menu = window, settings, menu
        self._tidying = QTimer(self)
        self._tidying.setSingleShot(True)
        self._tidying.timeout.connect(self._hide_single_tabs)
        self._docks: list[QDockWidget] = []
        self._default = QByteArray()
        self._before_presentation = QByteArray()
        window.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
        )
        for corner, area in (
            (Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
            (Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea),
        ):
            window.setCorner(corner, area)

    def add(
        self, title: str, panel: QWidget, area: Qt.DockWidgetArea, *, hidden: bool = False
    ) -> QDockWidget:
        """Put a panel into a dock."""
        dock = QDockWidget(QCoreApplication.translate("Docks", title), self._window)
        dock.setObjectName(title)
        sides = (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)
        dock.setWidget(PanelScroll(panel) if area in sides else panel)
        self._window.addDockWidget(area, dock)
        dock.setVisible(not hidden)
        self._docks.append(dock)
        dock.visibilityChanged.connect(self._tidy)
        mark = dock.toggleViewAction()
        mark.setStatusTip(QCoreApplication.translate("Docks", "Show or hide this panel"))
        self._menu.addAction(mark)
        return dock

    def stack(self, below: str, above: str) -> None:
        """Let two docks share a place, as tabs."""
        docks = {dock.objectName(): dock for dock in self._docks}
        self._window.tabifyDockWidget(docks[below], docks[above])

    def remember_default(self) -> None:
        """Take the present layout for the one to which ``reset`` returns."""
        docks = {dock.objectName(): dock for dock in self._docks}
        left, right, bottom = docks["Problem"], docks["Runs"], docks["Curves"]
        self._window.resizeDocks([left, right], [SIDE_WIDTH, SIDE_WIDTH], Qt.Orientation.Horizontal)
        self._window.resizeDocks([bottom], [BOTTOM_HEIGHT], Qt.Orientation.Vertical)
        self._default = self._window.saveState()

    def restore(self) -> None:
        """Put the panels where they were when the window was last closed."""
        if not self._settings.window_geometry.isEmpty():
            self._window.restoreGeometry(self._settings.window_geometry)
        if not self._settings.window_state.isEmpty():
            self._window.restoreState(self._settings.window_state)

    def save(self) -> None:
        """Remember where the panels are."""
        if self._before_presentation.isEmpty():
            self._settings.window_geometry = self._window.saveGeometry()
            self._settings.window_state = self._window.saveState()

    @Slot()
    def _tidy(self) -> None:
        self._tidying.start()

    @Slot()
    def _hide_single_tabs(self) -> None:
        """Hide what Qt keeps of tabs of which one is left: now and then it lies over the menus."""
        only = Qt.FindChildOption.FindDirectChildrenOnly
        for tabs in self._window.findChildren(QTabBar, options=only):
            if tabs.count() < 2 and tabs.geometry().intersects(self._window.rect()):
                tabs.hide()

    def reset(self) -> None:
        """Put all panels where they were at first."""
        self._window.restoreState(self._default)

    def set_presentation(self, on: bool) -> None:
        """Hide all panels, or put them back."""
        if on:
            self._before_presentation = self._window.saveState()
            for dock in self._docks:
                dock.hide()
        else:
            self._window.restoreState(self._before_presentation)
            self._before_presentation = QByteArray()
        self._window.menuBar().setVisible(not on)
        self._window.statusBar().setVisible(not on)
