"""The centre for a network: pages on its diagram, its landscape, its gradients, its starts."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.lab import Lab
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons

NETWORK = "network"


class NetworkLab(Lab):
    """Shows one page at a time; a page is made when it is first open, and only it gets frames."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._is_legend_visible = False
        self._has_begun = False
        self._key = NETWORK
        self._pages: dict[str, Lab] = {}
        self._late: set[str] = set()
        self._buttons = SegmentedButtons(self._choices())
        self._buttons.setAccessibleName(self.tr("Pages of the network"))
        self._buttons.chosen.connect(self.open_page)
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._buttons)
        layout.addWidget(self._stack, 1)

    @property
    def page(self) -> Lab | None:
        """The page that is shown; None before the window was seen."""
        return self._pages.get(self._key)

    @property
    def is_behind(self) -> bool:
        """Whether the page has not shown the last frame yet."""
        return self.page is not None and self.page.is_behind

    @Slot(str)
    def open_page(self, key: str) -> None:
        """Show a page as things are now."""
        self._key = key
        self._buttons.set_key(key)
        if not self._has_begun:
            return
        page = self._page_of(key)
        self._stack.setCurrentWidget(page)
        if key in self._late and self._experiment is not None:
            self._late.discard(key)
            page.set_experiment(self._experiment)
        if self._frame is not None:
            page.show_frame(self._frame)

    def begin(self) -> None:
        """Make the page that is shown, from now on."""
        self._has_begun = True
        self.open_page(self._key)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment; pages that are not seen hear of it when they are."""
        self._experiment = experiment
        self._late = set(self._pages) - {self._key}
        if self._frame is not None and self._frame.experiment.objective != experiment.objective:
            self._frame = None
        if self.page is not None:
            self.page.set_experiment(experiment)

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        self._frame = frame
        if self.page is not None:
            self.page.show_frame(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for page in self._pages.values():
            page.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say which path is whose, or not."""
        self._is_legend_visible = visible
        for page in self._pages.values():
            page.set_legend_visible(visible)

    def reset_view(self) -> None:
        """Show everything again."""
        if self.page is not None:
            self.page.reset_view()

    def figure(self) -> QImage | None:
        """Return the figure of the page that is shown, if it has one of its own."""
        return None if self.page is None else self.page.figure()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        for page in self._pages.values():
            page.shut_down()

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
            self._stack.addWidget(page)
            for mine, theirs in (
                (self.start_moved, page.start_moved),
                (self.start_released, page.start_released),
                (self.hovered, page.hovered),
                (self.edited, page.edited),
                (self.edit_ended, page.edit_ended),
            ):
                theirs.connect(mine)
            page.set_legend_visible(self._is_legend_visible)
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
