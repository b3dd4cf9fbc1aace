"""What stands outside, at an address that somebody typed: fetched under guard, and never from inside."""
