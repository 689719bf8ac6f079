"""Bounds of what an experiment may hold: far above all use, and low enough for the program."""

from typing import Final

LARGEST_SEED: Final = 2**63 - 1
MOST_RUNS: Final = 64
MOST_STEPS: Final = 10**9
MOST_VARIABLES: Final = 64
"""Of a function."""

MOST_SAMPLES: Final = 1_000_000
MOST_NOISE: Final = 1e6
"""Of generated data."""
MOST_COLUMNS: Final = 10_000
"""Of the inputs of a data set, and of its targets."""

MOST_LAYERS: Final = 32
MOST_UNITS: Final = 4096
"""Of a layer."""
MOST_PARAMETERS: Final = 5_000_000
HIGHEST_DEGREE: Final = 64
"""Of a polynomial."""
