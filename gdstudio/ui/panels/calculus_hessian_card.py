"""The second derivatives at a point, and what they mean."""

import math

import numpy as np
from PySide6.QtWidgets import QWidget

from gdstudio.simulation.calculus import Calculus
from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.panels.calculus_words import curvature_word, direction_text
from gdstudio.ui.widgets.folding_section import FoldingSection
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.matrix_view import MatrixView
from gdstudio.ui.widgets.number_rows import NumberRows, Row

MOST_SHOWN = 4
"""Rows of a matrix that can be read in a side panel."""
SHOWN_EIGENVALUES = 6
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class HessianCard(FoldingSection):
    """The matrix, its eigenvalues with their directions, the condition number, a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Hessian"), "grid-2x2", parent=parent)
        self.matrix = MatrixView()
        self.eigenvalues = NumberRows((0.16, 0.32, 0.52))
        self.condition = NumberRows((0.6, 0.4))
        self._word = role_label("", "label")
        self._word.setWordWrap(True)
        for widget in (self.matrix, self.eigenvalues, self.condition, self._word):
            self.add_widget(widget)

    @property
    def word(self) -> str:
        """What the curvatures mean."""
        return self._word.text()

    def show_moment(self, moment: CalculusMoment) -> None:
        """Show another point."""
        if not self.is_open:
            return
        calculus = moment.calculus
        size = calculus.point.size
        is_curve = size == 1
        self.set_heading(self.tr("Curvature") if is_curve else self.tr("Hessian"))
        for widget, is_seen in (
            (self.matrix, 1 < size <= MOST_SHOWN),
            (self.eigenvalues, not is_curve),
        ):
            if widget.isVisibleTo(self) != is_seen:
                widget.setVisible(is_seen)
        if is_curve:
            self.condition.set_rows(self._curvature_rows(calculus))
        else:
            if size <= MOST_SHOWN:
                self.matrix.set_cells(_texts(calculus.hessian))
            self.eigenvalues.set_rows(_eigenvalue_rows(calculus, moment.names))
            number = short_number(calculus.condition_number, 4)
            self.condition.set_rows(((self.tr("condition number κ"), number),))
        word = curvature_word(calculus.eigenvalues)
        if word != self._word.text():
            self._word.setText(word)

    def _curvature_rows(self, calculus: Calculus) -> tuple[Row, ...]:
        second = float(calculus.hessian[0, 0])
        bend = abs(second) / (1.0 + calculus.norm**2) ** 1.5
        radius = math.inf if bend == 0.0 else 1.0 / bend
        return (
            (self.tr("second derivative f″"), short_number(second, 6)),
            (self.tr("radius of curvature"), short_number(radius, 4)),
        )


def _texts(matrix: np.ndarray) -> tuple[tuple[str, ...], ...]:
    digits = 4 if len(matrix) < MOST_SHOWN else 3
    return tuple(tuple(short_number(float(each), digits) for each in row) for row in matrix)


def _eigenvalue_rows(calculus: Calculus, names: tuple[str, ...]) -> tuple[Row, ...]:
    """Return the largest first, as condition numbers are written; of very many both ends."""
    order = np.argsort(calculus.eigenvalues)[::-1]
    half = SHOWN_EIGENVALUES // 2
    is_cut = order.size > SHOWN_EIGENVALUES
    rows: list[Row] = []
    for rank, column in enumerate(order, start=1):
        if is_cut and half < rank <= order.size - half:
            if rank == half + 1:
                rows.append(("⋮", "", ""))
            continue
        direction = calculus.eigenvectors[:, column]
        name = f"λ{str(rank).translate(SUBSCRIPTS)}"
        value = short_number(float(calculus.eigenvalues[column]), 4)
        is_known = np.isfinite(direction).all()
        along = direction_text(names, _pointing(direction)) if is_known else "–"
        rows.append((name, value, along))
    return tuple(rows)


def _pointing(direction: np.ndarray) -> np.ndarray:
    """Return a direction or its opposite, so that its largest component is positive."""
    return direction if direction[np.argmax(np.abs(direction))] > 0.0 else -direction
