"""The command line: open the window, run, list, test itself. Qt is imported for the window only."""

from gdstudio.cli.entry import main

__all__ = ["main"]
