import gc
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayoutItem,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdstudio.ui.widgets.tab_order import TabOrder


def panel_of(*names: str) -> tuple[QWidget, Callable[[str], QLineEdit]]:
    """Return a panel with a line of two fields between two others, added in another order."""
    panel = QWidget()
    outer, inner = QVBoxLayout(panel), QHBoxLayout()
    fields = {name: QLineEdit() for name in names}
    first, second, third, last = fields.values()
    outer.addWidget(last)
    outer.insertLayout(0, inner)
    inner.addWidget(third)
    inner.insertWidget(0, second)
    outer.insertWidget(0, first)
    return panel, fields.__getitem__


def after(widget: QWidget) -> QWidget:
    """Return where Tab leads from a widget."""
    following = widget.nextInFocusChain()
    assert following is not None
    return following if following.focusPolicy() & Qt.FocusPolicy.TabFocus else after(following)


def test_that_tab_goes_from_top_to_bottom_and_through_a_line_from_left_to_right(
    qtbot: QtBot,
) -> None:
    panel, field = panel_of("first", "second", "third", "last")
    qtbot.addWidget(panel)
    TabOrder(panel).update()
    assert after(field("first")) is field("second")
    assert after(field("second")) is field("third")
    assert after(field("third")) is field("last")


def test_that_what_is_put_away_is_passed_over(qtbot: QtBot) -> None:
    panel, field = panel_of("first", "second", "third", "last")
    qtbot.addWidget(panel)
    field("second").hide()
    TabOrder(panel).update()
    assert after(field("first")) is field("third")


def test_that_no_item_of_a_layout_is_left_in_python(qtbot: QtBot, qapp: QApplication) -> None:
    """Python's item outlives Qt's; the next thing at its place in memory is taken for it."""
    panel, field = panel_of("first", "second", "third", "last")
    qtbot.addWidget(panel)
    before = count_of_layout_items()
    order = TabOrder(panel)
    order.update()
    field("third").deleteLater()
    qapp.processEvents()
    assert count_of_layout_items() == before


def count_of_layout_items() -> int:
    gc.collect()
    layouts = (QVBoxLayout, QHBoxLayout)
    return sum(
        isinstance(each, QLayoutItem) and not isinstance(each, layouts) for each in gc.get_objects()
    )
