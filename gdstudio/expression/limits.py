"""How large a formula may be; checked before the work that they bound."""

MAXIMUM_CHARACTERS = 10_000
MAXIMUM_NODES = 2_000
"""Numbers, names and operations together."""
MAXIMUM_NESTING = 200
"""Brackets, bars, calls, roots, minus signs and exponents inside one another."""
MAXIMUM_VARIABLES = 64
MAXIMUM_NAME = 64
"""Characters of the name of a variable."""
