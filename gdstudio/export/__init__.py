"""Results written to files that other programs read."""
