"""What Alembic runs: the revisions, on the connection that it was handed."""

from __future__ import annotations

from alembic import context

from projects.accounts.migrations import VERSIONS
from projects.accounts.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, transactional_ddl=True, version_table=VERSIONS
)
context.run_migrations()
