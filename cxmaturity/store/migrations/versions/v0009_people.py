"""People of a round: deadline, shared result and repetition of surveys; removal of participants; a workshop's Wi-Fi."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns; nothing that is stored changes."""
    op.add_column("assessment", sa.Column("closes_at", sa.Text(), nullable=True))
    op.add_column("assessment", sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("assessment", sa.Column("repeat_months", sa.Integer(), nullable=True))
    op.add_column("assessment", sa.Column("series_id", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix_assessment_series_id"), "assessment", ["series_id"])
    op.add_column("response", sa.Column("is_removed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("workshop", sa.Column("wifi_name", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("workshop", sa.Column("wifi_password", sa.Text(), server_default=sa.text("''"), nullable=False))
