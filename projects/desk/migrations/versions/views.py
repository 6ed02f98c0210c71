"""Saved views and tours, where several servers share them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_views"
down_revision = "0001"


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "views",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
    )
