"""Text → syntax tree → tape. Nothing that a user typed is ever executed."""
