"""Pictures: each is a function of (experiment, trace, cursor), on screen and in a file."""
