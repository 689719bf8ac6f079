"""Signs at the critical points that an overlay has, on a map or on a curve."""

from gdstudio.ui.plots.critical_signs import critical_sign
from gdstudio.ui.plots.overlay import CriticalMark
from gdstudio.ui.plots.picture_plot import PicturePlot
from gdstudio.ui.plots.sign_item import SignItem

MARKS_Z = 12


class CriticalMarks:
    """Keeps the signs of a plot: they are made anew only for other points."""

    def __init__(self, plot: PicturePlot) -> None:
        self._plot = plot
        self._marks: tuple[CriticalMark, ...] = ()
        self.signs: list[SignItem] = []
        """What is drawn."""

    def show(self, marks: tuple[CriticalMark, ...]) -> None:
        """Mark points, or none."""
        if marks is self._marks:
            return
        self._marks = marks
        for sign in self.signs:
            self._plot.removeItem(sign)
        self.signs = []
        for mark in marks:
            point = mark.point
            sign = critical_sign(point, mark.text)
            up = point.value if point.point.size == 1 else float(point.point[1])
            sign.setPos(float(point.point[0]), up)
            sign.set_thickness(self._plot.thickness)
            self._plot.add_layer(sign, MARKS_Z)
            self.signs.append(sign)
