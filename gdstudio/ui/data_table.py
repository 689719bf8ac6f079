"""The numbers behind the pictures, step by step."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QPainter,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.icons import icon
from gdstudio.ui.number_text import grouped
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.trace_columns import EPOCH_DIGITS, MOST_PARAMETERS, TRAINING_DIGITS
from gdstudio.ui.trace_model import TraceModel
from gdstudio.ui.widgets.choice_field import QuietComboBox
from gdstudio.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from gdstudio.simulation.run import RunResult

_SWATCH = 12
_LONG_NUMBER = "\u22121.234567891e\u221208"
# Cells end where their headings do.
_STYLE = """
QTableView::item { padding-right: 5px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
"""
_SAMPLES = {0: "100 000 000", EPOCH_DIGITS: "100000", TRAINING_DIGITS: "\u22121.234567e\u221208"}
"""What a number of so many digits may be like."""


class DataTable(QWidget):
    """The trace of one run as a table, in which the row of the cursor is marked.

    It costs nothing while it is hidden: the last frame is shown when the table is.
    """

    step_chosen = Signal(int)
    """A row was clicked: show its step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._selected = -1
        self._runs_shown: tuple[tuple[str, str], ...] = ()
        self._runs = QuietComboBox()
        self._runs.setMinimumContentsLength(20)
        self._runs.setAccessibleName(self.tr("Run"))
        self._runs.setToolTip(self.tr("The run whose numbers are shown"))
        self._runs.currentIndexChanged.connect(self._refresh)
        self._note = ElidedLabel("", "muted")
        self._model = TraceModel(self)
        self._view = self._new_view()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._runs)
        top.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._view, 1)
        self.setFocusProxy(self._view)

    @property
    def view(self) -> QTableView:
        """The table itself."""
        return self._view

    @property
    def run_choice(self) -> QuietComboBox:
        """The choice of the run."""
        return self._runs

    def show_frame(self, frame: Frame) -> None:
        """Show the numbers of a frame; of a hidden table, when it appears."""
        self._frame = frame
        if self.isVisible():
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Catch up with what happened while it was hidden."""
        super().showEvent(event)
        self._refresh()
        self._scroll_to(self._model.current_row)

    def _new_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self._model)
        view.setFont(numeric_font(view.font()))
        view.setAccessibleName(self.tr("Steps of the run"))
        view.setStyleSheet(_STYLE)
        view.setWordWrap(False)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Rows of one fixed height need not be measured, however many there are.
        rows = view.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(view.fontMetrics().height() + 6)
        columns = view.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns.setDefaultSectionSize(view.fontMetrics().horizontalAdvance(_LONG_NUMBER) + 20)
        view.clicked.connect(self._choose_row)
        view.activated.connect(self._choose_row)
        copy = QAction(icon("copy"), self.tr("&Copy"), view)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.triggered.connect(self.copy_selection)
        with_headings = QAction(self.tr("Copy with &headings"), view)
        with_headings.triggered.connect(self._copy_with_headings)
        for action in (copy, with_headings):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            view.addAction(action)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return view

    @Slot()
    def copy_selection(self) -> None:
        """Put the selected cells on the clipboard, separated by tabs, with all their digits."""
        self._copy(headings=False)

    @Slot()
    def _copy_with_headings(self) -> None:
        self._copy(headings=True)

    def _copy(self, *, headings: bool) -> None:
        selection = self._view.selectionModel().selection()
        if selection.isEmpty():
            return
        # The view lets nothing but one rectangle be selected.
        area = selection.at(0)
        rows = slice(area.top(), area.bottom() + 1)
        columns = range(area.left(), area.right() + 1)
        cells = [self._model.exact_column(column, rows) for column in columns]
        lines = ["\t".join(line) for line in zip(*cells, strict=True)]
        if headings:
            names = self._model.headings()
            lines.insert(0, "\t".join(names[column] for column in columns))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    @Slot(QModelIndex)
    def _choose_row(self, index: QModelIndex) -> None:
        # With a modifier the click is about the selection.
        if QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.step_chosen.emit(self._model.step_of(index.row()))

    @Slot()
    def _refresh(self) -> None:
        frame = self._frame
        if frame is None or not self.isVisible():
            return
        self._fill_runs(frame)
        number = self._runs.currentIndex()
        result = frame.results[number] if 0 <= number < len(frame.results) else None
        follows = self._follows()
        updates = frame.steps_an_epoch(number) if result is not None else 1
        if self._model.show_result(result, updates):
            follows = True
            self._fit_columns()
        before = self._model.current_row
        row = self._model.mark_step(frame.cursor)
        if row != before and follows:
            self._scroll_to(row)
        note = "" if result is None else self._note_on(result)
        if note != self._note.text():
            self._note.setText(note)

    def _fit_columns(self) -> None:
        """Make each column as wide as what may stand in it."""
        metrics = self._view.fontMetrics()
        bold = self._view.horizontalHeader().fontMetrics()
        for column, heading in enumerate(self._model.headings()):
            digits = self._model.digits_of(column)
            sample = _SAMPLES.get(digits, _LONG_NUMBER)
            width = max(metrics.horizontalAdvance(sample), bold.horizontalAdvance(heading))
            self._view.setColumnWidth(column, width + 20)

    def _note_on(self, result: "RunResult") -> str:
        """Return what the table leaves out."""
        notes = []
        if len(result.trace) not in (0, result.trace.last_step + 1):
            notes.append(self.tr("Only some of the steps are kept of so long a run."))
        count = len(result.parameter_names)
        if count > MOST_PARAMETERS:
            text = self.tr("The first {shown} of {count} parameters; an export has them all.")
            notes.append(text.format(shown=MOST_PARAMETERS, count=grouped(count)))
        return " ".join(notes)

    def _fill_runs(self, frame: Frame) -> None:
        runs = tuple((run.label, run.color) for run in frame.experiment.runs)
        self._runs.blockSignals(True)
        if runs != self._runs_shown:
            self._runs_shown = runs
            chosen = self._runs.currentIndex()
            self._runs.clear()
            for label, colour in runs:
                self._runs.addItem(self._swatch(colour), label)
            self._runs.setCurrentIndex(min(max(chosen, 0), len(runs) - 1))
        if frame.selected != self._selected:
            self._selected = frame.selected
            self._runs.setCurrentIndex(min(frame.selected, len(runs) - 1))
        self._runs.blockSignals(False)

    def _follows(self) -> bool:
        """Return whether the table may scroll: not while somebody reads another part of it."""
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return False
        if not (self._view.underMouse() or self._view.hasFocus()):
            return True
        row = self._model.current_row
        shown = self._view.viewport().rect()
        place = self._view.visualRect(self._model.index(max(row, 0), 0))
        # Sideways the table may be anywhere.
        return row < 0 or shown.contains(QPoint(shown.center().x(), place.center().y()))

    def _scroll_to(self, row: int) -> None:
        """Bring a row into view, and leave the table where it is sideways."""
        if row >= 0:
            bar = self._view.horizontalScrollBar()
            sideways = bar.value()
            index = self._model.index(row, 0)
            viewport = self._view.viewport().rect()
            if not viewport.contains(QPoint(0, self._view.visualRect(index).center().y())):
                self._view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            bar.setValue(sideways)

    def _swatch(self, colour: str) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(_SWATCH * ratio), round(_SWATCH * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(1, 1, _SWATCH - 2, _SWATCH - 2)
        painter.end()
        return QIcon(picture)
