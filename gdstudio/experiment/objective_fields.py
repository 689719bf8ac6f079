"""The field of the objective: a function, a regression or a network."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from gdstudio.experiment.data_objectives import NetworkObjective, RegressionObjective
from gdstudio.experiment.dataset_fields import dataset_field
from gdstudio.experiment.fields import Field, Tagged, tagged
from gdstudio.experiment.function_fields import SettledFunction, function_field
from gdstudio.experiment.gallery import GalleryEntry
from gdstudio.experiment.model import DataObjective
from gdstudio.experiment.network_fields import network_field
from gdstudio.experiment.regression_fields import regression_field
from gdstudio.experiment.vocabulary import Vocabulary

SettledObjective: TypeAlias = SettledFunction | DataObjective
"""An objective as a file gives it, with the start of a function for a file that gives none."""


def objective_field(
    vocabulary: Vocabulary, gallery: Mapping[str, GalleryEntry]
) -> Tagged[SettledObjective]:
    """Return the field of an objective; `gallery` holds the functions that have a name."""
    dataset = dataset_field(vocabulary.generators)
    branches: dict[str, Field[Any]] = {
        "function": function_field(gallery),
        "regression": regression_field(vocabulary.losses, dataset),
        "network": network_field(vocabulary, dataset),
    }
    return tagged("kind", branches, _kind)


def _kind(objective: SettledObjective) -> str:
    match objective:
        case SettledFunction():
            return "function"
        case RegressionObjective():
            return "regression"
        case NetworkObjective():
            return "network"
