"""The centre for a network: pages on its diagram, its landscape, its gradients, its starts."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.lab import Lab
from gdstudio.ui.labs.paged_lab import PagedLab
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons

NETWORK = "network"


class NetworkLab(PagedLab):
    """The buttons between the pages stand above them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._key = NETWORK
        self._pages: dict[str, Lab] = {}
        self._buttons = SegmentedButtons(self._choices())
        self._buttons.setAccessibleName(self.tr("Pages of the network"))
        self._buttons.chosen.connect(self.open_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._buttons)
        layout.addWidget(self._stack, 1)

    @property
    def page(self) -> Lab | None:
        """The page that is shown; None before the window was seen."""
        return self._pages.get(self._key)

    @Slot(str)
    def open_page(self, key: str) -> None:
        """Show a page as things are now."""
        self._key = key
        self._buttons.set_key(key)
        if not self._has_begun:
            return
        page = self._page_of(key)
        self._stack.setCurrentWidget(page)
        self._catch_up(key, page)
        if self._frame is not None:
            page.show_frame(self._frame)

    def begin(self) -> None:
        """Make the page that is shown, from now on."""
        self._has_begun = True
        self.open_page(self._key)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment; pages that are not seen hear of it when they are."""
        self._take_experiment(experiment)
        self._late = set(self._pages) - {self._key}
        if self.page is not None:
            self.page.set_experiment(experiment)

    def _made_pages(self) -> tuple[Lab, ...]:
        return tuple(self._pages.values())

    def _choices(self) -> list[Choice]:
        return [
            Choice(NETWORK, self.tr("Network"), self.tr("What each unit answers")),
            Choice("landscape", self.tr("Landscape"), self.tr("The loss around the path")),
            Choice(
                "backpropagation",
                self.tr("Backpropagation"),
                self.tr("One sample's way forward and back, with the chain rule"),
            ),
            Choice(
                "initializations",
                self.tr("Initializations"),
                self.tr("Trained from many initial weights"),
            ),
        ]

    def _page_of(self, key: str) -> Lab:
        if key not in self._pages:
            page = self._pages[key] = self._new_page(key)
            self._take_page(page)
            page.begin()
            if self._experiment is not None:
                page.set_experiment(self._experiment)
        return self._pages[key]

    def _new_page(self, key: str) -> Lab:
        # The window is seen before the plots are loaded.
        match key:
            case "landscape":
                from gdstudio.ui.labs.landscape_page import LandscapePage

                return LandscapePage(self._theme)
            case "backpropagation":
                from gdstudio.ui.labs.backpropagation_page import BackpropagationPage

                return BackpropagationPage(self._theme)
            case "initializations":
                from gdstudio.ui.labs.initializations_page import InitializationsPage

                return InitializationsPage(self._theme)
            case _:
                from gdstudio.ui.labs.network_page import NetworkPage

                return NetworkPage(self._theme)
