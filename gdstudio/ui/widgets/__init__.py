"""Reusable controls that know nothing of experiments."""
