"""Listening: in which rooms the hub reads commands, because whoever decides there did so."""
