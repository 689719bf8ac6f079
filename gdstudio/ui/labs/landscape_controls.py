"""Which slice of the landscape is shown."""

from dataclasses import replace

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gdstudio.ui.colours import active_theme
from gdstudio.ui.icons import icon
from gdstudio.ui.labs.landscape_picture import SliceChoice, SliceKind
from gdstudio.ui.labs.landscape_words import Subject, kinds
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField, QuietComboBox

RESOLUTIONS = {"coarse": 48, "medium": 128, "fine": 288}


class LandscapeControls(QWidget):
    """One row: the kind of slice, what belongs to it, where it passes, how fine it is."""

    changed = Signal()

    def __init__(self, subject: Subject = Subject.NETWORK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A function is quickly computed.
        resolution = "medium" if subject is Subject.NETWORK else "fine"
        self._choice = SliceChoice(columns=RESOLUTIONS[resolution])
        self._names: tuple[str, ...] = ()
        self._kind = ChoiceField("", kinds(subject), tooltip=self.tr("The directions of the slice"))
        self._kind.control().setAccessibleName(self.tr("Directions of the slice"))
        self._weights = (
            WeightField(self.tr("Parameter to the right")),
            WeightField(self.tr("Parameter upwards")),
        )
        self._shuffle = QPushButton(self.tr("New directions"))
        self._shuffle.setToolTip(self.tr("Draw two other random directions"))
        self._at_cursor = QToolButton()
        self._at_cursor.setCheckable(True)
        self._at_cursor.setIconSize(QSize(18, 18))
        self._at_cursor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._at_cursor.setAccessibleName(self.tr("Slice at the cursor"))
        self._at_cursor.setToolTip(
            self.tr(
                "Lay the slice through the parameters at the cursor, and move it along.\n"
                "Otherwise it passes through the last parameters of the selected run."
            )
        )
        self._resolution = ChoiceField("", self._resolutions(), resolution)
        self._resolution.control().setAccessibleName(self.tr("Resolution"))
        self._lay_out()
        self._kind.value_changed.connect(self._on_kind)
        for field in self._weights:
            field.chosen.connect(self._on_weights)
        self._shuffle.clicked.connect(self._on_shuffle)
        self._at_cursor.toggled.connect(self._on_at_cursor)
        self._resolution.value_changed.connect(self._on_resolution)
        self._show_kind()
        self.dress()

    @property
    def choice(self) -> SliceChoice:
        """What is chosen."""
        return self._choice

    def set_names(self, names: tuple[str, ...]) -> None:
        """Offer the parameters of a network; those that were chosen stay if it has as many."""
        if names == self._names:
            return
        if len(names) != len(self._names):
            self._choice = replace(self._choice, weights=(0, min(1, len(names) - 1)))
        self._names = names
        for field, index in zip(self._weights, self._choice.weights, strict=True):
            field.set_names(names, index)

    def dress(self) -> None:
        """Take the colours of the theme."""
        self._at_cursor.setIcon(icon("crosshair", active_theme().text))

    def _resolutions(self) -> list[Choice]:
        words = {"coarse": self.tr("Coarse"), "medium": self.tr("Medium"), "fine": self.tr("Fine")}
        return [
            Choice(key, words[key], self.tr("{columns} cells wide").format(columns=columns))
            for key, columns in RESOLUTIONS.items()
        ]

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for field, letters in ((self._kind, 13), (self._resolution, 4)):
            control = field.control()
            assert isinstance(control, QComboBox)  # noqa: S101 (none is segmented)
            control.setMinimumContentsLength(letters)
        layout.addWidget(self._kind)
        layout.addWidget(self._shuffle)
        for weight in self._weights:
            layout.addWidget(weight)
        layout.addStretch(1)
        layout.addWidget(self._at_cursor)
        layout.addWidget(self._resolution)

    def _show_kind(self) -> None:
        kind = self._choice.kind
        self._shuffle.setVisible(kind is SliceKind.RANDOM)
        for field in self._weights:
            field.setVisible(kind is SliceKind.WEIGHTS)

    def _take(self, choice: SliceChoice) -> None:
        if choice != self._choice:
            self._choice = choice
            self.changed.emit()

    @Slot(str)
    def _on_kind(self, key: str) -> None:
        choice = replace(self._choice, kind=SliceKind(key))
        before, self._choice = self._choice, choice
        self._show_kind()
        if choice != before:
            self.changed.emit()

    @Slot()
    def _on_weights(self) -> None:
        first, second = (field.index() for field in self._weights)
        self._take(replace(self._choice, weights=(first, second)))

    @Slot()
    def _on_shuffle(self) -> None:
        self._take(replace(self._choice, seed=self._choice.seed + 1))

    @Slot(bool)
    def _on_at_cursor(self, checked: bool) -> None:
        self._take(replace(self._choice, through_cursor=checked))

    @Slot(str)
    def _on_resolution(self, key: str) -> None:
        self._take(replace(self._choice, columns=RESOLUTIONS[key]))


class WeightField(QuietComboBox):
    """One parameter of many: a person types a part of its name."""

    chosen = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = 0
        self._list = QStringListModel(self)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setModel(self._list)
        self.setMinimumContentsLength(3)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(self.tr("{name}: type a part of its name").format(name=name))
        view = self.view()
        assert isinstance(view, QListView)  # noqa: S101 (a combo box has no other)
        # A network may have a hundred thousand weights, and only one is measured.
        view.setUniformItemSizes(True)
        completer = QCompleter(self._list, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.activated.connect(self._on_activated)
        self._edit().editingFinished.connect(self._on_editing_finished)

    def index(self) -> int:
        """Return the index of the parameter that is chosen."""
        return self._index

    def set_names(self, names: tuple[str, ...], index: int) -> None:
        """Offer parameters and choose one; nothing is emitted."""
        self._index = index
        self._list.setStringList(list(names))
        self.setCurrentIndex(index)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        if index >= 0 and index != self._index:
            self._index = index
            self.chosen.emit()

    @Slot()
    def _on_editing_finished(self) -> None:
        found = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        if found >= 0:
            self._on_activated(found)
        # What is no name gives way to the one that is chosen.
        self.setCurrentIndex(self._index)
        self._edit().setText(self.itemText(self._index))

    def _edit(self) -> QLineEdit:
        edit = self.lineEdit()
        assert edit is not None  # noqa: S101 (it is editable)
        return edit
