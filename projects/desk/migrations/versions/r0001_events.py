"""Events, plans of the desk, editions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    texts = ("at", "by", "record", "action", "before", "after", "why", "source_hash", "reading_version")
    op.create_table(
        "events",
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("previous", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.UniqueConstraint("record", "previous", name="uq_events"),
    )
    op.create_table(
        "plans",
        sa.Column("plan", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reading_version", sa.Text, nullable=False),
        sa.UniqueConstraint("sha256", name="uq_plans"),
    )
    for table, key in (("plan_tables", "plan"), ("edition_tables", "name")):
        op.create_table(
            table,
            sa.Column(key, sa.Text, primary_key=True),
            sa.Column("file", sa.Text, primary_key=True),
            sa.Column("content", sa.LargeBinary, nullable=False),
        )
    op.create_table(
        "editions",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.UniqueConstraint("event_id", name="uq_editions"),
    )
    op.create_table(
        "edition_changes",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("record", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("change", "document", "title", "reason")),
    )
    op.create_table("owner", sa.Column("workspace", sa.Text, primary_key=True))
