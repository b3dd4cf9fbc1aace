"""Listening: in which rooms the hub reads commands, because the lead of the case decided so."""
