"""Examples that the program makes."""

from typing import Final

import numpy as np

from gdstudio.experiment.data_objectives import GeneratedSource
from gdstudio.experiment.datasets.examples import DATASET, Examples, Targets
from gdstudio.experiment.datasets.generator import Generator
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import integer, number
from gdstudio.experiment.fields.wording import at_key, hint, listed, quoted
from gdstudio.experiment.limits import MOST_NOISE, MOST_SAMPLES

_NAME: Final = at_key(DATASET, "name")
_SAMPLES: Final = integer(minimum=1, maximum=MOST_SAMPLES)
_NOISE: Final = number(minimum=0, maximum=MOST_NOISE)


def generated_examples(source: GeneratedSource, random: np.random.Generator) -> Examples:
    """Return the rows of a generator in random order.

    Other noise with the same random numbers moves the same points, only further or less far.

    Raises
    ------
    ExperimentError
        There is no such generator, or a number is out of its range.
    """
    generator = _generator(source.name)
    samples = _SAMPLES.read(source.samples, at_key(DATASET, "samples"))
    noise = _NOISE.read(source.noise, at_key(DATASET, "noise"))
    parameters = _parameters(generator, source)
    inputs, targets = generator.shape(random, samples, parameters)
    if generator.makes_classes:
        inputs = inputs + noise * random.standard_normal(inputs.shape)
    else:
        targets = targets + noise * random.standard_normal(targets.shape)
    order = random.permutation(samples)
    encodable = Targets(
        (generator.target_name,),
        targets[order, np.newaxis],
        _refused,
        class_count=generator.class_count(parameters),
    )
    return Examples(inputs[order], generator.input_names, encodable)


def _generator(name: str) -> Generator:
    if name in GENERATORS:
        return GENERATORS[name]
    known = f"; there are {listed(list(GENERATORS), 'and')}"
    reason = f"there is no data set {quoted(name)}{hint(name, GENERATORS) or known}"
    raise ExperimentError(_NAME, reason)


def _parameters(generator: Generator, source: GeneratedSource) -> dict[str, float | int]:
    """Return all parameters of the generator, the defaults where the source says nothing."""
    fields = {each.name: each.field for each in generator.parameters}
    values = generator.defaults
    for name, value in source.parameters:
        if name not in fields:
            reason = f"the data set {quoted(generator.key)} has no parameter {quoted(name)}"
            raise ExperimentError(at_key(DATASET, name), reason + hint(name, fields))
        values[name] = fields[name].read(value, at_key(DATASET, name))
    return values


def _refused(_row: int | None, reason: str) -> ExperimentError:
    return ExperimentError(_NAME, reason)
