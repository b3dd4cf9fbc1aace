"""The hub's voices: they write into rooms end-to-end encrypted, and cannot read there."""
