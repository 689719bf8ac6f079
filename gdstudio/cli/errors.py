"""Why a command was not carried out, and the exit status that says so."""

from typing import Final

DONE: Final = 0
FAILED: Final = 1
"""A run failed or was interrupted, a file could not be written, something is not installed."""
REFUSED: Final = 2
"""The arguments or the experiment file are not as they must be: nothing was started."""


class CommandError(Exception):
    """Ends the command with one line on stderr.

    Attributes
    ----------
    message
        What is wrong and what to do, for a person.
    status
        The exit status.
    """

    def __init__(self, message: str, status: int = REFUSED) -> None:
        super().__init__(message, status)
        self.message = message
        self.status = status

    def __str__(self) -> str:
        return self.message
