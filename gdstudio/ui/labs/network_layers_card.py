"""The card that tells how the layers learn: gradient norms, or how weights and gradient spread."""

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from gdstudio.simulation.network_snapshot import GradientPicture
from gdstudio.ui.colours import Theme
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.histogram import Histogram
from gdstudio.ui.plots.layer_strip import LayerStrip
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons

NORMS, SPREAD = "norms", "spread"
VANISHING = 1e-2
"""A first layer that gets less than this part of the largest gradient hardly learns."""


class LayersCard(Section):
    """Shows the gradient over all training rows, layer by layer."""

    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Layers"), "activity", parent)
        self.make_compact()
        self._gradient: GradientPicture | None = None
        self._layer: int | None = None
        self._choice = SegmentedButtons(
            [
                Choice(NORMS, self.tr("Gradient"), self.tr("The norm of each layer's gradient")),
                Choice(
                    SPREAD,
                    self.tr("Spread"),
                    self.tr("How weights and gradient are spread; of the layer of a chosen unit"),
                ),
            ]
        )
        self._choice.chosen.connect(self._on_chosen)
        self.add_header_widget(self._choice)
        self.strip = LayerStrip(theme)
        self.weights = Histogram(self.tr("Weights"), theme)
        self.slopes = Histogram(self.tr("Gradient"), theme)
        both = QWidget()
        layout = QHBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.weights)
        layout.addWidget(self.slopes)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.strip)
        self._stack.addWidget(both)
        self.add_widget(self._stack, 1)
        self.note = ElidedLabel("", "muted")
        self.add_widget(self.note)
        self.strip.hovered.connect(self.hovered)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self.strip, self.weights, self.slopes):
            part.set_theme(theme)

    def set_layer(self, layer: int | None) -> None:
        """Show how the numbers of a layer are spread; None: of all layers."""
        self._layer = layer
        self._show()

    def reset(self) -> None:
        """Find a new scale for the next gradient."""
        self.strip.reset()

    def show_gradient(self, gradient: GradientPicture) -> None:
        """Show a gradient."""
        self._gradient = gradient
        self.strip.show_norms(gradient.norms)
        self._show()

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self._stack.setCurrentIndex(0 if key == NORMS else 1)
        self._show()

    def _show(self) -> None:
        gradient = self._gradient
        if gradient is None:
            return
        if self._stack.currentIndex() == 0:
            self.note.setText(self._comparison(gradient))
            return
        layers = gradient.problem.architecture.layer_parameters
        parts = list(zip(layers(gradient.parameters), layers(gradient.gradient), strict=True))
        if self._layer is not None and self._layer < len(parts):
            parts = [parts[self._layer]]
            self.note.setText(self.tr("Layer {0}").format(self._layer + 1))
        else:
            self.note.setText(self.tr("All layers, or that of a chosen unit"))
        self.weights.show_values(np.concatenate([theta[0].ravel() for theta, _ in parts]))
        self.slopes.show_values(np.concatenate([slope[0].ravel() for _, slope in parts]))

    def _comparison(self, gradient: GradientPicture) -> str:
        """Say how much of the gradient arrives at the first layer."""
        norms = gradient.norms
        largest = float(norms.max())
        if norms.size < 2 or not np.isfinite(norms).all() or largest == 0.0:
            return self.tr("‖∂E/∂(W, b)‖ over all training rows")
        share = float(norms[0]) / largest
        if share == 0.0:
            return self.tr("No gradient arrives at layer 1")
        if share < VANISHING:
            return self.tr("It vanishes: layer 1 gets 1/{0}").format(short_number(1.0 / share, 2))
        return self.tr("Layer 1: {0} % of the largest norm").format(short_number(100.0 * share, 2))
