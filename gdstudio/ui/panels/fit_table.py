"""How well a run fits its training rows and its test rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.number_text import grouped, short_number
from gdstudio.ui.plots.frame import Evaluation
from gdstudio.ui.training_text import percent_text
from gdstudio.ui.widgets.labels import ElidedLabel, role_label


class FitTable(QWidget):
    """Loss and accuracy over all training and all test rows, as they were last evaluated."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        self._where = ElidedLabel("", "muted")
        self.setToolTip(self.tr("As of the step at which all rows were last evaluated"))
        self._loss, self._accuracy = (
            self._heading(text) for text in (self.tr("loss"), self.tr("accuracy"))
        )
        for column, label in enumerate((self._where, self._loss, self._accuracy)):
            self._grid.addWidget(label, 0, column)
        self._training = self._row(1, self.tr("training"))
        self._test = self._row(2, self.tr("test"))

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show an evaluation."""
        self._where.setText(self.tr("at step {step}").format(step=grouped(evaluation.step)))
        self._accuracy.setVisible(evaluation.has_accuracy)
        for cells, loss, accuracy, is_there in (
            (self._training, evaluation.train_loss, evaluation.train_accuracy, True),
            (self._test, evaluation.test_loss, evaluation.test_accuracy, evaluation.has_test),
        ):
            name, loss_cell, accuracy_cell = cells
            loss_cell.setText(short_number(loss, 4))
            accuracy_cell.setText(percent_text(accuracy) if evaluation.has_accuracy else "")
            name.setVisible(is_there)
            loss_cell.setVisible(is_there)
            accuracy_cell.setVisible(is_there and evaluation.has_accuracy)

    def texts(self) -> list[tuple[str, ...]]:
        """Return what the lines that are shown say."""
        rows = (self._training, self._test)
        return [tuple(cell.text() for cell in row) for row in rows if not row[0].isHidden()]

    def _heading(self, text: str) -> QLabel:
        label = role_label(text, "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
        return label

    def _row(self, row: int, name: str) -> tuple[QLabel, ...]:
        cells = (QLabel(name), ElidedLabel(), ElidedLabel())
        for column, cell in enumerate(cells):
            if column > 0:
                cell.setFont(numeric_font(self.font()))
                cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                cell.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(cell, row, column)
        return cells
