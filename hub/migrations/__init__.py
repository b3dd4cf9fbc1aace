"""How a database of yesterday becomes one of today (Alembic)."""
