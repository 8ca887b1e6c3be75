"""The database's shape, one step at a time (Alembic). ``database.migrate`` runs them; there is no alembic.ini."""
