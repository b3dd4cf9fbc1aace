"""How fast the hub is beside the bare Matrix calls that it cannot do without, and beside other engines."""
