"""The panels around the picture: the problem on the left, the runs on the right."""
