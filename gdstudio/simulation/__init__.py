"""An experiment brought to life: build, step, trace, outcome, checkpoints."""
