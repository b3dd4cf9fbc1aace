"""What the agencies of the network have agreed on, and which of them it binds."""
