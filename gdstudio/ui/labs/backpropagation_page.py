"""The page on which a sample goes through a network and back, step by step."""

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtGui import QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.ledger import ledger_of
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE, numeric_font
from gdstudio.ui.icons import icon
from gdstudio.ui.labs.gradient_check_panel import GradientCheckPanel
from gdstudio.ui.labs.lab import Lab
from gdstudio.ui.labs.ledger_choice import LedgerChoice, first_choice
from gdstudio.ui.labs.ledger_diagram import LedgerDiagram
from gdstudio.ui.labs.ledger_formula_panel import LedgerFormulaPanel
from gdstudio.ui.labs.ledger_samples import SamplePopup
from gdstudio.ui.labs.ledger_words import formula_of, heading_of
from gdstudio.ui.labs.page_figure import page_figure
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons
from gdstudio.ui.widgets.typesetter import typesetter

HEIGHT_FOR_BOTH, WIDTH_FOR_BOTH = 640, 1160
_PANEL_SPACING = 20
_SPIN_BUTTONS = 40
_FORMULA, _CHECK = "formula", "check"


class BackpropagationPage(Lab):
    """Shows the ledger of one sample at the step of the selected run that is shown.

    It computes nothing while it is not seen.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame: Frame | None = None
        self._problem: DataProblem | None = None
        self._choice: LedgerChoice | None = None
        self._section = Section(self.tr("Backpropagation"), "network")
        self._section.make_compact()
        self.diagram = LedgerDiagram(theme)
        self.formula_panel = LedgerFormulaPanel(theme)
        self.check_panel = GradientCheckPanel(theme)
        self._add_controls()
        self._lay_out()
        self.diagram.chosen.connect(self.choose)
        self.formula_panel.chosen.connect(self.choose)
        self.diagram.hovered.connect(self.hovered)
        self.set_theme(theme)

    @property
    def choice(self) -> LedgerChoice | None:
        """What is explained; None before there is anything."""
        return self._choice

    @property
    def row(self) -> int:
        """The row of the data, from 0, that goes through."""
        return self.sample_field.value() - 1

    def begin(self) -> None:
        """Nothing needs to be made: the one plot is made when it is first seen."""

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment: with its first frame."""

    def show_frame(self, frame: Frame) -> None:
        """Show the selected run at a step."""
        self._frame = frame
        if self.isVisible():
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Catch up with what was not seen."""
        super().showEvent(event)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.diagram.set_theme(theme)
        self.formula_panel.set_theme(theme)
        self.check_panel.set_theme(theme)
        self.samples.set_theme(theme)
        for button, name in self._buttons.items():
            button.setIcon(icon(name, theme))

    def set_legend_visible(self, visible: bool) -> None:
        """There is one run alone, and so no legend."""

    def reset_view(self) -> None:
        """Go back to the first step."""
        if self._choice is not None:
            self.choose(self._choice.at(1))

    def figure(self) -> QImage | None:
        """Return the diagram with its numbers for a file."""
        return page_figure(self.diagram, self._theme)

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self.check_panel.shut_down()

    @Slot(object)
    def choose(self, choice: LedgerChoice) -> None:
        """Explain another step, unit or weight."""
        self._choice = choice
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        frame = self._frame
        if frame is None or not self._follow(frame):
            return
        problem, choice = self._problem, self._choice
        if problem is None or choice is None:
            return
        head = frame.heads[frame.selected]
        ledger = ledger_of(problem, head.parameters, self.row)
        self._section.set_heading(heading_of(choice.step))
        self._place.setText(f"{choice.position + 1}/{len(choice.steps)}")
        self.diagram.show_ledger(ledger, choice)
        for button in (self.first_button, self.back_button):
            button.setEnabled(choice.position > 0)
        for button in (self.forward_button, self.last_button):
            button.setEnabled(choice.position < len(choice.steps) - 1)
        if not self.formula_panel.isHidden():
            self.formula_panel.show_ledger(ledger, choice, head.learning_rate)
        if not self.check_panel.isHidden():
            self.check_panel.show_weight(problem, head.parameters, self.row, choice.weight)

    def _follow(self, frame: Frame) -> bool:
        """Take what computes the objective of a frame; return whether there is something."""
        if frame.problem is self._problem:
            return self._problem is not None
        self._problem = frame.problem if isinstance(frame.problem, DataProblem) else None
        if self._problem is None:
            return False
        architecture = self._problem.architecture
        if self._choice is None or self._choice.shape != architecture.shapes:
            self._choice = first_choice(architecture)
        # Typeset before they are wanted: else each step would show the formula of the last one.
        for latex in {formula_of(step, architecture).latex for step in self._choice.steps}:
            if typesetter().picture(latex) is None:
                typesetter().request(latex)
        rows = len(self._problem.data)
        widest = self.sample_field.fontMetrics().horizontalAdvance(f"{rows} / {rows}")
        self.sample_field.setFixedWidth(widest + _SPIN_BUTTONS)
        self.sample_field.setSuffix(f" / {rows}")
        self.sample_field.setMaximum(rows)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Show both panels where there is room for both, side by side or one below the other."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        scale = self.font().pointSizeF() / DEFAULT_POINT_SIZE
        is_wide = self.width() >= scale * WIDTH_FOR_BOTH
        shows_both = is_wide or self.height() >= scale * HEIGHT_FOR_BOTH
        directions = QBoxLayout.Direction
        self._panels.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        shows_formula = self.view_buttons.key() == _FORMULA
        self.view_buttons.setVisible(not shows_both)
        self.formula_panel.setVisible(shows_both or shows_formula)
        self.check_panel.setVisible(shows_both or not shows_formula)
        self._refresh()

    @Slot()
    def _open_samples(self) -> None:
        if self._problem is not None:
            self.samples.show_data(self._problem, self.row)
            button = self.samples_button
            self.samples.adjustSize()
            corner = QPoint(button.width() - self.samples.width(), button.height() + 4)
            self.samples.move(button.mapToGlobal(corner))
            self.samples.show()

    @Slot(int)
    def _on_sample(self, row: int) -> None:
        self.sample_field.setValue(row + 1)

    @Slot()
    def _to_first(self) -> None:
        self._go_to(0)

    @Slot()
    def _step_back(self) -> None:
        if self._choice is not None:
            self._go_to(self._choice.position - 1)

    @Slot()
    def _step_forward(self) -> None:
        if self._choice is not None:
            self._go_to(self._choice.position + 1)

    @Slot()
    def _to_last(self) -> None:
        if self._choice is not None:
            self._go_to(len(self._choice.steps))

    def _go_to(self, position: int) -> None:
        if self._choice is not None:
            self.choose(self._choice.at(position))

    def _add_controls(self) -> None:
        self.sample_field = QSpinBox()
        self.sample_field.setMinimum(1)
        self.sample_field.setWrapping(True)
        self.sample_field.setFont(numeric_font(self.font()))
        self.sample_field.setAccessibleName(self.tr("Sample"))
        self.sample_field.setToolTip(self.tr("Which row of the data goes through the network"))
        self.sample_field.valueChanged.connect(self._refresh)
        self.samples_button = self._button(self.tr("Choose the sample on a picture of the data"))
        self.samples_button.clicked.connect(self._open_samples)
        self.samples = SamplePopup(self._theme, self)
        self.samples.chosen.connect(self._on_sample)
        self.first_button = self._button(self.tr("To the sample"))
        self.back_button = self._button(self.tr("One step back"))
        self.forward_button = self._button(self.tr("One step on"))
        self.last_button = self._button(self.tr("To the last derivative"))
        self._buttons = {
            self.first_button: "skip-back",
            self.back_button: "step-back",
            self.forward_button: "step-forward",
            self.last_button: "skip-forward",
            self.samples_button: "crosshair",
        }
        self.first_button.clicked.connect(self._to_first)
        self.back_button.clicked.connect(self._step_back)
        self.forward_button.clicked.connect(self._step_forward)
        self.last_button.clicked.connect(self._to_last)
        self.view_buttons = SegmentedButtons(
            (
                Choice(_FORMULA, self.tr("Formula"), self.tr("What this step computes")),
                Choice(_CHECK, self.tr("Check"), self.tr("Compare with differences of the loss")),
            )
        )
        self.view_buttons.chosen.connect(self._arrange)
        self._place = QLabel()
        self._place.setProperty("role", "muted")
        self._place.setFont(numeric_font(self.font()))

    def _lay_out(self) -> None:
        section = self._section
        steps = QWidget()
        row = QHBoxLayout(steps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._place)
        row.addSpacing(4)
        for button in self._buttons:
            row.addWidget(button)
        row.insertSpacing(row.indexOf(self.samples_button), 8)
        section.add_header_widget(steps)
        section.add_header_widget(self.sample_field)
        section.add_header_widget(self.view_buttons)
        section.content().setSpacing(6)
        section.add_widget(self.diagram, 1)
        self._panels = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._panels.setSpacing(_PANEL_SPACING)
        for panel in (self.formula_panel, self.check_panel):
            panel.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
            self._panels.addWidget(panel, 1)
        self.check_panel.hide()
        section.content().addLayout(self._panels)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(section)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button
