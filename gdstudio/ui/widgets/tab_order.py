"""Tab goes through a panel from top to bottom, also after parts of it were made anew."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


class TabOrder:
    """Keeps Tab in the order of a panel's layouts: Qt puts new widgets at the window's end."""

    def __init__(self, panel: QWidget) -> None:
        self._panel = panel
        self._order: list[QWidget] = []

    def update(self) -> None:
        """Follow the layouts, if they have other widgets than before."""
        order = list(_stops(self._panel))
        if order != self._order:
            self._order = order
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    layout = widget.layout()
    if layout is not None:
        yield from _stops_of_layout(layout)
    elif widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget


def _stops_of_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            if not _is_put_away(widget):
                yield from _stops(widget)
        elif inner is not None:
            yield from _stops_of_layout(inner)


def _is_put_away(widget: QWidget) -> bool:
    """Return whether somebody hid it; one that is new is hidden too, until it is shown."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
