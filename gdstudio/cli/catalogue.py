"""What an experiment may name, as records for programs."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, Final

from gdstudio.engine.initialization import INITS, Init, InitParameter
from gdstudio.engine.objectives.activations import ACTIVATIONS, Activation
from gdstudio.engine.objectives.losses import LOSSES, Loss
from gdstudio.engine.optimizers.optimizer import Convention, Hyperparameter, Optimizer
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES, Schedule, ScheduleParameter
from gdstudio.experiment import load_gallery
from gdstudio.experiment.datasets.generator import Generator
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.simulation.vocabulary import SLOPE

Record = dict[str, Any]


def functions() -> list[Record]:
    """Return the functions of the gallery."""
    return [asdict(entry) for entry in load_gallery()]


def optimizers() -> list[Record]:
    """Return the methods with their conventions and hyperparameters."""
    return [_optimizer(method) for method in OPTIMIZERS.values()]


def schedules() -> list[Record]:
    """Return the learning-rate schedules with their parameters."""
    return [_schedule(schedule) for schedule in SCHEDULES.values()]


def datasets() -> list[Record]:
    """Return the generators of data sets with their parameters."""
    return [_dataset(generator) for generator in GENERATORS.values()]


def activations() -> list[Record]:
    """Return the activation functions, with the slope of those that have one."""
    return [_activation(activation) for activation in ACTIVATIONS.values()]


def losses() -> list[Record]:
    """Return the losses and what they take as targets."""
    return [_loss(loss) for loss in LOSSES.values()]


def inits() -> list[Record]:
    """Return the schemes for the first weights, with their parameters."""
    return [_init(init) for init in INITS.values()]


KINDS: Final[Mapping[str, Callable[[], list[Record]]]] = MappingProxyType(
    {
        "functions": functions,
        "optimizers": optimizers,
        "schedules": schedules,
        "datasets": datasets,
        "activations": activations,
        "losses": losses,
        "inits": inits,
    }
)


def _optimizer(method: Optimizer) -> Record:
    return {
        "key": method.key,
        "label": method.label,
        "hint": method.hint,
        "hyperparameters": [_hyperparameter(each) for each in method.hyperparameters],
        "conventions": [_convention(each, method) for each in method.conventions],
    }


def _hyperparameter(hyperparameter: Hyperparameter) -> Record:
    described = asdict(hyperparameter)
    if hyperparameter.is_switch:
        for limit in ("minimum", "maximum", "minimum_excluded", "maximum_excluded"):
            del described[limit]
    return described


def _convention(convention: Convention, method: Optimizer) -> Record:
    defaults = {each.name: convention.default_of(each) for each in method.hyperparameters}
    return {
        "key": convention.key,
        "label": convention.label,
        "formula": list(convention.formula(defaults)),
        "defaults": defaults,
    }


def _schedule(schedule: Schedule) -> Record:
    return {
        "key": schedule.key,
        "label": schedule.label,
        "formula": schedule.formula,
        "parameters": [_parameter(each) for each in schedule.parameters],
    }


def _init(init: Init) -> Record:
    return {
        "key": init.key,
        "label": init.label,
        "formula": init.formula,
        "hint": init.hint,
        "parameters": [_parameter(each) for each in init.parameters],
    }


def _parameter(parameter: ScheduleParameter | InitParameter) -> Record:
    described = asdict(parameter)
    if described.get("is_integer", False) and parameter.default is not None:
        described["default"] = int(parameter.default)
    return described | {"required": parameter.default is None}


def _dataset(generator: Generator) -> Record:
    return {
        "key": generator.key,
        "label": generator.label,
        "hint": generator.hint,
        "targets": _targets(is_for_classes=generator.makes_classes),
        "inputs": list(generator.input_names),
        "target": generator.target_name,
        "noise": generator.noise,
        "parameters": [asdict(each) for each in generator.parameters],
    }


def _activation(activation: Activation) -> Record:
    return {
        "key": activation.key,
        "label": activation.label,
        "formula": activation.formula,
        "derivative": activation.derivative,
        "hint": activation.hint,
        "parameters": [_parameter(SLOPE)] if activation.has_slope else [],
    }


def _loss(loss: Loss) -> Record:
    return {
        "key": loss.key,
        "label": loss.label,
        "formula": loss.formula,
        "derivative": loss.derivative,
        "hint": loss.hint,
        "targets": _targets(is_for_classes=loss.is_for_classes),
    }


def _targets(*, is_for_classes: bool) -> str:
    return "classes" if is_for_classes else "numbers"
