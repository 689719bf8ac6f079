"""A function of two variables as a surface that is turned, with the paths of the runs on it."""
