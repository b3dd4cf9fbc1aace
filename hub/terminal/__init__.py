"""The door for people at a terminal, and where a whole site is started."""
