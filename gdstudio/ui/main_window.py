"""The window: it wires actions to parts and holds no logic of its own."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMainWindow, QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.session.document import Document
from gdstudio.session.player import Player
from gdstudio.session.recovery import Recovery
from gdstudio.session.run_controller import RunController
from gdstudio.session.settings import Settings
from gdstudio.ui.actions import make_actions
from gdstudio.ui.calculus_view import CalculusView
from gdstudio.ui.centre import Centre
from gdstudio.ui.colours import Theme, active_theme
from gdstudio.ui.computation_actions import ComputationActions
from gdstudio.ui.curves_panel import CurvesPanel
from gdstudio.ui.data_table import DataTable
from gdstudio.ui.docks import Docks, DockSwitch
from gdstudio.ui.exports import Exports
from gdstudio.ui.file_commands import FileCommands
from gdstudio.ui.help import Help
from gdstudio.ui.key_guard import KeyGuard
from gdstudio.ui.menus import Menus
from gdstudio.ui.panels.function_panel import FunctionPanel
from gdstudio.ui.panels.problem_panel import ProblemPanel
from gdstudio.ui.panels.runs_panel import RunActions, RunsPanel
from gdstudio.ui.picture_panel import PicturePanel
from gdstudio.ui.presentation import Presentation
from gdstudio.ui.recovery_bar import RecoveryBar
from gdstudio.ui.run_sentence import RunSentence
from gdstudio.ui.stage import Stage
from gdstudio.ui.theme_switch import ThemeSwitch
from gdstudio.ui.transport.transport_bar import TransportActions, TransportBar
from gdstudio.ui.trouble_bar import TroubleBar

FIRST_SIZE = QSize(1280, 800)


class MainWindow(QMainWindow):
    """The studio.

    Parameters
    ----------
    experiment
        What is open at first.
    settings
        Where layout, theme and recent files are remembered.
    recovery
        Keeps copies of unsaved work; None for none.
    """

    first_painted = Signal()
    """The window has been on the screen once."""

    def __init__(
        self, experiment: Experiment, settings: Settings, recovery: Recovery | None = None
    ) -> None:
        super().__init__()
        self._settings = settings
        self._recovery = recovery
        self._was_painted = False
        self.document = Document(experiment, self)
        self.controller = RunController(self)
        self.player = Player(self)
        stack = self.document.undo_stack
        self.actions_ = make_actions(
            self, stack.createUndoAction(self), stack.createRedoAction(self), active_theme()
        )
        self._build_parts(active_theme())
        self._build_frame()
        self._connect_document()
        self._connect_runs()
        self._connect_actions()
        self._theme_switch.restore()
        self._docks.restore()
        self.player.set_speed(settings.speed)
        self.actions_.loop.setChecked(settings.loops)
        self.setAcceptDrops(True)
        self.first_painted.connect(self._begin)
        self._on_experiment(experiment)
        self._show_title()

    def _build_parts(self, theme: Theme) -> None:
        actions = self.actions_
        self.centre = Centre(theme, actions.reset_view)
        self._transport_actions = TransportActions(
            to_start=actions.to_start,
            step_back=actions.step_back,
            play=actions.play,
            step_forward=actions.step_forward,
            to_end=actions.to_end,
            loop=actions.loop,
            slower=actions.slower,
            faster=actions.faster,
        )
        self.transport = TransportBar(self._transport_actions, self.player)
        self.curves = CurvesPanel(theme)
        self.problem_panel = ProblemPanel(theme, actions.gallery)
        self.runs_panel = RunsPanel(
            RunActions(
                add=actions.add_run,
                duplicate=actions.duplicate_run,
                remove=actions.remove_run,
                move_up=actions.move_run_up,
                move_down=actions.move_run_down,
                toggle_visible=actions.toggle_run,
            )
        )
        self.calculus = CalculusView(self.centre, actions, self._settings)
        self.table = DataTable()
        self.stage = Stage(self.controller, self.player, self.runs_panel, self)
        self._sentence = RunSentence()
        self._read_out = QLabel()

    def _build_frame(self) -> None:
        self.setObjectName("MainWindow")
        self.setContentsMargins(8, 0, 8, 0)
        self.resize(FIRST_SIZE)
        # A hidden menu bar (in a presentation) takes the keys of its actions with it.
        self.addActions(self.actions_.all())
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        self.trouble_bar = TroubleBar()
        layout.addWidget(self.trouble_bar)
        layout.addWidget(self.centre, 1)
        layout.addWidget(self.transport)
        self.setCentralWidget(centre)
        menus = Menus(self.menuBar(), self.actions_)
        self._docks = Docks(self, self._settings, menus.panels)
        self._docks.add("Problem", self.problem_panel, Qt.DockWidgetArea.LeftDockWidgetArea)
        self._runs_dock = self._docks.add(
            "Runs", self.runs_panel, Qt.DockWidgetArea.RightDockWidgetArea
        )
        self._calculus_dock = self._docks.add(
            "Calculus", self.calculus.panel, Qt.DockWidgetArea.RightDockWidgetArea, hidden=True
        )
        self._docks.add("Curves", self.curves, Qt.DockWidgetArea.BottomDockWidgetArea)
        self._table_dock: QDockWidget = self._docks.add(
            "Data table", self.table, Qt.DockWidgetArea.BottomDockWidgetArea, hidden=True
        )
        self._docks.stack("Curves", "Data table")
        self._docks.stack("Runs", "Calculus")
        self._docks.remember_default()
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._sentence, 1)
        bar.addPermanentWidget(self._read_out)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self._key_guard = KeyGuard(application, self)
        self._files = FileCommands(
            self, self.document, self._settings, menus, self._recovery, self.actions_
        )
        self._offer_recovery(layout)
        self._exports = Exports(
            self,
            self.document,
            self._settings,
            self.stage,
            self.centre,
            self.calculus,
            self.actions_,
        )
        self._theme_switch = ThemeSwitch(self, self.actions_, self._settings)
        self._help = Help(self, self.actions_)

    def _offer_recovery(self, layout: QVBoxLayout) -> None:
        if self._recovery is not None:
            bar = RecoveryBar(self._recovery)
            layout.insertWidget(0, bar)
            bar.restored.connect(self._files.restore)
            self._recovery.trouble.connect(self.statusBar().showMessage)
            # After the window is there: the folder may be on a slow disk.
            self.first_painted.connect(bar.look)

    def _connect_document(self) -> None:
        self.document.experiment_changed.connect(self._on_experiment)
        self.document.state_changed.connect(self._show_title)
        for panel in (self.problem_panel, self.runs_panel, self.centre):
            panel.edited.connect(self.document.edit)
            panel.edit_ended.connect(self.document.end_merge)
        self._files.opened.connect(self.runs_panel.show_all)
        self.problem_panel.rows_counted.connect(self.runs_panel.set_training_rows)
        self.centre.start_moved.connect(self._on_start_moved)
        self.centre.start_released.connect(self.document.end_merge)
        self.calculus.start_wanted.connect(self._on_start_moved)

    def _connect_runs(self) -> None:
        self.controller.failed.connect(self.trouble_bar.show_sentence)
        self.controller.state_changed.connect(self.trouble_bar.follow)
        shows = (
            *(self.centre, self.calculus, self.transport, self.curves),
            *(self.runs_panel, self.table),
        )
        for shows_frames in shows:
            self.stage.frame_changed.connect(shows_frames.show_frame)
        self.stage.frame_changed.connect(self._sentence.show_frame)
        self.controller.failed.connect(self._sentence.give_up)
        self.player.wait_for(self._are_pictures_behind)
        self.curves.scrubbed.connect(self.player.seek)
        self.table.step_chosen.connect(self.player.seek)
        self.centre.hovered.connect(self._read_out.setText)
        self.calculus.overlay_changed.connect(self.centre.set_overlay)
        self._theme_switch.changed.connect(self._on_theme)

    def _are_pictures_behind(self) -> bool:
        return self.centre.is_behind or self.curves.turns.is_waiting

    def _connect_actions(self) -> None:
        actions = self.actions_
        self._transport_actions.connect_to(self.player)
        actions.quit.triggered.connect(self.close)
        ComputationActions(self.controller, actions.pause_computation, actions.stop_computation)
        actions.add_run.triggered.connect(self.runs_panel.open_add_menu)
        actions.map_page.triggered.connect(self.centre.open_map)
        actions.surface_page.triggered.connect(self.centre.open_surface)
        actions.reset_view.triggered.connect(self.centre.reset_view)
        self.picture.layers.offer(actions.map_layers, self._settings)
        DockSwitch(actions.calculus, self._calculus_dock)
        self._calculus_dock.visibilityChanged.connect(self.calculus.set_seen)
        DockSwitch(actions.data_table, self._table_dock)
        actions.reset_layout.triggered.connect(self._docks.reset)
        Presentation(self, actions.presentation, self._docks, self._theme_switch)
        self._runs_dock.visibilityChanged.connect(self._on_runs_shown)

    @property
    def picture(self) -> PicturePanel:
        """The picture of a function."""
        return self.centre.picture

    @property
    def function_panel(self) -> FunctionPanel:
        """The editor of a function."""
        return self.problem_panel.function

    @property
    def files(self) -> FileCommands:
        """Open and save."""
        return self._files

    @Slot(object)
    def _on_experiment(self, experiment: Experiment) -> None:
        self.problem_panel.set_experiment(experiment)
        self.runs_panel.set_experiment(experiment)
        self.centre.set_experiment(experiment)
        self.actions_.surface_page.setEnabled(self.centre.has_surface)
        self.calculus.set_experiment(experiment)
        if self._was_painted:
            self._compute(experiment)

    @Slot()
    def _begin(self) -> None:
        """Compute, now that the window is seen: the kernels take a while to load."""
        self.actions_.set_theme(active_theme())
        self.centre.begin()
        self.curves.begin()
        self._compute(self.document.experiment)

    def _compute(self, experiment: Experiment) -> None:
        self._sentence.wait_for(experiment)
        self.controller.start(experiment)

    @Slot(object)
    def _on_start_moved(self, start: tuple[float, ...]) -> None:
        self._files.edit_start(start)

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self.actions_.set_theme(theme)
        self.centre.set_theme(theme)
        self.calculus.set_theme(theme)
        self.curves.set_theme(theme)
        self.problem_panel.set_theme(theme)

    @Slot()
    def _on_runs_shown(self) -> None:
        # Behind another dock's tab it is not hidden: a click away.
        self.centre.set_legend_visible(self._runs_dock.isHidden())

    @Slot()
    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] — GD Studio")
        self.setWindowModified(self.document.is_modified)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell of the first time."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take experiment files."""
        if self._files.dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Open an experiment file."""
        path = self._files.dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._files.open_path(path)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask about unsaved edits, remember the layout, end the thread."""
        if not self._files.may_leave():
            event.ignore()
            return
        self.player.pause()
        self._docks.save()
        self._settings.speed = self.player.speed
        self._settings.loops = self.actions_.loop.isChecked()
        self._files.close()
        self.stage.shut_down()
        self.centre.shut_down()
        self.calculus.shut_down()
        self.problem_panel.shut_down()
        self.controller.shut_down()
        event.accept()
