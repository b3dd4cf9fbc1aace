"""Who is handed the lead of a case, by whom, and whether they took it."""
