"""The law as the hub knows it: norms as versioned files, what they permit, and what they ask for."""
