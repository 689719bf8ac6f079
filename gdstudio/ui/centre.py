"""The centre of the window: the lab for the kind of objective that is open."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.kinds import Kind, kind_of
from gdstudio.ui.labs.function_lab import FunctionLab
from gdstudio.ui.labs.lab import MAP, SURFACE, Lab, pass_on
from gdstudio.ui.picture_panel import PicturePanel
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.overlay import Overlay


class Centre(QStackedWidget):
    """Shows one lab at a time; a lab is made when its kind is first open.

    Its signals are those of its labs.
    """

    start_moved = Signal(object)
    start_released = Signal()
    hovered = Signal(str)
    pointed = Signal(object)
    probed = Signal(object)
    edited = Signal(object, str, str)
    edit_ended = Signal()

    def __init__(self, theme: Theme, reset_view: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_begun = False
        self._is_legend_visible = False
        self._kind = Kind.FUNCTION
        self._labs: dict[Kind, Lab] = {}
        self.picture = PicturePanel(theme, reset_view)
        """The picture of a function."""

    @property
    def lab(self) -> Lab:
        """The lab that is shown."""
        return self._lab_of(self._kind)

    @property
    def is_behind(self) -> bool:
        """Whether pictures have not shown the last frame yet."""
        return self.lab.is_behind

    def begin(self) -> None:
        """Show pictures, from now on."""
        self._has_begun = True
        self.lab.begin()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment in the lab for its kind."""
        self._kind = kind_of(experiment.objective)
        self.setCurrentWidget(self.lab)
        self.lab.set_experiment(experiment)

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step; those of another kind are of the experiment before."""
        if kind_of(frame.experiment.objective) is self._kind:
            self.lab.show_frame(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for lab in self._labs.values():
            lab.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say which path is whose, or not."""
        self._is_legend_visible = visible
        for lab in self._labs.values():
            lab.set_legend_visible(visible)

    @property
    def has_surface(self) -> bool:
        """Whether there is a surface to be shown."""
        return SURFACE in self.lab.page_keys()

    def figure(self) -> QImage | None:
        """Return the figure of what is shown, where a file shows that; else None."""
        return self.lab.figure()

    @Slot()
    def open_map(self) -> None:
        """Show a function, or a loss, from above."""
        self._open(MAP)

    @Slot()
    def open_surface(self) -> None:
        """Show it as a surface."""
        self._open(SURFACE)

    @Slot()
    def reset_view(self) -> None:
        """Show everything again."""
        self.lab.reset_view()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        for lab in self._labs.values():
            lab.shut_down()

    @Slot(object)
    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show what calculus says about a point."""
        for kind, lab in self._labs.items():
            lab.set_overlay(overlay if kind is self._kind else None)

    def _open(self, key: str) -> None:
        if key in self.lab.page_keys():
            self.lab.open_page(key)

    def _lab_of(self, kind: Kind) -> Lab:
        if kind not in self._labs:
            lab = self._labs[kind] = self._new_lab(kind)
            self.addWidget(lab)
            pass_on(lab, self)
            lab.set_legend_visible(self._is_legend_visible)
            if self._has_begun:
                lab.begin()
        return self._labs[kind]

    def _new_lab(self, kind: Kind) -> Lab:
        # A lab is loaded when its kind is open: the window is seen sooner.
        match kind:
            case Kind.DATA:
                from gdstudio.ui.labs.data_lab import DataLab

                return DataLab(self._theme)
            case Kind.NETWORK:
                from gdstudio.ui.labs.network_lab import NetworkLab

                return NetworkLab(self._theme)
            case _:
                return FunctionLab(self.picture, self._theme)
