"""What is said where there is no OpenGL."""


class NoOpenGLError(Exception):
    """The system does not draw in three dimensions; the text says what is missing."""
