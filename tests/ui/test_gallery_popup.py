from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot
from studio import Studio, rgb

from gdstudio.experiment.gallery import load_gallery
from gdstudio.ui.colours import DARK
from gdstudio.ui.panels.gallery_popup import GalleryPopup


@pytest.fixture
def popup(studio: Studio) -> Iterator[GalleryPopup]:
    studio.window.actions_.gallery.trigger()
    popup = studio.window.function_panel.gallery
    studio.wait(popup.isVisible)
    studio.wait(lambda: bool(popup._data))
    yield popup
    popup.hide()


def shown(popup: GalleryPopup) -> list[str]:
    items = [popup._list.item(row) for row in range(popup._list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_that_every_function_has_a_picture_and_a_name(popup: GalleryPopup) -> None:
    assert shown(popup) == [entry.name for entry in load_gallery()]
    for row in range(popup._list.count()):
        pixmap = popup._list.item(row).icon().pixmap(QSize(96, 68))
        assert not pixmap.isNull()
        colours = np.unique(rgb(pixmap.toImage()).reshape(-1, 3), axis=0)
        assert len(colours) > 50, popup._list.item(row).text()


def test_that_typing_searches_and_return_takes_the_first(
    studio: Studio, popup: GalleryPopup
) -> None:
    studio.qtbot.keyClicks(popup._search, "ROSEN five")
    assert shown(popup) == ["Rosenbrock in five variables"]
    studio.qtbot.keyClick(popup._search, Qt.Key.Key_Return)
    assert not popup.isVisible()
    studio.settle_map()
    (entry,) = [each for each in load_gallery() if each.name == "Rosenbrock in five variables"]
    assert studio.experiment.objective.expression == entry.expression
    assert studio.experiment.start == entry.start
    assert studio.undo_count == 1
    assert studio.window.function_panel.formula_field.text() == entry.expression


def test_that_a_search_without_a_find_takes_nothing(studio: Studio, popup: GalleryPopup) -> None:
    studio.qtbot.keyClicks(popup._search, "no such thing")
    assert shown(popup) == []
    studio.qtbot.keyClick(popup._search, Qt.Key.Key_Return)
    assert studio.undo_count == 0


def test_that_a_click_takes_a_function(studio: Studio, popup: GalleryPopup) -> None:
    item = popup._list.item(1)
    place = popup._list.visualItemRect(item).center()
    studio.qtbot.mouseClick(popup._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert studio.experiment.objective.expression == load_gallery()[1].expression


def test_that_every_function_of_the_gallery_can_be_shown(
    studio: Studio, popup: GalleryPopup, qtbot: QtBot
) -> None:
    popup.hide()
    for entry in load_gallery():
        popup.chosen.emit(entry)
        studio.settle_map()
        assert studio.experiment.start == entry.start
        assert studio.window.function_panel.formula_field.error() == ""


def test_that_escape_leaves_the_gallery(studio: Studio, popup: GalleryPopup) -> None:
    studio.qtbot.keyClick(popup._search, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert studio.undo_count == 0


def test_that_the_gallery_begins_with_an_empty_search(studio: Studio, popup: GalleryPopup) -> None:
    studio.qtbot.keyClicks(popup._search, "rosen")
    popup.hide()
    studio.window.actions_.gallery.trigger()
    assert popup._search.text() == ""
    assert len(shown(popup)) == len(load_gallery())


def test_that_the_pictures_follow_the_theme(popup: GalleryPopup) -> None:
    before = rgb(popup._list.item(0).icon().pixmap(QSize(96, 68)).toImage())
    popup.set_theme(DARK)
    after = rgb(popup._list.item(0).icon().pixmap(QSize(96, 68)).toImage())
    assert (before != after).any()


def test_that_the_note_is_about_the_function_under_the_pointer(popup: GalleryPopup) -> None:
    item = popup._list.item(3)
    popup._list.itemEntered.emit(item)
    assert popup._note.text() == load_gallery()[3].note


def test_that_the_arrows_move_in_what_was_found(studio: Studio, popup: GalleryPopup) -> None:
    studio.qtbot.keyClicks(popup._search, "rosenbrock")
    found = shown(popup)
    assert len(found) > 1
    for _ in range(2):
        studio.qtbot.keyClick(popup._search, Qt.Key.Key_Down)
    marked = popup._list.currentItem().text()
    assert marked in found
    studio.qtbot.keyClick(popup._search, Qt.Key.Key_Return)
    (entry,) = [each for each in load_gallery() if each.name == marked]
    assert studio.experiment.objective.expression == entry.expression


def test_that_a_search_without_a_find_says_so(studio: Studio, popup: GalleryPopup) -> None:
    studio.qtbot.keyClicks(popup._search, "zzz")
    assert popup._note.text() == "No function matches “zzz”."
    popup._search.clear()
    assert popup._note.text() == popup._hint
