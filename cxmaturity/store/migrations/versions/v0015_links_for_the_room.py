"""A published link may be for those who took part: with what they wrote, and every file."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the column; links published before are not of that kind."""
    op.add_column("published_link", sa.Column("is_whole", sa.Boolean(), server_default=sa.false(), nullable=False))
