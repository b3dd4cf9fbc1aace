"""Keeps the rooms of a Fallraum hub closed, inside the homeserver."""
