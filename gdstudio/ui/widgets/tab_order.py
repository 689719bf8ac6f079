"""Tab goes through a panel from top to bottom, also after parts of it were made anew."""

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

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
        yield from _stops_of_layout(layout, widget)
    elif widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget


def _stops_of_layout(layout: QLayout, owner: QWidget) -> Iterator[QWidget]:
    # Never ask a layout for its items: what Python gets for one outlives it, and is then taken for
    # whatever is made next in the same place in memory.
    parts = [
        (index, part)
        for part in (*owner.children(), *layout.children())
        if isinstance(part, QWidget | QLayout) and (index := layout.indexOf(part)) >= 0
    ]
    for _, part in sorted(parts, key=itemgetter(0)):
        if isinstance(part, QLayout):
            yield from _stops_of_layout(part, owner)
        elif not _is_put_away(part):
            yield from _stops(part)


def _is_put_away(widget: QWidget) -> bool:
    """Return whether somebody hid it; one that is new is hidden too, until it is shown."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
