"""The one error that an experiment file or value can raise."""


class ExperimentError(ValueError):
    """Something in an experiment is not as it must be.

    Attributes
    ----------
    path
        Where: a JSON path such as ``runs[1].optimizer.learning_rate``, or "" for the whole file.
    reason
        What was expected and what was found, as a sentence for a person.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason
