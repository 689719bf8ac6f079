"""What an experiment may name, as records for programs."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, Final

from gdstudio.engine.optimizers.optimizer import Convention, Hyperparameter, Optimizer
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES, Schedule, ScheduleParameter
from gdstudio.experiment import load_gallery

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


def nothing_yet() -> list[Record]:
    """Return what this version has of a kind that belongs to data and networks."""
    return []


KINDS: Final[Mapping[str, Callable[[], list[Record]]]] = MappingProxyType(
    {
        "functions": functions,
        "optimizers": optimizers,
        "schedules": schedules,
        "datasets": nothing_yet,
        "activations": nothing_yet,
        "losses": nothing_yet,
        "inits": nothing_yet,
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
        "parameters": [_schedule_parameter(each) for each in schedule.parameters],
    }


def _schedule_parameter(parameter: ScheduleParameter) -> Record:
    described = asdict(parameter)
    if parameter.is_integer and parameter.default is not None:
        described["default"] = int(parameter.default)
    return described | {"required": parameter.default is None}
