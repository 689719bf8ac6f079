"""What a picture shows of an objective."""

from dataclasses import replace

from gdstudio.experiment.model import FunctionObjective


def pictured(objective: FunctionObjective) -> FunctionObjective:
    """Return what a picture shows of an objective: all but the noise."""
    return replace(objective, gradient_noise=0.0)
