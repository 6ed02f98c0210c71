"""How the tables of accounts came to be: one revision a file in ``versions``, run by Alembic.

A chain of its own with a version table of its own, so that it may share a database with the desk.
A new revision goes into ``versions`` and its number into :data:`HEAD`; a test holds it against
:mod:`projects.accounts.schema`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

HEAD = "accounts0001"
VERSIONS = "accounts_version"


def upgrade(connection: Connection) -> None:
    """Bring the tables of a database up to the present revision, within the connection's transaction."""
    if current(connection) == HEAD:
        return
    # Takes longer to load than a question takes to answer, and is needed once in a database's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def current(connection: Connection) -> str:
    """The revision that a database stands at; empty when it has no tables of ours."""
    if not inspect(connection).has_table(VERSIONS):
        return ""
    return str(connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar() or "")
