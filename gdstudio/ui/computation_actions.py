"""The actions that pause, resume and stop what is computed."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from gdstudio.session.run_controller import RunController
from gdstudio.session.run_state import RunState


class ComputationActions(QObject):
    """Offers them while something is computed."""

    def __init__(self, controller: RunController, pause: QAction, stop: QAction) -> None:
        super().__init__(controller)
        self._controller, self._pause, self._stop = controller, pause, stop
        pause.toggled.connect(self._on_paused)
        stop.triggered.connect(controller.stop)
        controller.state_changed.connect(self._on_state)

    @Slot(object)
    def _on_state(self, state: RunState) -> None:
        computing = state in (RunState.RUNNING, RunState.PAUSED)
        self._pause.setEnabled(computing)
        self._stop.setEnabled(computing)
        self._pause.setChecked(state is RunState.PAUSED)

    @Slot(bool)
    def _on_paused(self, paused: bool) -> None:
        if paused:
            self._controller.pause()
        else:
            self._controller.resume()
