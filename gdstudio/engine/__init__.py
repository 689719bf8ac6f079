"""Numba kernels: arrays in, arrays out. No names, no files, no Qt."""
