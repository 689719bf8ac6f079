"""Every action of the window: text, tip, icon, shortcut. One place."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from gdstudio.ui.colours import Theme
from gdstudio.ui.icons import icon

Keys = QKeySequence.StandardKey | str | None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


@dataclass(frozen=True)
class Actions:
    """The actions by name."""

    new: QAction
    open: QAction
    open_data: QAction
    save: QAction
    save_as: QAction
    export_picture: QAction
    export_data: QAction
    quit: QAction

    undo: QAction
    redo: QAction
    copy_picture: QAction

    play: QAction
    step_back: QAction
    step_forward: QAction
    to_start: QAction
    to_end: QAction
    slower: QAction
    faster: QAction
    loop: QAction
    pause_computation: QAction
    stop_computation: QAction
    add_run: QAction
    duplicate_run: QAction
    remove_run: QAction
    move_run_up: QAction
    move_run_down: QAction
    toggle_run: QAction

    gallery: QAction
    map_page: QAction
    surface_page: QAction
    reset_view: QAction
    map_layers: QAction
    calculus: QAction
    derivative: QAction
    data_table: QAction
    reset_layout: QAction
    presentation: QAction
    theme_system: QAction
    theme_light: QAction
    theme_dark: QAction

    shortcuts: QAction
    about: QAction

    def all(self) -> list[QAction]:
        """Return all actions in their order."""
        return [getattr(self, field.name) for field in fields(self)]

    def seen_at_first(self) -> list[QAction]:
        """Return the actions that have a button in the window; the others are in menus alone."""
        return [
            *(self.gallery, self.reset_view, self.map_layers, self.calculus, self.derivative),
            *(self.add_run, self.duplicate_run, self.remove_run),
            *(self.play, self.step_back, self.step_forward, self.to_start, self.to_end),
            *(self.slower, self.faster, self.loop),
        ]

    def set_theme(self, theme: Theme, actions: Sequence[QAction] | None = None) -> None:
        """Draw the icons of actions, by default of all, in the colours of a theme."""
        for action in self.all() if actions is None else actions:
            name = action.property("iconName")
            if name:
                action.setIcon(icon(name, theme))


def make_actions(parent: QObject, undo: QAction, redo: QAction, theme: Theme) -> Actions:
    """Return all actions.

    Parameters
    ----------
    parent
        Their owner.
    undo, redo
        Made by the undo stack, which keeps their texts up to date.
    """

    def make(text: str, tip: str, icon_name: str = "", keys: Keys = None) -> QAction:
        action = QAction(_tr(text), parent)
        _describe(action, _tr(tip), icon_name, keys)
        return action

    key = QKeySequence.StandardKey
    _describe(undo, _tr("Take back the last edit"), "undo-2", key.Undo)
    _describe(redo, _tr("Make the last edit again"), "redo-2", key.Redo)
    actions = Actions(
        new=make("&New", "Begin with the first example", "file-plus", key.New),
        open=make("&Open…", "Open an experiment from a file", "folder-open", key.Open),
        open_data=make(
            "Open &data (CSV)…", "Train on a table of your own", "file-spreadsheet", "Ctrl+Shift+O"
        ),
        save=make("&Save", "Save the experiment", "save", key.Save),
        save_as=make("Save &as…", "Save the experiment in another file", "file", key.SaveAs),
        export_picture=make("&Picture…", "Save the picture as PNG", "image", "Ctrl+E"),
        export_data=make(
            "&Data…", "Save every step as CSV, NPZ or JSON", "download", "Ctrl+Shift+E"
        ),
        quit=make("&Quit", "Close the window", "log-out", key.Quit),
        undo=undo,
        redo=redo,
        copy_picture=make(
            "&Copy picture", "Put the picture on the clipboard", "copy", "Ctrl+Shift+C"
        ),
        play=make("&Play", "Play the runs, or pause", "play", "Space"),
        step_back=make("Step &back", "Show the step before", "step-back", "Left"),
        step_forward=make("Step &forward", "Show the next step", "step-forward", "Right"),
        to_start=make("To the &start", "Show step 0", "skip-back", "Home"),
        to_end=make("To the &end", "Show the last step", "skip-forward", "End"),
        slower=make("Slo&wer", "Play fewer steps a second", "minus", "["),
        faster=make("F&aster", "Play more steps a second", "plus", "]"),
        loop=make("&Loop", "Begin again at the end", "repeat", "L"),
        pause_computation=make(
            "Pause &computing", "Hold the computation, which runs ahead of the picture", "pause"
        ),
        stop_computation=make("S&top computing", "End the runs where they are", "square", "Ctrl+."),
        add_run=make("A&dd a run", "Add a run with a method of your choice", "plus", "Ctrl+R"),
        duplicate_run=make("D&uplicate the run", "Copy the selected run", "copy-plus", "Ctrl+D"),
        remove_run=make("&Remove the run", "Remove the selected run", "trash-2", "Ctrl+Backspace"),
        move_run_up=make("Move the run up", "Earlier in the list", "chevron-up", "Alt+Up"),
        move_run_down=make("Move the run down", "Later in the list", "chevron-down", "Alt+Down"),
        toggle_run=make("&Hide or show the run", "Hide or show its path", "eye", "Ctrl+H"),
        gallery=make("&Gallery", "Choose a famous function", "library", "Ctrl+G"),
        map_page=make("&Map", "Show the function from above", "map", "Ctrl+1"),
        surface_page=make("&3-D", "Show the function as a surface", "box", "Ctrl+2"),
        reset_view=make("&Whole domain", "Show the whole domain again", "maximize", "Ctrl+0"),
        map_layers=make(
            "&Layers of the map…",
            "Choose what the map shows: colours, lines, arrows",
            "layers",
            "Ctrl+L",
        ),
        calculus=make(
            "&Calculus", "Derivatives, Taylor and critical points at a point", "tangent", "Ctrl+K"
        ),
        derivative=make(
            "&Derivative", "Draw the derivative under the curve", "chart-spline", "Ctrl+Shift+D"
        ),
        data_table=make("Data &table", "Show every step as a table", "table", "Ctrl+T"),
        reset_layout=make("&Reset layout", "Put all panels where they were", "layout-panel-left"),
        presentation=make(
            "Pre&sentation", "Only the picture, larger: for a lecture hall", "presentation", "F11"
        ),
        theme_system=make("As the s&ystem", "Light or dark as the system is", "monitor"),
        theme_light=make("&Light", "Dark text on light", "sun"),
        theme_dark=make("&Dark", "Light text on dark", "moon"),
        shortcuts=make("&Keyboard", "All keys", "keyboard", key.HelpContents),
        about=make("&About GD Studio", "What this program is", "info"),
    )
    for action in (
        actions.loop,
        actions.pause_computation,
        actions.calculus,
        actions.derivative,
        actions.data_table,
        actions.presentation,
        actions.theme_system,
        actions.theme_light,
        actions.theme_dark,
    ):
        action.setCheckable(True)
    group = QActionGroup(parent)
    for action in (actions.theme_system, actions.theme_light, actions.theme_dark):
        group.addAction(action)
    # The rest get theirs when the window is seen: icons are files that are written.
    actions.set_theme(theme, actions.seen_at_first())
    return actions


def _describe(action: QAction, tip: str, icon_name: str, keys: Keys) -> None:
    action.setStatusTip(tip)
    action.setProperty("iconName", icon_name)
    action.setShortcutVisibleInContextMenu(True)
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tip} ({shortcut})" if shortcut else tip)
