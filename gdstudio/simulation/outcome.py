"""How a run may end."""

from enum import Enum


class Outcome(Enum):
    """How a run ended."""

    CONVERGED = "converged"
    MAX_STEPS = "max steps"
    DIVERGED = "diverged"
    STOPPED = "stopped"
    FAILED = "failed"
