"""Presence: who can be reached at this moment, for those who share a case with them, and for nobody else."""
