"""Fallraum: rooms for one case, in which sits whom the client has consented to."""

__version__ = "0.1.0"
