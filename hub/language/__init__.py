"""Languages: in which one a client is told what the hub says in their room."""
