"""What Alembic runs: the revisions, on the connection that it was handed."""

from __future__ import annotations

from alembic import context

from projects.desk.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
