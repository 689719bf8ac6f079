"""The one exception of this package."""


class ExpressionError(ValueError):
    """A formula that cannot be accepted.

    Attributes
    ----------
    message
        A sentence for a person: what is wrong and what to write instead.
    position
        0-based index in the text of what is wrong; between 0 and the length of the text.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message, position)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        return self.message
