"""A lab with pages, of which one is seen."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.lab import Lab, pass_on
from gdstudio.ui.plots.frame import Frame


class PagedLab(Lab):
    """Shows one page at a time; a page is made when it is first open, and only it gets frames.

    Which pages there are, and how a person chooses among them, is each lab's own.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._is_legend_visible = False
        self._has_begun = False
        self._late: set[str] = set()
        self._stack = QStackedWidget()

    @property
    def page(self) -> Lab | None:
        """The page that is shown; None before there is one."""
        raise NotImplementedError

    @property
    def is_behind(self) -> bool:
        """Whether the page has not shown the last frame yet."""
        return self.page is not None and self.page.is_behind

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        self._frame = frame
        if self.page is not None:
            self.page.show_frame(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for page in self._made_pages():
            page.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say which path is whose, or not."""
        self._is_legend_visible = visible
        for page in self._made_pages():
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
        for page in self._made_pages():
            page.shut_down()

    def _made_pages(self) -> tuple[Lab, ...]:
        raise NotImplementedError

    def _take_experiment(self, experiment: Experiment) -> None:
        """Remember an experiment; frames of another objective are of the one before."""
        self._experiment = experiment
        if self._frame is not None and self._frame.experiment.objective != experiment.objective:
            self._frame = None

    def _take_page(self, page: Lab) -> None:
        """Make room for a page that was just made, and say what it says."""
        self._stack.addWidget(page)
        pass_on(page, self)
        page.set_legend_visible(self._is_legend_visible)

    def _catch_up(self, key: str, page: Lab) -> None:
        """Tell a page that is opened of the experiment that came while it was not seen."""
        if key in self._late and self._experiment is not None:
            self._late.discard(key)
            page.set_experiment(self._experiment)
