"""The three kinds of objective, as a person chooses among them."""

from enum import Enum

from gdstudio.experiment.data_objectives import NetworkObjective, RegressionObjective
from gdstudio.experiment.model import Objective


class Kind(Enum):
    """What an experiment is about; the value is its ``kind`` in a file."""

    FUNCTION = "function"
    DATA = "regression"
    NETWORK = "network"


def kind_of(objective: Objective) -> Kind:
    """Return the kind of an objective."""
    match objective:
        case RegressionObjective():
            return Kind.DATA
        case NetworkObjective():
            return Kind.NETWORK
        case _:
            return Kind.FUNCTION
