"""The editor of a function: its formula, its gradient, its variables."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.gallery import GalleryEntry, entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.expression import ExpressionError, Formula, gradient_latex, latex, latex_name, parse
from gdstudio.ui.colours import Theme
from gdstudio.ui.panels.edits import Interval, variable_settings, with_formula, with_gallery_entry
from gdstudio.ui.panels.typing import begun_function, parse_with
from gdstudio.ui.panels.variables_table import VariablesTable
from gdstudio.ui.picture_title import shortened
from gdstudio.ui.widgets.formula_field import FormulaField
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.typeset_label import TypesetLabel

# Opened when it is first wanted.
if TYPE_CHECKING:
    from gdstudio.ui.panels.gallery_popup import GalleryPopup

SHOWN_PARTIALS = 4
LONGEST_LATEX = 220


class FunctionPanel(QWidget):
    """Edits the function and the start of an experiment."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, theme: Theme, gallery: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._remembered: dict[str, tuple[Interval, float]] = {}
        self._shown_formula = ""

        self._function = Section(self.tr("Function"), "square-function")
        self._gallery_button = self._function.add_action(gallery)
        gallery.triggered.connect(self._open_gallery)
        self.formula_field = FormulaField("f(x) =", self.tr("Formula"), "")
        self._note = role_label("", "muted")
        self._note.setWordWrap(True)
        self._typeset = TypesetLabel()
        self._partials = [TypesetLabel(size_factor=1.1) for _ in range(SHOWN_PARTIALS)]
        self._function.add_widget(self.formula_field)
        self._function.add_widget(self._typeset)
        for label in self._partials:
            self._function.add_widget(label)
        self._more_partials = role_label("", "muted")
        self._function.add_widget(self._more_partials)
        self._function.add_widget(self._note)
        self.formula_field.text_edited.connect(self._on_formula_edited)
        self.formula_field.editing_finished.connect(self._on_formula_finished)

        self._domain = Section(self.tr("Variables"), "move")
        self.variables_table = VariablesTable()
        self._refusal = role_label("", "error")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self._domain.add_widget(self.variables_table)
        self._domain.add_widget(self._refusal)
        self.variables_table.edited.connect(self.edited)
        self.variables_table.edit_ended.connect(self.edit_ended)
        self.variables_table.refused.connect(self._on_refused)

        self._theme = theme
        self._opened_gallery: GalleryPopup | None = None

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for section in (self._function, self._domain):
            layout.addWidget(section)

    @property
    def gallery(self) -> "GalleryPopup":
        """The gallery; it is made when it is first asked for."""
        if self._opened_gallery is None:
            from gdstudio.ui.panels.gallery_popup import GalleryPopup

            self._opened_gallery = GalleryPopup(self._theme, self)
            self._opened_gallery.chosen.connect(self._on_gallery_chosen)
        return self._opened_gallery

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._opened_gallery is not None:
            self._opened_gallery.set_theme(theme)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment."""
        before, self._experiment = self._experiment, experiment
        self._remembered.update(variable_settings(experiment))
        objective = experiment.function
        if before is None or before.function.expression != objective.expression:
            # Else somebody may be in the middle of a word: another edit leaves it alone.
            if not self._is_the_same_formula(objective.expression):
                self.formula_field.set_text(objective.expression)
                self.formula_field.edit().home(False)
            self.formula_field.clear_error()
        self.formula_field.set_prefix(f"f({shortened(objective.variables)}) =")
        self.variables_table.set_experiment(experiment)
        entry = entry_for(objective)
        self._note.setText("" if entry is None else entry.note)
        self._note.setVisible(entry is not None)
        self._show_typeset(parse(objective.expression, objective.variables))

    def shut_down(self) -> None:
        """Compute no more pictures."""
        if self._opened_gallery is not None:
            self._opened_gallery.shut_down()

    def _is_the_same_formula(self, expression: str) -> bool:
        return self.formula_field.text().strip() == expression.strip()

    def _show_typeset(self, formula: Formula) -> None:
        if formula.text == self._shown_formula:
            return
        self._shown_formula = formula.text
        whole = latex(formula.root)
        shown = len(whole) <= LONGEST_LATEX
        self._typeset.setVisible(shown)
        if shown:
            names = ", ".join(map(latex_name, formula.variables[:SHOWN_PARTIALS]))
            more = ", \\dots" if len(formula.variables) > SHOWN_PARTIALS else ""
            self._typeset.set_latex(f"f({names}{more}) = {whole}", formula.text)
        partials = gradient_latex(formula, LONGEST_LATEX)
        left_out = len(formula.variables) - SHOWN_PARTIALS
        self._more_partials.setVisible(left_out > 0 and any(partials[:SHOWN_PARTIALS]))
        self._more_partials.setText(self.tr("and {count} more").format(count=left_out))
        derivative_sign = "d" if len(formula.variables) == 1 else r"\partial"
        for index, label in enumerate(self._partials):
            code = partials[index] if index < len(partials) else None
            label.setVisible(code is not None)
            if code is not None:
                name = formula.variables[index]
                fraction = rf"\frac{{{derivative_sign} f}}{{{derivative_sign} {latex_name(name)}}}"
                label.set_latex(
                    f"{fraction} = {code}",
                    self.tr("Partial derivative by {name}").format(name=name),
                )

    @Slot(str)
    def _on_formula_edited(self, text: str) -> None:
        if self._experiment is None:
            return
        known = self._experiment.function.variables
        try:
            formula = parse_with(text, known)
        except ExpressionError as error:
            self.formula_field.set_error(error.message, error.position)
            return
        begun = begun_function(text, formula.variables, known)
        if begun is not None:
            message = self.tr("Is this going to be {name}(…)? Return makes it a variable.")
            self.formula_field.set_error(message.format(name=begun), len(text))
            return
        self._adopt(formula)

    @Slot()
    def _on_formula_finished(self) -> None:
        if self._experiment is not None and self.formula_field.error():
            try:
                known = self._experiment.function.variables
                self._adopt(parse_with(self.formula_field.text(), known))
            except ExpressionError as error:
                self.formula_field.set_error(error.message, error.position)
        self.edit_ended.emit()

    def _adopt(self, formula: Formula) -> None:
        if self._experiment is not None:
            self.formula_field.clear_error()
            # A space at the end is not yet an edit.
            changed = with_formula(
                self._experiment, formula.text.strip(), formula.variables, self._remembered
            )
            self.edited.emit(changed, self.tr("Change the formula"), "formula")

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        self._refusal.setText(reason)
        self._refusal.setVisible(bool(reason))

    @Slot()
    def _open_gallery(self) -> None:
        self.gallery.open_below(self._gallery_button)

    @Slot(object)
    def _on_gallery_chosen(self, entry: GalleryEntry) -> None:
        if self._experiment is not None:
            changed = with_gallery_entry(self._experiment, entry)
            self.edited.emit(changed, self.tr("Choose {name}").format(name=entry.name), "")
