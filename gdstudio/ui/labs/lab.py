"""What every lab can do: the centre of the window for one kind of objective."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.frame import Frame

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.overlay import Overlay
    from gdstudio.ui.plots.picture_plot import PicturePlot


MAP, SURFACE = "map", "surface"
"""Pages that several labs have."""


class Lab(QWidget):
    """Shows an experiment of one kind and its frames.

    It is a light widget at first: what takes a while to load or to make comes with ``begin``,
    after the window was seen. An experiment may be set before.
    """

    start_moved = Signal(object)
    """A start that a person drags or clicks: a tuple of numbers."""
    start_released = Signal()
    hovered = Signal(str)
    """What is under the pointer, in numbers; "" when nothing is."""
    pointed = Signal(object)
    """The point under the pointer of a picture in space: a tuple of numbers, or None."""
    probed = Signal(object)
    """A point into which calculus is to look: a tuple of numbers."""
    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    @property
    def is_behind(self) -> bool:
        """Whether pictures have not shown the last frame yet."""
        return False

    def begin(self) -> None:
        """Show pictures, from now on."""
        raise NotImplementedError

    def calculus_plot(self) -> "PicturePlot | None":
        """Return the plot of the loss over all parameters, if there are two; None else."""
        return None

    def page_keys(self) -> tuple[str, ...]:
        """Return which pages can be opened from anywhere in the window."""
        return ()

    def open_page(self, key: str) -> None:
        """Show one of these pages."""

    def set_overlay(self, overlay: "Overlay | None") -> None:
        """Take what calculus says about a point; a lab shows what it can of it."""

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment of this kind."""
        raise NotImplementedError

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        raise NotImplementedError

    def set_legend_visible(self, visible: bool) -> None:
        """Say which path is whose, or not: the list of runs says it too."""
        raise NotImplementedError

    def reset_view(self) -> None:
        """Show everything again."""
        raise NotImplementedError

    def figure(self) -> QImage | None:
        """Return the figure of what is shown; None: a file shows what it shows of every lab."""
        return None

    def shut_down(self) -> None:
        """Compute nothing any more."""
        raise NotImplementedError


class Speaker(Protocol):
    """What has the signals of a lab."""

    start_moved: SignalInstance
    start_released: SignalInstance
    hovered: SignalInstance
    pointed: SignalInstance
    probed: SignalInstance
    edited: SignalInstance
    edit_ended: SignalInstance


def pass_on(lab: Lab, speaker: Speaker) -> None:
    """Let another say all that a lab says."""
    lab.start_moved.connect(speaker.start_moved)
    lab.start_released.connect(speaker.start_released)
    lab.hovered.connect(speaker.hovered)
    lab.pointed.connect(speaker.pointed)
    lab.probed.connect(speaker.probed)
    lab.edited.connect(speaker.edited)
    lab.edit_ended.connect(speaker.edit_ended)
