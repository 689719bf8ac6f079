"""Fields for a run's optimizer and its schedule, made from the vocabulary."""

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import (
    Converted,
    Field,
    Key,
    Tagged,
    Values,
    constant,
    converted,
    nullable,
    number,
    optional,
    record,
    required,
    tagged,
)
from gdstudio.experiment.model import Optimizer, Schedule
from gdstudio.experiment.vocabulary import MethodSchema, Vocabulary
from gdstudio.experiment.word_fields import parameter_keys, tag_key, word_field


def schedule_field(vocabulary: Vocabulary) -> Field[Schedule]:
    """Return the field of a schedule; null is the constant one."""
    kinds = word_field(
        "kind",
        vocabulary.schedules,
        Schedule,
        lambda schedule: (schedule.kind, schedule.parameters),
    )

    def decode(schedule: Schedule | None) -> Schedule:
        return Schedule() if schedule is None else schedule

    return converted(nullable(kinds), decode, lambda schedule: schedule)


def optimizer_field(vocabulary: Vocabulary) -> Tagged[Optimizer]:
    """Return the field of an optimizer."""
    schedules = schedule_field(vocabulary)
    branches = {key: _method(schema, schedules) for key, schema in vocabulary.methods.items()}
    return tagged("method", branches, lambda optimizer: optimizer.method)


def _method(schema: MethodSchema, schedules: Field[Schedule]) -> Field[Optimizer]:
    if not schema.conventions:
        return _method_branch(schema, None, schedules)
    branches = {name: _method_branch(schema, name, schedules) for name in schema.conventions}
    return tagged(
        "convention",
        branches,
        lambda optimizer: optimizer.convention or "",
        default=schema.default_convention,
    )


def _method_branch(
    schema: MethodSchema, convention: str | None, schedules: Field[Schedule]
) -> Converted[Values, Optimizer]:
    """Return the field of one method in one convention."""
    hyperparameters = schema.hyperparameters[convention]
    names = tuple(name for name, _, _ in hyperparameters)
    generic = {
        "schedule": optional(schedules, Schedule()),
        "clip_norm": optional(nullable(number(exclusive_minimum=0)), None),
        "weight_decay": optional(number(minimum=0), 0.0),
    }
    keys = {
        "method": required(constant(schema.key)),
        **_convention_key(schema, convention),
        **parameter_keys(hyperparameters),
        # A method with a weight decay of its own keeps that one, in the generic one's place.
        **{name: key for name, key in generic.items() if name not in names},
    }

    def decode(values: Values) -> Optimizer:
        own = tuple((name, values[name]) for name in names)
        rest = {name: values[name] for name in generic if name not in names}
        return Optimizer(schema.key, convention, own, **rest)

    def encode(optimizer: Optimizer) -> Values:
        if "weight_decay" in names and optimizer.weight_decay:
            reason = f"{schema.label} has its own; the optimizer's general one must be 0"
            raise ExperimentError("weight_decay", reason)
        stated = {name: getattr(optimizer, name) for name in generic if name not in names}
        head = {"method": schema.key, "convention": optimizer.convention}
        if convention is None and optimizer.convention is None:
            del head["convention"]
        return {**head, **dict(optimizer.hyperparameters), **stated}

    return converted(record(keys), decode, encode)


def _convention_key(schema: MethodSchema, convention: str | None) -> dict[str, Key]:
    if convention is None:
        return {}
    return {"convention": tag_key(convention, schema.default_convention)}
