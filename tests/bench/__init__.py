"""How fast it is: ``python -m tests.bench`` prints one table. Nothing here is a test."""
