"""The menu bar."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from gdstudio.ui.actions import Actions


class Menus:
    """Fills a menu bar with the actions.

    Attributes
    ----------
    recent
        The menu of recent files, filled by the window.
    examples
        The menu of experiments that the program ships, filled when it is opened.
    panels
        The menu with a mark for each panel, filled by the window.
    """

    def __init__(self, bar: QMenuBar, actions: Actions) -> None:
        tr = bar.tr
        file = bar.addMenu(tr("&File"))
        file.addActions([actions.new, actions.open, actions.open_data])
        self.recent: QMenu = file.addMenu(tr("Open &recent"))
        self.examples: QMenu = file.addMenu(tr("E&xamples"))
        file.addSeparator()
        file.addActions([actions.save, actions.save_as])
        file.addSeparator()
        export = file.addMenu(tr("&Export"))
        export.addActions([actions.export_picture, actions.export_data])
        file.addSeparator()
        file.addAction(actions.quit)

        edit = bar.addMenu(tr("&Edit"))
        edit.addActions([actions.undo, actions.redo])
        edit.addSeparator()
        edit.addAction(actions.copy_picture)
        edit.addSeparator()
        edit.addAction(actions.gallery)

        run = bar.addMenu(tr("&Run"))
        _add(run, [actions.play, actions.step_back, actions.step_forward])
        _add(run, [actions.to_start, actions.to_end])
        _add(run, [actions.slower, actions.faster, actions.loop])
        _add(run, [actions.pause_computation, actions.stop_computation])
        _add(run, [actions.add_run, actions.duplicate_run, actions.remove_run])
        run.addActions([actions.move_run_up, actions.move_run_down, actions.toggle_run])

        view = bar.addMenu(tr("&View"))
        _add(view, [actions.map_page, actions.surface_page])
        _add(view, [actions.reset_view, actions.map_layers])
        self.panels: QMenu = view.addMenu(tr("&Panels"))
        _add(view, [actions.calculus, actions.derivative, actions.data_table, actions.reset_layout])
        theme = view.addMenu(tr("Th&eme"))
        theme.addActions([actions.theme_system, actions.theme_light, actions.theme_dark])
        view.addAction(actions.presentation)

        help_ = bar.addMenu(tr("&Help"))
        help_.addActions([actions.shortcuts, actions.about])


def _add(menu: QMenu, actions: list[QAction]) -> None:
    menu.addActions(actions)
    menu.addSeparator()
