"""Parties: who else stands on the client's side, who may speak for whom, and whose key is whose."""
