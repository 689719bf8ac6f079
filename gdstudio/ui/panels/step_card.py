"""What the selected run does at this step, in numbers."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gdstudio.simulation.outcome import Outcome
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.fit_table import FitTable
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.training_text import epoch_text
from gdstudio.ui.widgets.labels import ElidedLabel, role_label
from gdstudio.ui.widgets.section import Section

if TYPE_CHECKING:
    from gdstudio.simulation.problem import DataProblem, Problem
    from gdstudio.simulation.problem_base import Float, Rows

SHOWN_VARIABLES = 5
SHOWN_ROWS = 24


class StepCard(Section):
    """A line a variable: where the run is, how steep it is there, how far the step goes.

    Of a training also the batch, and how well all rows fit. A network has too many parameters for
    lines of their own.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("This step"), "crosshair", parent)
        self.content().setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        for column in (1, 2, 3):
            self._grid.setColumnStretch(column, 1)
        self._headings = [self._add_heading(column) for column in range(4)]
        self._cells = [self._add_row(row) for row in range(1, SHOWN_VARIABLES + 1)]
        self._summary, self._slope = ElidedLabel(), ElidedLabel()
        for label in (self._summary, self._slope):
            label.setFont(numeric_font(self.font()))
        self._fit = FitTable()
        self._batch = ElidedLabel("", "muted")
        self.content().addLayout(self._grid)
        for widget in (self._summary, self._slope, self._fit, self._batch):
            self.add_widget(widget)
        # Nothing is known before the first frame.
        for each in (*self._headings, *(cell for cells in self._cells for cell in cells)):
            each.hide()
        self._fit.hide()
        self._batch.hide()
        self._trouble = role_label("", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.add_widget(self._trouble)

    def show_frame(self, frame: Frame) -> None:
        """Show the selected run at the frame's step."""
        from gdstudio.simulation.problem import DataProblem, problem_of

        self._show_trouble(frame)
        problem = frame.problem or problem_of(frame.experiment.objective)
        self._show_heading(frame)
        if isinstance(problem, DataProblem):
            self._show_training(frame, problem)
        else:
            self._show_place(frame, problem)

    def trouble(self) -> str:
        """Return the sentence on a run that diverged; "" for any other."""
        return self._trouble.text()

    def _show_heading(self, frame: Frame) -> None:
        step, updates = frame.heads[frame.selected].step, frame.steps_an_epoch(frame.selected)
        heading = self.tr("Step {step}").format(step=step)
        if updates > 1:
            epoch = epoch_text(step, updates)
            heading = self.tr("{step} · epoch {epoch}").format(step=heading, epoch=epoch)
        self.set_heading(heading)

    def _show_place(self, frame: Frame, problem: "Problem") -> None:
        head = frame.heads[frame.selected]
        value, gradient = problem.loss_and_gradient(head.parameters)
        self._fit.hide()
        self._batch.hide()
        self._show_table(frame, problem.parameter_names, gradient, "f")
        norm = float((gradient @ gradient) ** 0.5)
        self._show_summary("f", value, norm, head.learning_rate)

    def _show_training(self, frame: Frame, problem: "DataProblem") -> None:
        head, evaluation = frame.heads[frame.selected], frame.evaluation(frame.selected)
        rows = self._batch_rows(frame, problem)
        names = problem.parameter_names
        if len(names) <= SHOWN_VARIABLES:
            _, gradient = problem.loss_and_gradient(head.parameters, rows)
            self._show_table(frame, names, gradient, "E")
        else:
            self._show_table(frame, (), np.zeros(0), "E")
        self._show_summary("E", head.loss, head.gradient_norm, head.learning_rate)
        if evaluation is not None:
            self._fit.show_evaluation(evaluation)
        self._fit.setVisible(evaluation is not None)
        self._batch.setVisible(rows is not None)
        if rows is not None:
            shown = ", ".join(str(row + 1) for row in problem.dataset.rows[rows[:SHOWN_ROWS]])
            more = ", …" if rows.size > SHOWN_ROWS else ""
            text = self.tr("Batch of {count}: rows {rows}")
            if rows.size == 1:
                text = self.tr("Batch of {count}: row {rows}")
            self._batch.setText(text.format(count=rows.size, rows=shown + more))

    def _show_summary(self, letter: str, value: float, norm: float, rate: float) -> None:
        # Always two lines: a sentence that wraps, or not, would move what is under it.
        self._summary.setText(f"{letter} = {short_number(value, 5)}   η = {short_number(rate)}")
        self._slope.setText(f"|∇{letter}| = {short_number(norm)}")

    def _batch_rows(self, frame: Frame, problem: "DataProblem") -> "Rows | None":
        """Return the rows that the step of the selected run sees; None: all."""
        index = frame.selected
        ended = frame.results[index].outcome is not None and frame.following is None
        # Where a run ended all rows were asked, and no batch was used any more.
        if ended or frame.steps_an_epoch(index) == 1:
            return None
        return problem.rows[frame.batches[index].rows_at(frame.heads[index].step)]

    def _show_table(
        self, frame: Frame, names: tuple[str, ...], gradient: "Float", letter: str
    ) -> None:
        head, following = frame.heads[frame.selected], frame.following
        slope = self.tr("slope ∇{letter}").format(letter=letter)
        headings = ("", self.tr("place θ"), slope, self.tr("change Δθ"))
        for label, heading in zip(self._headings, headings, strict=True):
            label.setText(heading)
            label.setVisible(bool(names))
        for index, cells in enumerate(self._cells):
            shown = index < len(names)
            texts = ("", "", "", "")
            if shown:
                place = float(head.parameters[index])
                change = (
                    "–"
                    if following is None
                    else short_number(float(following.parameters[index]) - place)
                )
                texts = (
                    names[index],
                    short_number(place, 4),
                    short_number(float(gradient[index])),
                    change,
                )
            for cell, text in zip(cells, texts, strict=True):
                cell.setVisible(shown)
                cell.setText(text)

    def _show_trouble(self, frame: Frame) -> None:
        result = frame.results[frame.selected]
        is_bad = result.outcome in (Outcome.DIVERGED, Outcome.FAILED)
        self._trouble.setText(result.message if is_bad else "")
        self._trouble.setVisible(is_bad and bool(result.message))

    def _add_heading(self, column: int) -> QLabel:
        tips = (
            "",
            self.tr("Where the run is"),
            self.tr("The partial derivative there; of a training, over the rows of the batch"),
            self.tr("How far this step goes"),
        )
        label = role_label("", "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
        label.setToolTip(tips[column])
        self._grid.addWidget(label, 0, column)
        return label

    def _add_row(self, row: int) -> tuple[QLabel, ...]:
        cells = tuple(ElidedLabel() for _ in range(4))
        for column, cell in enumerate(cells):
            cell.setFont(numeric_font(self.font()))
            # A number that grows longer must not move the columns.
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            cell.setAlignment(
                Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            )
            self._grid.addWidget(cell, row, column)
        self._grid.setColumnMinimumWidth(0, 20)
        return cells
