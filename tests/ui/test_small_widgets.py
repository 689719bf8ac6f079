import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.icons import icon
from gdstudio.ui.theme import apply_theme
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons
from gdstudio.ui.widgets.switch import Switch


def test_that_a_switch_turns_by_click_and_by_space(qtbot: QtBot) -> None:
    switch = Switch("Nesterov momentum", tooltip="Looks ahead.")
    qtbot.addWidget(switch)
    switch.show()
    qtbot.waitExposed(switch)
    with qtbot.waitSignal(switch.toggled):
        text = QPoint(switch.width() // 2, switch.height() // 2)
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=text)
    assert switch.isChecked()
    with qtbot.waitSignal(switch.toggled):
        qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()
    assert switch.accessibleName() == "Nesterov momentum"


def test_that_a_switch_shows_the_accent_only_when_it_is_on(qtbot: QtBot) -> None:
    switch = Switch("On", checked=True)
    qtbot.addWidget(switch)
    switch.show()
    qtbot.waitExposed(switch)

    def track_colour(x: int) -> str:
        image = switch.grab().toImage()
        return image.pixelColor(x, image.height() // 2).name()

    # The pointer may happen to lie over the switch.
    assert track_colour(10) in (LIGHT.accent, LIGHT.accent_hover)
    switch.setChecked(False)
    qtbot.waitUntil(lambda: track_colour(22) in (LIGHT.faint_text, LIGHT.muted_text))


def test_that_a_card_shows_its_heading_and_actions(qtbot: QtBot) -> None:
    section = Section("Problem", "map")
    qtbot.addWidget(section)
    action = QAction(icon("copy"), "&Duplicate", section)
    button = section.add_action(action)
    section.add_widget(QLabel("Content"))
    section.show()
    qtbot.waitExposed(section)
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.accessibleName() == "Duplicate"
    section.set_heading("Data")
    assert section.heading() == "Data"
    assert section.accessibleName() == "Data"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_a_card_follows_the_theme(qtbot: QtBot, qapp: QApplication, theme) -> None:
    section = Section("Problem", "map")
    qtbot.addWidget(section)
    section.resize(200, 100)
    section.show()
    qtbot.waitExposed(section)
    apply_theme(qapp, theme)
    image = section.grab().toImage()
    assert image.pixelColor(100, 80) == QColor(theme.card)
    assert image.pixelColor(100, 0) == QColor(theme.card_border)


def test_that_headings_are_level_with_and_without_actions(qtbot: QtBot) -> None:
    plain, busy = Section("Map"), Section("Map")
    busy.add_action(QAction(icon("copy"), "Copy", busy))
    for section in (plain, busy):
        qtbot.addWidget(section)
        section.resize(200, 100)
        section.show()
        qtbot.waitExposed(section)
    centres = [s.findChild(ElidedLabel).geometry().center().y() for s in (plain, busy)]
    assert abs(centres[0] - centres[1]) <= 1


def test_that_a_short_label_elides_and_offers_the_whole_text(qtbot: QtBot) -> None:
    label = ElidedLabel("A rather long sentence about convergence")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    qtbot.waitExposed(label)
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    assert label.shown_text() == label.text()
    assert label.toolTip() == ""


def test_that_text_that_changes_moves_nothing_while_it_has_room(qtbot: QtBot) -> None:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    label = ElidedLabel("12.5")
    layout.addWidget(label)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)
    QApplication.processEvents()
    requests: list[QEvent.Type] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802
            if event.type() == QEvent.Type.LayoutRequest:
                requests.append(event.type())
            return False

    watch = Watch()
    holder.installEventFilter(watch)
    for text in ("9.8", "11", "3.1"):
        label.setText(text)
        QApplication.processEvents()
    assert label.text() == label.accessibleName() == "3.1"
    assert requests == []
    label.setText("a much longer text")
    qtbot.waitUntil(lambda: len(requests) == 1)
    room = label.sizeHint().width()
    assert room >= label.fontMetrics().horizontalAdvance("a much longer text")
    label.setText("")
    assert label.sizeHint().width() < room


def test_that_a_click_on_a_choice_leaves_the_keys_where_they_were(qtbot: QtBot) -> None:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    field = QLineEdit()
    buttons = SegmentedButtons([Choice("a", "One", ""), Choice("b", "Two", "")])
    layout.addWidget(field)
    layout.addWidget(buttons)
    qtbot.addWidget(holder)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    field.setFocus()
    qtbot.mouseClick(buttons.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert buttons.key() == "b"
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert buttons.isAncestorOf(QApplication.focusWidget())
