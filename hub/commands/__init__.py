"""Commands: what people write to the hub in a room in which it listens, done with their own rights."""
