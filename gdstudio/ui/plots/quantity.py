"""What is drawn over the steps."""

from enum import Enum


class Quantity(Enum):
    """A column of the trace."""

    LOSS = "Loss"
    GRADIENT_NORM = "Gradient norm"
    LEARNING_RATE = "Learning rate"
