"""When an assessment was removed, so that it can be put back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; nothing that is there counts as removed."""
    op.add_column("assessment", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
