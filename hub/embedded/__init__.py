"""The homeserver that comes along: Synapse as a child process, on loopback, for one office."""
