"""The centre for a function: pages on its map, its surface and its many variables."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.card_page import CardPage
from gdstudio.ui.labs.function_pages import function_pages
from gdstudio.ui.labs.lab import MAP
from gdstudio.ui.labs.paged_lab import PagedLab
from gdstudio.ui.picture_panel import PicturePanel
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons


class FunctionLab(PagedLab):
    """Each page has its own switch between the pages in the heading of its card."""

    def __init__(self, picture: PicturePanel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._registry = {page.choice.key: page for page in function_pages(picture)}
        self._overlay: Overlay | None = None
        self._key = self._chosen = MAP
        self._pages: dict[str, CardPage] = {}
        self._switches: dict[str, SegmentedButtons] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._page_of(MAP)

    @property
    def key(self) -> str:
        """Which page is shown."""
        return self._key

    @property
    def page(self) -> CardPage:
        """The page that is shown."""
        return self._pages[self._key]

    def page_keys(self) -> tuple[str, ...]:
        """Return which pages there are for the number of variables."""
        variables = 1 if self._experiment is None else len(self._experiment.function.variables)
        return tuple(
            key for key, page in self._registry.items() if variables >= page.fewest_variables
        )

    @Slot(str)
    def open_page(self, key: str) -> None:
        """Show a page as things are now; nothing, if this function has no such page."""
        if key in self.page_keys():
            self._chosen = key
            self._show_page(key)

    def begin(self) -> None:
        """Show pictures, from now on."""
        self._has_begun = True
        for page in self._pages.values():
            page.begin()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another function; of the pages that are not seen, only the map hears at once."""
        self._take_experiment(experiment)
        self._late = set(self._pages) - {MAP}
        self._pages[MAP].set_experiment(experiment)
        # A formula that is typed has one variable for a moment.
        self._show_page(self._chosen if self._chosen in self.page_keys() else MAP)

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show what calculus says about a point."""
        self._overlay = overlay
        for page in self._pages.values():
            page.set_overlay(overlay)

    def _made_pages(self) -> tuple[CardPage, ...]:
        return tuple(self._pages.values())

    def _show_page(self, key: str) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._switches[self._key].isAncestorOf(focused)
        is_other, self._key = key != self._key, key
        page = self._page_of(key)
        self._stack.setCurrentWidget(page)
        self._show_switches()
        if had_focus:
            self._switches[key].focus_chosen()
        self._catch_up(key, page)
        if is_other and self._frame is not None:
            page.show_frame(self._frame)

    def _show_switches(self) -> None:
        keys = self.page_keys()
        for switch in self._switches.values():
            if switch.keys() != keys:
                switch.set_choices([self._registry[key].choice for key in keys])
            switch.set_key(self._key)
            switch.setVisible(len(keys) > 1)

    def _page_of(self, key: str) -> CardPage:
        if key not in self._pages:
            page = self._pages[key] = self._registry[key].make(self._theme)
            self._take_page(page)
            switch = self._switches[key] = SegmentedButtons([self._registry[MAP].choice])
            switch.setAccessibleName(self.tr("Pages of the function"))
            switch.hide()
            switch.chosen.connect(self.open_page)
            page.add_header_widget(switch)
            page.set_overlay(self._overlay)
            if self._has_begun:
                page.begin()
            if self._experiment is not None:
                page.set_experiment(self._experiment)
        return self._pages[key]
