"""The calculus panel under a test's control."""

from PySide6.QtCore import QPointF
from studio import Studio

from gdstudio.ui.calculus_view import CalculusView
from gdstudio.ui.panels.calculus_cards import CalculusCards
from gdstudio.ui.plots.map_overlay import MapOverlay
from gdstudio.ui.plots.overlay import Overlay


def number(text: str) -> float:
    """Read a number as people do."""
    return float(text.replace("\u2212", "-").removesuffix("°"))


class Calculus:
    """The panel, opened, and what a person does with it."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        studio.settle_map()
        studio.window.actions_.calculus.trigger()
        studio.wait(lambda: self.view.overlay is not None)

    @property
    def view(self) -> CalculusView:
        return self.studio.window.calculus

    @property
    def overlay(self) -> Overlay:
        assert self.view.overlay is not None
        return self.view.overlay

    @property
    def cards(self) -> CalculusCards:
        return self.view.panel.cards

    @property
    def point(self) -> list[float]:
        return self.overlay.calculus.point.tolist()

    def type_point(self, *coordinates: str) -> None:
        for field, text in zip(self.cards.point.fields, coordinates, strict=False):
            self.studio.type_into(field, text)

    def items(self) -> MapOverlay:
        items = self.studio.window.picture.plot._overlay_items
        assert isinstance(items, MapOverlay)
        return items

    def knob(self) -> QPointF:
        """Return where the knob is in the viewport."""
        plot = self.studio.window.picture.plot
        handle = self.items().direction
        scene = plot.vb.mapViewToScene(handle.place) + handle.grip
        return QPointF(self.studio.canvas.mapFromScene(scene))
