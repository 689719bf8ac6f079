"""Qt without widgets: worker thread, run controller, undo, settings, recovery."""
