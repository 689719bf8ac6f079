from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QTabBar
from studio import Studio, count_of, rgb

from gdstudio.session.settings import Settings
from gdstudio.ui.colours import DARK, LIGHT, Theme, active_theme
from gdstudio.ui.example import ready_example

DOCKS = {"Calculus", "Problem", "Runs", "Curves", "Data table"}


def dock(studio: Studio, name: str) -> QDockWidget:
    found = studio.window.findChild(QDockWidget, name)
    assert found is not None
    return found


def layout(studio: Studio) -> dict[str, tuple[bool, Qt.DockWidgetArea]]:
    return {
        each.objectName(): (not each.isHidden(), studio.window.dockWidgetArea(each))
        for each in studio.window.findChildren(QDockWidget)
    }


def test_that_there_are_five_panels_of_which_two_are_hidden(studio: Studio) -> None:
    shown = layout(studio)
    assert set(shown) == DOCKS
    hidden = {"Calculus", "Data table"}
    assert {name for name, (visible, _) in shown.items() if visible} == DOCKS - hidden


@pytest.mark.parametrize("name", ["Problem", "Runs", "Curves"])
def test_that_a_panel_is_hidden_and_shown_from_the_menu(studio: Studio, name: str) -> None:
    action = dock(studio, name).toggleViewAction()
    action.trigger()
    studio.wait(lambda: not dock(studio, name).isVisible())
    action.trigger()
    studio.wait(lambda: dock(studio, name).isVisible())


def test_that_the_layout_can_be_reset(studio: Studio) -> None:
    before = layout(studio)
    studio.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock(studio, "Problem"))
    dock(studio, "Curves").hide()
    studio.window.actions_.data_table.trigger()
    assert layout(studio) != before
    studio.window.actions_.reset_layout.trigger()
    assert layout(studio) == before


def test_that_the_next_window_has_the_layout_of_the_last(
    studio: Studio, open_studio: Callable[..., Studio]
) -> None:
    studio.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock(studio, "Runs"))
    dock(studio, "Curves").hide()
    studio.window.player.set_speed(200.0)
    studio.window.actions_.loop.trigger()
    wanted = layout(studio)
    assert studio.window.close()
    other = open_studio(ready_example())
    assert layout(other) == wanted
    assert other.window.player.speed == 200.0
    assert other.window.actions_.loop.isChecked()
    assert other.window.player.loops


def test_that_a_window_is_as_high_as_the_last(
    studio: Studio, open_studio: Callable[..., Studio]
) -> None:
    # The screen of the offscreen platform is narrower than the window.
    studio.window.resize(studio.window.width(), 700)
    assert studio.window.close()
    other = open_studio(ready_example())
    assert other.window.height() == 700


def test_that_a_damaged_layout_is_no_trouble(
    settings: Settings, open_studio: Callable[..., Studio]
) -> None:
    settings.window_state = b"nonsense"
    settings.window_geometry = b"more nonsense"
    assert {n for n, (v, _) in layout(open_studio(ready_example())).items() if v} >= {"Runs"}


def test_that_a_presentation_shows_the_picture_alone_and_ends_as_it_began(studio: Studio) -> None:
    dock(studio, "Curves").hide()
    before, size = layout(studio), studio.window.font().pointSizeF()
    action = studio.window.actions_.presentation
    action.trigger()
    assert not any(visible for visible, _ in layout(studio).values())
    studio.wait(lambda: studio.window.isFullScreen())
    assert studio.window.font().pointSizeF() > 1.2 * size
    assert not studio.window.menuBar().isVisible() or studio.window.menuBar().height() == 0
    assert studio.canvas.isVisible()
    studio.key(Qt.Key.Key_Left)
    assert studio.window.player.cursor == 199
    studio.key(Qt.Key.Key_F11)
    studio.wait(lambda: not studio.window.isFullScreen())
    assert layout(studio) == before
    assert studio.window.font().pointSizeF() == size
    assert studio.window.menuBar().isVisible()
    assert studio.window.statusBar().isVisible()


def test_that_escape_leaves_a_presentation_and_the_window_is_still_maximised(
    studio: Studio,
) -> None:
    maximised, full = Qt.WindowState.WindowMaximized, Qt.WindowState.WindowFullScreen
    studio.window.setWindowState(maximised)
    studio.window.actions_.presentation.trigger()
    assert studio.window.windowState() & full
    studio.key(Qt.Key.Key_Escape)
    assert not studio.window.actions_.presentation.isChecked()
    assert studio.window.windowState() & (maximised | full) == maximised
    studio.key(Qt.Key.Key_Escape)
    assert not studio.window.actions_.presentation.isChecked()


def test_that_a_legend_stands_in_for_a_hidden_list_of_runs(studio: Studio) -> None:
    legend = studio.window.picture.legend
    assert not legend.isVisible()
    studio.window.actions_.presentation.trigger()
    studio.wait(legend.isVisible)
    assert [entry.label for entry in legend.entries()] == [
        run.label for run in studio.experiment.runs
    ]
    studio.wait(lambda: legend.height() >= legend.heightForWidth(legend.width()) > 0)
    for run in studio.experiment.runs:
        assert count_of(rgb(legend.grab().toImage()), run.color) > 20
    studio.window.actions_.presentation.trigger()
    studio.wait(lambda: not legend.isVisible())


def test_that_the_signs_grow_in_a_presentation(studio: Studio) -> None:
    plot = studio.window.picture.surface_plot
    signs = [plot._start, *plot._minima]
    before = [sign.boundingRect().width() for sign in signs]
    studio.window.actions_.presentation.trigger()
    studio.wait(lambda: signs[0].boundingRect().width() > before[0])
    assert [sign.boundingRect().width() for sign in signs] == pytest.approx(
        [1.4 * width for width in before]
    )


def test_that_closing_in_a_presentation_remembers_the_layout_before(
    studio: Studio, open_studio: Callable[..., Studio]
) -> None:
    before = layout(studio)
    studio.window.actions_.presentation.trigger()
    assert studio.window.close()
    other = open_studio(ready_example())
    assert layout(other) == before
    assert other.window.menuBar().isVisible()


def test_that_a_theme_dresses_the_plots_and_is_remembered(
    studio: Studio, open_studio: Callable[..., Studio]
) -> None:
    canvases = [studio.canvas, studio.window.curves.loss._canvas]

    def corners() -> list[str]:
        return [each.grab().toImage().pixelColor(2, 2).name() for each in canvases]

    assert corners() == [LIGHT.card] * 2
    studio.window.actions_.theme_dark.trigger()
    assert active_theme() is DARK
    assert corners() == [DARK.card] * 2
    assert studio.settings.theme == "dark"
    assert studio.window.close()
    other = open_studio(ready_example())
    assert other.window.actions_.theme_dark.isChecked()
    other.window.actions_.theme_light.trigger()
    assert active_theme() is LIGHT
    assert other.canvas.grab().toImage().pixelColor(2, 2).name() == LIGHT.card


def test_that_one_theme_is_marked(studio: Studio) -> None:
    actions = studio.window.actions_
    choices = (actions.theme_system, actions.theme_light, actions.theme_dark)
    for chosen in (*choices, *reversed(choices)):
        chosen.trigger()
        assert [each.isChecked() for each in choices] == [each is chosen for each in choices]


def test_that_the_system_theme_is_followed(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.window.actions_.theme_system.trigger()
    assert studio.settings.theme == "system"
    monkeypatch.setattr("gdstudio.ui.theme_switch.system_theme", lambda _: DARK)
    changed = QApplication.styleHints().colorSchemeChanged
    changed.emit(Qt.ColorScheme.Dark)
    assert active_theme() is DARK
    studio.window.actions_.theme_light.trigger()
    changed.emit(Qt.ColorScheme.Dark)
    assert active_theme() is LIGHT


def test_that_the_picture_keeps_its_view_in_another_theme(studio: Studio) -> None:
    studio.mouse.wheel(studio.place(1.0, 1.0), 4)
    before = studio.window.picture.plot.vb.viewRange()
    studio.window.actions_.theme_dark.trigger()
    assert studio.window.picture.plot.vb.viewRange() == before


def test_that_the_data_table_follows_the_cursor_and_sets_it(studio: Studio) -> None:
    studio.window.actions_.data_table.trigger()
    studio.wait(lambda: studio.window.table.isVisible())
    model = studio.window.table.view.model()
    assert model.rowCount() == 201
    studio.window.player.seek(33)
    assert model.current_row == 33
    studio.window.table.view.clicked.emit(model.index(12, 0))
    assert studio.window.player.cursor == 12


def test_that_the_window_fits_a_small_screen(studio: Studio) -> None:
    assert studio.window.minimumSizeHint().width() <= 1024
    assert studio.window.minimumSizeHint().height() <= 720


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_axes_of_another_function_are_named_in_the_colours_of_the_theme(
    studio: Studio, theme: Theme
) -> None:
    getattr(studio.window.actions_, f"theme_{theme.name}").trigger()
    studio.type_formula("u^2 + v^2")
    studio.settle_map()
    for side, name in (("bottom", "u"), ("left", "v")):
        label = studio.window.picture.plot.getAxis(side).label
        assert label.toPlainText().strip() == name
        assert theme.muted_text in label.toHtml()


def test_that_a_single_tab_is_no_tab(studio: Studio) -> None:
    def shown() -> list[int]:
        only = Qt.FindChildOption.FindDirectChildrenOnly
        bars = studio.window.findChildren(QTabBar, options=only)
        area = studio.window.rect()
        return [b.count() for b in bars if b.isVisible() and b.geometry().intersects(area)]

    studio.wait(lambda: shown() == [])
    studio.window.actions_.data_table.trigger()
    studio.wait(lambda: shown() == [2])
    studio.window.actions_.data_table.trigger()
    studio.wait(lambda: shown() == [])
    studio.window.actions_.reset_layout.trigger()
    studio.wait(lambda: shown() == [])
