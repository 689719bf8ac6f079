"""The numbers of generated data: how many, how noisy, and what one generator alone knows."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.data_objectives import GeneratedSource
from gdstudio.experiment.datasets.generator import GeneratorParameter
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.limits import MOST_SAMPLES
from gdstudio.ui.widgets.number_field import NumberField

SAMPLES = (10.0, 10_000.0)
NOISE = (0.0, 1.0)
OWN_PREFIX = "own."


class GeneratorFields(QWidget):
    """Edits a `GeneratedSource`; the fields of a generator are kept for when it comes back."""

    source_changed = Signal(object, str)
    """The new `GeneratedSource`, and the name of what changed."""
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: GeneratedSource | None = None
        self._own: dict[tuple[str, str], NumberField] = {}
        self.samples = NumberField(
            self.tr("Samples"),
            200.0,
            1.0,
            float(MOST_SAMPLES),
            symbol="n",
            scale="log",
            slider_range=SAMPLES,
            integer=True,
            tooltip=self.tr("How many rows are made"),
        )
        self.noise = NumberField(
            self.tr("Noise"),
            0.1,
            0.0,
            1e6,
            symbol="σ",
            slider_range=NOISE,
            step=0.05,
            tooltip=self.tr("Standard deviation of what is added to each point by chance"),
        )
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        for field, name in ((self.samples, "samples"), (self.noise, "noise")):
            self._add(field, name)

    def set_source(self, source: GeneratedSource) -> None:
        """Show a source."""
        if self._source is None or source.name != self._source.name:
            self._show_own(source.name)
        self._source = source
        self.samples.set_value(float(source.samples))
        self.noise.set_value(source.noise)
        values = GENERATORS[source.name].defaults | dict(source.parameters)
        for name, value in values.items():
            self.own(name).set_value(float(value))

    def own(self, name: str) -> NumberField:
        """Return the field of a parameter of the generator that is shown."""
        assert self._source is not None  # noqa: S101 - there is none before the first source
        return self._own[self._source.name, name]

    def _show_own(self, key: str) -> None:
        for parameter in GENERATORS[key].parameters:
            if (key, parameter.name) not in self._own:
                field = _own_field(parameter)
                self._own[key, parameter.name] = field
                self._add(field, f"{OWN_PREFIX}{parameter.name}")
        for (owner, _), field in self._own.items():
            field.setVisible(owner == key)

    def _add(self, field: NumberField, name: str) -> None:
        field.setObjectName(name)
        field.value_changed.connect(self._on_changed)
        field.editing_finished.connect(self.edit_ended)
        self._layout.addWidget(field)

    @Slot(float)
    def _on_changed(self, value: float) -> None:
        source, name = self._source, self.sender().objectName()
        if source is None:
            return
        if name == "samples":
            changed = replace(source, samples=int(value))
        elif name == "noise":
            changed = replace(source, noise=value)
        else:
            own = name.removeprefix(OWN_PREFIX)
            defaults = GENERATORS[source.name].defaults
            is_integer = isinstance(defaults[own], int)
            parameters = (
                defaults | dict(source.parameters) | {own: int(value) if is_integer else value}
            )
            changed = replace(source, parameters=tuple(parameters.items()))
        self.source_changed.emit(changed, name)


def _own_field(parameter: GeneratorParameter) -> NumberField:
    return NumberField(
        parameter.label,
        float(parameter.default),
        float(parameter.minimum),
        float(parameter.maximum),
        step=1.0 if parameter.is_integer else 0.1,
        integer=parameter.is_integer,
        tooltip=parameter.hint,
    )
