"""What the selected run does at this step, in numbers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.run import Row
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.section import Section

SHOWN_VARIABLES = 5


class StepCard(Section):
    """A line a variable: where the run is, how steep it is there, how far the step goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("This step"), "crosshair", parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        for column in (1, 2, 3):
            self._grid.setColumnStretch(column, 1)
        headings = (
            ("", ""),
            (self.tr("place θ"), self.tr("Where the run is")),
            (self.tr("slope ∇f"), self.tr("The partial derivative there")),
            (self.tr("change Δθ"), self.tr("How far this step goes")),
        )
        for column, (heading, tip) in enumerate(headings):
            label = role_label(heading, "muted")
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setToolTip(tip)
            self._grid.addWidget(label, 0, column)
        self._cells = [self._add_row(row) for row in range(1, SHOWN_VARIABLES + 1)]
        self._summary = QLabel()
        self._summary.setFont(numeric_font(self.font()))
        self._summary.setWordWrap(True)
        self.content().addLayout(self._grid)
        self.add_widget(self._summary)
        self._trouble = role_label("", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.add_widget(self._trouble)

    def show_frame(self, frame: Frame) -> None:
        """Show the selected run at the frame's step."""
        self._show_trouble(frame)
        head = frame.heads[frame.selected]
        self.set_heading(self.tr("Step {step}").format(step=head.step))
        if isinstance(frame.experiment.objective, FunctionObjective):
            self._show_place(frame, frame.experiment.objective)
        else:
            self._show_batch(head)

    def _show_place(self, frame: Frame, objective: FunctionObjective) -> None:
        head, following = frame.heads[frame.selected], frame.following
        names = objective.variables
        value, gradient = problem_of(objective).loss_and_gradient(head.parameters)
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
        norm = float((gradient @ gradient) ** 0.5)
        self._summary.setText(
            f"f = {short_number(value, 5)}   |∇f| = {short_number(norm)}"
            f"   η = {short_number(head.learning_rate)}"
        )

    def _show_batch(self, head: Row) -> None:
        for cells in self._cells:
            for cell in cells:
                cell.hide()
        self._summary.setText(
            f"E = {short_number(head.loss, 5)}   |∇E| = {short_number(head.gradient_norm)}"
            f"   η = {short_number(head.learning_rate)}"
        )

    def _show_trouble(self, frame: Frame) -> None:
        result = frame.results[frame.selected]
        is_bad = result.outcome in (Outcome.DIVERGED, Outcome.FAILED)
        self._trouble.setText(result.message if is_bad else "")
        self._trouble.setVisible(is_bad and bool(result.message))

    def trouble(self) -> str:
        """Return the sentence on a run that diverged; "" for any other."""
        return self._trouble.text()

    def _add_row(self, row: int) -> tuple[QLabel, ...]:
        cells = tuple(QLabel() for _ in range(4))
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
