"""The own room: whether a client wants one, in which nobody but the hub speaks with them."""
