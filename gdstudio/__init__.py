"""GD Studio: see, step through, compare and understand gradient descent."""

__version__ = "0.1.0"
