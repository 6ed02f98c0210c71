"""The tables of accounts, for SQLAlchemy: a SQLite file of their own, or a schema on PostgreSQL.

``audit`` is only ever appended to. Its rows are numbered without a gap and each bears the hash of the one
before it; that neither a number nor a predecessor occurs twice is a constraint, so that the database
itself refuses the second of two writers.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

metadata = MetaData()

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# ``password`` is empty for those who are known by a proxy or another's sign-in.
accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("roles", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

# Of a session's token only its hash is kept.
sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("ends_at", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("action", Text, nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
)
