"""The pages on a function: for each what it is called and for how many variables it is there."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.card_page import CardPage
from gdstudio.ui.labs.view_choices import map_choice, surface_choice
from gdstudio.ui.picture_panel import PicturePanel
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.choice import Choice


@dataclass(frozen=True)
class FunctionPage:
    """A page that can be opened.

    Attributes
    ----------
    fewest_variables
        The page is there for functions of so many variables, and of more.
    make
        Makes it when it is first open: the window is seen before the plots are loaded.
    """

    choice: Choice
    fewest_variables: int
    make: Callable[[Theme], CardPage]


class MapPage(CardPage):
    """The curve of a function, or its map."""

    def __init__(self, picture: PicturePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(picture)
        picture.start_moved.connect(self.start_moved)
        picture.start_released.connect(self.start_released)
        picture.hovered.connect(self.hovered)

    def add_header_widget(self, widget: QWidget) -> None:
        """Add a widget at the right of the heading."""
        self._picture.add_header_widget(widget)

    def begin(self) -> None:
        """Show the picture, from now on."""
        self._picture.begin()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another function."""
        self._picture.set_experiment(experiment)

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        self._picture.show_frame(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._picture.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say under the picture which path is whose, or not."""
        self._picture.set_legend_visible(visible)

    def reset_view(self) -> None:
        """Show the whole domain."""
        self._picture.reset_view()

    def shut_down(self) -> None:
        """Compute no more maps."""
        self._picture.shut_down()


def function_pages(picture: PicturePanel) -> tuple[FunctionPage, ...]:
    """Return all pages in their order; the first is there for every function."""
    return (
        FunctionPage(
            map_choice(),
            1,
            lambda theme: MapPage(picture),  # noqa: ARG005 (the panel has it)
        ),
        FunctionPage(
            surface_choice(),
            2,
            lambda theme: _surface_page(theme, picture),
        ),
        FunctionPage(
            Choice("slices", _text("Slices"), _text("Along the directions in which paths move")),
            3,
            _slices_page,
        ),
        FunctionPage(
            Choice("parameters", _text("Parameters"), _text("All variables side by side")),
            3,
            _parameters_page,
        ),
    )


def _surface_page(theme: Theme, picture: PicturePanel) -> CardPage:
    from gdstudio.ui.labs.surface_page import SurfacePage

    return SurfacePage(theme, picture)


def _slices_page(theme: Theme) -> CardPage:
    from gdstudio.ui.labs.landscape_page import LandscapePage
    from gdstudio.ui.labs.landscape_words import Subject

    return LandscapePage(theme, Subject.FUNCTION)


def _parameters_page(theme: Theme) -> CardPage:
    from gdstudio.ui.labs.parameters_page import ParametersPage

    return ParametersPage(theme)


def _text(words: str) -> str:
    return QCoreApplication.translate("FunctionPages", words)
