"""The desk's tables, for SQLAlchemy: SQLite in the workspace, or PostgreSQL by its URL.

Keys are texts. ``events`` is only ever appended to: on each record the events form one chain, each
naming the one before it, and the constraint that no two name the same lets the database itself
refuse the second of two people who decide on the same state.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

metadata = MetaData(
    naming_convention={"uq": "uq_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s"}
)

events = Table(
    "events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("previous", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("source_hash", Text, nullable=False),
    Column("reading_version", Text, nullable=False),
    UniqueConstraint("record", "previous"),
)

# Plans that came through the desk. ``text`` is the text that spans count in; ``sha256`` that of the file.
plans = Table(
    "plans",
    metadata,
    Column("plan", Text, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("reading_version", Text, nullable=False),
)

# Tables by their file name: of a plan's reading, and of an edition. Compressed with zlib.
plan_tables = Table(
    "plan_tables",
    metadata,
    Column("plan", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)

edition_tables = Table(
    "edition_tables",
    metadata,
    Column("name", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# What an edition changed: one row for each record that is new, changed or gone in it.
edition_changes = Table(
    "edition_changes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("change", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

# What users save of the map, by the path it has as a file in the workspace's ``views``: JSON. Only where
# a server is named; beside a file these are files.
views = Table(
    "views",
    metadata,
    Column("path", Text, primary_key=True),
    Column("content", Text, nullable=False),
)

# One row: the code of the workspace that the database belongs to.
owner = Table("owner", metadata, Column("workspace", Text, primary_key=True))
