"""Objectives behind one signature: parameters in, loss and gradient out."""
