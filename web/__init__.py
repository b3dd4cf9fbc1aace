"""The web door: parse, one call to the hub, render."""
