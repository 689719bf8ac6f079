"""Which two of more parameters a picture shows, and where the others are held."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gdstudio.ui.widgets.choice_field import QuietComboBox
from gdstudio.ui.widgets.labels import ElidedLabel


class ParameterChoice(QWidget):
    """Two parameters, which are never the same one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._before = (0, 1)
        self.right, self.up = QuietComboBox(), QuietComboBox()
        self._held = ElidedLabel("", "muted")
        self._held.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for choice, name in (
            (self.right, self.tr("Parameter to the right")),
            (self.up, self.tr("Parameter upwards")),
        ):
            choice.setAccessibleName(name)
            choice.setToolTip(name)
            choice.setMinimumContentsLength(2)
            choice.setIconSize(QSize(0, 0))
            choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            choice.activated.connect(self._on_activated)
            layout.addWidget(choice)
        layout.addWidget(self._held, 1)

    @property
    def shown(self) -> tuple[int, int]:
        """The index of the parameter to the right, and of that upwards."""
        return self.right.currentIndex(), self.up.currentIndex()

    def held(self) -> str:
        """Return where the other parameters are held."""
        return self._held.text()

    def set_names(self, names: tuple[str, ...]) -> None:
        """Offer other parameters; the first two are taken."""
        if names == self._names:
            return
        self._names = names
        for place, choice in enumerate((self.right, self.up)):
            choice.clear()
            choice.addItems(names)
            choice.setCurrentIndex(place)
        self._before = (0, 1)

    def say_held(self, step: int, run: str) -> None:
        """Say that the others are held where a run is at a step."""
        text = self.tr("rest: step {step}").format(step=step)
        tip = self.tr("A slice: all other parameters are held where “{run}” has them.")
        if text != self._held.text():
            self._held.setText(text)
            self._held.show()
        self._held.setToolTip(tip.format(run=run))

    @Slot()
    def _on_activated(self) -> None:
        right, up = self.shown
        if right == up:
            # The one that was not chosen takes the place of the other.
            is_right = self.sender() is self.right
            other = self.up if is_right else self.right
            other.setCurrentIndex(self._before[0 if is_right else 1])
        self._before = self.shown
        self.changed.emit()
